import { call, int, text, type Expr } from '../../algebra/expr.ts'
import { COUNTRIES, oneOf } from './codes.ts'
import { gs1, lettersAsDigits, luhn, luhnOfExpansion, mod11Radix2, ofCompact, weighted11 } from './checksum.ts'
import type { NamedFormat } from './define.ts'
import { iban } from './iban.ts'

const withoutHyphens = (subject: Expr): Expr => call('replace', subject, text('-'), text(''))
/** `count` more digits, a space or a hyphen allowed before each. */
const spaced = (count: string): string => `(?:[- ]?[0-9]){${count}}`

/** Numbers of money and banks. */
export const finance: readonly NamedFormat[] = [
  {
    name: 'credit_card', title: 'Payment card number', noun: 'a payment card number',
    doc: '12 to 19 digits, the first not 0, whose check digit is right (Luhn, ISO/IEC 7812-1). Single spaces or hyphens between digits are allowed. Whether an issuer uses the number is not known here.',
    pattern: `[1-9]${spaced('11,18')}`, holds: ofCompact(digits => luhn(digits, 19)),
    examples: ['4111111111111111', '4111 1111 1111 1111', '5500-0000-0000-0004', '340000000000009', '6304000000000000', '4222222222222'],
    counterExamples: ['4111111111111112', '1411111111111111', '411111111111111', '4111  1111 1111 1111', '0000000000000000', '41111111111', '4111111111111111 ', '４111111111111111', ''],
  },
  iban,
  {
    name: 'bic', title: 'BIC (SWIFT code)', noun: 'a BIC',
    doc: 'A business identifier code of 8 or 11 characters in capitals (ISO 9362): four characters for the party, an assigned country code or XK, two for the place and, if given, three for the branch.',
    pattern: '[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?', holds: subject => oneOf([...COUNTRIES, 'XK'])(call('substr', subject, int(5), int(2))),
    examples: ['DEUTDEFF', 'DEUTDEFF500', 'NEDSZAJJXXX', 'NCBVXKPR'], counterExamples: ['DEUTDEF', 'DEUTDEFF50', 'DEUTZZFF', 'deutdeff', 'DEUT-DEFF', ''],
  },
  {
    name: 'isin', title: 'ISIN', noun: 'an ISIN',
    doc: 'An international securities identification number (ISO 6166): two capital letters, nine capitals or digits and a check digit that is right. The two letters are not looked up, since some stand for no country.',
    pattern: '[A-Z]{2}[A-Z0-9]{9}[0-9]', holds: subject => luhnOfExpansion(lettersAsDigits(subject), 23),
    examples: ['US0378331005', 'DE000BAY0017', 'AU0000XVGZA3', 'GB0002634946', 'XS0971721963'], counterExamples: ['US0378331004', 'US037833100', 'us0378331005', 'U50378331005', 'US03783310O5', ''],
  },
]

/** Numbers of things and people. */
export const identifiers: readonly NamedFormat[] = [
  {
    name: 'e164', title: 'Phone number (E.164)', noun: 'an international phone number',
    doc: 'A phone number in international form (ITU-T E.164): a plus sign and 7 to 15 digits, the first not 0, without spaces or signs. Whether country and area exist is not known here.',
    pattern: '\\+[1-9][0-9]{6,14}',
    examples: ['+14155552671', '+442071838750', '+6834000', '+999999999999999'], counterExamples: ['14155552671', '+0123456789', '+1 415 555 2671', '+1-415-555-2671', '0014155552671', '+123456', '+1234567890123456', ''],
  },
  {
    name: 'us_ssn', title: 'US social security number', noun: 'a US social security number',
    doc: 'A social security number with its hyphens; areas 000, 666 and 900 to 999, group 00 and serial 0000 were never given out.',
    pattern: '(?:00[1-9]|0[1-9][0-9]|[1-578][0-9]{2}|6[0-57-9][0-9]|66[0-57-9])-(?:0[1-9]|[1-9][0-9])-(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})',
    examples: ['123-45-6789', '001-01-0001', '665-99-9999', '667-10-1000', '899-99-9999'], counterExamples: ['000-12-3456', '666-12-3456', '900-12-3456', '123-00-4567', '123-45-0000', '123456789', '123-45-678', ''],
  },
  {
    name: 'isbn10', title: 'ISBN-10', noun: 'an ISBN of ten digits',
    doc: 'An ISBN of nine digits and a check character, 0 to 9 or X, that is right (ISO 2108 before 2007). Single hyphens or spaces are allowed.',
    pattern: `[0-9]${spaced('8')}[- ]?[0-9X]`, holds: ofCompact(characters => weighted11(characters, 10)),
    examples: ['0306406152', '0-306-40615-2', '080442957X', '3 16 148410 X'], counterExamples: ['0306406153', '030640615', '0-8044-2957-x', '0--306-40615-2', 'X306406152', '9780306406157', ''],
  },
  {
    name: 'isbn13', title: 'ISBN-13', noun: 'an ISBN of thirteen digits',
    doc: 'An ISBN of 13 digits that begins with 978 or 979 and whose check digit is right (ISO 2108). Single hyphens or spaces are allowed.',
    pattern: `9[- ]?7[- ]?[89]${spaced('10')}`, holds: ofCompact(gs1),
    examples: ['9780306406157', '978-0-306-40615-7', '979-10-90636-07-1', '978 3 16 148410 0'], counterExamples: ['9780306406158', '978030640615', '9770306406157', '978--0-306-40615-7', '0306406152', '9780306406157 ', ''],
  },
  {
    name: 'issn', title: 'ISSN', noun: 'an ISSN',
    doc: 'Seven digits and a check character, 0 to 9 or X, that is right, with a hyphen in the middle (ISO 3297).',
    pattern: '[0-9]{4}-[0-9]{3}[0-9X]', holds: subject => weighted11(withoutHyphens(subject), 8),
    examples: ['0378-5955', '2434-561X', '2049-3630'], counterExamples: ['0378-5954', '03785955', '2434-561x', '0378-595', '', '2434-5610'],
  },
  {
    name: 'ean8', title: 'EAN-8', noun: 'an EAN of eight digits',
    doc: 'A GTIN-8 article number: eight digits, the last a check digit that is right (GS1).',
    pattern: '[0-9]{8}', holds: gs1,
    examples: ['96385074', '73513537'], counterExamples: ['96385075', '9638507', '963850740', '9638 5074', ''],
  },
  {
    name: 'ean13', title: 'EAN-13', noun: 'an EAN of thirteen digits',
    doc: 'A GTIN-13 article number: 13 digits, the last a check digit that is right (GS1).',
    pattern: '[0-9]{13}', holds: gs1,
    examples: ['4006381333931', '5901234123457'], counterExamples: ['4006381333932', '400638133393', '40063813339311', '4006381-333931', ''],
  },
  {
    name: 'gtin', title: 'GTIN', noun: 'a GTIN',
    doc: 'An article number of 8, 12 (UPC-A), 13 (EAN) or 14 digits, the last a check digit that is right (GS1).',
    pattern: '[0-9]{8}|[0-9]{12,14}', holds: gs1,
    examples: ['4006381333931', '036000291452', '96385074', '10614141000415'], counterExamples: ['4006381333932', '036000291453', '0360002914', '010614141000415', '10614141000416', ''],
  },
  {
    name: 'imei', title: 'IMEI', noun: 'an IMEI',
    doc: 'The 15 digits of a mobile device, the last a check digit that is right (Luhn, 3GPP TS 23.003).',
    pattern: '[0-9]{15}', holds: subject => luhn(subject, 15),
    examples: ['490154203237518', '356938035643809'], counterExamples: ['490154203237519', '49015420323751', '49-015420-323751-8', '4901542032375180', ''],
  },
  {
    name: 'vin', title: 'Vehicle identification number', noun: 'a vehicle identification number',
    doc: '17 capital letters and digits without I, O and Q (ISO 3779). The check digit is not looked at, for only North America demands one.',
    pattern: '[A-HJ-NPR-Z0-9]{17}',
    examples: ['1HGCM82633A004352', 'WVWZZZ1JZXW000001'], counterExamples: ['1HGCM82633A00435', '1HGCM82633A0043522', '1HGCM82633I004352', 'OHGCM82633A004352', '1hgcm82633a004352', ''],
  },
  {
    name: 'orcid', title: 'ORCID iD', noun: 'an ORCID iD',
    doc: 'The identifier of a researcher: 16 characters in groups of four joined by hyphens, the last a check character, 0 to 9 or X, that is right (ISO/IEC 7064 MOD 11-2). Without the web address in front.',
    pattern: '[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]', holds: subject => mod11Radix2(withoutHyphens(subject)),
    examples: ['0000-0002-1825-0097', '0000-0001-5109-3700', '0000-0002-1694-233X'], counterExamples: ['0000-0002-1825-0098', '0000000218250097', '0000-0002-1694-233x', 'https://orcid.org/0000-0002-1825-0097', ''],
  },
  {
    name: 'doi', title: 'DOI', noun: 'a DOI',
    doc: 'A digital object identifier (ISO 26324): 10., a registrant of four to nine digits with further parts after dots if there are any, a slash and a suffix without white space. Without doi: or a web address in front.',
    pattern: '10\\.[0-9]{4,9}(?:\\.[0-9]+)*/[^\\s\\p{Z}\\p{Cc}]+',
    examples: ['10.1000/182', '10.1038/s41586-020-2649-2', '10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1', '10.1000.10/abc'],
    counterExamples: ['10.1000/', '10.100/182', 'doi:10.1000/182', 'https://doi.org/10.1000/182', '11.1000/182', '10.1000/a b', ''],
  },
]
