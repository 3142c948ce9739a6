import { expect, test } from 'vitest'
import { complaint, complaints, failuresOf, namesAfter, readA, run } from './run.ts'

const ROW = [['1', 'Ada', 'Lovelace']]
const NAMES = ['id', 'first', 'last']

test('select keeps columns in the order written', async () => {
  expect(namesAfter(NAMES, { type: 'select', columns: ['last', 'id'] })).toEqual(['last', 'id'])
  expect(await run(NAMES, ROW, { type: 'select', columns: ['last', 'id'] })).toEqual([['Lovelace', '1']])
  expect(namesAfter(NAMES, { type: 'select', columns: { matches: '.*t' } })).toEqual(['first', 'last'])
  expect(namesAfter(NAMES, { type: 'select', columns: '*' })).toEqual(NAMES)
})

test('select says what is wrong', () => {
  expect(complaints(NAMES, { type: 'select', columns: ['id', 'frist'] })).toEqual(['unknown_column columns.1'])
  expect(complaint(NAMES, { type: 'select', columns: ['id', 'frist'] }).hint).toBe('Did you mean "first"?')
  expect(complaints(NAMES, { type: 'select', columns: ['id', 'last', 'id'] })).toEqual(['repeated_column columns.2'])
  expect(complaints(NAMES, { type: 'select', columns: { matches: 'x.*' } })).toEqual(['no_columns columns'])
  expect(complaints(NAMES, { type: 'select', columns: { matches: '(' } })).toEqual(['bad_pattern columns.matches'])
  expect(complaint(NAMES, { type: 'select' }).path.at(-1)).toBe('columns')
})

test('drop removes columns', async () => {
  expect(namesAfter(NAMES, { type: 'drop', columns: 'first' })).toEqual(['id', 'last'])
  expect(await run(NAMES, ROW, { type: 'drop', columns: { matches: '.*st' } })).toEqual([['1']])
})

test('drop says what is wrong', () => {
  expect(complaints(NAMES, { type: 'drop', columns: '*' })).toEqual(['no_columns columns'])
  expect(complaints(NAMES, { type: 'drop', columns: ['nope'] })).toEqual(['unknown_column columns.0'])
  expect(complaint(NAMES, { type: 'drop', columns: { matches: 'x' } }).severity).toBe('warning')
})

test('a row rejected for an unreadable cell stays rejected when its column is dropped', async () => {
  expect(await failuresOf(['a', 'b'], [['1', 'x'], ['one', 'y']], [], readA, { type: 'drop', columns: 'a' })).toEqual({ cast_1: [2] })
})

test('rename_columns by mapping', async () => {
  expect(namesAfter(NAMES, { type: 'rename_columns', mapping: { first: 'last', last: 'first' } })).toEqual(['id', 'last', 'first'])
  expect(await run(NAMES, ROW, { type: 'rename_columns', mapping: { first: 'last', last: 'first' } })).toEqual(ROW)
  expect(namesAfter(NAMES, { type: 'rename_columns', mapping: { id: '😀', first: 'id' } })).toEqual(['😀', 'id', 'last'])
})

test('rename_columns by style', () => {
  const names = ['firstName', 'LAST NAME', 'HTTPServer-2', 'Größe (cm)', 'zip_code', 'E\u0301cole', 'customer.id ', '名前']
  expect(namesAfter(names, { type: 'rename_columns', style: 'snake_case' }))
    .toEqual(['first_name', 'last_name', 'http_server_2', 'größe_cm', 'zip_code', 'e\u0301cole', 'customer_id', '名前'])
  expect(namesAfter(['a B', 'ß'], { type: 'rename_columns', style: 'upper' })).toEqual(['A B', 'ẞ'])
  expect(namesAfter(['A b', 'É'], { type: 'rename_columns', style: 'lower', columns: ['É'] })).toEqual(['A b', 'é'])
})

test('rename_columns by pattern, before style and after mapping', () => {
  const names = ['cust Name', 'cust_city', 'id']
  expect(namesAfter(names, { type: 'rename_columns', pattern: '^cust[ _]', style: 'lower', mapping: { id: 'ID' } })).toEqual(['name', 'city', 'ID'])
  expect(namesAfter(names, { type: 'rename_columns', pattern: '(.*)_(.*)', replacement: '\\2 of \\1' })).toEqual(['cust Name', 'city of cust', 'id'])
})

test('rename_columns says what is wrong', () => {
  const wrong = (params: object) => complaints(NAMES, { type: 'rename_columns', ...params })
  expect(wrong({})).toEqual(['missing_parameter '])
  expect(wrong({ mapping: { frist: 'x' } })).toEqual(['unknown_column mapping.frist'])
  expect(wrong({ mapping: { first: 'last' } })).toEqual(['column_exists mapping.first'])
  expect(wrong({ mapping: { first: 'x', last: 'x' } })).toEqual(['repeated_name mapping.last'])
  expect(wrong({ mapping: { first: '' } })).toEqual(['invalid_value mapping.first'])
  expect(wrong({ pattern: '(', replacement: 'x' })).toEqual(['bad_pattern pattern'])
  expect(wrong({ pattern: 'first', replacement: '\\1' })).toEqual(['bad_replacement replacement'])
  expect(wrong({ pattern: '.*' })).toEqual(['empty_name pattern', 'empty_name pattern', 'empty_name pattern'])
  expect(wrong({ pattern: 'fir|la' })).toEqual(['repeated_name pattern'])
  expect(wrong({ replacement: 'x', style: 'lower' })).toEqual(['missing_parameter replacement'])
  expect(wrong({ style: 'camel' })).toEqual(['invalid_value style'])
  expect(complaint(NAMES, { type: 'rename_columns', pattern: 'zzz' }).severity).toBe('warning')
  expect(complaints(['a', 'A'], { type: 'rename_columns', style: 'lower' })).toEqual(['column_exists style'])
  expect(complaints(['%'], { type: 'rename_columns', style: 'snake_case' })).toEqual(['empty_name style'])
})

test('a renamed column keeps its unreadable cells', async () => {
  const rules = [{ id: 'there', type: 'not_null', column: 'b' }]
  expect(await failuresOf(['a'], [['1'], ['one'], [null]], rules, readA, { type: 'rename_columns', mapping: { a: 'b' } })).toEqual({ cast_1: [2], there: [3] })
})

test('reorder moves columns', async () => {
  expect(namesAfter(NAMES, { type: 'reorder', columns: ['last', 'first'] })).toEqual(['last', 'first', 'id'])
  expect(namesAfter(NAMES, { type: 'reorder', columns: 'id', to: 'end' })).toEqual(['first', 'last', 'id'])
  expect(namesAfter(NAMES, { type: 'reorder', columns: ['last', 'last'] })).toEqual(['last', 'id', 'first'])
  expect(await run(NAMES, ROW, { type: 'reorder', columns: ['last'] })).toEqual([['Lovelace', '1', 'Ada']])
  expect(complaints(NAMES, { type: 'reorder', columns: ['lst'] })).toEqual(['unknown_column columns.0'])
})

test('add_column with a constant, an expression, a template', async () => {
  const rows = [['1', 'Ada', null], [null, '', '😀']]
  const added = async (params: object) => (await run(NAMES, rows, { type: 'add_column', name: 'new', ...params })).map(row => row.at(-1))
  expect(await added({ value: "it's" })).toEqual(["it's", "it's"])
  expect(await added({ value: 12 })).toEqual(['12', '12'])
  expect(await added({ value: -0.5 })).toEqual(['-0.5', '-0.5'])
  expect(await added({ value: true })).toEqual(['true', 'true'])
  expect(await added({ value: '' })).toEqual(['', ''])
  expect(await added({ expr: 'length(first) + 1' })).toEqual(['4', '1'])
  expect(await added({ expr: 'null' })).toEqual([null, null])
  expect(await added({ template: '{first} {last}' })).toEqual(['Ada ', ' 😀'])
  expect(await added({ template: '\\{{id}\\} \\\\ \\n' })).toEqual(['{1} \\ \\n', '{} \\ \\n'])
  expect(await added({ template: 'fixed' })).toEqual(['fixed', 'fixed'])
})

test('add_column has a place, and writes typed columns as text', async () => {
  expect(namesAfter(NAMES, { type: 'add_column', name: 'new', value: 1, after: 'id' })).toEqual(['id', 'new', 'first', 'last'])
  expect(await run(['a'], [['1.50']], readA, { type: 'add_column', name: 'b', template: '<{a}>' })).toEqual([['1.5', '<1.5>']])
  expect(await run(['a}b'], [['x']], { type: 'add_column', name: 'c', template: '{a\\}b}' })).toEqual([['x', 'x']])
})

test('add_column says what is wrong', () => {
  const wrong = (params: object) => complaints(NAMES, { type: 'add_column', name: 'new', ...params })
  expect(wrong({})).toEqual(['missing_parameter '])
  expect(wrong({ value: 1, expr: '2' })).toEqual(['too_many_parameters expr'])
  expect(wrong({ name: 'id', value: 1 })).toEqual(['column_exists name'])
  expect(wrong({ value: 1, after: 'idd' })).toEqual(['unknown_column after'])
  expect(wrong({ expr: '1 +' })).toEqual(['expression_syntax expr'])
  expect(wrong({ expr: 'frist || last' })).toEqual(['unknown_column expr'])
  expect(wrong({ template: '{frist}' })).toEqual(['unknown_column template'])
  expect(complaint(NAMES, { type: 'add_column', name: 'new', template: 'Dr. {frist}' })).toMatchObject({ offset: 5, hint: 'Did you mean "first"?' })
  expect(complaint(NAMES, { type: 'add_column', name: 'new', template: 'a {first' })).toMatchObject({ code: 'bad_template', offset: 2 })
  expect(complaint(NAMES, { type: 'add_column', name: 'new', template: 'a } b' })).toMatchObject({ code: 'bad_template', offset: 2 })
  expect(complaint(NAMES, { type: 'add_column', name: 'new', template: '{}' })).toMatchObject({ code: 'bad_template', offset: 0 })
})

test('what is computed from an unreadable cell is unreadable', async () => {
  const rules = [{ id: 'there', type: 'not_null', column: 'b' }]
  expect(await failuresOf(['a'], [['1'], ['one'], [null]], rules, readA, { type: 'add_column', name: 'b', expr: 'a + 1' })).toEqual({ cast_1: [2], there: [3] })
})

test('duplicate copies a column behind itself', async () => {
  expect(namesAfter(NAMES, { type: 'duplicate', column: 'id', into: 'key' })).toEqual(['id', 'key', 'first', 'last'])
  expect(await run(['a'], [[' x '], [null]], { type: 'duplicate', column: 'a', into: 'b' }, { type: 'trim', columns: 'a' })).toEqual([['x', ' x '], [null, null]])
  expect(complaints(NAMES, { type: 'duplicate', column: 'idd', into: 'last' })).toEqual(['unknown_column column', 'column_exists into'])
  expect(complaints(NAMES, { type: 'duplicate', column: '*', into: 'x' })).toEqual(['unknown_column column'])
})

test('merge_columns leaves missing cells out', async () => {
  const rows = [['a', 'b', 'c'], ['a', null, 'c'], [null, null, '😀'], [null, null, null], ['', '', 'c'], [null, 'b', null]]
  const merged = async (params: object) => (await run(['x', 'y', 'z'], rows, { type: 'merge_columns', columns: ['x', 'y', 'z'], into: 'all', ...params })).map(row => row.at(-1))
  expect(await merged({ separator: ', ' })).toEqual(['a, b, c', 'a, c', '😀', null, ', , c', 'b'])
  expect(await merged({ separator: '😀e\u0301' })).toEqual(['a😀e\u0301b😀e\u0301c', 'a😀e\u0301c', '😀', null, '😀e\u0301😀e\u0301c', 'b'])
  expect(await merged({ separator: '' })).toEqual(['abc', 'ac', '😀', null, 'c', 'b'])
  expect(await merged({})).toEqual(['a b c', 'a c', '😀', null, '  c', 'b'])
})

test('merge_columns places its column and can take the name of an original', async () => {
  expect(namesAfter(['x', 'y', 'z'], { type: 'merge_columns', columns: ['y', 'x'], into: 'xy' })).toEqual(['x', 'xy', 'y', 'z'])
  expect(namesAfter(['x', 'y', 'z'], { type: 'merge_columns', columns: ['x', 'y'], into: 'x', drop_originals: true })).toEqual(['x', 'z'])
  expect(await run(['a', 'b'], [['1.0', 'x']], readA, { type: 'merge_columns', columns: '*', into: 'ab', drop_originals: true })).toEqual([['1 x']])
})

test('merge_columns says what is wrong', () => {
  expect(complaints(NAMES, { type: 'merge_columns', columns: ['first', 'last'], into: 'id' })).toEqual(['column_exists into'])
  expect(complaints(NAMES, { type: 'merge_columns', columns: ['first', 'lost'], into: 'x' })).toEqual(['unknown_column columns.1'])
  expect(complaints(NAMES, { type: 'merge_columns', columns: { matches: 'q' }, into: 'x' })).toEqual(['no_columns columns'])
  expect(complaints(NAMES, { type: 'merge_columns', columns: '*' })).toEqual(['missing_key into'])
})

test('split_column cuts at a literal separator', async () => {
  const cells = ['a,b,c', 'a', 'a,', ',b', '', null, 'a,,c', '😀,\u{10ffff},x,y', 'a\nb,c\n,d']
  const split = (params: object) => run(['a'], cells.map(cell => [cell]), { type: 'split_column', column: 'a', separator: ',', drop_original: true, ...params })
  expect(await split({ into: ['x', 'y'], rest: 'drop' })).toEqual([
    ['a', 'b'], ['a', null], ['a', null], [null, 'b'], [null, null], [null, null], ['a', null], ['😀', '\u{10ffff}'], ['a\nb', 'c\n'],
  ])
  expect(await split({ into: ['x', 'y'] })).toEqual([
    ['a', 'b,c'], ['a', null], ['a', null], [null, 'b'], [null, null], [null, null], ['a', ',c'], ['😀', '\u{10ffff},x,y'], ['a\nb', 'c\n,d'],
  ])
  expect(await split({ into: ['x', 'y', 'z'], rest: 'drop' })).toEqual([
    ['a', 'b', 'c'], ['a', null, null], ['a', null, null], [null, 'b', null], [null, null, null], [null, null, null], ['a', null, 'c'],
    ['😀', '\u{10ffff}', 'x'], ['a\nb', 'c\n', 'd'],
  ])
  expect(await split({ into: ['all'] })).toEqual(cells.map(cell => [cell === '' ? null : cell]))
})

test('split_column takes nothing in a separator for a pattern, and cuts from the left', async () => {
  const split = async (cell: string, separator: string) => (await run(['a'], [[cell]], { type: 'split_column', column: 'a', separator, into: ['x', 'y', 'z'], drop_original: true }))[0]
  expect(await split('1.*2.*3', '.*')).toEqual(['1', '2', '3'])
  expect(await split('1|2||3', '|')).toEqual(['1', '2', '|3'])
  expect(await split('aaaaa', 'aa')).toEqual([null, null, 'a'])
  expect(await split('x\\y\\z', '\\')).toEqual(['x', 'y', 'z'])
  expect(await split('1😀2😀3', '😀')).toEqual(['1', '2', '3'])
  expect(await split("1'2'3", "'")).toEqual(['1', '2', '3'])
})

test('split_column says what is wrong', () => {
  const wrong = (params: object) => complaints(NAMES, { type: 'split_column', column: 'first', separator: ' ', into: ['x', 'y'], ...params })
  expect(wrong({ column: 'frist' })).toEqual(['unknown_column column'])
  expect(wrong({ into: ['x', 'id'] })).toEqual(['column_exists into.1'])
  expect(wrong({ into: ['x', 'x'] })).toEqual(['repeated_name into.1'])
  expect(wrong({ into: ['first', 'y'] })).toEqual(['column_exists into.0'])
  expect(wrong({ into: ['first', 'y'], drop_original: true })).toEqual([])
  expect(wrong({ into: [] })).toEqual(['invalid_value into'])
  expect(wrong({ separator: '' })).toEqual(['invalid_value separator'])
  expect(complaints(['a'], readA, { type: 'split_column', column: 'a', separator: ' ', into: ['x'] })).toEqual(['not_text column'])
})

test('extract puts groups into columns', async () => {
  const cells = ['AB-12', 'x AB-12 CD-34', 'ab', '', null, '-7', '😀-9']
  const extracted = (params: object) => run(['a'], cells.map(cell => [cell]), { type: 'extract', column: 'a', drop_original: true, ...params })
  expect(await extracted({ pattern: '([A-Z]*)-([0-9]+)', into: ['s', 'n'] }))
    .toEqual([['AB', '12'], ['AB', '12'], [null, null], [null, null], [null, null], [null, '7'], [null, '9']])
  expect(await extracted({ pattern: '(?P<n>[0-9]+)' })).toEqual([['12'], ['12'], [null], [null], [null], ['7'], ['9']])
  expect(await extracted({ pattern: '^.-', into: ['whole'] })).toEqual([[null], [null], [null], [null], [null], [null], ['😀-']])
  expect(namesAfter(['a', 'b'], { type: 'extract', column: 'a', pattern: '(?P<y>.)(x)(?P<m>.)' })).toEqual(['a', 'y', 'm', 'b'])
})

test('extract says what is wrong', () => {
  const wrong = (params: object) => complaints(NAMES, { type: 'extract', column: 'first', ...params })
  expect(wrong({ pattern: '(' })).toEqual(['bad_pattern pattern'])
  expect(wrong({ pattern: '(a)', column: 'frist', into: ['x'] })).toEqual(['unknown_column column'])
  expect(wrong({ pattern: '(a)(b)' })).toEqual(['missing_parameter into'])
  expect(wrong({ pattern: '(a)(b)', into: ['x'] })).toEqual(['groups_mismatch into'])
  expect(wrong({ pattern: 'a', into: ['x', 'y'] })).toEqual(['groups_mismatch into'])
  expect(wrong({ pattern: '(?P<id>a)' })).toEqual(['column_exists pattern'])
  expect(wrong({ pattern: '(a)', into: ['last'] })).toEqual(['column_exists into.0'])
  expect(wrong({ pattern: '(a)'.repeat(10), into: Array.from('abcdefghij') })).toEqual(['too_many_groups pattern'])
  expect(wrong({ pattern: '(a)'.repeat(9), into: Array.from('abcdefghi') })).toEqual([])
  expect(complaints(['a'], readA, { type: 'extract', column: 'a', pattern: '.', into: ['x'] })).toEqual(['not_text column'])
})
