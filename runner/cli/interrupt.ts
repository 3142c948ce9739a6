import { EngineError } from '../../engine/node.ts'
import { EXIT } from './errors.ts'

export interface Interruptible {
  readonly signal: AbortSignal
  /** Ctrl+C has its usual meaning again. */
  readonly dispose: () => void
}

/**
 * Ctrl+C or SIGTERM asks the work under way to stop, by the signal; asked again, the process ends at once. `cleanUp` is
 * synchronous and takes away what must not be left behind.
 */
export function interruptible(cleanUp: () => void): Interruptible {
  const stop = new AbortController()
  const onSignal = (): void => {
    if (stop.signal.aborted) {
      cleanUp()
      process.exit(EXIT.interrupted)
    }
    stop.abort(new EngineError('interrupted', 'interrupted'))
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    signal: stop.signal,
    dispose() {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}
