import type { Cells } from './load.ts'

/** A seeded source of numbers in [0, 1): mulberry32, so that a column is the same on every machine. */
export type Random = () => number

export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ state >>> 15, state | 1)
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61)
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32
  }
}

const below = (random: Random, end: number): number => Math.floor(random() * end)
const between = (random: Random, low: number, high: number): number => low + below(random, high - low + 1)
const pick = <T>(random: Random, items: readonly [T, ...T[]]): T => items[below(random, items.length)] ?? items[0]
const padded = (value: number, width = 2): string => String(value).padStart(width, '0')
const digits = (random: Random, count: number): string => Array.from({ length: count }, () => below(random, 10)).join('')

/** A kind of column: how its cells are written and what inference has to make of them. */
export interface Kind {
  readonly name: string
  /** What the column is called; `column` when a name would say nothing. */
  readonly called?: string
  readonly cell: (random: Random) => string
  readonly type: string
  /** Formats the cells are written in, any order; empty for ISO 8601 and for what is no date. */
  readonly formats?: readonly string[]
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

/** A moment between 1970 and 2038, written in a strptime format. */
function written(format: string): (random: Random) => string {
  return random => {
    const moment = new Date(below(random, 2 ** 31) * 1000)
    const [month, hour] = [moment.getUTCMonth(), moment.getUTCHours()]
    const [monthName, weekday, twelve] = [MONTHS[month] ?? '', WEEKDAYS[moment.getUTCDay()] ?? '', hour % 12 === 0 ? 12 : hour % 12]
    const parts: Readonly<Record<string, string>> = {
      '%Y': String(moment.getUTCFullYear()), '%y': padded(moment.getUTCFullYear() % 100), '%m': padded(month + 1), '%-m': String(month + 1),
      '%d': padded(moment.getUTCDate()), '%-d': String(moment.getUTCDate()), '%b': monthName.slice(0, 3), '%B': monthName, '%a': weekday.slice(0, 3), '%A': weekday,
      '%H': padded(hour), '%-H': String(hour), '%I': padded(twelve), '%-I': String(twelve), '%p': hour < 12 ? 'AM' : 'PM',
      '%M': padded(moment.getUTCMinutes()), '%S': padded(moment.getUTCSeconds()), '%f': digits(random, 6), '%z': pick(random, ['+0000', '+0100', '-0530']),
    }
    return format.replace(/%-?[A-Za-z]/g, directive => parts[directive] ?? directive)
  }
}

const dated = (type: 'date' | 'datetime' | 'time' | 'timestamp', ...formats: readonly [string, ...string[]]): Kind =>
  ({ name: `${type} ${formats.join(' or ')}`, type, formats, cell: random => written(pick(random, formats))(random) })
const iso = (name: string, type: string, format: string, suffix: readonly [string, ...string[]] = ['']): Kind =>
  ({ name, type, cell: random => written(format)(random) + pick(random, suffix) })

interface Notation {
  readonly decimal: '.' | ','
  readonly group?: string
  readonly places?: number
}

/** An amount of up to seven digits before the mark. */
function amount(random: Random, { decimal, group = '', places = 2 }: Notation): string {
  const whole = String(below(random, 10 ** between(random, 1, 7))).replace(/\B(?=(\d{3})+$)/g, group)
  return places === 0 ? whole : `${whole}${decimal}${digits(random, places)}`
}

const number = (name: string, notation: Notation, around: (text: string, random: Random) => string = text => text): Kind =>
  ({ name, type: 'number', cell: random => around(amount(random, notation), random) })
const signed = (text: string, random: Random): string => random() < 0.2 ? `-${text}` : text
const pair = (yes: string, no: string): Kind => ({ name: `boolean ${yes}/${no}`, type: 'boolean', cell: random => random() < 0.4 ? yes : no })
const text = (name: string, cell: Kind['cell'], called?: string): Kind => ({ name, type: 'string', cell, ...called === undefined ? {} : { called } })

const WORDS = ['red', 'blue', 'round', 'late order', 'call back', 'Straße', 'no remarks', 'north-west', 'A4', 'Mme Dupont'] as const

export const kinds: readonly Kind[] = [
  { name: 'integer', type: 'integer', cell: random => signed(String(below(random, 10 ** between(random, 1, 8))), random) },
  { name: 'year', type: 'integer', called: 'year', cell: random => String(between(random, 1950, 2030)) },
  { name: 'unix time', type: 'integer', cell: random => String(between(random, 1_500_000_000, 1_800_000_000)) },
  { name: 'eight digits that are no dates', type: 'integer', cell: random => String(between(random, 10_000_000, 99_999_999)) },
  { name: 'zeros and ones', type: 'integer', called: 'children', cell: random => String(below(random, 2)) },
  { name: 'integer 1,234', type: 'integer', cell: random => amount(random, { decimal: '.', group: ',', places: 0 }) },
  { name: 'integer 1.234', type: 'integer', cell: random => (1_000_000 + below(random, 9e8)).toString().replace(/\B(?=(\d{3})+$)/g, '.') },
  number('number 1234.50', { decimal: '.' }, signed),
  { name: 'number 1.2e-3', type: 'number', cell: random => (random() * 10 ** between(random, -9, 9)).toExponential(3) },
  number('number 1,234.50', { decimal: '.', group: ',' }, signed),
  number('number 1234,50', { decimal: ',' }, signed),
  number('number 1.234,50', { decimal: ',', group: '.' }, signed),
  number('number 1 234,50', { decimal: ',', group: ' ' }),
  number('number 1 234,50 with NBSP', { decimal: ',', group: '\u00a0' }),
  number("number 1'234.50", { decimal: '.', group: "'" }),
  { name: 'number 0,123', type: 'number', cell: random => `${below(random, 4)},${digits(random, 3)}` },
  number('currency $1,234.50', { decimal: '.', group: ',' }, (value, random) => signed(`$${value}`, random)),
  number('currency 1.234,50 €', { decimal: ',', group: '.' }, value => `${value} €`),
  number('currency EUR 1,234.50', { decimal: '.', group: ',' }, value => `EUR ${value}`),
  number('currency 1 234,50 kr', { decimal: ',', group: ' ' }, value => `${value} kr`),
  number('currency £ and $', { decimal: '.', group: ',' }, (value, random) => pick(random, ['£', '$']) + value),
  { name: 'percent 12.5%', type: 'number', cell: random => `${(random() * 100).toFixed(1)}%` },
  { name: 'percent 12,5 %', type: 'number', cell: random => `${(random() * 100).toFixed(1).replace('.', ',')} %` },
  { name: 'percent 12%', type: 'number', cell: random => `${below(random, 101)}%` },
  number('accounting (1,234.50)', { decimal: '.', group: ',' }, (value, random) => random() < 0.25 ? `(${value})` : value),
  number('accounting $(1,234.50)', { decimal: '.', group: ',' }, (value, random) => random() < 0.25 ? `($${value})` : `$${value}`),
  number('accounting 1.234,50-', { decimal: ',', group: '.' }, (value, random) => random() < 0.25 ? `${value}-` : value),
  pair('true', 'false'), pair('yes', 'no'), pair('Y', 'N'), pair('T', 'F'), pair('on', 'off'), pair('ja', 'nein'), pair('Oui', 'Non'), pair('VRAI', 'FAUX'), pair('sí', 'no'),
  { ...pair('1', '0'), called: 'is_active' },
  iso('date 2024-01-31', 'date', '%Y-%m-%d'),
  dated('date', '%d/%m/%Y'), dated('date', '%m/%d/%Y'), dated('date', '%-m/%-d/%Y'), dated('date', '%-m/%-d/%y'), dated('date', '%d.%m.%Y'), dated('date', '%d-%m-%Y'), dated('date', '%d.%m.%y'),
  dated('date', '%d-%b-%Y'), dated('date', '%-d %B %Y'), dated('date', '%B %-d, %Y'), dated('date', '%A, %B %-d, %Y'), dated('date', '%Y%m%d'), dated('date', '%Y/%m/%d'),
  dated('date', '%Y-%m-%d', '%d/%m/%Y'), dated('date', '%d.%m.%Y', '%d/%m/%Y', '%Y-%m-%d'), dated('date', '%m/%d/%Y', '%b %d, %Y'),
  iso('datetime 2024-01-31 14:00:00', 'datetime', '%Y-%m-%d %H:%M:%S'), iso('datetime 2024-01-31T14:00:00', 'datetime', '%Y-%m-%dT%H:%M:%S'),
  dated('datetime', '%d/%m/%Y %H:%M'), dated('datetime', '%m/%d/%Y %I:%M %p'), dated('datetime', '%d.%m.%Y %H:%M:%S'), dated('datetime', '%Y%m%d%H%M%S'),
  dated('datetime', '%Y-%m-%d %H:%M:%S', '%d/%m/%Y %H:%M'),
  iso('timestamp 2024-01-31T14:00:00Z', 'timestamp', '%Y-%m-%dT%H:%M:%S', ['Z']), iso('timestamp +02:00', 'timestamp', '%Y-%m-%d %H:%M:%S', ['+02:00', '-05:30']),
  dated('timestamp', '%d/%b/%Y:%H:%M:%S %z'), dated('timestamp', '%a, %d %b %Y %H:%M:%S %z'),
  iso('time 14:00:59', 'time', '%H:%M:%S'), iso('time 14:00', 'time', '%H:%M'), dated('time', '%-I:%M %p'),
  { name: 'json object', type: 'json', cell: random => `{"id": ${below(random, 1000)}, "tags": ["a", "${digits(random, 2)}"], "on": ${String(random() < 0.5)}}` },
  { name: 'json array', type: 'array', cell: random => JSON.stringify(Array.from({ length: below(random, 4) }, () => below(random, 50))) },
  text('words', random => pick(random, WORDS)),
  text('names and numbers', random => random() < 0.5 ? pick(random, WORDS) : String(below(random, 1000))),
  text('postal codes', random => padded(below(random, 100_000), 5)),
  text('phone +', random => `+${between(random, 1, 99)}${digits(random, 9)}`),
  text('phone 0', random => `0${between(random, 1, 9)}${digits(random, 8)}`),
  text('phone in groups', random => `0${between(random, 1, 9)} ${digits(random, 2)} ${digits(random, 2)} ${digits(random, 2)} ${digits(random, 2)}`),
  text('phone 600 123 456', random => `6${digits(random, 2)} ${digits(random, 3)} ${digits(random, 3)}`),
  text('phone (415) 555-0123', random => `(${between(random, 200, 999)}) ${digits(random, 3)}-${digits(random, 4)}`),
  text('ids of 18 digits', random => `${between(random, 1, 9)}${digits(random, 17)}`),
  text('card numbers', random => `4${digits(random, 15)}`),
  text('card numbers in groups', random => `4${digits(random, 3)} ${digits(random, 4)} ${digits(random, 4)} ${digits(random, 4)}`),
  text('IBAN', random => `DE${digits(random, 20)}`),
  text('versions', random => `${below(random, 4)}.${below(random, 20)}.${below(random, 10)}`),
  text('versions of two parts', random => `${below(random, 4)}.${below(random, 20)}`, 'app_version'),
  text('IP addresses', random => Array.from({ length: 4 }, () => below(random, 256)).join('.')),
  text('codes', random => `${pick(random, ['AB', 'C', 'ZX'])}${digits(random, 4)}`),
  text('hex', random => `${digits(random, 3)}${pick(random, ['a', 'b', 'c', 'f'])}${digits(random, 3)}`),
  text('ratings', random => pick(random, ['low', 'medium', 'high'])),
  text('answers', random => pick(random, ['yes', 'no', 'maybe'])),
  text('ranges', random => `${below(random, 50)}-${between(random, 50, 99)}`),
  text('coordinates', random => `${(random() * 90).toFixed(4)}, ${(random() * 180).toFixed(4)}`),
]

/** A column and what inference has to say of it. */
export interface MadeColumn {
  readonly label: string
  readonly name: string
  readonly kind: Kind
  readonly cells: Cells
}

const ROWS = [30, 80, 300, 800, 2000] as const
const NULL_SHARES = [0, 0.05, 0.2, 0.4] as const
const NULL_TOKENS: readonly (readonly [string | null, ...(string | null)[]])[] = [[null], ['N/A'], ['NULL'], ['-'], [null, 'N/A', '-'], ['n/a', null]]
const DIRT_SHARES = [0, 0.01, 0.03] as const
const DIRT = ['???x', 'error', 'see note', '#REF!', 'to do', '12 monkeys'] as const

/** `variants` columns of every kind, some with gaps and slips, by their number of rows. */
export function makeColumns(seed: number, variants: number): ReadonlyMap<number, readonly MadeColumn[]> {
  const random = seeded(seed)
  const made = new Map<number, MadeColumn[]>()
  for (const kind of kinds) {
    for (let variant = 0; variant < variants; variant++) {
      const rows = pick(random, ROWS)
      const [nulls, tokens, dirt] = [pick(random, NULL_SHARES), pick(random, NULL_TOKENS as [typeof NULL_TOKENS[number]]), pick(random, DIRT_SHARES)]
      const present = Math.round(rows * (1 - nulls))
      const slips = Math.floor(present * dirt)
      const cells = shuffled(random, Array.from({ length: rows }, (_, row) =>
        row < slips ? pick(random, DIRT) : row < present ? kind.cell(random) : pick(random, tokens)))
      const label = `${kind.name} (${rows} rows, ${nulls * 100} % ${tokens.map(token => token ?? 'empty').join(' ')}, ${dirt * 100} % slips)`
      made.set(rows, [...made.get(rows) ?? [], { label, name: kind.called ?? 'column', kind, cells }])
    }
  }
  return made
}

function shuffled<T>(random: Random, items: readonly T[]): readonly T[] {
  const result = [...items]
  for (let last = result.length - 1; last > 0; last--) {
    const other = below(random, last + 1)
    ;[result[last], result[other]] = [result[other] as T, result[last] as T]
  }
  return result
}
