import { double } from '../../algebra/expr.ts'
import { NUMBER_PATTERN } from '../../data/numbers.ts'
import { isBetween } from './checksum.ts'
import type { NamedFormat } from './define.ts'

const CA_FIRST = '[ABCEGHJKLMNPRSTVXY]'
const CA_OTHER = '[ABCEGHJKLMNPRSTVWXYZ]'

export const places: readonly NamedFormat[] = [
  {
    name: 'latitude', title: 'Latitude', noun: 'a latitude',
    doc: 'A number of degrees from -90 to 90.',
    pattern: NUMBER_PATTERN, holds: subject => isBetween(subject, double(-90), double(90)),
    examples: ['48.8566', '-90', '90', '0', '+45.5', '1e1'], counterExamples: ['90.0001', '-91', '48,8566', '48°51′N', 'N48', 'NaN', ' 48', ''],
  },
  {
    name: 'longitude', title: 'Longitude', noun: 'a longitude',
    doc: 'A number of degrees from -180 to 180.',
    pattern: NUMBER_PATTERN, holds: subject => isBetween(subject, double(-180), double(180)),
    examples: ['2.3522', '-180', '180', '-73.935242'], counterExamples: ['180.5', '-181', '2,3522', '2°E', ''],
  },
  {
    name: 'geohash', title: 'Geohash', noun: 'a geohash',
    doc: 'A geohash of 1 to 12 characters in small letters: digits and letters without a, i, l and o.',
    pattern: '[0-9b-hjkmnp-z]{1,12}',
    examples: ['u09tvw0', 'ezs42', '9'], counterExamples: ['u09tvwa', 'EZS42', 'ezs42ezs42ezs', 'il', ''],
  },
  {
    name: 'us_zip', title: 'US ZIP code', noun: 'a US ZIP code',
    doc: 'Five digits, or nine as ZIP+4 with a hyphen. Whether the code is in use is not known here.',
    pattern: '[0-9]{5}(?:-[0-9]{4})?',
    examples: ['02139', '90210-1234'], counterExamples: ['2139', '902101234', '90210-12', '9021O', '90210 1234', ''],
  },
  {
    name: 'ca_postal_code', title: 'Canadian postal code', noun: 'a Canadian postal code',
    doc: 'Letter, digit, letter, a space or none, digit, letter, digit, in capitals and with the letters that Canada Post uses in each place.',
    pattern: `${CA_FIRST}[0-9]${CA_OTHER} ?[0-9]${CA_OTHER}[0-9]`,
    examples: ['K1A 0B1', 'H0H0H0'], counterExamples: ['k1a 0b1', 'D1A 0B1', 'W1A 0B1', 'K1A-0B1', 'K1A 0B', 'K1O 0B1', ''],
  },
  {
    name: 'uk_postcode', title: 'UK postcode', noun: 'a UK postcode',
    doc: 'A postcode of the United Kingdom in capitals, with a space or none before the last three characters, and with the letters that Royal Mail uses in each place; GIR 0AA too. Whether the code is in use is not known here.',
    pattern: '(?:GIR ?0AA|(?:[A-PR-UWYZ][0-9][0-9]?|[A-PR-UWYZ][A-HK-Y][0-9][0-9]?|[A-PR-UWYZ][0-9][A-HJKPSTUW]|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY]) ?[0-9][ABD-HJLNP-UW-Z]{2})',
    examples: ['SW1A 1AA', 'M1 1AE', 'B33 8TH', 'CR2 6XH', 'DN55 1PT', 'W1A0AX', 'EC1A 1BB', 'GIR 0AA'], counterExamples: ['sw1a 1aa', 'SW1A', 'Q1 1AA', 'SW1A  1AA', 'M1 1CE', 'AI1 1AA', '1M 1AE', ''],
  },
]
