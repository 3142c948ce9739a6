/** What a cell looks like, for telling dialects and headers apart; the schema's types are another matter. */
export type CellKind = 'empty' | 'number' | 'date' | 'time' | 'boolean' | 'address' | 'word' | 'other'

/**
 * A cell that was cut out rightly is nearly always one of the kinds; one that was cut wrongly holds other delimiters or half a quote.
 * The idea, not the patterns, is that of G. J. J. van den Burg, A. Nazábal, C. Sutton: Wrangling messy CSV files by detecting
 * row and type patterns, Data Mining and Knowledge Discovery 33 (2019).
 */
export function cellKind(cell: string): CellKind {
  const text = cell.trim()
  if (text === '' || NULLS.has(text)) return 'empty'
  return PATTERNS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other'
}

/** Kinds that say something about a column; words and empty cells stand in any. */
export const isTelling = (kind: CellKind): boolean => kind !== 'empty' && kind !== 'word' && kind !== 'other'

/** Spellings of "no value" that are met with in the wild. */
export const NULL_SPELLINGS = [
  'N/A', 'n/a', 'NA', '#N/A', 'NULL', 'null', 'Null', 'None', 'none', 'NaN', 'nan', '-', '--', '?', '.', '\\N', '(null)', '(blank)', '<NA>',
] as const
const NULLS: ReadonlySet<string> = new Set(NULL_SPELLINGS)

const DAY_OR_YEAR = '[0-9]{1,4}'
const CLOCK = '[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?( ?[AaPp]\\.?[Mm]\\.?)?'

const PATTERNS: readonly (readonly [CellKind, RegExp])[] = [
  ['boolean', /^(true|false|yes|no)$/i],
  ['number', /^[-+(]?\p{Sc}? ?([0-9]{1,3}([ '\u00a0\u202f.,][0-9]{3})+|[0-9]+)?([.,][0-9]+)?([eE][-+]?[0-9]+)? ?(%|\p{Sc})?\)?$/u],
  ['date', new RegExp(`^${DAY_OR_YEAR}[-/. ]([0-9]{1,2}|[\\p{L}]{3,9}\\.?)[-/. ]${DAY_OR_YEAR}([T ]+${CLOCK} ?(Z|[A-Z]{3,4}|[-+][0-9]{2}:?[0-9]{2})?)?$`, 'u')],
  ['date', /^\p{L}{3,9}\.? [0-9]{1,2}, ?[0-9]{4}$/u],
  ['time', new RegExp(`^${CLOCK}$`)],
  ['address', /^[\w.+%-]+@[\w-]+(\.[\w-]+)+$/],
  ['address', /^([a-z][a-z0-9+.-]*:\/\/|www\.)[^\s"]+$/i],
  ['address', /^([0-9]{1,3}\.){3}[0-9]{1,3}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  // Words, names, codes, sentences without the characters that separate cells.
  ['word', /^[\p{L}\p{N}#@$(*+_[][\p{L}\p{M}\p{N}\p{Zs}'’.()/&+*#@%_!?\-–—[\]$€°º=<>\\]*$/u],
  // Prose: a comma or a semicolon followed by a space separates clauses, not cells; a comma between digits is a number's.
  ['word', /^[\p{L}\p{N}([“«]([^\t|^~",;]|;(?=\s)|,(?=\s)|(?<=\p{N}),(?=\p{N}))*$/u],
]
