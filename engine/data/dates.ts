/** Dates and times: the calendar, their ISO 8601 texts, and formats of a field's own. */
export * from './calendar.ts'
export * from './date-text.ts'
export * from './date-format.ts'
