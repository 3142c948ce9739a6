import type { Command } from 'commander'
import { formatBytes, type ColumnProfile, type CsvDialect } from '../../engine/node.ts'
import { count, counted, printable, tableLines, type Alignment } from './printable.ts'
import { profileFile, type FileProfile } from './profile-file.ts'

export function profileCommand(program: Command): void {
  program.command('profile').argument('<file...>').description('look at whole files: the type of each column, what does not fit it, what is missing')
    .option('--json', 'print an array with a profile for each file')
    .action(async (paths: readonly string[], { json }: { readonly json?: boolean }) => {
      const style = process.stderr.isTTY ? 'bar' : 'none'
      const profiles: FileProfile[] = []
      for (const path of paths) {
        const profile = await profileFile(path, style)
        if (json) profiles.push(profile)
        else process.stdout.write(`${describeFile(profile).join('\n')}\n`)
      }
      if (json) process.stdout.write(`${JSON.stringify(profiles, null, 2)}\n`)
    })
}

const HEADER = ['column', 'type', 'valid', 'mismatched', 'missing', 'distinct', 'min', 'max', 'most frequent']
const ALIGNMENTS: readonly Alignment[] = ['left', 'left', 'right', 'right', 'right', 'right', 'left', 'left', 'left']
const MAX_NAME = 32
const MAX_VALUE = 20
const TOP_SHOWN = 3

function describeFile({ file, bytes, records, malformed, blank_lines, detected, columns }: FileProfile): readonly string[] {
  const asides = [...malformed > 0 ? [`${count(malformed)} malformed`] : [], ...blank_lines > 0 ? [counted(blank_lines, 'blank line')] : []]
  return [
    printable(`${file}: ${counted(records, 'record')} of ${counted(columns.length, 'column')}, ${formatBytes(bytes)}${asides.length > 0 ? ` (${asides.join(', ')})` : ''}`),
    `${describeDialect(detected.dialect)}; ${Math.round(detected.confidence * 100)} % sure`,
    ...detected.notes.map(note => printable(note)), '',
    ...tableLines(HEADER, columns.map(describeColumn), ALIGNMENTS), '',
    ...columns.flatMap(remarks),
  ]
}

const NAMES: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar', ' ': 'space' }

function describeDialect({ encoding, delimiter, quote, header, skip_rows }: CsvDialect): string {
  return [
    encoding, `${NAMES[delimiter] ?? `"${printable(delimiter)}"`} between cells`, quote === null ? 'no quotes' : `${quote} around cells`,
    header === 0 ? 'no header' : 'a header', ...skip_rows > 0 ? [`${counted(skip_rows, 'line')} above it`] : [],
  ].join(', ')
}

function describeColumn({ name, type, dateFormat, valid, mismatched, missing, distinct, isApproximate, min, max, top }: ColumnProfile): readonly string[] {
  const value = (text: string | null): string => text === null ? '' : printable(text, MAX_VALUE)
  return [
    printable(name, MAX_NAME), dateFormat === undefined ? type : `${type} ${dateFormat}`, count(valid), count(mismatched), count(missing), `${isApproximate ? '~' : ''}${count(distinct)}`,
    value(min), value(max), top.slice(0, TOP_SHOWN).map(({ value: text, count: times }) => `${value(text)} (${count(times)})`).join(', '),
  ]
}

/** What a reader has to look at: cells that do not fit, and texts that may mean "no value". */
function remarks({ name, type, counterExamples, mismatched, suspects, writing }: ColumnProfile): readonly string[] {
  const quoted = (text: string): string => `"${text}"`
  return [
    ...writing === undefined ? [] : [`${name}: ${writing}`],
    ...mismatched > 0 && counterExamples.length > 0
      ? [`${name}: ${counted(mismatched, 'cell')} ${mismatched === 1 ? 'is' : 'are'} no ${type}: ${counterExamples.slice(0, 5).map(text => quoted(text.slice(0, 40))).join(', ')}${mismatched > 5 ? ' …' : ''}`]
      : [],
    ...suspects.length > 0 ? [`${name}: perhaps these mean "no value": ${suspects.map(({ value, count: times }) => `${quoted(value)} (${count(times)})`).join(', ')}`] : [],
  ].map(line => printable(line))
}
