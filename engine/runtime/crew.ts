import type { Backend } from '../backends/backend.ts'

/** Engines that do the same work, each one piece at a time; whoever is free takes the next. */
export class Crew {
  private readonly free: Backend[]
  private readonly waiting: ((engine: Backend) => void)[] = []
  private helpers: readonly Promise<Backend>[] | undefined
  private isDismissed = false

  /** The first is there anyway and stays; helpers are started when a piece has to wait, join when they have, and are closed in the end. */
  constructor(first: Backend, private readonly openHelpers: () => readonly Promise<Backend>[] = () => []) {
    this.free = [first]
  }

  async work<T>(piece: (engine: Backend) => Promise<T>): Promise<T> {
    const engine = this.free.pop() ?? await this.next()
    try {
      return await piece(engine)
    } finally {
      this.release(engine)
    }
  }

  private next(): Promise<Backend> {
    if (!this.helpers) {
      this.helpers = this.openHelpers()
      for (const helper of this.helpers) void helper.then(engine => { if (!this.isDismissed) this.release(engine) }, () => undefined)
    }
    return new Promise(resolve => { this.waiting.push(resolve) })
  }

  private release(engine: Backend): void {
    const next = this.waiting.shift()
    if (next) next(engine)
    else this.free.push(engine)
  }

  /** Closes the helpers; one that could not start was none. */
  async dismiss(): Promise<void> {
    this.isDismissed = true
    await Promise.all((this.helpers ?? []).map(helper => helper.then(engine => engine.close(), () => undefined)))
  }
}
