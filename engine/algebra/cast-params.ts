import * as z from 'zod'
import { problem, type Issue, type PathPart } from '../base/issue.ts'
import type { CastSpec } from '../data/cast.ts'
import { compileDateFormat } from '../data/dates.ts'
import { TYPE_ALIASES, TYPE_NAMES, type DataType, typeNamed } from '../data/type.ts'

/** A type as recipes write it, aliases included. */
export const typeSchema = z.enum([...TYPE_NAMES, ...Object.keys(TYPE_ALIASES)] as [string, ...string[]]).meta({ title: 'Type', format: 'type' })

/** What a field or a cast step may say about how its texts are read. */
export const readingSchema = z.object({
  format: z.string().min(1).optional().describe('date, datetime, timestamp, time: one strptime format, %d/%m/%Y'),
  formats: z.array(z.string().min(1)).min(1).optional().describe('As format, several tried in order'),
  date_format: z.string().min(1).optional().describe('As format'),
  true_values: z.array(z.string()).optional().describe('boolean: words for true besides "true"'),
  false_values: z.array(z.string()).optional().describe('boolean: words for false besides "false"'),
  zone: z.string().regex(/^(UTC|Z|[+-][0-9]{2}:?[0-9]{2})$/, 'a zone is UTC or an offset like +02:00').optional().describe('timestamp: the offset of texts that carry none'),
  precision: z.number().int().min(1).max(38).optional().describe('decimal: digits in all, 18 by default'),
  scale: z.number().int().min(0).max(38).optional().describe('decimal: digits after the point, 3 by default'),
})
export type Reading = z.output<typeof readingSchema>

export const castSpecSchema = readingSchema.extend({ to: typeSchema })

const TEMPORAL: readonly string[] = ['date', 'datetime', 'timestamp', 'time']

/** The cast a type and its reading options stand for. */
export function toCastSpec(reading: Reading, typeName: string): CastSpec | { readonly issues: readonly Issue[] } {
  const name = typeNamed(typeName)
  if (!name) return { issues: [problem('unknown_type', ['type'], `there is no type "${typeName}"`)] }
  const precision = reading.precision ?? 18
  const scale = reading.scale ?? 3
  if (name === 'decimal' && scale > precision) return { issues: [problem('bad_decimal', ['scale'], `the scale, ${scale}, is larger than the precision, ${precision}`)] }
  const to: DataType = name === 'decimal' ? { name, precision, scale } : { name }
  const written = TEMPORAL.includes(name) ? formatsIn(reading) : []
  const issues = written.flatMap(({ format, path }): readonly Issue[] => {
    const compiled = compileDateFormat(format)
    if (!compiled.ok) return [{ ...problem('bad_date_format', path, compiled.message), offset: compiled.offset }]
    if (name === 'time' ? !compiled.hasTime : !compiled.hasDate) return [problem('bad_date_format', path, `"${format}" names no ${name === 'time' ? 'hour' : 'year'}, which a ${name} needs`)]
    return compiled.hasOffset && name !== 'timestamp' ? [problem('bad_date_format', path, `"${format}" reads an offset, which only a timestamp has`, 'Use the type timestamp.')] : []
  })
  if (issues.length > 0) return { issues }
  return {
    to,
    ...(written.length > 0 ? { formats: written.map(({ format }) => format) } : {}),
    ...(reading.true_values ? { trueValues: reading.true_values } : {}),
    ...(reading.false_values ? { falseValues: reading.false_values } : {}),
    ...(reading.zone === undefined ? {} : { zone: reading.zone }),
  }
}

/** Every format a reading names and where it does. */
function formatsIn({ format, date_format, formats = [] }: Reading): readonly { readonly format: string, readonly path: readonly PathPart[] }[] {
  return [
    ...format === undefined ? [] : [{ format, path: ['format'] }], ...date_format === undefined ? [] : [{ format: date_format, path: ['date_format'] }],
    ...formats.map((each, index) => ({ format: each, path: ['formats', index] })),
  ]
}
