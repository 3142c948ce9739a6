import * as z from 'zod'
import { readingSchema, typeSchema } from '../algebra/cast-params.ts'
import { columnSelector } from '../algebra/select.ts'
import { parseBytes } from '../base/bytes.ts'
import { textLength } from '../data/text.ts'
import { ENCODINGS } from '../formats/csv/dialect.ts'

const oneCharacter = z.string().refine(text => textLength(text) === 1, 'has to be one character')

export const dialectSchema = z.strictObject({
  encoding: z.enum(ENCODINGS).optional().describe('How bytes become characters'),
  delimiter: oneCharacter.optional().describe('The character between cells'),
  quote: oneCharacter.nullable().optional().describe('The character around cells that hold delimiters or line ends; null when there is none'),
  escape: oneCharacter.nullable().optional().describe('The character that makes a quote inside quotes literal; the quote itself when quotes are doubled'),
  header: z.union([z.literal(0), z.literal(1)]).optional().describe('How many records at the start hold labels'),
  skip_rows: z.number().int().min(0).optional().describe('Lines before the header'),
  comment: oneCharacter.nullable().optional().describe('Lines that start with it are no records'),
  null_tokens: z.array(z.string()).optional().describe('Cells that mean "no value"'),
  quoted_nulls: z.boolean().optional().describe('Whether a quoted cell can be a null token'),
})

export const SOURCE_TYPES = ['csv'] as const
export const sourceSchema = z.strictObject({
  type: z.enum(SOURCE_TYPES).optional().describe('What the file is; by its extension when left out'),
  path: z.string().min(1).optional().describe('The file, relative to the recipe'),
  dialect: dialectSchema.optional(),
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
  pii: z.string().optional().describe('What kind of personal data it holds'),
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
    type: z.enum(['csv', 'parquet', 'jsonl']).optional(),
    path: z.string().min(1).optional(),
    write_mode: z.enum(['overwrite']).optional(),
  }).optional(),
  dlq: z.strictObject({ type: z.enum(['jsonl']).optional(), path: z.string().min(1).optional() }).optional(),
  runtime: z.strictObject({
    memory: bytes.optional().describe('The most memory a run may take, 512MB'),
    batch_size: z.number().int().positive().optional(),
    parallelism: z.number().int().positive().optional(),
    retries: z.strictObject({ max: z.number().int().min(0).optional(), backoff: z.number().positive().optional(), cap_seconds: z.number().positive().optional() }).optional(),
    on_error: z.strictObject({ extract: z.enum(['fail', 'skip', 'retry']).optional(), transform: z.enum(['fail', 'skip', 'retry']).optional(), load: z.enum(['fail', 'skip', 'retry']).optional() }).optional(),
  }).optional(),
})

/** The recipe as its author wrote it: nothing filled in, so that it can be written back without loss. */
export type Recipe = z.output<typeof recipeSchema>

export const emptyRecipe: Recipe = { schemaflow: 1 }
