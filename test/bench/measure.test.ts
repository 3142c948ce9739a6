import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bench, measureAlternately, peakFromTime, ratiosOf, saveReport, spreadOf, toMarkdown } from '../../bench/measure.ts'

const node = (name: string, code: string) => ({ name, argv: [process.execPath, '-e', code] })

test('spreads', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 })
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 })
  expect(spreadOf([5])).toEqual({ median: 5, min: 5, max: 5 })
  expect(() => spreadOf([])).toThrow('at least one')
})

test('ratios compare within a round', () => {
  const measured = (name: string, seconds: number[]) =>
    ({ name, samples: seconds.map(value => ({ seconds: value, peakRssBytes: null })), seconds: spreadOf(seconds), peakRssBytes: null })
  expect(ratiosOf([measured('a', [2, 20, 6]), measured('b', [1, 10, 2])])).toEqual([{ name: 'a', versus: 'b', median: 2, min: 2, max: 3 }])
})

test('reads the peak of GNU time in bytes', () => {
  expect(peakFromTime('\tMaximum resident set size (kbytes): 526552\n')).toBe(526_552 * 1024)
  expect(peakFromTime('no such line')).toBeNull()
})

test('runs whole processes in turn after the warm-up', async () => {
  const order: string[] = []
  const commands = ['a', 'b'].map(name => ({ ...node(name, `console.log('${name}')`), verify: (stdout: string) => void order.push(stdout.trim()) }))
  const [a, b] = await measureAlternately(commands, { runs: 2, warmups: 1 })
  expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
  expect(a?.samples).toHaveLength(2)
  expect(b?.seconds.min).toBeGreaterThan(0.005)
})

test.runIf(process.platform === 'linux')('sees the memory a process takes', async () => {
  const [small, large] = await measureAlternately(
    [node('small', 'setTimeout(() => {}, 50)'), node('large', 'const kept = Buffer.alloc(200e6, 1); setTimeout(() => kept, 50)')], { runs: 1, warmups: 0 })
  expect(large!.peakRssBytes!.median - small!.peakRssBytes!.median).toBeGreaterThan(150e6)
})

test('a failed command or a wrong answer has no speed', async () => {
  await expect(measureAlternately([node('broken', 'console.error("no disk"); process.exit(3)')], { runs: 1 })).rejects.toThrow(/broken failed with 3.*no disk/s)
  const wrong = { ...node('wrong', ''), verify: () => { throw new Error('7 rows are missing') } }
  await expect(measureAlternately([wrong], { runs: 1 })).rejects.toThrow('7 rows are missing')
})

test('the report names the machine and is saved both ways', async () => {
  const report = await bench({ title: 'Nothing much', notes: ['an empty program'], commands: [node('a', ''), node('b', '')], runs: 1, warmups: 0 })
  const markdown = toMarkdown(report)
  expect(markdown).toMatch(/^# Nothing much\n\n- an empty program\n/)
  expect(markdown).toContain(`Node ${process.version}, DuckDB v`)
  expect(markdown).toMatch(/\| a \/ b \| \d+\.\d\d \| /)

  const folder = await mkdtemp(join(tmpdir(), 'results-'))
  try {
    await saveReport('nothing', report, folder)
    expect((await readdir(folder)).sort()).toEqual(['nothing.json', 'nothing.md'])
    expect(JSON.parse(await readFile(join(folder, 'nothing.json'), 'utf8'))).toEqual(report)
  } finally {
    await rm(folder, { recursive: true })
  }
})
