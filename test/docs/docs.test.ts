import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkRecipe, readRecipe } from '../../engine/recipe/index.ts'
import { generatedDocs } from './generate.ts'

const pages = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').filter(name => name.endsWith('.md')).map(name => `docs/${name}`)]

describe('generated pages are up to date (npx tsx scripts/docs.ts)', () => {
  test.each(Object.entries(generatedDocs()))('%s', (path, text) => {
    expect(readFileSync(path, 'utf8')).toBe(text)
  })
})

describe.each(pages)('%s', page => {
  const text = readFileSync(page, 'utf8')

  test('its links lead somewhere', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(match => match[1] ?? '')
    expect(links.filter(link => !existsSync(join(dirname(page), link)))).toEqual([])
  })

  test('its whole recipes are recipes', () => {
    const recipes = [...text.matchAll(/```yaml\n(schemaflow:[\s\S]*?)```/g)].map(match => match[1] ?? '')
    expect(recipes.flatMap(recipe => checkRecipe(readRecipe(recipe).value).issues)).toEqual([])
  })
})
