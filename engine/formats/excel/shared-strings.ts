import { characterData, unescaped, type XmlHandler } from './xml-scanner.ts'

const FIRST_BYTES = 1 << 16
const CACHE_SLOTS = 1 << 13
const encoder = new TextEncoder()

/** Many texts by number, kept as UTF-8 in one piece of memory; those asked for lately are kept as strings too. */
export class TextTable {
  private bytes = new Uint8Array(FIRST_BYTES)
  private ends = new Float64Array(1024)
  private count = 0
  private length = 0
  private readonly cachedIndexes = new Int32Array(CACHE_SLOTS).fill(-1)
  private readonly cachedTexts: string[] = new Array<string>(CACHE_SLOTS).fill('')
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true })

  get size(): number {
    return this.count
  }

  get byteLength(): number {
    return this.length
  }

  add(text: string): void {
    const needed = this.length + text.length * 3
    if (needed > this.bytes.length) this.bytes = grown(this.bytes, new Uint8Array(Math.max(needed, Math.ceil(this.bytes.length * 1.5))))
    this.length += encoder.encodeInto(text, this.bytes.subarray(this.length)).written
    if (this.count === this.ends.length) this.ends = grown(this.ends, new Float64Array(this.count * 2))
    this.ends[this.count++] = this.length
  }

  /** The text of a number from 0; undefined when there is none. */
  at(index: number): string | undefined {
    if (!(index >= 0 && index < this.count)) return undefined
    const slot = index & (CACHE_SLOTS - 1)
    if (this.cachedIndexes[slot] !== index) {
      this.cachedIndexes[slot] = index
      this.cachedTexts[slot] = this.decoder.decode(this.bytes.subarray(index === 0 ? 0 : this.ends[index - 1], this.ends[index]))
    }
    return this.cachedTexts[slot]
  }
}

function grown<A extends Uint8Array | Float64Array>(from: A, to: A): A {
  to.set(from)
  return to
}

/**
 * Reads the texts that cells refer to by number (ECMA-376 part 1, 18.4): the runs of a rich text joined, without the phonetic ones that say
 * how it is pronounced.
 */
export class SharedStringsHandler implements XmlHandler {
  readonly texts = new TextTable()
  private text = ''
  private isText = false
  private isPhonetic = false

  open(name: string): void {
    if (name === 'si') this.text = ''
    else if (name === 't') this.isText = !this.isPhonetic
    else if (name === 'rPh') this.isPhonetic = true
  }

  characters(text: string, start: number, end: number, isLiteral: boolean): void {
    if (this.isText) this.text += characterData(text, start, end, isLiteral)
  }

  close(name: string): void {
    if (name === 't') this.isText = false
    else if (name === 'rPh') this.isPhonetic = false
    else if (name === 'si') this.texts.add(unescaped(this.text))
  }
}
