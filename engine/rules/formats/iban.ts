import { call, cast, int, isIn, text, when, type Expr } from '../../algebra/expr.ts'
import { lettersAsDigits, modulo97 } from './checksum.ts'
import type { NamedFormat } from './define.ts'

/** What follows country and check digits, by country (SWIFT IBAN registry): n digits, a letters, c either. */
const ACCOUNTS = `
  AD:8n12c AE:19n AL:8n16c AT:16n AZ:4a20c BA:16n BE:12n BG:4a6n8c BH:4a14c BI:23n BR:23n1a1c BY:4c4n16c CH:5n12c CR:18n CY:8n16c CZ:20n DE:18n
  DJ:23n DK:14n DO:4c20n EE:16n EG:25n ES:20n FI:14n FK:2a12n FO:14n FR:10n11c2n GB:4a14n GE:2a16n GI:4a15c GL:14n GR:7n16c GT:24c HN:4a20n HR:17n
  HU:24n IE:4a14n IL:19n IQ:4a15n IS:22n IT:1a10n12c JO:4a4n18c KW:4a22c KZ:3n13c LB:4n20c LC:4a24c LI:5n12c LT:16n LU:3n13c LV:4a13c LY:21n
  MC:10n11c2n MD:20c ME:18n MK:3n10c2n MN:16n MR:23n MT:4a5n18c MU:4a19n3a NI:4a20n NL:4a10n NO:11n OM:3n16c PK:4a16c PL:24n PS:4a21c PT:21n
  QA:4a21c RO:4a16c RS:18n RU:14n15c SA:2n18c SC:4a20n3a SD:14n SE:20n SI:15n SK:20n SM:1a10n12c SO:19n ST:21n SV:4a20n TL:19n TN:20n TR:6n16c
  UA:6n19c VA:18n VG:4a16n XK:16n YE:4a4n18c`.trim().split(/\s+/)

const COUNTRIES = ACCOUNTS.map(account => account.slice(0, 2))

/** 02 to 98: the digits the standard's own computation can give. */
const CHECK = '(?:0[2-9]|[1-8][0-9]|9[0-8])'
const CLASSES: Readonly<Record<string, string>> = { n: '[0-9]', a: '[A-Z]', c: '[A-Z0-9]' }

const PATTERN = ACCOUNTS.map(account => {
  const [country = '', structure = ''] = account.split(':')
  return country + CHECK + structure.replace(/([0-9]+)([nac])/g, (_, length: string, kind: string) => `${CLASSES[kind] ?? ''}{${length}}`)
}).join('|')

/** Country and check digits go to the end, letters become numbers: the result is 1 modulo 97 (ISO/IEC 7064 MOD 97-10). */
const isRight = (total: Expr): Expr => call('eq', call('mod', total, int(97)), int(1))

function checkOfAny(subject: Expr): Expr {
  const rearranged = call('concat_op', call('substr', subject, int(5)), call('left', subject, int(4)))
  return isRight(modulo97(lettersAsDigits(rearranged), 72))
}

/** The same for an account without letters, which most are: only the country's two letters have to be looked up. */
function checkOfDigits(subject: Expr): Expr {
  const account = modulo97(call('substr', subject, int(5)), 36)
  const checkDigits = cast(call('substr', subject, int(3), int(2)), { to: { name: 'integer' } })
  return isRight([call('mul', int(10 ** 6 % 97), account), countryRemainder(call('left', subject, int(2))), checkDigits].reduce((a, b) => call('add', a, b)))
}

/** Two letters as a number of four digits, and two places for the check digits after it, modulo 97. */
function countryRemainder(country: Expr): Expr {
  const remainderOf = (code: string): number => Number(`${code.charCodeAt(0) - 55}${code.charCodeAt(1) - 55}00`) % 97
  const remainders = [...new Set(COUNTRIES.map(remainderOf))]
  const branches = remainders.map(remainder => ({ when: isIn(country, COUNTRIES.filter(code => remainderOf(code) === remainder).map(text)), then: int(remainder) }))
  return { kind: 'case', branches, otherwise: null }
}

export const iban: NamedFormat = {
  name: 'iban', title: 'IBAN', noun: 'an IBAN',
  doc: 'An international bank account number (ISO 13616) in its electronic form, capitals without spaces: a country of the SWIFT registry, the length and structure of that country, and check digits that are right (MOD 97-10). National check digits inside are not looked at.',
  pattern: PATTERN, holds: subject => when(call('matches', subject, text('[A-Z]{2}[0-9]*')), checkOfDigits(subject), checkOfAny(subject)),
  examples: ['DE89370400440532013000', 'GB82WEST12345698765432', 'FR1420041010050500013M02606', 'NO9386011117947', 'MT84MALT011000012345MTLCAST001S', 'LC14BOSL123456789012345678901234', 'BR1500000000000010932840814P2'],
  counterExamples: [
    'DE88370400440532013000', 'DE89 3704 0044 0532 0130 00', 'de89370400440532013000', 'DE8937040044053201300', 'DE893704004405320130001', 'GB82WEST1234569876543A', 'US89370400440532013000',
    'DE98370400440532013000', 'FR1420041010050500013M02607', 'GB82TEST12345698765432', '',
  ],
}
