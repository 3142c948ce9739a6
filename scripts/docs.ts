/** Writes the generated pages of docs/ and the recipe's JSON Schema: `npx tsx scripts/docs.ts`. A test fails when they are out of date. */
import { writeFileSync } from 'node:fs'
import { generatedDocs } from '../test/docs/generate.ts'

for (const [path, text] of Object.entries(generatedDocs())) writeFileSync(new URL(`../${path}`, import.meta.url), text)
