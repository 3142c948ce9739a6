import * as z from 'zod'
import { readingSchema, typeSchema } from '../algebra/cast-params.ts'
import { columnSelector } from '../algebra/select.ts'
import { parseBytes } from '../base/bytes.ts'
import { textLength } from '../data/text.ts'
import { ENCODINGS } from '../formats/csv/dialect.ts'
import { MAX_HEADER_RECORDS } from '../formats/csv/grammar.ts'
import { OUTPUT_FORMATS, SOURCE_FORMATS } from '../formats/formats.ts'

const characters = (most: number) => z.string().refine(text => textLength(text) >= 1 && textLength(text) <= most, `has to be one to ${most} characters`)
const oneCharacter = z.string().refine(text => textLength(text) === 1, 'has to be one character')

export const dialectSchema = z.strictObject({
  encoding: z.enum(ENCODINGS).optional().describe('How bytes become characters'),
  delimiter: characters(16).optional().describe('What stands between cells: one character or several'),
  quote: oneCharacter.nullable().optional().describe('The character around cells that hold delimiters or line ends; null when there is none'),
  escape: oneCharacter.nullable().optional().describe('The character that makes a quote inside quotes literal; the quote itself when quotes are doubled'),
  header: z.number().int().min(0).max(MAX_HEADER_RECORDS).optional().describe('How many records at the start hold labels'),
  skip_rows: z.number().int().min(0).optional().describe('Lines before the header'),
  skip_footer: z.number().int().min(0).optional().describe('Lines at the end that are no records, such as totals and notes'),
  trailing_delimiter: z.boolean().optional().describe('Whether a delimiter may stand behind the last cell of a record'),
  row_names: z.boolean().optional().describe('Whether the header has no label for the first cell of records'),
  comment: characters(8).nullable().optional().describe('Lines that start with it are no records'),
  null_tokens: z.array(z.string()).optional().describe('Cells that mean "no value"'),
  quoted_nulls: z.boolean().optional().describe('Whether a quoted cell can be a null token'),
})

export const sourceSchema = z.strictObject({
  type: z.enum(SOURCE_FORMATS).optional().describe('What the file is; found out by its content when left out'),
  path: z.string().min(1).optional().describe('The file, relative to the recipe'),
  dialect: dialectSchema.optional(),
  member: z.string().min(1).optional().describe('Which file of an archive'),
  sheet: z.union([z.string().min(1), z.number().int().min(1)]).optional().describe('Which sheet of a workbook: its name, or its number from 1'),
  records: z.string().optional().describe('Where the records stand in a JSON document, as in data.items'),
  widths: z.array(z.number().int().min(1)).min(1).optional().describe('Widths of the columns of fixed-width text, in characters'),
})

/** Any step, before its kind has been looked up. */
export const stepSchema = z.looseObject({ type: z.string(), active: z.boolean().optional().describe('false switches the step off'), description: z.string().optional() })
export type StepSpec = z.output<typeof stepSchema>

export const SEVERITIES = ['error', 'warn'] as const

/** What every rule has, besides the parameters of its kind. */
export const ruleBase = {
  id: z.string().min(1).optional().describe('A name of its own; made from kind and column when left out'),
  severity: z.enum(SEVERITIES).optional().describe('error rejects a failing row, warn keeps it flagged'),
  where: z.string().min(1).optional().meta({ title: 'Only where', format: 'expression' }).describe('The rule looks only at rows for which this condition is true'),
  mostly: z.number().min(0).max(1).optional().describe('The share of checked rows that has to pass for the rule itself to pass'),
  message: z.string().min(1).optional().describe('Replaces the built-in sentence; {column} and {value} are filled in'),
  description: z.string().optional(),
  active: z.boolean().optional().describe('false switches the rule off'),
  tags: z.array(z.string()).optional(),
  owner: z.string().optional(),
} as const
export const ruleSchema = z.looseObject({ ...ruleBase, type: z.string(), column: z.string().min(1).optional(), columns: columnSelector.optional() })
export type RuleSpec = z.output<typeof ruleSchema>

const written = z.union([z.number(), z.string()])
const fieldFormat = z.string().min(1).optional().describe('A named format such as email, or for dates a strptime format')
export const fieldSchema = z.strictObject({
  name: z.string().min(1),
  type: typeSchema.optional().describe('string when left out'),
  ...readingSchema.shape,
  format: fieldFormat,
  required: z.boolean().optional().describe('A missing cell is an error'),
  unique: z.boolean().optional().describe('A value seen before is an error'),
  min: written.optional(),
  max: written.optional(),
  exclusive_min: written.optional(),
  exclusive_max: written.optional(),
  min_length: z.number().int().min(0).optional(),
  max_length: z.number().int().min(0).optional(),
  pattern: z.string().min(1).optional().describe('An RE2 pattern that the whole text has to match'),
  enum: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1).optional().describe('The only values allowed'),
  pii: z.string().optional().describe('What kind of personal data it holds: a note, without effect on a run'),
  severity: z.enum(SEVERITIES).optional().describe('Of all the constraints of this field'),
  description: z.string().optional(),
})
export type FieldSpec = z.output<typeof fieldSchema>

const bytes = z.union([z.number().int().positive(), z.string().refine(text => parseBytes(text) !== undefined, 'is no size: write 512MB or 2GiB')])

export const recipeSchema = z.strictObject({
  schemaflow: z.literal(1).optional().describe('Version of the recipe language'),
  name: z.string().min(1).optional(),
  version: z.union([z.string(), z.number()]).optional(),
  description: z.string().optional(),
  vars: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  source: sourceSchema.optional(),
  transform: z.strictObject({ steps: z.array(stepSchema).optional() }).optional(),
  schema: z.strictObject({
    primary_key: z.array(z.string()).min(1).optional(),
    fields: z.array(fieldSchema).optional(),
    extra: z.enum(['keep', 'reject']).optional().describe('What becomes of columns that are not declared'),
  }).optional(),
  rules: z.array(ruleSchema).optional(),
  gates: z.strictObject({
    max_rejects: z.strictObject({
      ratio: z.number().min(0).max(1).optional(),
      count: z.number().int().min(0).optional(),
      min_rows: z.number().int().min(0).optional().describe('The ratio counts from this many rows on'),
    }).optional(),
    min_quality: z.number().min(0).max(1).optional(),
    min_rows: z.number().int().min(0).optional(),
  }).optional(),
  destination: z.strictObject({
    type: z.enum(OUTPUT_FORMATS).optional(),
    path: z.string().min(1).optional(),
    write_mode: z.enum(['overwrite']).optional(),
  }).optional(),
  dlq: z.strictObject({ type: z.enum(['jsonl']).optional(), path: z.string().min(1).optional() }).optional(),
  runtime: z.strictObject({
    memory: bytes.optional().describe('The most memory a run may take, 512MB'),
    batch_size: z.number().int().positive().optional().describe('Without effect: runs are bounded by bytes, see memory'),
    parallelism: z.number().int().positive().optional(),
    retries: z.strictObject({ max: z.number().int().min(0).optional(), backoff: z.number().positive().optional(), cap_seconds: z.number().positive().optional() }).optional().describe('Without effect on files of this machine, which are read once or not at all'),
    on_error: z.strictObject({ extract: z.enum(['fail', 'skip', 'retry']).optional(), transform: z.enum(['fail', 'skip', 'retry']).optional(), load: z.enum(['fail', 'skip', 'retry']).optional() }).optional().describe('Without effect: what cannot be read or written ends a run, and no output is changed'),
  }).optional(),
})

/** The recipe as its author wrote it: nothing filled in, so that it can be written back without loss. */
export type Recipe = z.output<typeof recipeSchema>

export const emptyRecipe: Recipe = { schemaflow: 1 }
