import { assert } from '../base/assert.ts'
import { TransportError } from '../base/errors.ts'

export interface BudgetUse {
  readonly limitBytes: number
  readonly inFlightBytes: number
  readonly peakBytes: number
  /** How long producers waited, in milliseconds, all waits together. */
  readonly blockedMs: number
}

/** Gives back what was acquired; calling it again does nothing. */
export type Release = () => void

interface Waiting {
  readonly bytes: number
  readonly admit: () => void
}

/**
 * A budget of bytes in flight. Whoever makes a frame pays for it first and waits while there is too much;
 * it is given back on acknowledgement, not when the frame leaves a queue, so retries stay paid for.
 * First come, first served: a large frame cannot be starved by small ones.
 */
export class ByteBudget {
  private inFlightBytes = 0
  private peakBytes = 0
  private blockedMs = 0
  private readonly waiting: Waiting[] = []

  constructor(readonly limitBytes: number, private readonly now: () => number = () => performance.now()) {
    assert(limitBytes > 0, 'a budget has at least one byte')
  }

  /**
   * Resolves once `bytes` fit.
   * @throws TransportError `frame_too_large` when they never can; the signal's reason when it aborts.
   */
  async acquire(bytes: number, signal?: AbortSignal): Promise<Release> {
    if (bytes > this.limitBytes) {
      throw new TransportError('frame_too_large', `a frame of ${bytes} bytes does not fit into a budget of ${this.limitBytes}`, { details: { bytes, limitBytes: this.limitBytes }, hint: 'Raise runtime.memory.' })
    }
    signal?.throwIfAborted()
    if (this.waiting.length > 0 || this.inFlightBytes + bytes > this.limitBytes) await this.wait(bytes, signal)
    else this.take(bytes)
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      this.inFlightBytes -= bytes
      this.admitWaiting()
    }
  }

  private take(bytes: number): void {
    this.inFlightBytes += bytes
    this.peakBytes = Math.max(this.peakBytes, this.inFlightBytes)
  }

  private wait(bytes: number, signal: AbortSignal | undefined): Promise<void> {
    const since = this.now()
    return new Promise((resolve, reject) => {
      const entry: Waiting = { bytes, admit: () => {
        signal?.removeEventListener('abort', abort)
        this.blockedMs += this.now() - since
        this.take(bytes)
        resolve()
      } }
      const abort = (): void => {
        this.waiting.splice(this.waiting.indexOf(entry), 1)
        this.blockedMs += this.now() - since
        reject(signal?.reason as Error)
        this.admitWaiting()
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.waiting.push(entry)
    })
  }

  private admitWaiting(): void {
    for (let next = this.waiting[0]; next && this.inFlightBytes + next.bytes <= this.limitBytes; next = this.waiting[0]) {
      this.waiting.shift()
      next.admit()
    }
  }

  get use(): BudgetUse {
    const { limitBytes, inFlightBytes, peakBytes, blockedMs } = this
    return { limitBytes, inFlightBytes, peakBytes, blockedMs }
  }
}
