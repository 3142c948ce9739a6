/** The words of a column's name in small letters: `signupDate`, `signup_date` and `Signup date` are all signup, date. */
export function wordsOf(name: string): readonly string[] {
  return name.replace(/([\p{Ll}\p{N}])(?=\p{Lu})/gu, '$1 ').toLowerCase().split(/[^\p{L}\p{N}%]+/u).filter(word => word !== '')
}

const hasWord = (name: string, words: ReadonlySet<string>): boolean => wordsOf(name).some(word => words.has(word))

const KEYS = new Set(['id', 'uuid', 'guid', 'code', 'key'])
const WRITTEN_NUMBERS = new Set(['phone', 'telephone', 'tel', 'mobile', 'fax', 'zip', 'zipcode', 'postcode', 'postal', 'plz', 'ssn', 'version'])

/** Whether a column goes by the name of a key: `id`, `order_id`, `productCode`. */
export const isKeyName = (name: string): boolean => KEYS.has(wordsOf(name).at(-1) ?? '')

/** Whether a column goes by the name of digits that nobody counts with: telephone numbers, postal codes, versions. */
export const isNameOfWrittenNumber = (name: string): boolean => hasWord(name, WRITTEN_NUMBERS)

export interface Bounds {
  readonly min?: number
  readonly max?: number
}

const BOUNDS: readonly { readonly words: ReadonlySet<string>, readonly bounds: Bounds }[] = [
  { words: new Set(['percent', 'percentage', 'pct', '%']), bounds: { min: 0, max: 100 } },
  { words: new Set(['age']), bounds: { min: 0 } },
  { words: new Set(['latitude', 'lat']), bounds: { min: -90, max: 90 } },
  { words: new Set(['longitude', 'lon', 'lng', 'long']), bounds: { min: -180, max: 180 } },
]

/** The bounds that numbers of such a name keep, where its last word leaves no doubt. */
export function boundsOfName(name: string): Bounds | undefined {
  const last = wordsOf(name).at(-1) ?? ''
  return BOUNDS.find(({ words }) => words.has(last))?.bounds
}

/** Words with which names of columns ask for yes or no. */
const QUESTIONS: ReadonlySet<string> = new Set(['is', 'has', 'can', 'was', 'are', 'should'])
/** Whether a column goes by the name of a question: `is_active`, `hasChildren`, `paid_flag`. */
export const asksYesOrNo = (name: string): boolean => {
  const words = wordsOf(name)
  return QUESTIONS.has(words[0] ?? '') || words.at(-1) === 'flag'
}
