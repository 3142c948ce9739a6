import type { Utf8Pieces } from '../base/utf8-pieces.ts'
import { isPlainDialect, type CsvDialect } from '../formats/csv/index.ts'
import { freshWasmCode, valueOf as at } from '../formats/wasm-code.ts'
import type { EnvelopeForm, EnvelopePart, Place } from './envelope-form.ts'
import { envelopeWasm } from './envelope.wasm.ts'

/** What envelope.as.ts exports. */
interface EnvelopeExports {
  readonly memory: WebAssembly.Memory
  readonly inputBytes: WebAssembly.Global
  readonly textBytes: WebAssembly.Global
  readonly maxParts: WebAssembly.Global
  readonly maxChecks: WebAssembly.Global
  readonly outputBytes: WebAssembly.Global
  readonly tokenBytes: WebAssembly.Global
  readonly numbers: WebAssembly.Global
  readonly words: WebAssembly.Global
  readonly masks: WebAssembly.Global
  readonly checks: WebAssembly.Global
  readonly tokens: WebAssembly.Global
  readonly parts: WebAssembly.Global
  readonly texts: WebAssembly.Global
  readonly input: WebAssembly.Global
  readonly output: WebAssembly.Global
  readonly writtenTo: WebAssembly.Global
  configure(delimiter: number, quote: number, tokensLength: number, mayQuotedBeNull: boolean, verdictWords: number): void
  clear(): void
  write(length: number): number
}

const envelopeCode = freshWasmCode(envelopeWasm) as () => EnvelopeExports | undefined
/** Those that nobody writes with: each has a memory of two megabytes. */
const idle: EnvelopeExports[] = []

const NUMBERS: readonly (keyof Place)[] = ['ordinal', 'line', 'byteOffset']
const NO_BYTE = 256
const SEVERITIES = ['error', 'warn'] as const

const encoder = new TextEncoder()

/** Writes envelopes of rows whose output is their own cells, by WebAssembly: see envelope.as.ts. */
export class CompiledEnvelopes {
  private readonly bytes: Uint8Array
  private readonly place: Float64Array
  private readonly words: Uint32Array
  private readonly input: number
  private readonly output: number
  private readonly inputBytes: number
  private readonly fullAt: number

  /** Undefined where there is no WebAssembly with vectors, and for forms and dialects that it does not have. */
  static of(form: EnvelopeForm, dialect: CsvDialect): CompiledEnvelopes | undefined {
    if (!isPlainDialect(dialect)) return undefined
    const code = idle.pop() ?? envelopeCode()
    if (!code) return undefined
    if (configured(code, form, dialect)) return new CompiledEnvelopes(code, form)
    idle.push(code)
    return undefined
  }

  private constructor(private readonly code: EnvelopeExports, { masks: { error } }: EnvelopeForm) {
    const { buffer } = code.memory
    this.bytes = new Uint8Array(buffer)
    this.place = new Float64Array(buffer, at(code.numbers), NUMBERS.length)
    this.words = new Uint32Array(buffer, at(code.words), error.length)
    this.input = at(code.input)
    this.output = at(code.output)
    this.inputBytes = at(code.inputBytes)
    this.fullAt = this.output + Math.floor(at(code.outputBytes) / 2)
  }

  /** False, and nothing written, where an envelope is none of those that are written here, or there is no room for it. */
  write({ ordinal, line, byteOffset }: Place, record: Uint8Array, words: readonly number[]): boolean {
    if (record.length > this.inputBytes) return false
    this.bytes.set(record, this.input)
    this.place[0] = ordinal
    this.place[1] = line
    this.place[2] = byteOffset ?? NaN
    for (let word = 0; word < this.words.length; word++) this.words[word] = words[word] ?? 0
    return this.code.write(record.length) !== 0
  }

  /** There is not much room left. */
  get isFull(): boolean {
    return at(this.code.writtenTo) >= this.fullAt
  }

  /** Moves what was written behind what is there. */
  moveTo(pieces: Utf8Pieces): void {
    pieces.addBytes(this.bytes.subarray(this.output, at(this.code.writtenTo)))
    this.code.clear()
  }

  /** Lets others write. */
  free(): void {
    idle.push(this.code)
  }
}

/** False where there are too many parts, or texts that it does not have. */
function configured(code: EnvelopeExports, form: EnvelopeForm, { delimiter, quote, null_tokens, quoted_nulls }: CsvDialect): boolean {
  const { buffer } = code.memory
  // A cell with doubled quotes in it is not compared.
  if (quoted_nulls && quote !== null && null_tokens.some(token => token.includes(quote))) return false
  const tokens = null_tokens.flatMap(token => {
    const bytes = encoder.encode(token)
    return [...new Uint8Array(Uint32Array.of(bytes.length).buffer), ...bytes]
  })
  if (tokens.length > at(code.tokenBytes) || form.errors.length > at(code.maxChecks)) return false
  new Uint8Array(buffer).set(tokens, at(code.tokens))

  const layout = new FormLayout()
  layout.add(form.parts)
  const firsts = form.errors.map(parts => layout.add(parts))
  if (layout.parts.length / 3 > at(code.maxParts) || layout.textBytes > at(code.textBytes)) return false
  new Uint32Array(buffer, at(code.parts), layout.parts.length).set(layout.parts)
  let end = at(code.texts)
  for (const bytes of layout.texts) {
    new Uint8Array(buffer).set(bytes, end)
    end += bytes.length
  }
  new Uint32Array(buffer, at(code.checks), firsts.length).set(firsts)
  const maskWords = at(code.maxChecks) / 32
  SEVERITIES.forEach((severity, index) => { new Uint32Array(buffer, at(code.masks) + 4 * maskWords * index, maskWords).fill(0).set(form.masks[severity]) })
  code.configure(delimiter.charCodeAt(0), quote === null ? NO_BYTE : quote.charCodeAt(0), tokens.length, quoted_nulls, form.masks.error.length)
  return true
}

/** Parts as envelope.as.ts has them: three words each, a list of them ended by one of kind 0. */
class FormLayout {
  readonly parts: number[] = []
  readonly texts: Uint8Array[] = []
  textBytes = 0

  /** Gives the number of the first. */
  add(parts: readonly EnvelopePart[]): number {
    const first = this.parts.length / 3
    for (const part of parts) this.parts.push(...this.wordsOf(part))
    this.parts.push(0, 0, 0)
    return first
  }

  private wordsOf(part: EnvelopePart): readonly number[] {
    switch (part.kind) {
      case 'text': {
        const bytes = encoder.encode(part.text)
        const from = this.textBytes
        this.texts.push(bytes)
        this.textBytes += bytes.length
        return [1, from, bytes.length]
      }
      case 'number': return [2, NUMBERS.indexOf(part.number), 0]
      // A position of -1 is behind all cells.
      case 'cell': case 'value': return [3, part.position >>> 0, 0]
      case 'said': return [4, part.position >>> 0, 0]
      case 'errors': return [5, SEVERITIES.indexOf(part.severity), 0]
      case 'changes': return []
    }
  }
}
