import { ConnectorError } from '../../base/errors.ts'

/** The workbook cannot be read as what it claims to be. `what` continues "it": a clause about where and what. */
export function damaged(name: string, what: string, cause?: unknown): ConnectorError {
  return new ConnectorError('damaged_workbook', `${name} is damaged: ${what}`, { details: { name }, hint: REPAIR, ...(cause === undefined ? {} : { cause }) })
}

const REPAIR = 'Fetch or copy the file again, or open it in a spreadsheet program and save it anew.'
const REFUSED = 'If the file is sound, save the sheet as CSV and read that.'

/** What unpacking has to say, of a workbook. */
export const damagedPart = (name: string, error: ConnectorError): ConnectorError =>
  new ConnectorError('damaged_workbook', error.message, { details: { ...error.details, name }, hint: REPAIR, cause: error })
export const largePart = (name: string, error: ConnectorError): ConnectorError =>
  new ConnectorError('workbook_too_large', error.message, { details: { ...error.details, name }, hint: REFUSED, cause: error })

export function encrypted(name: string): ConnectorError {
  return new ConnectorError('encrypted_workbook', `${name} is protected with a password and cannot be read`, {
    details: { name }, hint: 'Open it in a spreadsheet program, take the password off and save it.',
  })
}

export function noWorkbook(name: string, what: string): ConnectorError {
  return new ConnectorError('not_a_workbook', `${name} is no workbook: ${what}`, {
    details: { name }, hint: 'Give an .xlsx, .xlsm, .xls or .ods file, or name the format the file really has.',
  })
}

export function noSuchSheet(name: string, sheet: string | number, names: readonly string[]): ConnectorError {
  const wanted = typeof sheet === 'number' ? `number ${sheet}` : `"${sheet}"`
  const there = names.length === 0 ? 'it has none with cells' : `its sheets are ${names.map((other, i) => `${i + 1} "${other}"`).join(', ')}`
  return new ConnectorError('no_such_sheet', `${name} has no sheet ${wanted}; ${there}`, {
    details: { name, sheet }, hint: 'Name one of its sheets, or give its number from 1.',
  })
}

/** What unpacks to far more than any workbook needs. */
export function tooLarge(name: string, what: string, details: Readonly<Record<string, number>>): ConnectorError {
  return new ConnectorError('workbook_too_large', `${name} is refused: ${what}`, {
    details: { name, ...details }, hint: REFUSED,
  })
}
