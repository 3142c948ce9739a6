import { createRandom, shuffledIndices } from '../../app/sample/random.ts'
import { draftOf, type Draft } from './draft.ts'
import { faults, tablesOf, type Aspect, type Fault } from './faults.ts'
import { localTables, tables, type Table } from './tables.ts'
import { writeDraft, type Polluted } from './writer.ts'

/** A messy file and what it means. */
export interface Variant extends Polluted {
  /** `delimiter-tab: customers`; the same every time. */
  readonly name: string
  readonly table: string
  readonly faults: readonly Fault[]
}

/** Content is changed before what is made of it, the table before what stands around it. */
const ORDER: readonly Aspect[] = ['size', 'cells', 'quote', 'delimiter', 'padding', 'edge', 'header', 'structure', 'record', 'comment', 'blank', 'end', 'bottom', 'top', 'lineEnd', 'encoding', 'layout']
const rankOf = ({ aspects }: Fault): number => Math.min(ORDER.length, ...aspects.map(aspect => ORDER.indexOf(aspect)))

/** The table's file with these faults; undefined where the table cannot have all of them. The same every time. */
export function pollute(table: Table, chosen: readonly Fault[]): Polluted | undefined {
  const random = createRandom(seedOf(`${table.name} ${chosen.map(({ id }) => id).join(' ')}`))
  let draft: Draft | undefined = draftOf(table)
  for (const fault of [...chosen].sort((a, b) => rankOf(a) - rankOf(b))) draft = draft && fault.change(draft, random)
  return draft && writeDraft(draft, random)
}

/** FNV-1a (Fowler, Noll, Vo), 32 bits, over UTF-16 units. */
const seedOf = (text: string): number => Array.from(text).reduce((hash, character) => Math.imul(hash ^ character.charCodeAt(0), 0x01000193), 0x811c9dc5 | 0)

/** A fault that changes nothing in this table is none: every variant differs from those with one fault less. */
function variantOf(table: Table, chosen: readonly Fault[]): Variant | undefined {
  const wanted = chosen.flatMap(fault => tablesOf(fault) ?? [])
  if (wanted.length > 0 && !wanted.includes(table.name)) return undefined
  const polluted = pollute(table, chosen)
  const changing = chosen.filter(({ aspects }) => aspects.length > 0)
  if (polluted === undefined || changing.some(fault => isSameFile(polluted, pollute(table, chosen.filter(other => other !== fault))))) return undefined
  return { ...polluted, name: `${chosen.map(({ id }) => id).join(' + ')}: ${table.name}`, table: table.name, faults: chosen }
}

const isSameFile = (a: Polluted, b: Polluted | undefined): boolean => b !== undefined && Buffer.compare(a.bytes, b.bytes) === 0

const tablesFor = (chosen: readonly Fault[]): readonly Table[] => (chosen.some(fault => tablesOf(fault) !== undefined || fault.group === 'encoding') ? [...tables, ...localTables] : tables)
const isPresent = <T>(value: T | undefined): value is T => value !== undefined

/** Every fault in every table that can have it. */
export const singles = (chosen: readonly Fault[] = faults): Variant[] =>
  chosen.flatMap(fault => tablesFor([fault]).map(table => variantOf(table, [fault])).filter(isPresent))

const goTogether = (a: Fault, b: Fault): boolean => a.aspects.length > 0 && b.aspects.length > 0 && !a.aspects.some(aspect => b.aspects.includes(aspect))

/** All pairs of faults that change different parts of a file. */
export const faultPairs = (chosen: readonly Fault[] = faults): (readonly [Fault, Fault])[] =>
  chosen.flatMap((a, i) => chosen.slice(i + 1).filter(b => goTogether(a, b)).map(b => [a, b] as const))

/** `count` pairs of faults, drawn evenly and the same every time, each in one table that can have both. */
export function pairs(count: number, chosen: readonly Fault[] = faults): Variant[] {
  const all = faultPairs(chosen)
  const variants: Variant[] = []
  for (const at of shuffledIndices(all.length, createRandom(7))) {
    if (variants.length >= count) break
    const pair = all[at] ?? []
    const candidates = tablesFor(pair)
    const order = shuffledIndices(candidates.length, createRandom(at))
    const variant = order.map(i => candidates[i]).filter(isPresent).reduce<Variant | undefined>((found, table) => found ?? variantOf(table, pair), undefined)
    if (variant !== undefined) variants.push(variant)
  }
  return variants
}
