import { addColumn } from './add-column.ts'
import { cast } from './cast.ts'
import { changeCase } from './change-case.ts'
import { clip } from './clip.ts'
import { coalesce } from './coalesce.ts'
import { collapseWhitespace } from './collapse-whitespace.ts'
import { deduplicate } from './deduplicate.ts'
import type { StepDefinition } from './define.ts'
import { drop } from './drop.ts'
import { dropNulls } from './drop-nulls.ts'
import { duplicate } from './duplicate.ts'
import { extract } from './extract.ts'
import { fillNull } from './fill-null.ts'
import { filter } from './filter.ts'
import { mapValues } from './map-values.ts'
import { mergeColumns } from './merge-columns.ts'
import { nullIf } from './null-if.ts'
import { nullTokens } from './null-tokens.ts'
import { pad } from './pad.ts'
import { parseNumber } from './parse-number.ts'
import { renameColumns } from './rename-columns.ts'
import { reorder } from './reorder.ts'
import { replace } from './replace.ts'
import { round } from './round.ts'
import { select } from './select.ts'
import { splitColumn } from './split-column.ts'
import { stripControlCharacters } from './strip-control-characters.ts'
import { substring } from './substring.ts'
import { trim } from './trim.ts'

export * from './define.ts'

/** Every step kind there is. A new one is a file beside this and a line here. */
export const steps = [
  // columns
  select,
  drop,
  renameColumns,
  reorder,
  addColumn,
  duplicate,
  mergeColumns,
  splitColumn,
  extract,
  // text
  trim,
  collapseWhitespace,
  changeCase,
  replace,
  pad,
  substring,
  stripControlCharacters,
  // values
  cast,
  parseNumber,
  nullTokens,
  mapValues,
  fillNull,
  nullIf,
  coalesce,
  clip,
  round,
  // rows
  filter,
  dropNulls,
  deduplicate,
] as const satisfies readonly StepDefinition[]

const byKind = new Map<string, StepDefinition>(steps.map(step => [step.kind, step]))

export const stepNamed = (kind: string): StepDefinition | undefined => byKind.get(kind)
export const stepKinds: readonly string[] = steps.map(step => step.kind)
