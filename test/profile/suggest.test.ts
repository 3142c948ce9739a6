import { expect, test } from 'vitest'
import { suggestRecipe, type ColumnProfile, type SuggestedField } from '../../engine/profile/index.ts'
import { checkRecipe, type Recipe } from '../../engine/recipe/index.ts'
import { judgeBoth, verdictOf } from '../support/verdict.ts'
import { makeColumns } from './columns.ts'
import { useProfiler, type Cells, type Table } from './load.ts'

const { profile } = useProfiler()

const suggest = async (table: Table): Promise<Recipe> =>
  suggestRecipe(Object.values(await profile(table)), { name: 'people', source: { type: 'csv' as const, path: 'people.csv', dialect: { delimiter: ';' as const, header: 1 as const } } })

/** What is suggested for one column, its name apart. */
async function fieldOf(name: string, cells: Cells): Promise<Omit<SuggestedField, 'name'>> {
  const { schema } = await suggest({ first: cells.map((_, index) => String(index)), [name]: cells })
  const { name: _, ...field } = schema?.fields?.[1] as SuggestedField
  return field
}
const repeat = (count: number, ...cells: Cells): Cells => Array.from({ length: count }, (_, index) => cells[index % cells.length] ?? null)

test('a recipe that says what was seen', async () => {
  const rows = Array.from({ length: 200 }, (_, index) => index)
  const recipe = await suggest({
    customer_id: rows.map(row => String(1000 + row)),
    email: rows.map(row => `user${row}@example.com`),
    country: rows.map(row => ['FR', 'DE', 'US'][row % 3] ?? ''),
    born: rows.map(row => `${String(row % 28 + 1).padStart(2, '0')}/03/19${70 + row % 30}`),
    age: rows.map(row => row === 3 ? null : String(row % 90)),
  })
  expect(recipe).toEqual({
    schemaflow: 1, name: 'people', source: { type: 'csv', path: 'people.csv', dialect: { delimiter: ';', header: 1 } },
    schema: { fields: [
      { name: 'customer_id', type: 'integer', required: true, unique: true },
      { name: 'email', type: 'string', format: 'email', required: true },
      { name: 'country', type: 'string', required: true, enum: ['DE', 'FR', 'US'] },
      { name: 'born', type: 'date', date_format: '%d/%m/%Y', required: true },
      { name: 'age', type: 'integer', min: 0 },
    ] },
  })
  expect(checkRecipe(recipe).issues).toEqual([])
})

test('a value is required where none is missing, in a hundred rows at least', async () => {
  expect(await fieldOf('note', repeat(100, 'a', 'b', 'c', 'd', 'e', 'f'))).toMatchObject({ required: true })
  expect(await fieldOf('note', repeat(99, 'a', 'b', 'c', 'd', 'e', 'f'))).not.toHaveProperty('required')
  expect(await fieldOf('note', [...repeat(200, 'a', 'b'), null])).not.toHaveProperty('required')
})

test('a key is unique, other columns of different values are not', async () => {
  const numbers = Array.from({ length: 150 }, (_, index) => String(index * 3))
  expect(await fieldOf('order_id', numbers)).toMatchObject({ unique: true })
  expect(await fieldOf('productCode', numbers)).toMatchObject({ unique: true })
  expect(await fieldOf('total', numbers)).not.toHaveProperty('unique')
  expect(await fieldOf('order_id', [...numbers.slice(1), '3'])).not.toHaveProperty('unique')
  expect(await fieldOf('order_id', numbers.slice(0, 99))).not.toHaveProperty('unique')
  expect((await suggest({ total: numbers })).schema?.fields?.[0]).toMatchObject({ unique: true })
})

test('a list of values: few, frequent, without slips', async () => {
  const colours = repeat(600, 'red', 'green', 'blue')
  expect(await fieldOf('colour', colours)).toMatchObject({ enum: ['blue', 'green', 'red'] })
  expect(await fieldOf('colour', [...colours, 'redd', 'gren', null])).toMatchObject({ enum: ['blue', 'green', 'red'] })
  expect(await fieldOf('colour', [...colours, ...repeat(9, 'pink')])).toMatchObject({ enum: ['blue', 'green', 'pink', 'red'] })
  expect(await fieldOf('colour', repeat(59, 'red', 'green', 'blue'))).not.toHaveProperty('enum')
  expect(await fieldOf('colour', repeat(600, 'red'))).not.toHaveProperty('enum')
  expect(await fieldOf('stars', repeat(600, '5', '4', ' 4', 'x5', '3', '2', '1', '1', '1', '1', '1'))).toMatchObject({ type: 'integer', enum: [1, 2, 3, 4, 5] })
  const letters = Array.from({ length: 21 }, (_, index) => String.fromCharCode(97 + index))
  expect(await fieldOf('letter', repeat(2100, ...letters))).not.toHaveProperty('enum')
  expect(await fieldOf('letter', repeat(2100, ...letters.slice(1)))).toHaveProperty('enum.length', 20)
})

test('a range, where the name has one and the values keep it', async () => {
  const spread = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index * 100 / count))
  expect(await fieldOf('discountPercent', spread(300))).toMatchObject({ min: 0, max: 100 })
  expect(await fieldOf('growth_percent', [...spread(300), '-4', '-5', '-6', '-7'])).not.toHaveProperty('min')
  expect(await fieldOf('latitude', [...spread(300).map(value => String(Number(value) - 50)), '900'])).toMatchObject({ min: -90, max: 90 })
  expect(await fieldOf('amount', spread(300))).not.toHaveProperty('min')
})

test('a format, where nearly all texts are of it', async () => {
  const uuids = (count: number): string[] => Array.from({ length: count }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`)
  expect(await fieldOf('ref', uuids(200))).toMatchObject({ format: 'uuid' })
  expect(await fieldOf('ref', [...uuids(196), 'a', 'b', 'c', 'd'])).toMatchObject({ format: 'uuid' })
  expect(await fieldOf('ref', [...uuids(195), 'a', 'b', 'c', 'd', 'e'])).not.toHaveProperty('format')
  expect(await fieldOf('site', repeat(200, 'https://example.com/a', 'http://example.org'))).toMatchObject({ format: 'url' })
})

test('a format no rule knows is not suggested', () => {
  const text: ColumnProfile = {
    name: 'a', type: 'string', share: 1, valid: 10, mismatched: 0, missing: 0, distinct: 10, isApproximate: false, top: [], min: 'a', max: 'b', mean: null,
    histogram: [], histogramOf: null, minLength: 1, maxLength: 1, counterExamples: [], suspects: [], formats: [{ name: 'no such format', share: 1 }],
  }
  expect(suggestRecipe([text], { name: 'a', source: { type: 'csv', path: 'a.csv' } }).schema.fields).toEqual([{ name: 'a', type: 'string' }])
})

test('what is suggested rejects few of the rows it was suggested for', async () => {
  const rows = Array.from({ length: 1000 }, (_, index) => index)
  const table = {
    id: rows.map(row => String(row)),
    email: rows.map(row => row % 100 === 50 ? 'nobody' : `user${row}@example.com`),
    age: rows.map(row => row % 200 === 7 ? '-1' : row % 50 === 9 ? 'old' : String(row % 90)),
    country: rows.map(row => row === 77 ? 'fr' : ['FR', 'DE', 'US'][row % 3] ?? ''),
  }
  const failing = await verdictOf({ columns: Object.keys(table), rows: rows.map(row => Object.values(table).map(cells => cells[row] ?? null)), recipe: await suggest(table) })
  const counts = Object.fromEntries(Object.entries(failing).map(([rule, ordinals]) => [rule, ordinals.length]))
  expect(counts).toEqual({ 'email.format': 10, 'age.type': 20, 'age.range': 5, 'country.enum': 1 })
})

test('a file of the suggested recipe is read as the profile read it, however its cells are written', async () => {
  for (const [, columns] of makeColumns(7, 2)) {
    const table: Table = Object.fromEntries(columns.map(({ cells }, index) => [`c${index}`, cells]))
    const profiles = Object.values(await profile(table))
    const recipe = await suggest(table)
    expect(checkRecipe(recipe).issues, JSON.stringify(recipe)).toEqual([])
    const numRows = columns[0]?.cells.length ?? 0
    const { plan, rows } = await judgeBoth({ columns: Object.keys(table), rows: Array.from({ length: numRows }, (_, row) => columns.map(({ cells }) => cells[row] ?? null)), recipe })
    const found = profiles.map(({ name }, index) => {
      const bits = plan.checks.flatMap(({ code, columns: [of] }, bit) => code === 'type' && of === name ? [bit] : [])
      const unread = rows.filter(({ words }) => bits.some(bit => ((words[bit >>> 5] ?? 0) >>> (bit & 31) & 1) === 1))
      return `${columns[index]?.label}: ${unread.length}`
    })
    expect(found).toEqual(profiles.map(({ mismatched, nullWords = [] }, index) =>
      `${columns[index]?.label}: ${mismatched - (columns[index]?.cells ?? []).filter(cell => cell !== null && nullWords.includes(cell)).length}`))
  }
}, 60_000)
