import { unsupported } from './damage.ts'

/** Of the largest distance that a copy may reach back. `xz -9` uses 64 MiB, `zstd --long` 128 MiB. */
const MAX_WINDOW_BYTES = 256 * 2 ** 20
const FIRST_BYTES = 1 << 16
const MIN_ROOM_BYTES = 1 << 20

/**
 * What was unpacked last, for copies from it: `bytes[0…at)`, of which the last `windowBytes` can be reached.
 * Grows with the content, not with what the file claims to need.
 */
export class History {
  bytes = new Uint8Array(FIRST_BYTES)
  at = 0
  private readonly capacity: number

  /** @throws ConnectorError `unsupported_compression` when the window is too large to be held. */
  constructor(readonly windowBytes: number) {
    if (windowBytes > MAX_WINDOW_BYTES) {
      throw unsupported(`needs a window of ${windowBytes} bytes to be unpacked, and ${MAX_WINDOW_BYTES} is the most`, { windowBytes, maxBytes: MAX_WINDOW_BYTES })
    }
    this.capacity = windowBytes + Math.max(windowBytes / 4, MIN_ROOM_BYTES)
  }

  /** Makes room for `count` more bytes behind `at`, which may move. */
  reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return
    const kept = Math.min(this.at, this.windowBytes)
    const size = Math.max(Math.min(this.capacity, this.bytes.length * 2), kept + count)
    if (size > this.bytes.length) {
      const larger = new Uint8Array(size)
      larger.set(this.bytes.subarray(this.at - kept, this.at))
      this.bytes = larger
    } else {
      this.bytes.copyWithin(0, this.at - kept, this.at)
    }
    this.at = kept
  }

  /** How far back a copy may reach. */
  get reach(): number {
    return Math.min(this.at, this.windowBytes)
  }

  /** Appends `length` bytes from `distance` before the end, which may overlap what they become. Room and reach are the caller's to check. */
  copy(distance: number, length: number): void {
    const { bytes, at } = this
    const from = at - distance
    if (distance === 1) bytes.fill(bytes[from] as number, at, at + length)
    else if (length > 24 && distance >= length) bytes.copyWithin(at, from, from + length)
    else for (let i = 0; i < length; i++) bytes[at + i] = bytes[from + i] as number
    this.at = at + length
  }

  /** Appends `piece`, for which there is room. */
  append(piece: Uint8Array): void {
    this.bytes.set(piece, this.at)
    this.at += piece.length
  }
}
