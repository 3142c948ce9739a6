import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { ConnectorError, describeCause } from '../../engine/node.ts'

export function initCommand(program: Command): void {
  program.command('init').argument('[dir]', 'where to', '.').description('write a commented recipe and a small sample to start from; nothing is overwritten')
    .action(init)
}

async function init(folder: string): Promise<void> {
  for (const [name, text] of [['recipe.yaml', RECIPE], ['customers.csv', SAMPLE]] as const) {
    const path = join(folder, name)
    process.stdout.write(`${path}: ${await writeNew(folder, path, text) ? 'written' : 'is there already, left as it is'}\n`)
  }
  process.stdout.write(`Try it: schemaflow run ${join(folder, 'recipe.yaml')}\n`)
}

/** Whether the file was written; false where one was there already. */
async function writeNew(folder: string, path: string, text: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(path, text, { flag: 'wx' })
    return true
  } catch (cause) {
    if ((cause as { code?: string, syscall?: string }).code === 'EEXIST' && (cause as { syscall?: string }).syscall === 'open') return false
    throw new ConnectorError('cannot_write', `${path} cannot be written: ${describeCause(cause)}`, { cause, hint: 'Name another folder.' })
  }
}

const SAMPLE = `id,name,email,country,age,signup_date,amount
1,Ada Lovelace,ada@example.com,GB,36,2024-01-15,120.50
2, Grace Hopper ,grace@example.com,US,45,2024-02-03,89.00
3,Linus,linus(at)example.com,FI,28,2024-02-30,15.20
4,Marie Curie,marie@example.com,FR,41,2024-03-08,240.00
4,Marie Curie,marie@example.com,FR,41,2024-03-08,240.00
5,Alan Turing,alan@example.com,GB,,2024-03-21,77.10
6,,nobody@example.com,DE,33,2024-04-01,12.00
7,Kid Example,kid@example.com,US,16,2024-04-11,9.99
8,Katherine Johnson,katherine@example.com,US,38,2024-05-19,310.75
9,Emmy Noether,emmy@example.com,DE,forty,2024-06-02,55.00
10,Sofia Kovalevskaya,sofia@example.com,SE,29,2024-06-30,64.40
11,Hypatia,hypatia@example.com,EG,45,2024-07-02,31.90
`

const RECIPE = `# A recipe: how to read a file, what its rows should be like, and where the good ones go.
#   schemaflow validate recipe.yaml    says what is wrong in here
#   schemaflow run recipe.yaml         runs it; rejected rows go to out/rejects.jsonl, figures to out/report.html
schemaflow: 1
name: customers

source:
  # Relative to this file. "schemaflow run recipe.yaml --input other.csv" reads another file instead.
  path: customers.csv
  # Delimiter, quotes, encoding and header are detected. Set what should not be guessed:
  # dialect: { encoding: utf-8, delimiter: ",", null_tokens: ["", "N/A"] }

# Steps change the rows, one after another, before anything is checked. "schemaflow list-steps" shows them all.
transform:
  steps:
    - { type: trim, columns: "*" }

# What each column holds. Columns that are not declared pass through as they are.
schema:
  fields:
    - { name: id, type: integer, required: true, unique: true }
    - { name: name, type: string, required: true }
    - { name: email, type: string, format: email }
    - { name: country, type: string, pattern: "[A-Z]{2}" }
    - { name: age, type: integer, min: 0, max: 120 }
    - { name: signup_date, type: date }
    - { name: amount, type: number, min: 0 }

# Whatever a field cannot say by itself. "schemaflow list-rules" shows them all.
rules:
  - id: adults_in_us
    type: expression
    expr: "country <> 'US' or age >= 18"
    message: under 18 in the US
  # A warning keeps the row.
  - { id: name_in_full, type: contains, column: name, text: " ", severity: warn }

# When a gate fails, the run ends with exit code 1.
gates:
  max_rejects: { ratio: 0.1, min_rows: 100 }

destination: { type: csv, path: out/customers.csv }
`
