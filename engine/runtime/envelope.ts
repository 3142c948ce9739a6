import type { RunClock } from '../algebra/index.ts'
import { present } from '../base/assert.ts'
import type { RejectError } from '../base/reject.ts'
import type { Utf8Pieces } from '../base/utf8-pieces.ts'
import { recordCells, type Mend, type RecordCells } from '../formats/csv/index.ts'
import { saidValue, type Check, type Plan } from '../plan/index.ts'
import { CompiledEnvelopes } from './compiled-envelopes.ts'
import { envelopeForm, frameOf, json, type EnvelopeForm, type EnvelopePart, type Place } from './envelope-form.ts'
import type { RejectsInput, RunIdentity } from './scanned-input.ts'
import { changedOutputs } from './text-outputs.ts'

/** A row while its envelope is written. */
interface Row {
  readonly place: Place
  readonly cells: RecordCells
  readonly words: readonly number[]
  /** Its output columns, where steps change any: otherwise these are its cells. */
  readonly values: readonly (string | null)[] | undefined
}

/** Writes envelopes behind one another: what they have in common is made into bytes once. Who has called {@link end} or gives up calls {@link free}. */
export class EnvelopeWriter {
  private readonly form: EnvelopeForm
  private readonly outputs: ReturnType<typeof changedOutputs>
  private readonly compiled: CompiledEnvelopes | undefined
  private readonly cells: RecordCells
  private readonly frame: ReturnType<typeof frameOf>
  private readonly encoded = new Map<string, Uint8Array>()

  constructor(private readonly plan: Plan, private readonly input: RejectsInput, run: RunIdentity, clock: RunClock, private readonly pieces: Utf8Pieces) {
    this.frame = frameOf(input, run, plan)
    this.form = envelopeForm(plan, input, run)
    this.outputs = changedOutputs(plan, clock)
    this.cells = recordCells(input.dialect)
    if (!this.outputs) this.compiled = CompiledEnvelopes.of(this.form, input.dialect)
  }

  /** The envelope of a row that was judged: its place, its record as UTF-8, line end excluded, and the words of its verdict. */
  add(place: Place, record: Uint8Array, words: readonly number[]): void {
    const { compiled, cells, pieces, outputs, input: { columns } } = this
    if (compiled?.write(place, record, words) === true) {
      if (compiled.isFull) compiled.moveTo(pieces)
      return
    }
    compiled?.moveTo(pieces)
    cells.read(record)
    this.write(this.form.parts, { place, cells, words, values: outputs?.(columns.map((_, position) => cells.text(position))) })
  }

  addMalformed(place: Place & { readonly raw: string }, error: RejectError, mend: Mend | undefined): void {
    const { pieces, frame } = this
    this.compiled?.moveTo(pieces)
    const cells: RecordCells = { read: () => undefined, text: position => mend?.cells[position] ?? null, addJson: (position, to) => { addValue(mend?.cells[position] ?? null, to) } }
    const row: Row = { place, cells, words: [], values: undefined }
    this.write(frame.place, row)
    pieces.add(`,"key":null,"raw":${json(place.raw)},`)
    if (mend) {
      pieces.add('"suggestion":{"record":')
      this.write(frame.record, row)
      pieces.add(`,"how":${json(mend.how)},"confidence":${mend.confidence}},`)
    }
    pieces.add(`"record":null,"errors":[${json(error)}],"warnings":[],"changes":[]`)
    this.write([frame.tail], row)
  }

  /** Has everything in the pieces. */
  end(): void {
    this.compiled?.moveTo(this.pieces)
  }

  free(): void {
    this.compiled?.free()
  }

  private write(parts: readonly EnvelopePart[], row: Row): void {
    const { pieces } = this
    for (const part of parts) {
      switch (part.kind) {
        case 'text': pieces.addBytes(this.bytesOf(part.text)); break
        case 'number': pieces.add(String(row.place[part.number])); break
        case 'cell': row.cells.addJson(part.position, pieces); break
        case 'value': addValue(valueOf(row, part.position), pieces); break
        case 'said': pieces.add(json(saidValue(valueOf(row, part.position))).slice(1, -1)); break
        case 'errors': this.writeErrors(part.severity, row); break
        case 'changes': pieces.add(this.changes(row))
      }
    }
  }

  private bytesOf(text: string): Uint8Array {
    let bytes = this.encoded.get(text)
    if (!bytes) this.encoded.set(text, bytes = new TextEncoder().encode(text))
    return bytes
  }

  private writeErrors(severity: Check['severity'], row: Row): void {
    let isFirst = true
    this.form.masks[severity].forEach((mask, word) => {
      for (let left = (row.words[word] ?? 0) & mask; left !== 0; left &= left - 1) {
        if (!isFirst) this.pieces.add(',')
        isFirst = false
        this.write(present(this.form.errors[word * 32 + 31 - Math.clz32(left & -left)], 'check'), row)
      }
    })
  }

  private changes({ cells, values }: Row): string {
    if (!values) return ''
    const { plan, input: { columns } } = this
    const sources = new Map(columns.map((name, position) => [name, position]))
    return plan.output.flatMap(({ name }, position) => {
      const at = sources.get(name)
      const [from, to] = [at === undefined ? undefined : cells.text(at), values[position] ?? null]
      return from === undefined || from === to ? [] : [json({ column: name, from, to, by: 'steps' })]
    }).join(',')
  }
}

function addValue(value: string | null, pieces: Utf8Pieces): void {
  if (value === null) pieces.add('null')
  else pieces.addJsonText(value)
}

const valueOf = ({ cells, values }: Row, position: number): string | null => position < 0 ? null : values ? values[position] ?? null : cells.text(position)
