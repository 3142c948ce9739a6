import type { Random } from './random.ts'
import { createRandom, shuffledIndices } from './random.ts'

/** The columns of the sample: orders of customers, as a shop's back office would export them. */
export const sampleColumns = [
  'order_id', 'customer_ref', 'first_name', 'last_name', 'email', 'age', 'country', 'zip',
  'signup_date', 'contract_start', 'contract_end', 'amount', 'is_active', 'notes',
] as const

type Column = (typeof sampleColumns)[number]

/** One order. Cells are values, not yet quoted; a malformed record prints itself by `render`. */
interface Order {
  readonly cells: Record<Column, string>
  render: (cells: readonly string[]) => string
  blankLineAfter: boolean
}

/** One way in which real files go wrong, and the share of the rows it spoils. `twin` is a clean row nearby. */
interface Fault {
  readonly kind: string
  readonly share: number
  readonly spoil: (order: Order, random: Random, twin: Order | undefined) => void
}

const FIRST_NAMES = ['Alice', 'Bruno', 'Chloe', 'David', 'Elena', 'Farid', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Karin', 'Liam', 'Maria', 'Nora',
  'Oscar', 'Paula', 'Quentin', 'Rosa', 'Samir', 'Tessa', 'Umar', 'Vera', 'William', 'Yuki', 'Zoe']
const LAST_NAMES = ['Abbott', 'Bernard', 'Costa', 'Dubois', 'Evans', 'Fischer', 'Garcia', 'Haddad', 'Ito', 'Jensen', 'Keller', 'Lopez', 'Martin',
  'Nguyen', 'Okafor', 'Petit', 'Rossi', 'Schmidt', 'Tanaka', 'Ueda', 'Vogel', 'Weber', 'Young', 'Zimmer']
const MAIL_HOSTS = ['example.com', 'example.org', 'mail.example.net', 'shop.example']
const NOTES = ['', '', '', 'repeat customer', 'call before delivery', 'gift, wrap it', 'paid by invoice', 'asked for "express" delivery', 'leave at reception',
  'size M; blue', 'referred by a friend']
const WORLD_NAMES = ['Amélie 🌸', 'محمد', 'נועה', 'さくら', 'João', '李雷', 'Zoë 👩‍🚀', 'فاطمة']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const DAY_MS = 86_400_000
const FIRST_DAY_MS = Date.UTC(2021, 0, 1)

const digits = (count: number, random: Random) => Array.from({ length: count }, () => String(random.below(10))).join('')

/** Postal codes by country; those of New England, Saxony and the Ain begin with a zero. */
const ZIPS: Record<string, (random: Random) => string> = {
  US: random => random.pick(['02134', '07302', '10001', '94110', '60614', '00501', '33139']),
  FR: random => random.pick(['01000', '06200', '75011', '69002', '33000', '02100']),
  DE: random => random.pick(['01067', '04109', '10115', '80331', '20095']),
  GB: random => `${random.pick(['SW1A', 'M1', 'EH8', 'BS1'])} ${random.below(10)}${random.pick(['AA', 'BX', 'QT'])}`,
  JP: random => `${digits(3, random)}-${digits(4, random)}`,
}
const COUNTRIES = Object.keys(ZIPS)

/**
 * What is wrong with the sample. Every fault spoils its own rows, so its count is exact; the kinds from
 * `date_format` on are untidy rather than wrong: a step can repair them.
 */
const FAULTS: readonly Fault[] = [
  { kind: 'too_few_cells', share: 0.0015, spoil: order => { order.render = cells => csvRecord(cells.slice(0, 11)) } },
  { kind: 'too_many_cells', share: 0.0015, spoil: order => { order.render = cells => csvRecord([...cells, 'see also page 2']) } },
  { kind: 'text_after_quote', share: 0.0015, spoil: order => { order.render = withTextAfterQuote } },
  { kind: 'duplicate_id', share: 0.006, spoil: (order, _, twin) => { order.cells.order_id = twin?.cells.order_id ?? order.cells.order_id } },
  { kind: 'bad_email', share: 0.012, spoil: ({ cells }, random) => { cells.email = badEmail(cells.email, random) } },
  { kind: 'impossible_age', share: 0.008, spoil: ({ cells }, random) => { cells.age = random.pick(['-1', '-34', '199', '999', 'forty']) } },
  { kind: 'impossible_date', share: 0.003, spoil: ({ cells }, random) => { cells.signup_date = random.pick(['2024-02-30', '2024-02-30', '2023-13-01']) } },
  { kind: 'end_before_start', share: 0.008, spoil: swapContract },
  { kind: 'missing_name', share: 0.004, spoil: ({ cells }) => { cells.last_name = '' } },
  { kind: 'na_token', share: 0.03, spoil: ({ cells }, random) => { cells[random.pick(['email', 'age', 'zip', 'amount'] as const)] = 'N/A' } },
  { kind: 'leading_bom', share: 0.001, spoil: ({ cells }) => { cells.last_name = `\uFEFF${cells.last_name}` } },
  { kind: 'date_format', share: 0.09, spoil: ({ cells }, random) => { cells.signup_date = otherDateFormat(cells.signup_date, random) } },
  { kind: 'amount_format', share: 0.03, spoil: ({ cells }, random) => { cells.amount = otherAmountFormat(cells.amount, random) } },
  { kind: 'trailing_spaces', share: 0.03, spoil: ({ cells }, random) => { cells[random.pick(['first_name', 'last_name', 'country', 'email'] as const)] += '  ' } },
  { kind: 'country_case', share: 0.05, spoil: ({ cells }, random) => { cells.country = otherCase(cells.country, random) } },
  { kind: 'unicode_name', share: 0.02, spoil: ({ cells }, random) => { cells.first_name = random.pick(WORLD_NAMES) } },
  { kind: 'quoted_line_end', share: 0.01, spoil: ({ cells }, random) => { cells.notes = `deliver to:\n${1 + random.below(98)} Mill Lane, rear door` } },
  { kind: 'blank_line', share: 0.003, spoil: order => { order.blankLineAfter = true } },
]

/** How many of `rows` rows each fault spoils: its share, and at least one. */
export function sampleFaultCounts(rows: number): Record<string, number> {
  return Object.fromEntries(FAULTS.map(({ kind, share }) => [kind, faultCount(share, rows)]))
}

const faultCount = (share: number, rows: number) => Math.max(1, Math.round(share * rows))

/**
 * A made-up export with the faults of real ones: UTF-8 text without a byte order mark, comma, double quote, `\n` line ends,
 * a header and `rows` records (malformed ones counted, blank lines not). The same seed and row count give the same text.
 * In a file with fewer rows than faults, some rows have several.
 */
export function sampleCsv({ seed, rows }: { readonly seed: number, readonly rows: number }): string {
  const random = createRandom(seed)
  const orders = Array.from({ length: rows }, (_, index) => cleanOrder(index, random))
  spoilOrders(orders, random)
  return `${csvRecord(sampleColumns)}\n${orders.map(printOrder).join('')}`
}

/** Hands out the rows in a random order, so that no two faults meet while rows last; the rows left over stay clean. */
function spoilOrders(orders: readonly Order[], random: Random): void {
  const shuffled = shuffledIndices(orders.length, random)
  const faults = FAULTS.flatMap(({ spoil, share }) => Array<Fault['spoil']>(faultCount(share, orders.length)).fill(spoil))
  const clean = shuffled.slice(faults.length).sort((a, b) => a - b)
  if (orders.length === 0) return
  faults.forEach((spoil, turn) => {
    const index = shuffled[turn % shuffled.length] as number
    const twin = clean.findLast(other => other < index) ?? clean[0]
    spoil(orders[index] as Order, random, twin === undefined ? undefined : orders[twin])
  })
}

function cleanOrder(index: number, random: Random): Order {
  const first = random.pick(FIRST_NAMES)
  const last = random.pick(LAST_NAMES)
  const country = random.pick(COUNTRIES)
  const signupMs = FIRST_DAY_MS + random.below(1300) * DAY_MS
  const startMs = signupMs + random.below(60) * DAY_MS
  const endMs = startMs + (30 + random.below(700)) * DAY_MS
  return {
    cells: {
      order_id: String(100_001 + index),
      customer_ref: `${1 + random.below(9)}${digits(17 + random.below(3), random)}`,
      first_name: first,
      last_name: last,
      email: `${first}.${last}${random.below(100)}@${random.pick(MAIL_HOSTS)}`.toLowerCase(),
      age: String(18 + random.below(68)),
      country,
      zip: ZIPS[country]?.(random) ?? '',
      signup_date: isoDate(signupMs),
      contract_start: isoDate(startMs),
      contract_end: isoDate(endMs),
      amount: `${5 + random.below(2400)}.${digits(2, random)}`,
      is_active: random.chance(0.7) ? 'true' : 'false',
      notes: random.pick(NOTES),
    },
    render: csvRecord,
    blankLineAfter: false,
  }
}

const isoDate = (ms: number) => new Date(ms).toISOString().slice(0, 10)

function badEmail(email: string, random: Random): string {
  const [name = '', host = ''] = email.split('@')
  return random.pick([`${name}${host}`, `${name}@`, `@${host}`, `${name}@@${host}`, `${name} at ${host}`, `${name}@localhost`])
}

function swapContract({ cells }: Order): void {
  const { contract_start: start, contract_end: end } = cells
  cells.contract_start = end
  cells.contract_end = start
}

/** `2024-03-05` as `05/03/2024` or as `Mar 5, 2024`. */
function otherDateFormat(date: string, random: Random): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return random.chance(0.7) ? `${day}/${month}/${year}` : `${MONTHS[Number(month) - 1]} ${Number(day)}, ${year}`
}

/** `1204.50` as `$1204.50`, `1,204.50`, `€ 1204.50` or `1204,50`. */
function otherAmountFormat(amount: string, random: Random): string {
  const [whole = '', cents = ''] = amount.split('.')
  const thousands = whole.replace(/(\d)(\d{3})$/, '$1,$2')
  return random.pick([`$${amount}`, thousands === whole ? `${amount} EUR` : `${thousands}.${cents}`, `€ ${amount}`, `${whole},${cents}`])
}

function otherCase(country: string, random: Random): string {
  return random.pick([country.toLowerCase(), country.slice(0, 1) + country.slice(1).toLowerCase()])
}

/** The last name quoted, and more text behind its closing quote: no reader can tell what was meant. */
function withTextAfterQuote(cells: readonly string[]): string {
  const position = sampleColumns.indexOf('last_name')
  return cells.map((cell, index) => (index === position ? `"${cell}" Jr.` : csvCell(cell))).join(',')
}

const printOrder = ({ cells, render, blankLineAfter }: Order) =>
  `${render(sampleColumns.map(column => cells[column]))}\n${blankLineAfter ? '\n' : ''}`

const csvRecord = (cells: readonly string[]) => cells.map(csvCell).join(',')

const csvCell = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
