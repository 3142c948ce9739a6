import { dirname, extname, join, resolve } from 'node:path'
import { RecipeError, type Recipe, type TableOutputFormat } from '../../engine/node.ts'

/** The files that a run writes. */
export interface Targets {
  readonly format: TableOutputFormat
  readonly valid: string
  readonly rejects: string
  readonly report: string
  readonly html: string
}

/** By extension: what a destination is written as, and what a source's own format is. */
export const FORMATS_BY_EXTENSION: Readonly<Record<string, TableOutputFormat>> = {
  '.csv': 'csv', '.tsv': 'csv', '.txt': 'csv', '.jsonl': 'jsonl', '.ndjson': 'jsonl', '.json': 'json', '.parquet': 'parquet', '.avro': 'avro',
  '.xlsx': 'xlsx', '.xlsm': 'xlsx', '.xls': 'xlsx', '.ods': 'xlsx', '.arrow': 'arrow', '.feather': 'arrow', '.ipc': 'arrow',
}

/** The format that a file's name says; what it was packed with does not count. */
export const formatByName = (path: string): TableOutputFormat | undefined => FORMATS_BY_EXTENSION[extname(path.replace(/\.(gz|bz2|xz|zst|zip)$/i, '')).toLowerCase()]

/**
 * `--out` replaces the recipe's destination and DLQ; without it they are relative to the recipe.
 * @throws RecipeError `no_destination`
 */
export function targetsOf({ destination, dlq }: Recipe, recipePath: string, inputFile: string, out: string | undefined): Targets {
  const format = destination?.type ?? formatByName(destination?.path ?? inputFile) ?? 'parquet'
  if (out !== undefined) return { format, valid: join(out, `valid.${format}`), rejects: join(out, 'rejects.jsonl'), report: join(out, 'report.json'), html: join(out, 'report.html') }
  if (destination?.path === undefined) {
    throw new RecipeError('no_destination', 'the recipe says nowhere where the valid rows go', { hint: 'Pass a folder with --out DIR, or set destination.path.' })
  }
  const valid = resolve(dirname(recipePath), destination.path)
  const beside = (name: string): string => join(dirname(valid), name)
  return { format, valid, rejects: dlq?.path === undefined ? beside('rejects.jsonl') : resolve(dirname(recipePath), dlq.path), report: beside('report.json'), html: beside('report.html') }
}
