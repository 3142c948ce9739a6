import type { Prefilter } from '../../data/prefilter.ts'
import { BackOff } from '../back-off.ts'
import { valueOf as at, wasmCode } from '../wasm-code.ts'
import { COMMA, DOUBLE_QUOTE, type Grammar } from './grammar.ts'
import { packAutomata } from './packed-automata.ts'
import { recordRunWasm } from './record-run.wasm.ts'

/** A run of well-formed records, as it was taken from the window. Views of memory that the next run writes over. */
export interface RecordRun {
  readonly records: number
  /** Bytes of the window. */
  readonly length: number
  readonly lines: number
  /** Of the records, how many are not in the text. */
  readonly leftOut: number
  /** Segment text. */
  readonly text: Uint8Array
  /** Where in it records are that are not sure, as pairs of start and end; undefined where that was not looked for. */
  readonly unsure: Uint32Array | undefined
  readonly longestLineBytes: number
  /** Of the records wanted: lines and bytes before each, counted from the run's start; two numbers a record. */
  readonly positions: Uint32Array
}

export interface RunWanted {
  readonly ordinal: number
  /** As many cells each record has. */
  readonly columns: number
  readonly mostRecords: number
  /** Most bytes of text. */
  readonly room: number
  /** A position is noted of the record after so many, and of each `every`-th after it. */
  readonly untilNoted: number
  readonly every: number
}

/** What record-run.as.ts exports. */
interface RecordRunExports {
  readonly memory: WebAssembly.Memory
  readonly input: WebAssembly.Global
  readonly inputBytes: WebAssembly.Global
  readonly output: WebAssembly.Global
  readonly outputBytes: WebAssembly.Global
  readonly positions: WebAssembly.Global
  readonly readTo: WebAssembly.Global
  readonly writtenTo: WebAssembly.Global
  readonly automata: WebAssembly.Global
  readonly automataBytes: WebAssembly.Global
  readonly lines: WebAssembly.Global
  readonly sure: WebAssembly.Global
  readonly unsure: WebAssembly.Global
  readonly unsureStretches: WebAssembly.Global
  readonly longestLineBytes: WebAssembly.Global
  readonly noted: WebAssembly.Global
  configure(delimiter: number, comment: number, columns: number, isQuoted: boolean, longestRecord: number, isFileText: boolean, filtering: number): void
  run(from: number, end: number, room: number, ordinal: number, most: number, untilNoted: number, every: number): number
}

/** A run shorter than this, in records and in bytes, costs more than it saves. */
const WORTH_RECORDS = 16
const WORTH_BYTES = 4_096
/** So many records are left to the scanner after one. */
const FIRST_SKIPPED = 4
const MOST_SKIPPED = 64
/** Where fewer records than this share are sure, of so many, looking at them costs more than it saves … */
const WORTH_SURE = 0.1
const JUDGED_BY_RECORDS = 16_384
/** … and so many are not looked at before it is tried again. */
const UNFILTERED_RECORDS = 1 << 20

/** What becomes of the records that a prefilter is sure of, as the code has it. */
const FILTERING = { 'left out': 1, marked: 2 } as const
export type SureRecords = keyof typeof FILTERING

/** A prefilter as the code reads it. */
interface Filter {
  readonly automata: Uint8Array
  readonly columns: number
  readonly sureRecords: SureRecords
  readonly trial: FilterTrial
}

/** Whether a prefilter is worth its while, which the data decide. */
class FilterTrial {
  private seen = 0
  private sure = 0
  private resting = 0

  get isOn(): boolean {
    return this.resting <= 0
  }

  add(records: number, sure: number): void {
    if (!this.isOn) {
      this.resting -= records
      return
    }
    this.seen += records
    this.sure += sure
    if (this.seen < JUDGED_BY_RECORDS) return
    if (this.sure < this.seen * WORTH_SURE) this.resting = UNFILTERED_RECORDS
    this.seen = 0
    this.sure = 0
  }
}

/**
 * Takes runs of plain well-formed records from a window at many times the scanner's speed (record-run.as.ts). What it does not take,
 * because it is rare or malformed, is for the scanner.
 */
export class RecordRuns {
  /** The part of the window that was copied in. */
  private from = 0
  private to = 0
  private readonly backOff = new BackOff(FIRST_SKIPPED, MOST_SKIPPED)

  private constructor(private readonly grammar: Grammar, private readonly isFileText: boolean, private readonly code: RecordRunExports, private readonly filter: Filter | undefined) {}

  /**
   * Undefined for a dialect that is not among the plain ones, and where there is no WebAssembly with vectors. Records whose cells the
   * `prefilter` is sure of are taken without their text, or the others are marked.
   */
  static for(grammar: Grammar, isFileText: boolean, prefilter?: Prefilter, sureRecords: SureRecords = 'left out'): RecordRuns | undefined {
    const code = isPlain(grammar) ? recordRunCode() : undefined
    return code && new RecordRuns(grammar, isFileText, code, prefilter && filterFor(prefilter, sureRecords, code))
  }

  /** The window has changed, or others have worked meanwhile: what was copied counts for nothing. */
  forget(): void {
    this.from = 0
    this.to = 0
  }

  /** False for each record that is better left to the scanner: where runs are short, few are tried for. */
  isWorthTrying(): boolean {
    if (this.backOff.waiting === 0) return true
    this.backOff.pass()
    return false
  }

  /** The next run of `[start, end)`, at whose beginning a record starts; undefined when the first record is one for the scanner. */
  take(bytes: Uint8Array, start: number, end: number, wanted: RunWanted): RecordRun | undefined {
    const run = this.run(bytes, start, end, wanted)
    this.backOff.tried(run !== undefined && (run.records >= WORTH_RECORDS || run.length >= WORTH_BYTES))
    // The record that no run begins with is the scanner's now.
    if (!run) this.backOff.pass()
    return run
  }

  private run(bytes: Uint8Array, start: number, end: number, { ordinal, columns, mostRecords, room, untilNoted, every }: RunWanted): RecordRun | undefined {
    const { code, grammar } = this
    const [input, output, positions] = [at(code.input), at(code.output), at(code.positions)]
    if (start < this.from || start >= this.to) this.copyIn(bytes, start, end)
    // Quoted text may hold other delimiters, which are to stay: it can be copied as it is only where commas are nothing new.
    const knowsQuotes = grammar.quote !== undefined && byteOf(grammar.delimiter) === COMMA
    // A record that is no longer than a cell may be has no cell that is.
    const filter = this.filter?.columns === columns && this.filter.trial.isOn ? this.filter : undefined
    code.configure(byteOf(grammar.delimiter), byteOf(grammar.comment), columns, knowsQuotes, unsigned(grammar.limits.maxCellBytes), this.isFileText, filter ? FILTERING[filter.sureRecords] : 0)
    if (filter) bringAutomata(filter.automata, code)
    const first = input + start - this.from
    const records = code.run(first, input + this.to - this.from, Math.min(room, at(code.outputBytes)), ordinal, unsigned(mostRecords), unsigned(untilNoted), every)
    if (records === 0) return undefined
    const sure = at(code.sure)
    this.filter?.trial.add(records, sure)
    return {
      records, length: at(code.readTo) - first, lines: at(code.lines), leftOut: filter?.sureRecords === 'left out' ? sure : 0, longestLineBytes: at(code.longestLineBytes),
      text: new Uint8Array(code.memory.buffer, output, at(code.writtenTo) - output),
      unsure: filter?.sureRecords === 'marked' ? new Uint32Array(code.memory.buffer, at(code.unsure), 2 * at(code.unsureStretches)) : undefined,
      positions: new Uint32Array(code.memory.buffer, positions, 2 * at(code.noted)),
    }
  }

  private copyIn(bytes: Uint8Array, start: number, end: number): void {
    const { code } = this
    this.from = start
    this.to = Math.min(end, start + at(code.inputBytes))
    new Uint8Array(code.memory.buffer).set(bytes.subarray(this.from, this.to), at(code.input))
  }
}

/** All share one memory: whoever is fed copies in anew, and is done with it before the next is fed. */
const recordRunCode = wasmCode(recordRunWasm) as () => RecordRunExports | undefined
let automataInMemory: Uint8Array | undefined

function bringAutomata(automata: Uint8Array, code: RecordRunExports): void {
  if (automataInMemory === automata) return
  new Uint8Array(code.memory.buffer).set(automata, at(code.automata))
  automataInMemory = automata
}

function filterFor(prefilter: Prefilter, sureRecords: SureRecords, code: RecordRunExports): Filter | undefined {
  const automata = packAutomata(prefilter, at(code.automata), at(code.automataBytes))
  return automata && { automata, columns: prefilter.length, sureRecords, trial: new FilterTrial() }
}

function isPlain({ dialect, delimiter, quote, isQuoteDoubled, escape }: Grammar): boolean {
  return dialect.encoding === 'utf-8' && !dialect.trailing_delimiter && delimiter.length === 1
    && (quote === undefined || (byteOf(quote) === DOUBLE_QUOTE && isQuoteDoubled)) && escape === undefined
}

const byteOf = (bytes: Uint8Array | undefined): number => bytes?.[0] ?? 0
const unsigned = (value: number): number => Math.min(value, 0xffffffff)
