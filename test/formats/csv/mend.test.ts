import { expect, test } from 'vitest'
import { defaultDialect, mendRecord, type MalformedCode } from '../../../engine/formats/csv/index.ts'
import { columnsOf } from '../../../engine/formats/detect/column-kinds.ts'

const rows = [['1', 'Ann Bell', '1990-02-03', 'Rome'], ['2', 'Bob', '1985-12-24', 'Oslo'], ['3', 'Carl', '', 'Lima'], ['4', 'Dora', '2001-07-15', 'Bonn']]
const fits = columnsOf(rows, 4)
const mend = (raw: string, code: MalformedCode, dialect = defaultDialect) => mendRecord(raw, code, { dialect, columns: 4, fits, isText: fits.isText })

test.each<[string, MalformedCode, readonly string[] | undefined]>([
  ['5,Eve,1999-01-01,Rome,', 'too_many_cells', ['5', 'Eve', '1999-01-01', 'Rome']],
  ['5,Eve,1999-01-01,Rome,,,', 'too_many_cells', ['5', 'Eve', '1999-01-01', 'Rome']],
  // Only the name can hold it: a date follows.
  ['5,Bell, Eve,1999-01-01,Rome', 'too_many_cells', ['5', 'Bell, Eve', '1999-01-01', 'Rome']],
  ['5,Bell,Eve,1999-01-01,Rome', 'too_many_cells', ['5', 'Bell,Eve', '1999-01-01', 'Rome']],
  ['5,Eve,1999-01-01,Rome, IT', 'too_many_cells', ['5', 'Eve', '1999-01-01', 'Rome, IT']],
  // Nowhere does it fit, or in two places.
  ['5,Eve,6,1999-01-01,7,Rome', 'too_many_cells', undefined],
  ['x,Eve,1999-01-01,Rome,', 'too_many_cells', undefined],
  ['5,"the "big" one",1999-01-01,Rome', 'text_after_quote', ['5', 'the "big" one', '1999-01-01', 'Rome']],
  ['5,"Eve,1999-01-01,Rome', 'unclosed_quote', ['5', '"Eve', '1999-01-01', 'Rome']],
  ['5,"Eve,1999-01-01', 'unclosed_quote', undefined],
  ['5,E\0ve,1999-01-01,Rome', 'nul_byte', ['5', 'Eve', '1999-01-01', 'Rome']],
  ['5,Eve', 'too_few_cells', undefined],
  ['5,Eve,1999-01-01,R\uFFFDme', 'invalid_bytes', undefined],
])('%j, %s', (raw, code, cells) => {
  expect(mend(raw, code)?.cells).toEqual(cells)
})

test('where two places fit, a space behind the delimiter decides', () => {
  const texts = columnsOf([['a', 'b', 'c'], ['d', 'e', 'f'], ['g', 'h', 'i']], 3)
  const context = { dialect: defaultDialect, columns: 3, fits: texts, isText: texts.isText }
  expect(mendRecord('x,y,z,w', 'too_many_cells', context)).toBeUndefined()
  expect(mendRecord('x,y, z,w', 'too_many_cells', context)).toEqual({ cells: ['x', 'y, z', 'w'], how: 'cell 2 holds a delimiter and is not quoted', confidence: 0.7 })
})
