import { rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Command } from './measure.ts'
import { bench, printSample, saveReport, toMarkdown } from './measure.ts'
import type { Workload } from './workload.ts'
import { describeBars, floorCommand, makeBars, papaparseZodCommands, schemaflowCommand } from './workload.ts'

/** One benchmark of the command line: what runs, on how many rows. */
interface Case {
  readonly title: string
  readonly rows: number
  readonly runs: number
  readonly commands: (workload: Workload) => Promise<Command[]>
  readonly notes: readonly string[]
}

const FLOOR_NOTE = 'The floor keeps the rows in order and writes numbers as numbers where every row allows it; it checks nothing.'

const cases: Readonly<Record<string, Case>> = {
  headless: {
    title: 'Headless run against the floor and a Node peer',
    rows: 1_000_000,
    runs: 5,
    commands: async workload => [schemaflowCommand(workload), floorCommand(workload), ...await papaparseZodCommands(workload)],
    notes: [FLOOR_NOTE, 'PapaParse + zod writes the errors of each row, but no valid rows.'],
  },
  peers: {
    title: 'The floor and a Node peer, without SchemaFlow',
    rows: 1_000_000,
    runs: 5,
    commands: async workload => [floorCommand(workload), ...await papaparseZodCommands(workload)],
    notes: [FLOOR_NOTE, 'PapaParse + zod writes the errors of each row, but no valid rows.'],
  },
  'headless-8m': {
    title: 'Headless run of a file larger than its memory budget',
    rows: 8_000_000,
    runs: 1,
    commands: workload => Promise.resolve([schemaflowCommand(workload, '512MB'), floorCommand(workload, '512MB')]),
    notes: ['Peak RSS is that of the whole process: the Node runtime and its code come on top of the budget.'],
  },
}

async function runCase(name: string, { title, rows, runs, commands, notes }: Case, seed: number, save: boolean): Promise<void> {
  console.error(`${title}: making ${rows} rows`)
  const workload = await makeBars(rows, seed)
  try {
    const report = await bench({
      title, notes: [describeBars(workload, seed), ...notes], commands: await commands(workload), runs, onSample: printSample,
    })
    console.log(toMarkdown(report))
    if (save) await saveReport(name, report)
  } finally {
    await rm(workload.path)
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string' },
    runs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    big: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})
const names = positionals.length > 0 ? positionals : ['headless']
for (const name of values.big ? [...names, 'headless-8m'] : names) {
  const chosen = cases[name]
  if (!chosen) throw new Error(`No case ${name}. Choose from ${Object.keys(cases).join(', ')}.`)
  const runs = Number(values.runs ?? chosen.runs)
  const rows = name === 'headless-8m' ? chosen.rows : Number(values.rows ?? chosen.rows)
  await runCase(name, { ...chosen, rows, runs }, Number(values.seed), values.save)
}
