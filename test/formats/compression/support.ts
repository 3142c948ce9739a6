import { execFileSync, spawnSync } from 'node:child_process'
import { crc32 } from '../../../engine/formats/compression/checksums.ts'
import type { Compression } from '../../../engine/formats/compression/index.ts'
import { ConnectorError } from '../../../engine/base/errors.ts'
import type { ByteSource } from '../../../engine/formats/source.ts'

/** Bytes as a file that is read in pieces of `pieceBytes`. */
export function memorySource(bytes: Uint8Array, { name = 'file', pieceBytes = 1 << 20 }: { name?: string, pieceBytes?: number } = {}): ByteSource & { readonly ranges: [number, number][] } {
  const ranges: [number, number][] = []
  return {
    name, size: bytes.length, ranges,
    read(start, end) {
      ranges.push([start, end])
      return Promise.resolve(bytes.slice(start, end))
    },
    async *stream() {
      await Promise.resolve()
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.slice(at, at + pieceBytes)
    },
  }
}

export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

/** The error that reading ends with. */
export async function failure(pieces: AsyncIterable<Uint8Array>): Promise<ConnectorError> {
  try {
    for await (const _ of pieces);
  } catch (error) {
    if (error instanceof ConnectorError) return error
    throw error
  }
  throw new Error('it was read without an error')
}

/** A small CSV file and what the original programs make of it. */
export const small = Buffer.from(`id,name,amount\n${Array.from({ length: 100 }, (_, i) => `${i + 1},Käthe ${(i + 1) % 7},${((i + 1) * 37) % 1000}.50\n`).join('')}`)

export const packedSmall: Readonly<Record<Exclude<Compression, 'zip'>, Buffer>> = {
  gzip: Buffer.from('H4sIAAAAAAACA03Vy21UURCE4b2jIIArdPrdHQNRWMISLGw2JiMyITF0axh1bXtzPo1q/vvz+/Xx+v52vb7/+v3x+SLXt79/Pn+8fZHL6mucF30e9Cq/D/Y82CUi98WfF7/E+77E8xKX'
    + 'dNyXfF7yUtX7Us/LuTTmvvS+rZP3ZfZxM7svcvZ5q4OT7Pt+gBZdgDvYYivwhlt8CSGAS6whAnLJRcSALrWIVNilF5EJvMwi6kCvZxHl0Kssourxk+siWqBXW0QH9OqL6IZeYxGj0Gsu'
    + 'YhJ6rUXMQK+9CANeZw0Fu50liMBuQltw2E1pDP0YjC1BFXZzmkPAbkF7GNgtaYwGuxUtImG3XoQf4G1oEQ69H1pEQ++yiBDoXWkRAb0bLWIee/dFpELvQYtI6D0XUQd6L1qEQe9Niyjo'
    + 'fRbRAn0cWkRAH0KLaOhDFzEKfRgtIqEPp0XM4+8aizDgI2mVsEctQQ7s0bQIhz2GFtGw51mCKuwptIiAPZUWMbCn0SgN9nRaRMKesQg/j9YkLcKhz6JFFPTZiwiBPocWEdDXoUUM9EWN'
    + 'TIW+qJKZ0Bd1sg70RaEsg76olFXQF6Wy5ZFKamU79EWx7Ia+qJaj0DfVchL6plrOQN9USwO+KZYFe1Mr5cDe1Epx2JtaKQ17UytVHp2nVmrA3tRKHdiHWmkG+whnCvahVvoBfqiV7tAP'
    + 'tdIL+qFWhkA/1MoI6IdaGQ39UCtTH58pimXm/+8U5bIO+P8AEghQaGsHAAA=', 'base64'),
  bzip2: Buffer.from('QlpoOTFBWSZTWYBBJCkAAxvdlAAQQAV/4AAIJmOGAAQACABAAlmDgAKaNAGgAAqejQ36qijQDIYim/1VT9PVQAAAGnpUMwlKAbUZPearSq07VWlVpjXs2jcN44CCCXd1d4mCCCCCCCCC'
    + 'SS7mWM4xmImI1EaiNRGr+uJ7bzuprPsszmtVlirSqIqVVKqiVXvesqqVYbve+yqlWG73vtZVSrCI3uSqxknn51bU9K56662XAaGAMhIJBkMAaFwGyAClgAqbW4tbjtbjhfmTfLljWmdb'
    + 'NkqSauIjc/bV1vMt+T5Wt5VXs+6G08AGk8AAaTzkRG+dV5vKvknfJu9zV9hxtw8AGk8AAaXFEOvNaueZjrmr1rdXdgAcSYAJAig4oia5lXM5mp7rzc1PLniTwABpPABptp5xREvyt3k3'
    + 'xdd6qubq/wlCUZoPST4AA0nwAbbj0ojvNTy/VXzyfXW5q7u2AcSeAANJ4AF76mt3V5uvNzW5q6xJgBAIsAcOw3vryd1d0+vK7rW8q9BkPABttPABw88vO58uazcvzJupq+gDIeAAOHgA'
    + '4iEo9nx8JQlHv+JQlG/a1/vJ+UoSj5+koSj6ShKP+LuSKcKEhAIJIUg=', 'base64'),
  xz: Buffer.from('/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4AdqAc1dADSZAYWBkuq4LkF2bzXnltzEKmPeJAX28uBGAmNAjqscZPYY8CKbzJFAtdhEpD2ucNPVZ4ZhlhOPqOjxmcc9Tth+ZdmNZkjTTgTl'
    + 'rHP1wMgvtuMAoyKAZXeBMTGmrbZRl4xu95w5M8pYzUnCc8LN4mCnY3uPIhyaO8zWwJS2tWEMP1czITAPbjeKqELLZBxO3igVfgXS3OAY0p9at0BwYJCyqJH56bAmmqP3B7hmKwEw+XSp'
    + '9wOf3sU8IeTUzQuWJgpbrtcpkJQQ/XZnxoltcb1RvA6m7zKKN5VUKHw3l0ap68/3AgdQxhCQ843BrZyhGmIMyuilgGcLcob+629oxncJl7TV1WhWqZJ63pvQJ6vOrbKoqZSoJgHkKm3H'
    + 'JoFVsTMu9/720uf0ota6d3Rg+NsRjiWNJg2JYt2b2SCweRJRdzWBKIhb4YYu/6ss7XgtrGt+yB23bJggziT7f9VpXchtjIV9xj2N8HBomf3eRBNfpMyJ4CUxpiCBLSShIGsoXNuNyULq'
    + 'H+C2kpzIvE+c0imDAM6yLFVMqWl8sutM2rpKaFQUi88FsjQ1cTiQb5Y0lo+JJXvt8Au8kv3w0vhtlBrhhWr6E7fUD/+Igct9AAAAAHB63D5YetesAAHpA+sOAAB0D16+scRn+wIAAAAA'
    + 'BFla', 'base64'),
  zstd: Buffer.from('KLUv/QRolQwAVuFHHKAnGQ7/c1WF4UY7pyPyile8UiaZkkxSW1idKh5LADoAOwDRByVemxlacT6WZ7Y9mrtRZW25R7e4xERkYE1xGJU5xEkOM6YNNnVDu20Q6QeyEC64DANwMMAAggQB'
    + 'hhUMJBwogGAwHCAYJAwCCAQt+cv41DMucdqVpbXZz2tQo9KWTJSkRi4UGXHRQmZlpEhplHeT2ELkxRFiVZ2cGpplElE5k7Aj8v8YPsn7xeWd4c/ZoxwXu2Zmmno/bGcc9dBIZyIyLXJu'
    + 'boKMEVp5OnLFbn5ssamq3pS4LPpEc5jCMqrOTwGFcEHEIyYzVcOhKvKL9pRnF72ttVKNsj6yCpEoKRaNSVTjibQhdyaKlXahCulVo5gKElZ9iOhV+jma+w+AxagRMIBc638G0FfWEJCh'
    + 'BA+JQZD7S9cxG9r1e/JZRfTV7VC7dg9Wh/+S7dVg/+o9rwDxf6Yb7F6dDrnLtx/F6vF/rqgChn+JGjCv8CJ+HngZ8Cz4JvAa5C14srqIf4l/if8S/xKfXiX+KxBU6MgqpPo7Fg==', 'base64'),
}

export const formats = Object.keys(packedSmall) as (keyof typeof packedSmall)[]

/** Whether a program is there; tests that want it say so in their name when it is not. */
export const hasTool = (name: string): boolean => spawnSync(name, ['--version'], { stdio: 'ignore', input: '' }).status === 0

export const runTool = (name: string, args: readonly string[], input: Uint8Array): Buffer =>
  execFileSync(name, args, { input, maxBuffer: 2 ** 30, stdio: ['pipe', 'pipe', 'ignore'] })

/** Pseudo-random numbers below 2^32: the same ones every time. */
export function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
}

/** About `size` bytes of CSV that packs like real ones. */
export function csv(size: number, seed = 1): Buffer {
  const next = numbers(seed)
  const names = ['Alice', 'Bob', 'Chloé', 'Dmitri', 'Eve Müller']
  const rows: string[] = []
  for (let length = 0, i = 0; length < size; i++) {
    const row = `${i},${names[next() % 5]},${(next() % 100_000) / 100},2024-${1 + (next() % 12)}-${1 + (next() % 28)}\n`
    rows.push(row)
    length += row.length
  }
  return Buffer.from(rows.join(''))
}

export function noise(size: number, seed = 1): Buffer {
  const next = numbers(seed)
  const bytes = Buffer.alloc(size)
  for (let i = 0; i < size; i++) bytes[i] = next()
  return bytes
}

export interface PackedMember {
  readonly name: string | Uint8Array
  readonly packed: Uint8Array
  readonly content: Uint8Array
  readonly method: number
  readonly flags?: number
  /** Write the sizes and the offset in zip64's way. */
  readonly isZip64?: boolean
}

/** A zip archive, written down after APPNOTE.TXT. */
export function zipOf(members: readonly PackedMember[], { isZip64 = false }: { isZip64?: boolean } = {}): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, packed, content, method, flags = 0x800, isZip64 = false } of members) {
    const nameBytes = typeof name === 'string' ? Buffer.from(name) : Buffer.from(name)
    const common = Buffer.concat([uint16(45, flags, method, 0, 0), uint32(crc32(content), isZip64 ? 0xffffffff : packed.length, isZip64 ? 0xffffffff : content.length), uint16(nameBytes.length)])
    const sizes = Buffer.concat([uint64(content.length), uint64(packed.length)])
    const localExtra = isZip64 ? Buffer.concat([uint16(1, 16), sizes]) : Buffer.alloc(0)
    const extra = isZip64 ? Buffer.concat([uint16(1, 24), sizes, uint64(offset)]) : Buffer.alloc(0)
    const local = Buffer.concat([uint32(0x04034b50), common, uint16(localExtra.length), nameBytes, localExtra, packed])
    directory.push(Buffer.concat([uint32(0x02014b50), uint16(45), common, uint16(extra.length, 0, 0, 0), uint32(0, isZip64 ? 0xffffffff : offset), nameBytes, extra]))
    parts.push(local)
    offset += local.length
  }
  const list = Buffer.concat(directory)
  const count = members.length
  const zip64 = Buffer.concat([
    uint32(0x06064b50), uint64(44), uint16(45, 45), uint32(0, 0), uint64(count), uint64(count), uint64(list.length), uint64(offset),
    uint32(0x07064b50, 0), uint64(offset + list.length), uint32(1),
  ])
  const end = isZip64
    ? Buffer.concat([zip64, uint32(0x06054b50), uint16(0, 0, 0xffff, 0xffff), uint32(0xffffffff, 0xffffffff), uint16(0)])
    : Buffer.concat([uint32(0x06054b50), uint16(0, 0, count, count), uint32(list.length, offset), uint16(0)])
  return Buffer.concat([...parts, list, end])
}

export const uint16 = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer)
export const uint32 = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer)
const uint64 = (value: number): Buffer => Buffer.from(BigUint64Array.of(BigInt(value)).buffer)
