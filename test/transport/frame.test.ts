import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeFrame, encodeFrame } from '../../engine/transport/frame.ts'

describe('frames', () => {
  test('come back as they were sent, compressed or not', () => {
    const envelope = fc.record({ seq: fc.nat(), name: fc.string({ unit: 'grapheme' }).filter(text => !text.startsWith('\uFEFF')) })
    fc.assert(fc.property(envelope, fc.uint8Array({ maxLength: 5000 }), fc.nat({ max: 3000 }), fc.boolean(), (head, bytes, zeros, compress) => {
      const body = new Uint8Array(bytes.length + zeros)
      body.set(bytes)
      const frame = decodeFrame(encodeFrame({ envelope: head, body }, { compress }))
      expect(frame.envelope).toEqual(head)
      expect(frame.body).toEqual(body)
    }))
  })

  test('a repetitive body shrinks when asked to', () => {
    const body = new Uint8Array(100_000).fill(65)
    expect(encodeFrame({ envelope: {}, body }, { compress: true }).byteLength).toBeLessThan(2_000)
    expect(encodeFrame({ envelope: {}, body }).byteLength).toBeGreaterThan(100_000)
  })

  test('bytes that are no frame, or a cut one, are refused by name', () => {
    const frame = encodeFrame({ envelope: { a: 1 }, body: new Uint8Array(10) })
    for (const bad of [new Uint8Array(0), new Uint8Array(12), frame.subarray(0, -1), Uint8Array.from([...frame, 0])]) {
      expect(() => decodeFrame(bad)).toThrow(expect.objectContaining({ code: 'bad_frame' }))
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), bytes => { expect(() => decodeFrame(bytes)).toThrow(expect.objectContaining({ code: 'bad_frame' })) }))
  })
})
