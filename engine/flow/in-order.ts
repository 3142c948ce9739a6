import { present } from '../base/assert.ts'

/** Results in the order in which they were asked for, whatever the order in which they come. */
export class InOrder<T> {
  private readonly waiting: { readonly result: Promise<T>, readonly done: () => void }[] = []
  private wake = (): void => undefined
  private isEnded = false
  private failure: { readonly error: unknown } | undefined

  /** Resolves when the result has been taken, or nobody will. */
  add(result: Promise<T>): Promise<void> {
    // Told to whoever takes it.
    result.catch(() => undefined)
    if (this.failure) return Promise.resolve()
    return new Promise(done => {
      this.waiting.push({ result, done })
      this.wake()
    })
  }

  /** No more will be asked for. */
  end(): void {
    this.isEnded = true
    this.wake()
  }

  /** Nobody will take what is still to come. */
  fail(error: unknown): void {
    this.failure ??= { error }
    for (const { done } of this.waiting.splice(0)) done()
    this.wake()
  }

  async *taken(): AsyncGenerator<T> {
    for (;;) {
      if (this.failure) throw this.failure.error as Error
      const next = this.waiting.shift()
      if (next) {
        try {
          yield await next.result
        } finally {
          // Whoever stops taking is done with it, too.
          next.done()
        }
      } else if (this.isEnded) return
      else await new Promise<void>(resolve => { this.wake = resolve })
    }
  }
}

/** What is made of each item, in their order; `atOnce` of them and one more are being made at a time, so that nobody waits for the next. */
export async function* madeInOrder<T, R>(items: Iterable<T> | AsyncIterable<T>, atOnce: number, make: (item: T) => Promise<R>): AsyncGenerator<R> {
  const making: Promise<R>[] = []
  try {
    for await (const item of items) {
      const made = make(item)
      // Told when its turn comes.
      made.catch(() => undefined)
      making.push(made)
      if (making.length > atOnce) yield await present(making.shift(), 'one that is being made')
    }
    for (let next = making.shift(); next; next = making.shift()) yield await next
  } finally {
    await Promise.allSettled(making)
  }
}
