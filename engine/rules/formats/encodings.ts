import type { NamedFormat } from './define.ts'

const HEX = '[0-9A-Fa-f]'
const NUMERIC = '(?:0|[1-9][0-9]*)'
const PRERELEASE = `(?:${NUMERIC}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)`

export const encodings: readonly NamedFormat[] = [
  {
    name: 'uuid', title: 'UUID', noun: 'a UUID',
    doc: 'A UUID of any version (RFC 9562): 32 hexadecimal digits, small or capital, in groups of 8, 4, 4, 4 and 12 joined by hyphens.',
    pattern: `${HEX}{8}-(?:${HEX}{4}-){3}${HEX}{12}`,
    examples: ['123e4567-e89b-12d3-a456-426614174000', '00000000-0000-0000-0000-000000000000', 'F47AC10B-58CC-4372-A567-0E02B2C3D479'],
    counterExamples: ['123e4567e89b12d3a456426614174000', '123e4567-e89b-12d3-a456-42661417400', '123e4567-e89b-12d3-a456-42661417400g', '{123e4567-e89b-12d3-a456-426614174000}', ''],
  },
  {
    name: 'hex', title: 'Hexadecimal digits', noun: 'hexadecimal digits',
    doc: 'One or more hexadecimal digits, small or capital, without a prefix.',
    pattern: `${HEX}+`,
    examples: ['deadBEEF', '0', 'a1'], counterExamples: ['0x1f', 'xyz', 'a b', '#fff', ''],
  },
  {
    name: 'base64', title: 'Base64', noun: 'base64',
    doc: 'Base64 with the standard alphabet and its padding, without line ends (RFC 4648, section 4).',
    pattern: '(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)',
    examples: ['aGVsbG8=', 'TWFu', 'QQ==', '+/+/'], counterExamples: ['aGVsbG8', 'aGVsbG8==', '=QQQ', 'a-_b', 'QQ==QQ==', 'TWFu\n', ''],
  },
  {
    name: 'md5', title: 'MD5', noun: 'an MD5 sum',
    doc: 'The 32 hexadecimal digits of an MD5 sum, small or capital.',
    pattern: `${HEX}{32}`,
    examples: ['d41d8cd98f00b204e9800998ecf8427e'], counterExamples: ['d41d8cd98f00b204e9800998ecf8427', 'g41d8cd98f00b204e9800998ecf8427e', ''],
  },
  {
    name: 'sha1', title: 'SHA-1', noun: 'a SHA-1 sum',
    doc: 'The 40 hexadecimal digits of a SHA-1 sum, small or capital.',
    pattern: `${HEX}{40}`,
    examples: ['da39a3ee5e6b4b0d3255bfef95601890afd80709'], counterExamples: ['da39a3ee5e6b4b0d3255bfef95601890afd8070', 'd41d8cd98f00b204e9800998ecf8427e', ''],
  },
  {
    name: 'sha256', title: 'SHA-256', noun: 'a SHA-256 sum',
    doc: 'The 64 hexadecimal digits of a SHA-256 sum, small or capital.',
    pattern: `${HEX}{64}`,
    examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'], counterExamples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85', 'da39a3ee5e6b4b0d3255bfef95601890afd80709', ''],
  },
  {
    name: 'hex_color', title: 'Hex colour', noun: 'a hexadecimal colour',
    doc: 'A colour as CSS writes it: # and 3, 4, 6 or 8 hexadecimal digits, the last of 4 or 8 being the opacity.',
    pattern: `#(?:${HEX}{3,4}|${HEX}{6}|${HEX}{8})`,
    examples: ['#1a2B3c', '#fff', '#FFF8', '#11223344'], counterExamples: ['fff', '#ff', '#fffff', '#ggg', 'red', ''],
  },
  {
    name: 'semver', title: 'Semantic version', noun: 'a semantic version',
    doc: 'A version number by Semantic Versioning 2.0.0: major.minor.patch, then a pre-release and build metadata if there are any. No v in front.',
    pattern: `${NUMERIC}\\.${NUMERIC}\\.${NUMERIC}(?:-${PRERELEASE}(?:\\.${PRERELEASE})*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?`,
    examples: ['1.0.0', '0.0.4', '1.2.3-beta.1+exp.sha.5114f85', '1.0.0-0A.is.legal', '1.0.0--alpha', '1.0.0+0.build.1-rc.10000aaa-kk-0.1'],
    counterExamples: ['1.0', 'v1.0.0', '01.0.0', '1.0.0-01', '1.0.0-', '1.0.0+', '1.0.0-alpha..1', '1.0.0.0', ''],
  },
]
