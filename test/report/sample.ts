import type { Reject, RejectError } from '../../engine/base/reject.ts'
import type { ColumnProfile } from '../../engine/profile/profile.ts'
import type { RunResult } from '../../engine/runtime/run-result.ts'
import type { RuleResult } from '../../engine/runtime/workspace-api.ts'

const FINGERPRINT = 'sha256:4e1243bd22c66e76c2ba9eddc1f91394e57f9f83d0a9b3a7f1c4f6b2d8e05a77'
export const recipe = { name: 'customers', version: '3', fingerprint: 'sha256:9b74c9897bac770ffc029102a200c5de1f0ab6dd2fb3a4e6ac3f5d5b7c8e9f01' }

export function rule(id: string, failed: number, rest: Partial<RuleResult> = {}): RuleResult {
  return { id, kind: id.split('.').at(-1) ?? id, columns: [id.split('.')[0] ?? id], severity: 'error', dimension: 'validity', checked: 1_000_000, failed, status: failed > 0 ? 'failed' : 'passed', ms: 3, ...rest }
}

/** A million customers, one in thirty of them wrong somehow. */
export function sampleRun(changes: Partial<RunResult> = {}): RunResult {
  return {
    schemaflow: 1, run_id: '5f0c8a1e-7f2b-4f5e-9d43-1b2c3d4e5f60', recipe, engine: { name: 'duckdb-native', version: '1.5.6' },
    inputs: [{
      uri: '/data/incoming/2026-03/customers.csv', bytes: 122_418_322, fingerprint: FINGERPRINT,
      detected: {
        format: 'csv', unpacked: [], sheet: null,
        columns: ['id', 'first_name', 'email', 'age', 'country', 'signup_date', 'balance', 'notes'],
        dialect: { encoding: 'utf-8', delimiter: ';', quote: '"', escape: '"', header: 1, skip_footer: 0, trailing_delimiter: false, row_names: false, skip_rows: 2, comment: '#', null_tokens: ['', 'N/A', '-'], quoted_nulls: false },
      },
    }],
    counts: { physical: 1_000_000, blank_lines: 12, valid: 950_000, rejected: 35_701, warned: 12_003, dropped: { deduplicate: 13_212, 'filter_test_accounts': 1_087, 'drop_nulls': 0 } },
    rules: [
      rule('parse', 214, { kind: 'parse', columns: [] }),
      rule('id.type', 3), rule('id.required', 0, { dimension: 'completeness' }), rule('id.unique', 1_842, { dimension: 'uniqueness' }),
      rule('email.format', 14_220, { checked: 961_114 }), rule('email.required', 24_587, { severity: 'warn', status: 'warned', dimension: 'completeness' }),
      rule('age.type', 2_120), rule('age.between', 9_004, { checked: 951_002 }), rule('country.enum', 6_155), rule('signup_date.type', 1_310),
      rule('signup_date.not_in_future', 41, { dimension: 'timeliness', status: 'passed' }), rule('balance.between', 0), rule('first_name.length', 0),
      rule('adults_in_us', 812, { kind: 'expression', columns: ['country', 'age'], dimension: 'consistency' }),
      rule('dates_in_order', 0, { kind: 'columns_ordered', columns: ['signup_date', 'first_order', 'last_order', 'closed_on', 'archived_on', 'erased_on'], dimension: 'consistency' }),
    ],
    gates: [
      { id: 'max_rejects.ratio', limit: 0.03, actual: 0.035701, passed: false },
      { id: 'min_quality', limit: 0.9, actual: 0.9851, passed: true },
      { id: 'min_rows', limit: 500_000, actual: 950_000, passed: true },
    ],
    quality: { score: 0.9851, dimensions: { validity: 0.9966, completeness: 0.9754, uniqueness: 0.99816, timeliness: 0.999959, consistency: 0.9996 } },
    timings: { detect: 31, judge: 3_884, rejects: 612, report: 9 },
    memory: { limit_bytes: 512_000_000, in_flight_peak_bytes: 8_388_608, blocked_ms: 120, rss_peak_bytes: 401_223_680 },
    started_at: '2026-03-01T10:20:31.004Z', finished_at: '2026-03-01T10:20:35.540Z',
    ...changes,
  }
}

export function profile(name: string, changes: Partial<ColumnProfile> = {}): ColumnProfile {
  return {
    name, type: 'string', share: 1, valid: 1_000_000, mismatched: 0, missing: 0, distinct: 812_004, isApproximate: true, top: [], min: null, max: null, mean: null,
    histogram: [], histogramOf: null, minLength: null, maxLength: null, counterExamples: [], suspects: [], ...changes,
  }
}

const bins = (counts: readonly number[], edge: (index: number) => string): ColumnProfile['histogram'] => counts.map((count, index) => ({ low: edge(index), high: edge(index + 1), count }))
const bell = (n: number, centre: number, spread: number): number[] => Array.from({ length: n }, (_, i) => Math.round(90_000 * Math.exp(-(((i - centre) / spread) ** 2))))

export const sampleProfiles: readonly ColumnProfile[] = [
  profile('id', { type: 'integer', valid: 999_783, mismatched: 3, missing: 0, distinct: 997_941, min: '1', max: '1000000', mean: 500_010.4, histogramOf: 'values', histogram: bins(Array.from({ length: 20 }, (_, i) => 49_000 + i * 37 % 900), i => String(i * 50_000)), counterExamples: ['ID-17', '12O4', '#REF!'] }),
  profile('first_name', { valid: 988_412, missing: 11_374, distinct: 48_221, min: 'Aaliyah', max: 'Žofia', minLength: 1, maxLength: 31, histogramOf: 'lengths', histogram: bins(bell(24, 6, 3.4), i => String(1 + i)), top: [{ value: 'Maria', count: 9_921 }, { value: 'Jean', count: 8_817 }, { value: 'Mohamed', count: 8_101 }, { value: 'Anna', count: 7_754 }, { value: ' Peter', count: 6_020 }] }),
  profile('email', { valid: 975_199, missing: 24_587, min: 'a.abbot@example.org', max: 'zz@example.net', minLength: 4, maxLength: 64, histogramOf: 'lengths', histogram: bins(bell(24, 11, 4), i => String(4 + i * 3)), suspects: [{ value: 'none@none', count: 1_204 }] }),
  profile('age', { type: 'integer', valid: 951_002, mismatched: 2_120, missing: 46_664, distinct: 131, isApproximate: false, min: '-4', max: '999', mean: 41.2391, histogramOf: 'values', histogram: bins(bell(20, 7, 5), i => String(-4 + i * 6)), counterExamples: ['forty', '3I', '27 ans'], suspects: [{ value: '999', count: 412 }, { value: '-1', count: 88 }], top: [{ value: '34', count: 29_108 }, { value: '41', count: 28_877 }, { value: '38', count: 27_004 }, { value: '29', count: 26_640 }, { value: '30', count: 26_112 }] }),
  profile('country', { valid: 999_786, missing: 0, distinct: 23, isApproximate: false, min: ' FR', max: 'ZZ', minLength: 2, maxLength: 14, top: [{ value: 'FR', count: 451_230 }, { value: 'DE', count: 291_004 }, { value: 'US', count: 251_397 }, { value: 'us', count: 3_102 }, { value: ' FR', count: 1_910 }] }),
  profile('signup_date', { type: 'date', dateFormat: '%d/%m/%Y', valid: 998_476, mismatched: 1_310, distinct: 3_204, isApproximate: false, min: '2014-01-02', max: '2031-09-30', histogramOf: 'values', histogram: bins([4, 9, 20, 33, 41, 60, 72, 90, 110, 70, 30, 8, 1, 0, 0, 1], i => `${2014 + i}-01-02`), counterExamples: ['31/02/2024', '2024-13-01', 'yesterday'] }),
]

export function rejectError(columns: readonly string[], message: string, changes: Partial<RejectError> = {}): RejectError {
  return { stage: 'rule', rule_id: `${columns[0] ?? 'row'}.check`, code: 'check', columns, value: null, message, severity: 'error', ...changes }
}

export function reject(ordinal: number, record: Reject['record'], errors: readonly RejectError[], changes: Partial<Reject> = {}): Reject {
  return {
    row_id: { input: 0, sheet: null, ordinal }, source: { uri: 'customers.csv', input_fingerprint: FINGERPRINT, sheet: null, ordinal, line: ordinal + 4, byte_offset: ordinal * 120 },
    key: record && { id: record['id'] ?? null }, raw: null, record, errors, warnings: [], changes: [], run_id: 'run', recipe, rule_set_fingerprint: FINGERPRINT,
    first_seen: '2026-03-01T10:20:31Z', attempts: 1, status: 'open', ...changes,
  }
}

const customer = (id: number, changes: Record<string, string | null> = {}): Record<string, string | null> =>
  ({ id: String(id), first_name: 'Maria', email: `maria.${id}@example.org`, age: '34', country: 'FR', signup_date: '14/02/2024', balance: '1204.50', notes: null, ...changes })

export const sampleRejects: readonly Reject[] = [
  reject(17, customer(17, { age: 'forty' }), [rejectError(['age'], 'age is "forty", which is no integer', { stage: 'cast', rule_id: 'age.type', code: 'type' })]),
  reject(52, customer(52, { email: 'jean.dupont@', country: 'us' }), [
    rejectError(['email'], '"jean.dupont@" is no e-mail address', { rule_id: 'email.format' }), rejectError(['country'], 'country is "US", not one of FR, DE', { rule_id: 'country.enum' }),
  ], { warnings: [rejectError(['notes'], 'notes is missing', { rule_id: 'notes.required', severity: 'warn' })], changes: [{ column: 'country', from: 'us', to: 'US', by: 'steps' }] }),
  reject(108, null, [rejectError([], 'the record has too many cells: 10 where the header has 8', { stage: 'parse', rule_id: 'parse', code: 'too_many_cells' })], { raw: '108;"Müller, Hans";hans@example.org;51;DE;03/07/2022;88,20;moved; twice\r\n' }),
  reject(233, customer(233, { country: 'US', age: '16', notes: 'asked for\na parent account' }), [rejectError(['country', 'age'], 'under 18 in the US', { rule_id: 'adults_in_us' })]),
  reject(377, customer(377, { first_name: '\u202enaive\u202c', signup_date: '31/02/2024', balance: '' }), [rejectError(['signup_date'], 'signup_date is "31/02/2024", which is no date like %d/%m/%Y', { rule_id: 'signup_date.type' })]),
  reject(401, customer(17), [rejectError(['id'], 'id 17 was seen before', { rule_id: 'id.unique' })]),
  reject(560, customer(560, { first_name: 'مريم', country: ' FR', age: '140' }), [rejectError(['age'], 'age is 140, not between 0 and 120', { rule_id: 'age.between' }), rejectError(['country'], 'country is " FR", not one of FR, DE, US', { rule_id: 'country.enum' })]),
  ...Array.from({ length: 30 }, (_, i) => reject(700 + i * 13, customer(700 + i * 13, { email: `user${i}.example.org` }), [rejectError(['email'], `"user${i}.example.org" is no e-mail address`, { rule_id: 'email.format' })])),
]
