import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { downloaded, judged, keptInputs, openCsv, totals, watchErrors, watchOtherOrigins } from './support.ts'

test.setTimeout(180_000)

const customers = [
  'id,name,email,age,joined',
  '1,Ann,ann@example.com,34,2024-01-31',
  '2,Bob,bob(at)example.com,41,2024-02-30',
  '3,,cy@example.com,x,2024-03-01',
  '4,Dee,dee@example.com,29,2024-03-02,extra',
  '3,Eve,eve@example.com,52,2024-03-03',
  '6,"Fay\nLee",fay@example.com,61,2024-03-04',
  '7,Gus,gus@example.com,33,2024-03-05',
  '8,Hal,hal@example.com,28,2024-03-06',
  '9,Ida,ida@example.com,45,2024-03-07',
  '10,Jo,jo@example.com,19,2024-03-08',
  '11,Kim,kim@example.com,22,2024-03-09',
  '12,Lou,lou@example.com,24,2024-03-10',
].join('\n')

test('the sample shows its rows, profile, verdict and rejects, and nothing leaves the origin', async ({ page, context, baseURL }) => {
  const others = watchOtherOrigins(context, new URL(baseURL!).origin)
  const errors = watchErrors(page)
  await page.goto('/')
  await page.getByRole('button', { name: 'Try sample data' }).first().click()
  await expect(page.getByRole('cell', { name: '100001' }).or(page.getByText('100001')).first()).toBeVisible()
  await judged(page)
  const { physical: records, valid, rejected, warned = 0 } = await totals(page)
  expect(records).toBe(2000)
  expect(valid! + rejected!).toBe(2000)
  expect(rejected).toBeGreaterThan(50)
  expect(warned).toBeGreaterThanOrEqual(0)
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(rejected! + 1))
  await expect(page.getByRole('button', { name: /email: [\d,]+ mismatched|age: [\d,]+ mismatched/ }).first()).toBeAttached()
  expect(errors).toEqual([])
  expect(others).toEqual([])
})

test('a dropped file is inferred, edited, reviewed, exported, and comes back after a reload', async ({ page }) => {
  await page.goto('/')
  await openCsv(page, 'customers.csv', customers)
  await judged(page)
  // Inferred: types only, so that cells of another type and malformed records are what is rejected.
  await expect.poll(() => totals(page)).toMatchObject({ physical: 12 })

  const rules = page.getByRole('region', { name: 'Rules' })
  await rules.getByRole('button', { name: 'Add rule' }).click()
  await page.getByRole('combobox').or(page.getByRole('searchbox')).last().fill('unique')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')

  const editor = page.getByRole('region', { name: 'Recipe' })
  await expect(editor).toContainText('schemaflow: 1')

  const grid = page.getByRole('grid')
  await expect(grid).toContainText('4,Dee,dee@example.com,29,2024-03-02,extra')

  const csv = await downloaded(page, async () => {
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'CSV', exact: true }).click()
  })
  expect(csv.bytes.toString()).toContain('id,name,email,age,joined\r\n1,Ann,ann@example.com,34,2024-01-31\r\n')
  const jsonl = await downloaded(page, async () => {
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'JSON lines' }).click()
  })
  const rejects = jsonl.bytes.toString().trimEnd().split('\n').map(line => JSON.parse(line) as { source: { line: number }, raw: string | null, errors: { code: string }[] })
  expect(rejects.map(({ source: { line }, errors }) => ({ line, codes: errors.map(error => error.code) }))).toEqual(
    expect.arrayContaining([{ line: 5, codes: ['too_many_cells'] }]))
  const parquet = await downloaded(page, async () => {
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'Parquet' }).click()
  })
  expect(parquet.bytes.subarray(0, 4).toString()).toBe('PAR1')

  const before = await totals(page)
  await expect(page.getByRole('status').filter({ hasText: 'judged in' })).toBeVisible()
  await expect.poll(() => keptInputs(page)).toHaveLength(1)
  await page.waitForTimeout(1000)
  await page.reload()
  await judged(page)
  expect(await totals(page)).toEqual(before)
  await expect(page.getByRole('grid')).toContainText('4,Dee,dee@example.com,29,2024-03-02,extra')
})

test('the comments of a recipe outlive what forms change, and a reload', async ({ page }) => {
  await page.goto('/')
  await openCsv(page, 'customers.csv', customers)
  await judged(page)
  const text = '# From the branches.\nschemaflow: 1\nname: customers\nschema:\n  fields:\n    - { name: age, type: integer } # in years\nrules:\n  # Agreed.\n  - { id: young, type: between, column: age, max: 99 }\n'
  const recipe = page.getByRole('region', { name: 'Recipe' })
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), recipe.getByRole('button', { name: 'Import' }).click()])
  await chooser.setFiles({ name: 'customers.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) })
  await expect(recipe).toContainText('# Agreed.')

  const rules = page.getByRole('region', { name: 'Rules' })
  await rules.getByRole('button', { name: /young/ }).first().click()
  await rules.getByLabel('Max', { exact: true }).fill('98')
  await page.keyboard.press('Enter')
  await expect(recipe).toContainText('max: 98')
  await judged(page)
  await expect.poll(() => keptInputs(page)).toHaveLength(1)
  await page.waitForTimeout(1000)
  await page.reload()
  await judged(page)
  const yaml = await downloaded(page, async () => {
    await recipe.getByRole('button', { name: 'Download' }).click()
    await page.getByRole('menuitem', { name: 'YAML' }).click()
  })
  expect(yaml.bytes.toString()).toBe(text.replace('max: 99', 'max: 98'))
})

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious with the sample open, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.goto('/')
    await page.getByRole('button', { name: 'Try sample data' }).first().click()
    await judged(page)
    await page.waitForTimeout(500)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
  })
}

const bad = [
  { what: 'an empty file', name: 'empty.csv', content: '', says: /is empty: it has no bytes/ },
  { what: 'a picture named .csv', name: 'photo.csv', content: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), says: /cannot be read: it looks like/ },
] as const
for (const { what, name, content, says } of bad) {
  test(`${what} gets a clear message, and the workbench stays usable`, async ({ page }) => {
    await page.goto('/')
    await openCsv(page, name, content)
    await expect(page.getByText(says).first()).toBeVisible({ timeout: 60_000 })
    await page.getByRole('button', { name: 'New' }).click()
    await expect(page.getByRole('button', { name: 'Try sample data' }).first()).toBeVisible()
    await openCsv(page, 'good.csv', 'a,b\n1,2\n')
    await judged(page)
    expect(await totals(page)).toMatchObject({ physical: 1, valid: 1 })
  })
}

test('a header alone is a table of no rows', async ({ page }) => {
  await page.goto('/')
  await openCsv(page, 'header.csv', 'a,b,c\n')
  await judged(page)
  expect(await totals(page)).toMatchObject({ physical: 0, valid: 0, rejected: 0 })
})
