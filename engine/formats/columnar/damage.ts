import { ConnectorError, describeCause } from '../../base/errors.ts'
import { Damage } from '../compression/damage.ts'

export { Damage }

/** What a reader throws for a file: our own errors as they are, whatever came of its bytes as `damaged_file`. `where` continues the name: `at byte 12`. */
export function asDamagedFile(error: unknown, name: string, where: string): unknown {
  const isOfTheBytes = error instanceof Damage || error instanceof RangeError || error instanceof TypeError
  return isOfTheBytes ? damagedFile(name, where, describeCause(error), error) : error
}

export function damagedFile(name: string, where: string, why: string, cause?: unknown): ConnectorError {
  return new ConnectorError('damaged_file', `${name} is damaged ${where}: ${why}`, {
    details: { name }, hint: 'Fetch or copy the file again, or have it written anew: what is missing cannot be told from what is there.', cause,
  })
}

/** A sound file that is not read here. `what` is a whole sentence without its full stop. */
export function unsupported(what: string, hint: string): ConnectorError {
  return new ConnectorError('unsupported_format', what, { hint })
}
