import { gzipSync } from 'node:zlib'
import { expect, test, type Page } from '@playwright/test'
import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { writeXlsx } from 'hucre/xlsx'
import { judged, openCsv, totals, watchErrors, watchOtherOrigins } from './support.ts'

const source = (page: Page) => page.getByRole('region', { name: 'Source' })
const headerOf = (page: Page) => source(page).getByRole('columnheader')
const orders = `id,item,price\n${Array.from({ length: 40 }, (_, i) => `${i + 1},Nut ${i},${i}.50`).join('\n')}\n`

async function open(page: Page, name: string, content: string | Buffer): Promise<void> {
  await page.goto('/')
  await openCsv(page, name, content)
  await judged(page)
}

test('a workbook: its sheets can be chosen, dates and errors are what Excel shows', async ({ page, context, baseURL }) => {
  const others = watchOtherOrigins(context, new URL(baseURL!).origin)
  const errors = watchErrors(page)
  const book = await writeXlsx({
    sheets: [
      { name: 'People', rows: [['id', 'name', 'born'], [1, 'Ann', new Date(Date.UTC(1990, 1, 3))], [2, 'Bob, the "B"', new Date(Date.UTC(1985, 11, 24))], [3, '007', null]] },
      { name: 'Cities', rows: [['city', 'country'], ['Rome', 'IT'], ['Oslo', 'NO']] },
    ],
  })
  await open(page, 'book.xlsx', Buffer.from(book))
  await expect(source(page)).toContainText('3 columns · workbook · sheet People')
  await expect(source(page).getByRole('row').nth(2)).toContainText('Bob, the "B"')
  await expect(source(page).getByRole('row').nth(1)).toContainText('1990-02-03')
  expect(await totals(page)).toMatchObject({ physical: 3, valid: 3 })

  await source(page).getByLabel('Sheet').click()
  await page.getByRole('option', { name: 'Cities' }).click()
  await expect(headerOf(page).filter({ hasText: 'country' })).toBeVisible()
  await judged(page)
  expect(await totals(page)).toMatchObject({ physical: 2, valid: 2 })
  // What was chosen is in the recipe, and can be taken back.
  await expect(page.getByRole('region', { name: 'Recipe', exact: true })).toContainText('sheet: Cities')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(headerOf(page).filter({ hasText: 'born' })).toBeVisible()
  // Another sheet can be looked at before it is read.
  await source(page).getByRole('button', { name: 'Look at the sheets' }).click()
  const sheets = page.getByRole('dialog', { name: 'The sheets of the workbook' })
  await expect(sheets.getByRole('table')).toContainText('Bob, the "B"')
  await sheets.getByRole('button', { name: 'Cities' }).click()
  await expect(sheets.getByRole('table')).toContainText('Oslo')
  await sheets.getByRole('button', { name: 'Read Cities' }).click()
  await expect(headerOf(page).filter({ hasText: 'country' })).toBeVisible()
  expect({ errors, others }).toEqual({ errors: [], others: [] })
})

test('a packed CSV is unpacked', async ({ page }) => {
  await open(page, 'orders.csv.gz', gzipSync(orders))
  await expect(source(page)).toContainText('Unpacked: gzip.')
  expect(await totals(page)).toMatchObject({ physical: 40, valid: 40 })
})

test('of an archive with several files one is read, and the others can be', async ({ page }) => {
  const zip = new ZipWriter(new Uint8ArrayWriter())
  await zip.add('read me.md', new TextReader('# Orders\n'))
  await zip.add('orders.csv', new TextReader(orders))
  await zip.add('more/items.csv', new TextReader('sku|title\nA-1|Nut\nA-2|Bolt\n'))
  await open(page, 'orders.zip', Buffer.from(await zip.close()))
  await expect(headerOf(page).filter({ hasText: 'price' })).toBeVisible()
  await source(page).getByLabel('File in the archive').click()
  await page.getByRole('option', { name: 'more/items.csv' }).click()
  await expect(headerOf(page).filter({ hasText: 'title' })).toBeVisible()
  await judged(page)
  expect(await totals(page)).toMatchObject({ physical: 2, valid: 2 })
})

test('titles and totals are left out, and one click reads them again', async ({ page }) => {
  await open(page, 'report.csv', `Monthly report\nfor: all\n\n${orders}\nTotal,,820.00\n`)
  await expect(source(page)).toContainText('The first 3 lines stand above the table and are skipped.')
  await expect(source(page)).toContainText('The last line stands below the table and is skipped: "Total 820.00".')
  expect(await totals(page)).toMatchObject({ physical: 40, valid: 40 })
  await source(page).getByLabel('Skip at end').fill('0')
  await expect.poll(async () => (await totals(page)).physical, { timeout: 30_000 }).toBe(41)
})

test('a runner-up delimiter is one click away', async ({ page }) => {
  await open(page, 'mixed.csv', 'a,b;c\n1,2;3\n4,5;6\n7,8;9\n')
  const [before] = await headerOf(page).allInnerTexts().then(texts => texts.slice(1))
  await source(page).getByText('It could also be').getByRole('button').first().click()
  await expect(headerOf(page).nth(1)).not.toHaveText(before!)
  await expect(source(page)).toContainText('set by hand')
})

test('a record with an unquoted delimiter comes with its likely repair', async ({ page }) => {
  await open(page, 'names.csv', 'id,name,age\n1,Ann,30\n2,Bob,31\n3,Cy,32\n4,Dee, Eve,33\n')
  await page.getByRole('grid').getByRole('row').nth(1).click()
  const repair = page.getByRole('region', { name: 'Suggested repair' })
  await expect(repair).toContainText('cell 2 holds a delimiter and is not quoted')
  await expect(repair).toContainText('Dee, Eve')
})

test('another encoding that reads other words is one click away', async ({ page }) => {
  const cities = ['Łódź', 'Kraków', 'Gdańsk', 'Toruń', 'Żywiec']
  const latin2 = new Map([['Ł', 0xa3], ['ó', 0xf3], ['ź', 0xbc], ['ń', 0xf1], ['Ż', 0xaf]])
  const bytes = Array.from(`id,city\n${cities.map((city, i) => `${i},${city}`).join('\n')}\n`, character => latin2.get(character) ?? character.charCodeAt(0))
  await open(page, 'cities.csv', Buffer.from(bytes))
  const offered = source(page).getByText('It could also be').getByRole('button').filter({ hasText: '“' }).first()
  const word = (await offered.innerText()).split(/[“”]/)[1] ?? ''
  await expect(headerOf(page).first()).toBeVisible()
  await expect(source(page).getByRole('table')).not.toContainText(word)
  await offered.click()
  await expect(source(page).getByRole('table')).toContainText(word)
})

test('numbers as people write them are read by one click', async ({ page }) => {
  const rows = Array.from({ length: 60 }, (_, i) => `${i + 1},"${i + 1}.${String(i * 17 % 1000).padStart(3, '0')},50 €",${i % 2 === 0 ? 'ja' : 'nein'}`)
  await open(page, 'amounts.csv', `id,amount,paid\n${rows.join('\n')}\n`)
  const profile = page.getByRole('region', { name: 'Profile' })
  await expect(profile.getByRole('article', { name: 'Column paid' })).toContainText('true is written ja, false nein')
  await profile.getByRole('button', { name: 'Read as numbers: amount' }).click()
  await judged(page)
  expect(await totals(page)).toMatchObject({ physical: 60, valid: 60 })
  await expect(page.getByRole('region', { name: 'Recipe', exact: true })).toContainText('type: parse_number')
  await expect(profile.getByRole('button', { name: 'Read as numbers: amount' })).toHaveCount(0)
})

test('dates that could be either way round are turned by one click, and back', async ({ page }) => {
  const rows = Array.from({ length: 60 }, (_, i) => `${i + 1},${String(i % 12 + 1).padStart(2, '0')}/${String(i * 5 % 12 + 1).padStart(2, '0')}/2024`)
  await open(page, 'visits.csv', `id,seen\n${rows.join('\n')}\n`)
  const card = page.getByRole('region', { name: 'Profile' }).getByRole('article', { name: 'Column seen' })
  await expect(card).toContainText('either way round')
  const recipe = page.getByRole('region', { name: 'Recipe', exact: true })
  const before = await recipe.getByText(/date_format:/).innerText()
  await card.getByRole('button', { name: /^Read (day|month) first: seen$/ }).click()
  await judged(page)
  await expect(recipe.getByText(/date_format:/)).not.toHaveText(before)
  await card.getByRole('button', { name: /^Read (day|month) first: seen$/ }).click()
  await expect(recipe.getByText(/date_format:/)).toHaveText(before)
  expect(await totals(page)).toMatchObject({ physical: 60, valid: 60 })
})
