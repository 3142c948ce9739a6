import { describe, expect, test } from 'vitest'
import { createScanner, defaultDialect, type CsvDialect, type Malformed } from '../../../engine/formats/csv/index.ts'
import { scanFile, utf8, withDialect } from './scan-file.ts'

/** Processor time: far above what linear time takes on a slow machine, far below what quadratic time would. */
const PATIENCE_MS = 10_000

function expectPatience(started: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(started)
  expect((user + system) / 1000).toBeLessThan(PATIENCE_MS)
}

/** Feeds `pieces` one after the other; gives the counts, the malformed records and the most bytes held in buffers meanwhile. */
function stream(pieces: Iterable<Uint8Array>, dialect: CsvDialect = defaultDialect) {
  const started = process.cpuUsage()
  const scanner = createScanner({ dialect })
  const malformed: Malformed[] = []
  const before = process.memoryUsage().arrayBuffers
  let peak = 0
  let pushed = 0
  for (const piece of pieces) {
    for (const segment of scanner.push(piece)) malformed.push(...segment.malformed)
    if (pushed++ % 32 === 0) peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)
  }
  for (const segment of scanner.end()) malformed.push(...segment.malformed)
  expectPatience(started)
  return { scanner, malformed, peakBytes: peak }
}

function* fiftyMegabytes(start: string, fill: string, end: string): Generator<Uint8Array> {
  const piece = utf8(fill.repeat(Math.ceil(65_536 / fill.length)))
  yield utf8(start)
  for (let sent = 0; sent < 50e6; sent += piece.length) yield piece
  yield utf8(end)
}

describe('one line of 50 MB', () => {
  test('of a single cell: its bytes are never held as a whole', () => {
    const { malformed, peakBytes, scanner } = stream(fiftyMegabytes('a,b\n', 'x', '\n1,2\n'))
    expect(malformed).toMatchObject([{ code: 'cell_too_long', ordinal: 1, line: 2, byteOffset: 4, byteLength: 763 * 65_536 }])
    expect(scanner.counts).toMatchObject({ wellFormed: 1, lines: 3 })
    expect(peakBytes).toBeLessThan(100e6)
  })

  test('of many cells', () => {
    const { malformed, peakBytes } = stream(fiftyMegabytes('a,b\n', 'x,y,', '\n1,2\n'))
    expect(malformed).toMatchObject([{ code: 'record_too_long', ordinal: 1, line: 2 }])
    expect(peakBytes).toBeLessThan(150e6)
  })

  test('behind a quote that is never closed', () => {
    const { malformed, peakBytes } = stream(fiftyMegabytes('a,b\n1,"', 'x', '\n1,2\n'))
    expect(malformed).toMatchObject([{ code: 'unclosed_quote', ordinal: 1, line: 2 }])
    expect(peakBytes).toBeLessThan(150e6)
  })

  test('as the header: there are then no columns', () => {
    const { scanner } = stream(fiftyMegabytes('', 'x', '\n1,2\n'))
    expect(scanner).toMatchObject({ header: [], headerTrouble: 'cell_too_long' })
    expect(scanner.counts).toMatchObject({ physical: 1, malformed: 1 })
  })

  test('as a comment, and as preamble', () => {
    const dialect = withDialect({ comment: '#', skip_rows: 1 })
    const { scanner, peakBytes } = stream(fiftyMegabytes('one\n#', 'x', '\na,b\n1,2\n'), dialect)
    expect(scanner.counts).toMatchObject({ wellFormed: 1, comments: 1, lines: 4 })
    expect(peakBytes).toBeLessThan(10e6)
  })
})

describe('linear time', () => {
  const dialects: Record<string, CsvDialect> = {
    'doubled quotes': defaultDialect,
    'backslash escapes': withDialect({ escape: '\\' }),
    'a delimiter of two bytes': withDialect({ delimiter: '¦' }),
  }
  const files: Record<string, string> = {
    'stray opening quotes': '1,"x\n'.repeat(100_000),
    'text behind quotes': '"x" y,2\n'.repeat(100_000),
    'one quote, then none for long': `"${'x,y\n'.repeat(500_000)}`,
    'only quotes': '"'.repeat(2_000_001),
    'quotes in threes': '"""x\n'.repeat(200_000),
    'quotes and delimiters': '",'.repeat(500_000),
    'escapes': '"\\"\n'.repeat(200_000),
    'escapes of escapes': `"${'\\'.repeat(2_000_001)}"\n`.repeat(2),
    'carriage returns': '"\r'.repeat(500_000),
    'blank lines': '\r\n'.repeat(1_000_000),
    'half line ends': '\r'.repeat(1_000_000),
    'cells without content': ','.repeat(2_000_000),
    'characters cut short': '\u00e9'.repeat(1_000_000),
  }
  for (const [name, dialect] of Object.entries(dialects)) {
    test.each(Object.keys(files))(`${name}: %s`, (key) => {
      const file = utf8(files[key] ?? '')
      const started = process.cpuUsage()
      const { scanner } = scanFile(file, { dialect, maxCellBytes: 1_000_000, maxRecordBytes: 3_000_000 })
      expectPatience(started)
      expect(scanner.counts.bytes).toBe(file.length)
    })
  }

  test('a record of 2 MB that comes byte by byte', () => {
    const file = utf8(`a,b\n1,"${'line\n'.repeat(400_000)}"\n`)
    function* bytes() {
      for (let i = 0; i < file.length; i++) yield file.subarray(i, i + 1)
    }
    const started = process.cpuUsage()
    const scanner = createScanner({ dialect: defaultDialect })
    for (const byte of bytes()) scanner.push(byte)
    expect(scanner.end()).toMatchObject([{ records: 1 }])
    expectPatience(started)
  })
})
