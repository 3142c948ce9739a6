import { decodeRaw, type Encoding } from '../../../engine/formats/csv/index.ts'
import { isMultiByte } from '../../../engine/formats/encodings/names.ts'
import { upperHalf } from '../../../engine/formats/encodings/single-byte.ts'

type Sequence = readonly number[]
const tables = new Map<Encoding, Map<string, Sequence>>()

/** Every sequence of bytes that stands for one character beyond ASCII, as the reader has it: whether that is right is the checksums' matter. */
function* sequences(encoding: Encoding): Generator<readonly [Sequence, string]> {
  if (!isMultiByte(encoding)) {
    if (encoding.startsWith('utf')) return
    for (const [i, character] of Array.from(upperHalf(encoding as never)).entries()) if (character !== '\uFFFD') yield [[0x80 + i], character]
    return
  }
  const attempt = (sequence: Sequence): string => {
    const text = decodeRaw(Uint8Array.from(sequence), { encoding })
    return text.includes('\uFFFD') ? '' : text
  }
  const isOne = (text: string): boolean => text !== '' && Array.from(text).length === 1 && text > '\x7f'
  for (let lead = 0x80; lead <= 0xff; lead++) {
    const alone = attempt([lead])
    if (isOne(alone)) {
      yield [[lead], alone]
      continue
    }
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const two = attempt([lead, trail])
      if (isOne(two)) yield [[lead, trail], two]
      if (encoding === 'euc-jp' && lead === 0x8f && trail >= 0xa1) {
        for (let third = 0xa1; third <= 0xfe; third++) {
          const three = attempt([lead, trail, third])
          if (isOne(three)) yield [[lead, trail, third], three]
        }
      }
    }
  }
}

function tableOf(encoding: Encoding): Map<string, Sequence> {
  const known = tables.get(encoding)
  if (known) return known
  const table = new Map<string, Sequence>()
  // The shorter form first; GB 18030 has no euro of one byte.
  const all = [...sequences(encoding)].sort(([a], [b]) => a.length - b.length)
  for (const [sequence, character] of all) if (!table.has(character) && !(encoding === 'gb18030' && sequence.length === 1)) table.set(character, sequence)
  tables.set(encoding, table)
  return table
}

/** A text's bytes in an encoding. @throws Error for a character that it lacks */
export function encodeIn(encoding: Encoding, text: string): Uint8Array {
  const table = tableOf(encoding)
  return Uint8Array.from(Array.from(text).flatMap(character => {
    if (character < '\x80') return [character.charCodeAt(0)]
    const sequence = table.get(character)
    if (!sequence) throw new Error(`${encoding} has no ${character}`)
    return [...sequence]
  }))
}
encodeIn.sequences = sequences
encodeIn.alphabet = (encoding: Encoding): string => `ab,\n"1${Array.from(tableOf(encoding).keys()).join('')}`

export const isWritable = (encoding: Encoding, text: string): boolean => Array.from(text).every(character => character < '\x80' || tableOf(encoding).has(character))
