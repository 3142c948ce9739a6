import type { Backend } from '../backends/backend.ts'

/** Engines that do the same work, each one piece at a time; whoever is free takes the next. */
export class Crew {
  private readonly free: Backend[]
  private readonly waiting: ((engine: Backend) => void)[] = []
  private isDismissed = false

  /** The first is there anyway and stays; the helpers join when they have started, and are closed in the end. */
  constructor(first: Backend, private readonly helpers: readonly Promise<Backend>[] = []) {
    this.free = [first]
    for (const helper of helpers) void helper.then(engine => { if (!this.isDismissed) this.release(engine) }, () => undefined)
  }

  async work<T>(piece: (engine: Backend) => Promise<T>): Promise<T> {
    const engine = this.free.pop() ?? await new Promise<Backend>(resolve => { this.waiting.push(resolve) })
    try {
      return await piece(engine)
    } finally {
      this.release(engine)
    }
  }

  private release(engine: Backend): void {
    const next = this.waiting.shift()
    if (next) next(engine)
    else this.free.push(engine)
  }

  /** Closes the helpers; one that could not start was none. */
  async dismiss(): Promise<void> {
    this.isDismissed = true
    await Promise.all(this.helpers.map(helper => helper.then(engine => engine.close(), () => undefined)))
  }
}
