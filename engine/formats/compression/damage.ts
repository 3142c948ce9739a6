import { ConnectorError } from '../../base/errors.ts'

/** The bytes are no sound compressed data. Thrown by the decoders; {@link asConnectorError} says which file and where in it. */
export class Damage extends Error {
  override name = 'Damage'
}

/** The data ends in the middle. */
export class Truncation extends Damage {
  override name = 'Truncation'
  constructor() {
    super('it ends in the middle')
  }
}

/** What to tell the user of `error`, which a decoder threw when it had used `bytesRead` bytes of `label`; other errors as they are. */
export function asConnectorError(error: unknown, label: string, bytesRead: number): unknown {
  if (!(error instanceof Damage)) return error
  const details = { bytesRead }
  return error instanceof Truncation
    ? new ConnectorError('damaged_archive', `${label} is incomplete: it ends after ${bytesRead} bytes, in the middle of its compressed data`, {
      details, hint: 'Fetch or copy the file again: a part of it is missing.', cause: error,
    })
    : new ConnectorError('damaged_archive', `${label} is damaged at about byte ${bytesRead}: ${error.message}`, {
      details, hint: 'Fetch or copy the file again, or compress it anew.', cause: error,
    })
}

/** Compressed in a way that is sound but not read here. `what` continues "it": `uses a dictionary of its own`. */
export function unsupported(what: string, details: Record<string, string | number> = {}): ConnectorError {
  return new ConnectorError('unsupported_compression', `The compressed data cannot be read: it ${what}`, {
    details, hint: 'Unpack it with the program that made it and give the unpacked file.',
  })
}
