import { all, call, int, not, text } from '../../algebra/expr.ts'
import type { NamedFormat } from './define.ts'

const BYTE = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'
const IPV4 = `(?:${BYTE}\\.){3}${BYTE}`

/** RFC 3986, section 3.2.2, IPv6address. */
const IPV6 = ((): string => {
  const group = '[0-9A-Fa-f]{1,4}'
  const lastTwo = `(?:${group}:${group}|${IPV4})`
  /** Up to `most` groups before the `::`. */
  const upTo = (most: number): string => `(?:(?:${group}:){0,${most - 1}}${group})?::`
  return `(?:${[
    `(?:${group}:){6}${lastTwo}`, `::(?:${group}:){5}${lastTwo}`, `(?:${group})?::(?:${group}:){4}${lastTwo}`, `${upTo(2)}(?:${group}:){3}${lastTwo}`,
    `${upTo(3)}(?:${group}:){2}${lastTwo}`, `${upTo(4)}${group}:${lastTwo}`, `${upTo(5)}${lastTwo}`, `${upTo(6)}${group}`, upTo(7),
  ].join('|')})`
})()

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
/** A label that no IP address ends with. */
const LETTER_LABEL = '[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
const TOP_LEVEL = '(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])'
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"

const UNRESERVED = "-A-Za-z0-9._~!$&'()*+,;="
const ENCODED = '%[0-9A-Fa-f]{2}'
const PORT = '(?:6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3}|0)'
const URL = `(?:[Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://(?:(?:[${UNRESERVED}:]|${ENCODED})*@)?(?:(?:${LABEL}\\.)*${LETTER_LABEL}|${IPV4}|\\[${IPV6}\\])(?::${PORT})?`
  + `(?:/(?:[${UNRESERVED}:@/]|${ENCODED})*)?(?:\\?(?:[${UNRESERVED}:@/?]|${ENCODED})*)?(?:#(?:[${UNRESERVED}:@/?]|${ENCODED})*)?`

const PAIR = '[0-9A-Fa-f]{2}'

export const internet: readonly NamedFormat[] = [
  {
    name: 'email', title: 'E-mail address', noun: 'an e-mail address',
    doc: 'An e-mail address as mail systems deliver it: a local part of ASCII letters, digits and signs such as + and _, with single dots inside; a domain with a top level of two letters or more. No quoted local parts, comments or IP addresses; other scripts only in punycode. At most 64 characters before the @ and 254 in all (RFC 5321).',
    pattern: `${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${TOP_LEVEL}`,
    holds: subject => all(call('le', call('length', subject), int(254)), call('contains_match', subject, text('^[^@]{1,64}@'))),
    examples: ['ada@example.com', 'ada.lovelace+news@mail.example.co.uk', "o'hara_1@xn--bcher-kva.example", 'a@b.io', `${'a'.repeat(64)}@example.org`],
    counterExamples: [
      'ada', 'ada@', '@example.com', 'ada@example', 'ada..l@example.com', '.ada@example.com', 'ada.@example.com', 'ada@-example.com', 'ada@example-.com', 'ada@example..com',
      'ada@example.c', 'ada@127.0.0.1', 'ada lovelace@example.com', 'ada@exam ple.com', ' ada@example.com', 'ada@example.com\n', 'ada@@example.com', 'ada@example.com, bob@example.com', 'ädä@example.com',
      `${'a'.repeat(65)}@example.org`, `a@${'b'.repeat(64)}.com`, `a@${'b123456789.'.repeat(24)}com`, '',
    ],
  },
  {
    name: 'url', title: 'Web address (URL)', noun: 'a web address',
    doc: 'An absolute http, https or ftp URL (RFC 3986): host name (its last label begins with a letter), IPv4 address or IPv6 address in brackets, then port, path, query and fragment if there are any. Characters outside ASCII have to be percent-encoded, host names in punycode.',
    pattern: URL,
    examples: ['https://example.com/', 'http://localhost:8080', 'HTTPS://www.example.co.uk/a/b.html?x=1&y=%20#top', 'ftp://user:secret@files.example.org/pub', 'http://192.168.0.1/', 'http://[2001:db8::1]:80/x', 'https://example.com?q=1'],
    counterExamples: [
      'example.com', 'www.example.com/', 'mailto:ada@example.com', 'https://', 'https:/example.com', 'http://exa mple.com', 'https://example.com/a b', 'http://-example.com', 'http://example..com', 'http://256.1.1.1',
      'http://example.com:70000', 'https://example.com/%zz', 'http://2001:db8::1/', 'javascript:alert(1)', 'https://exämple.com', '//example.com', '',
    ],
  },
  {
    name: 'hostname', title: 'Host name', noun: 'a host name',
    doc: 'A host name (RFC 1123): labels of ASCII letters, digits and inner hyphens, at most 63 characters each and 253 in all, joined by dots. The last label is not all digits, so that no IP address passes; other scripts only in punycode.',
    pattern: `${LABEL}(?:\\.${LABEL})*`,
    holds: subject => all(call('le', call('length', subject), int(253)), not(call('contains_match', subject, text('(?:^|\\.)[0-9]+$')))),
    examples: ['example.com', 'localhost', 'a-b.c3.example', '3com', 'xn--bcher-kva.example', `${'a'.repeat(63)}.com`],
    counterExamples: ['example.com.', '-a.com', 'a-.com', 'a..com', 'under_score.com', '192.168.0.1', '42', 'exa mple.com', 'bücher.example', `${'a'.repeat(64)}.com`, `${'a123456789.'.repeat(23)}example`, ''],
  },
  {
    name: 'ipv4', title: 'IPv4 address', noun: 'an IPv4 address',
    doc: 'Four numbers from 0 to 255 joined by dots, without leading zeros.',
    pattern: IPV4,
    examples: ['192.168.0.1', '0.0.0.0', '255.255.255.255'], counterExamples: ['256.0.0.1', '1.2.3', '1.2.3.4.5', '01.2.3.4', '1.2.3.4/8', ' 1.2.3.4', '１.2.3.4', ''],
  },
  {
    name: 'ipv6', title: 'IPv6 address', noun: 'an IPv6 address',
    doc: 'An IPv6 address in any of its textual forms (RFC 4291, section 2.2): eight groups, shortened with ::, or with an IPv4 address at the end. No zone and no prefix length.',
    pattern: IPV6,
    examples: ['2001:db8::1', '::', '::1', '1::', '2001:0db8:85a3:0000:0000:8a2e:0370:7334', '::ffff:192.0.2.1', '64:ff9b::192.0.2.33', '1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8', '1:2:3:4:5:6:1.2.3.4', 'FE80::ABCD'],
    counterExamples: ['1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1::2::3', ':::', ':1', '1:', '12345::', 'fe80::1%eth0', '2001:db8::/32', '::ffff:256.0.0.1', '1.2.3.4', 'g::1', '[::1]', ''],
  },
  {
    name: 'cidr', title: 'IP network (CIDR)', noun: 'an IP network',
    doc: 'An IPv4 address and a prefix length from 0 to 32, or an IPv6 address and one from 0 to 128 (RFC 4632, RFC 4291). Bits after the prefix may be set.',
    pattern: `${IPV4}/(?:3[0-2]|[12]?[0-9])|${IPV6}/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9])`,
    examples: ['10.0.0.0/8', '192.168.1.77/24', '0.0.0.0/0', '1.2.3.4/32', '2001:db8::/32', '::/0', '::1/128'], counterExamples: ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/08', '10.0.0/8', '::/129', '::1', '10.0.0.0/-1', ''],
  },
  {
    name: 'mac', title: 'MAC address', noun: 'a MAC address',
    doc: 'A 48-bit hardware address (IEEE EUI-48): six pairs of hexadecimal digits joined all by hyphens or all by colons, or three groups of four joined by dots.',
    pattern: `${PAIR}(?:-${PAIR}){5}|${PAIR}(?::${PAIR}){5}|(?:${PAIR}){2}(?:\\.(?:${PAIR}){2}){2}`,
    examples: ['00:1A:2b:3C:4d:5E', '00-1a-2b-3c-4d-5e', '001a.2b3c.4d5e'], counterExamples: ['00:1A:2B:3C:4D', '00:1A-2B:3C:4D:5E', '001A2B3C4D5E', '00:1A:2B:3C:4D:5G', '00:1A:2B:3C:4D:5E:6F', ''],
  },
  {
    name: 'port', title: 'Port number', noun: 'a port number',
    doc: 'A TCP or UDP port: a whole number from 0 to 65535 without sign or leading zeros.',
    pattern: PORT,
    examples: ['443', '0', '65535', '8080'], counterExamples: ['65536', '-1', '080', '80.0', ''],
  },
  {
    name: 'mime_type', title: 'Media type', noun: 'a media type',
    doc: 'A media type without parameters (RFC 6838): one of the registered top-level types, a slash and a subtype.',
    pattern: '(?:application|audio|example|font|haptics|image|message|model|multipart|text|video)/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}',
    examples: ['text/csv', 'application/vnd.apache.parquet', 'image/svg+xml'], counterExamples: ['csv', 'text/', 'text/csv; charset=utf-8', 'texts/csv', '/csv', ''],
  },
  {
    name: 'slug', title: 'Slug', noun: 'a slug',
    doc: 'Small ASCII letters and digits in words joined by single hyphens, as in readable web addresses.',
    pattern: '[a-z0-9]+(?:-[a-z0-9]+)*',
    examples: ['hello-world', 'a', '2024-in-review'], counterExamples: ['Hello-World', 'hello--world', '-hello', 'hello-', 'hello_world', 'héllo', ''],
  },
]
