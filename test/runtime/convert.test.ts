import fc from 'fast-check'
import { expect, test } from 'vitest'
import { webInputHost } from '../../engine/connectors/web/input-host.ts'
import { convertToCsv } from '../../engine/runtime/convert.ts'
import { openInput, type OpenedInput } from '../../engine/runtime/open-input.ts'
import { memorySource } from '../support/memory-source.ts'

async function converted(opened: OpenedInput) {
  const conversion = convertToCsv(opened)
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })
  let text = ''
  for await (const piece of conversion.pieces) text += decoder.decode(piece, { stream: true })
  const { physical, wellFormed, malformed } = conversion.counts()
  return { text: text + decoder.decode(), counts: { physical, wellFormed, malformed }, unread: await conversion.unread(100) }
}

const cell = fc.oneof(fc.constantFrom(null, '', 'NULL', ',', '"', '\r\n', '\uFEFF', 'é😀', ' a '), fc.string({ maxLength: 6 }), fc.integer())
const records = fc.array(fc.dictionary(fc.constantFrom('a', 'b,c', '\uFEFFd'), cell, { minKeys: 1 }), { minLength: 1, maxLength: 8 })

test('a table that is known to be sound is written as a scanner would have it written', async () => {
  await fc.assert(fc.asyncProperty(records, fc.array(fc.constantFrom('{', '"x"', ''), { maxLength: 2 }), async (records, faults) => {
    const text = [...records.map(record => JSON.stringify(record)), ...faults, ''].join('\n')
    const opened = await openInput(memorySource(text, 'data.jsonl'), { type: 'jsonl' }, webInputHost)
    const isSound = faults.every(fault => fault === '') && !text.includes('\\u0000')
    expect(opened.soundRecords).toBe(isSound ? records.length : undefined)
    const { text: asItIs, ...counts } = await converted(opened)
    const { text: scanned, ...scannedCounts } = await converted({ ...opened, soundRecords: undefined })
    expect(asItIs).toBe(scanned)
    expect(counts).toEqual(scannedCounts)
  }), { numRuns: 300 })
})
