/** What the error says besides its sentence: plain JSON, so that it survives a worker or a wire. */
export type Details = Readonly<Record<string, string | number | boolean | null>>

/** Which stage could not go on; decides the exit code of the command line. */
export type Stage = 'recipe' | 'connector' | 'transform' | 'state' | 'transport' | 'engine'

export interface PlainError {
  readonly stage: Stage
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly details: Details
  readonly cause?: string
}

export interface ErrorOptions {
  readonly details?: Details
  /** What the reader can do about it, one sentence. */
  readonly hint?: string
  readonly cause?: unknown
}

/**
 * The run cannot go on: a source is gone, a worker is lost, a disk is full. Thrown, never returned.
 * `message` says what happened and where; `hint` what to do; `code` is stable and machine-readable.
 */
export class EngineError extends Error {
  override name = 'EngineError'
  readonly stage: Stage = 'engine'
  readonly code: string
  readonly details: Details
  readonly hint: string | undefined

  constructor(code: string, message: string, { details = {}, hint, cause }: ErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
    this.hint = hint
  }
}

export class RecipeError extends EngineError {
  override name = 'RecipeError'
  override readonly stage = 'recipe' as const
}
export class ConnectorError extends EngineError {
  override name = 'ConnectorError'
  override readonly stage = 'connector' as const
}
export class TransformError extends EngineError {
  override name = 'TransformError'
  override readonly stage = 'transform' as const
}
export class StateError extends EngineError {
  override name = 'StateError'
  override readonly stage = 'state' as const
}
export class TransportError extends EngineError {
  override name = 'TransportError'
  override readonly stage = 'transport' as const
}

const BY_STAGE = {
  recipe: RecipeError,
  connector: ConnectorError,
  transform: TransformError,
  state: StateError,
  transport: TransportError,
  engine: EngineError,
} as const

/** An error as plain data, fit for `postMessage`, JSON or a log line. */
export function toPlainError(error: unknown): PlainError {
  if (error instanceof EngineError) {
    return {
      stage: error.stage,
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      details: error.details,
      ...(error.cause === undefined ? {} : { cause: describeCause(error.cause) }),
    }
  }
  return { stage: 'engine', code: 'internal', message: describeCause(error), details: {} }
}

/** The inverse of {@link toPlainError}: the same class, code, details and hint on the other side. */
export function fromPlainError(plain: PlainError): EngineError {
  const { stage, code, message, hint, details, cause } = plain
  return new BY_STAGE[stage](code, message, { details, ...(hint === undefined ? {} : { hint }), ...(cause === undefined ? {} : { cause }) })
}

/** The sentence of whatever was thrown. */
export function describeCause(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
