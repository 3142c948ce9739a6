import { describe, expect, test } from 'vitest'
import { webInputHost } from '../../../engine/connectors/web/input-host.ts'
import { openInput } from '../../../engine/runtime/open-input.ts'
import { memorySource } from '../../support/memory-source.ts'

const open = (content: string | Uint8Array) => openInput(memorySource(content, 'report.xls'), {}, webInputHost)
const page = (table: string, head = ''): string => `<!DOCTYPE html>\n<html><head>${head}</head><body><p>Report</p>${table}</body></html>`

describe('a table in a web page', () => {
  test('is read as text, entities and spans resolved', async () => {
    const { detected, head } = await open(page('<table><tr><th>id</th><th>name</th><th>note</th></tr><tr><td>007</td><td>Bell &amp; Sons</td><td></td></tr><tr><td>1.50</td><td>a,b "c"</td><td>x<br>y</td></tr></table>'))
    expect(detected).toMatchObject({ format: 'html', columns: ['id', 'name', 'note'] })
    expect(head[0]).toEqual(['007', 'Bell & Sons', null])
    expect(head[1]?.slice(0, 2)).toEqual(['1.50', 'a,b "c"'])
  })

  test('the one with most rows is read, and the others told', async () => {
    const { detected, head } = await open(page('<table><tr><td>menu</td></tr></table><table><tr><th>a</th></tr><tr><td>1</td></tr><tr><td>2</td></tr></table>'))
    expect(head).toEqual([['1'], ['2']])
    expect(detected.notes).toContain('It holds 2 tables; the one with most rows is read.')
  })

  test('its encoding is the one it says, when it is no UTF-8', async () => {
    const text = page('<table><tr><th>name</th></tr><tr><td>M\xfcller</td></tr></table>', '<meta charset="windows-1252">')
    expect((await open(Uint8Array.from(text, character => character.charCodeAt(0)))).head).toEqual([['Müller']])
  })

  test('cut off, or without a table, it is refused with a reason', async () => {
    await expect(open(page('').replace('</html>', ''))).rejects.toMatchObject({ code: 'no_table' })
    await expect(open('<html><table><tr><td>1</td></tr><tr><td>2')).rejects.toMatchObject({ code: 'truncated_file' })
  })
})
