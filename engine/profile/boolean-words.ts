import { boolean } from '../data/type.ts'
import { trimBlanks } from '../data/text.ts'
import type { Candidate } from './candidates.ts'
import { asksYesOrNo } from './names.ts'
import type { Counted } from './cells.ts'

interface Language {
  readonly yes: readonly string[]
  readonly no: readonly string[]
}

const LANGUAGES: readonly Language[] = [
  { yes: ['true', 'yes', 'y', 't', 'on'], no: ['false', 'no', 'n', 'f', 'off'] },
  { yes: ['ja', 'j', 'wahr', 'richtig'], no: ['nein', 'n', 'falsch'] },
  { yes: ['oui', 'o', 'vrai', 'v'], no: ['non', 'n', 'faux', 'f'] },
  { yes: ['sí', 'si', 's', 'verdadero'], no: ['no', 'n', 'falso'] },
  { yes: ['sì', 'si', 's', 'vero'], no: ['no', 'n', 'falso'] },
  { yes: ['sim', 's', 'verdadeiro'], no: ['não', 'nao', 'n', 'falso'] },
  { yes: ['ja', 'j', 'waar'], no: ['nee', 'n', 'onwaar'] },
  { yes: ['ja', 'j'], no: ['nej', 'nei', 'n'] },
  { yes: ['tak', 't', 'prawda'], no: ['nie', 'n', 'fałsz'] },
  { yes: ['ano', 'a'], no: ['ne', 'n'] },
  { yes: ['да'], no: ['нет'] },
]
const LONGEST = Math.max(...LANGUAGES.flatMap(({ yes, no }) => [...yes, ...no]).map(word => word.length))
const DIGITS: Language = { yes: ['1'], no: ['0'] }

/** The words for true and false in the language that reads the most cells, as `true_values` and `false_values`; both kinds have to be there. */
export function booleanCandidate(values: readonly Counted[], present: number, plausibleShare: number, name: string): Candidate | undefined {
  const words = values.flatMap(({ value, count }) => {
    const word = trimBlanks(value)
    return word.length <= LONGEST ? [{ word, lower: word.toLowerCase(), count }] : []
  })
  const cellsOf = (list: readonly string[]): number => words.reduce((sum, { lower, count }) => list.includes(lower) ? sum + count : sum, 0)
  const best = [...LANGUAGES, ...asksYesOrNo(name) ? [DIGITS] : []].flatMap(language => {
    const [yes, no] = [cellsOf(language.yes), cellsOf(language.no)]
    return yes > 0 && no > 0 && yes + no >= present * plausibleShare ? [{ language, cells: yes + no }] : []
  }).reduce<{ readonly language: Language, readonly cells: number } | undefined>((most, each) => most === undefined || each.cells > most.cells ? each : most, undefined)
  if (!best) return undefined
  const seen = (list: readonly string[]): string[] =>
    [...new Set(words.flatMap(({ word, lower }) => list.includes(lower) ? [foldedAscii(word)] : []))].filter(word => word !== 'true' && word !== 'false').sort()
  const [trueValues, falseValues] = [seen(best.language.yes), seen(best.language.no)]
  return trueValues.length + falseValues.length === 0 ? undefined : interned(trueValues, falseValues)
}

/** As boolean words are compared: only the case of ASCII letters is no difference. */
const foldedAscii = (word: string): string => word.replace(/[A-Z]/g, letter => letter.toLowerCase())

const known = new Map<string, Candidate>()

/** The same object for the same words, so that columns alike are asked about together. */
function interned(trueValues: readonly string[], falseValues: readonly string[]): Candidate {
  const key = JSON.stringify([trueValues, falseValues])
  const found = known.get(key) ?? { spec: { to: boolean, trueValues, falseValues } }
  known.set(key, found)
  return found
}
