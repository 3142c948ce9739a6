import { dirname, extname, join, resolve } from 'node:path'
import { RecipeError, type OutputFormat, type Recipe } from '../../engine/node.ts'

/** The files that a run writes. */
export interface Targets {
  readonly format: OutputFormat
  readonly valid: string
  readonly rejects: string
  readonly report: string
  readonly html: string
}

const FORMATS: Readonly<Record<string, OutputFormat>> = { '.csv': 'csv', '.parquet': 'parquet', '.jsonl': 'jsonl', '.ndjson': 'jsonl' }

/**
 * `--out` replaces the recipe's destination and DLQ; without it they are relative to the recipe.
 * @throws RecipeError `no_destination`
 */
export function targetsOf({ destination, dlq }: Recipe, recipePath: string, inputFile: string, out: string | undefined): Targets {
  const format = destination?.type ?? FORMATS[extname(destination?.path ?? inputFile).toLowerCase()] ?? 'parquet'
  if (out !== undefined) return { format, valid: join(out, `valid.${format}`), rejects: join(out, 'rejects.jsonl'), report: join(out, 'report.json'), html: join(out, 'report.html') }
  if (destination?.path === undefined) {
    throw new RecipeError('no_destination', 'the recipe says nowhere where the valid rows go', { hint: 'Pass a folder with --out DIR, or set destination.path.' })
  }
  const valid = resolve(dirname(recipePath), destination.path)
  const beside = (name: string): string => join(dirname(valid), name)
  return { format, valid, rejects: dlq?.path === undefined ? beside('rejects.jsonl') : resolve(dirname(recipePath), dlq.path), report: beside('report.json'), html: beside('report.html') }
}
