import * as Comlink from 'comlink'
import { fromPlainError, toPlainError, TransportError, type PlainError } from '../engine/base/errors.ts'

/** What crosses for each call: a value, or an error with all its fields. */
type Answer = { readonly ok: true, readonly value: unknown } | { readonly ok: false, readonly error: PlainError }

type Api = Readonly<Record<string, (...args: never[]) => unknown>>
/** The far side's functions, all of them asynchronous here. */
export type Remote<A extends object> = { readonly [K in keyof A]: A[K] extends (...args: infer P) => infer R ? (...args: P) => Promise<Awaited<R>> : never }

/**
 * Lets the other side call these functions. Errors keep code, details and hint; a returned `Uint8Array` is transferred, not copied. Callbacks have
 * channels of their own, which an answer could overtake: it waits until all that they were told has been heard.
 */
export function serve(api: object, endpoint?: Comlink.Endpoint): void {
  const answered = Object.fromEntries(Object.entries(api as Api).map(([name, call]) => [name, async (...args: never[]): Promise<Answer> => {
    const [heard, allHeard] = listening(args)
    try {
      const value = await call(...heard)
      await allHeard()
      const answer: Answer = { ok: true, value }
      return value instanceof Uint8Array ? Comlink.transfer(answer, [value.buffer]) : answer
    } catch (error) {
      await allHeard()
      return { ok: false, error: toPlainError(error) }
    }
  }]))
  Comlink.expose(answered, endpoint)
}

/** The arguments of a call, and a wait for those of them that are callbacks: until each has answered every call so far. */
function listening(args: never[]): readonly [never[], () => Promise<void>] {
  let heard: Promise<unknown> = Promise.resolve()
  const listened = args.map((arg: unknown) => !isCallback(arg) ? arg : (...told: unknown[]) => {
    const answer = (async (): Promise<unknown> => await arg(...told))()
    const before = heard
    heard = answer.then(() => before, () => before)
    return answer
  })
  return [listened as never[], async () => { await heard }]
}

const isCallback = (arg: unknown): arg is (...told: unknown[]) => unknown => typeof arg === 'function'

/**
 * The functions that a worker serves. Comlink as it comes leaves calls hanging when the worker dies and strips errors of their fields:
 * here a lost worker fails every call under way, and errors are the ones thrown.
 */
export function connect<A extends object>(worker: Worker): { readonly remote: Remote<A>, readonly lost: Promise<TransportError>, readonly terminate: () => void } {
  const proxy = Comlink.wrap<Record<string, (...args: unknown[]) => Promise<Answer>>>(worker)
  let lose: (error: TransportError) => void = () => undefined
  const lost = new Promise<TransportError>(resolve => { lose = resolve })
  worker.addEventListener('error', event => {
    lose(new TransportError('worker_lost', 'the data engine stopped unexpectedly', { cause: event.message, hint: 'Reload the page: the session is saved.' }))
  })
  const remote = new Proxy({} as Remote<A>, {
    get: (_, name) => typeof name !== 'string' || name === 'then' ? undefined : async (...args: unknown[]) => {
      const call = proxy[name] as unknown as (...args: unknown[]) => Promise<Answer>
      const answer = await Promise.race([call(...args), lost.then(error => { throw error })])
      if (!answer.ok) throw fromPlainError(answer.error)
      return answer.value
    },
  })
  return { remote, lost, terminate: () => {
    lose(new TransportError('worker_closed', 'the data engine was closed'))
    worker.terminate()
  } }
}

/** A function that the other side may call. */
export const callback = <T extends (...args: never[]) => unknown>(call: T): T => Comlink.proxy(call as never)
