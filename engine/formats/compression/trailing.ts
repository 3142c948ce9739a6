import type { ByteReader } from './byte-reader.ts'
import { Damage } from './damage.ts'

/**
 * Whether anything but zeros follows; leaves `input` there. Tapes and block devices fill up with zeros behind the last member,
 * and every unpacking program lets that pass.
 */
export async function skipZeros(input: ByteReader): Promise<boolean> {
  while (await input.fill(1)) {
    while (input.at < input.end && input.bytes[input.at] === 0) input.at++
    if (input.at < input.end) return true
  }
  return false
}

/** Bytes behind the end that do not start another member could be what is left of one: they are not passed over. */
export function trailingBytes(format: string): Damage {
  return new Damage(`behind the end of its ${format} data stand bytes that belong to nothing`)
}
