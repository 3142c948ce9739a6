const MAX_CHARACTERS = 200

/**
 * The name of an archive's member as a label that is safe to print: on one line, in the order in which it reads, not endless.
 * What does not show or moves what shows is written as `\u{…}`. Nothing else is changed, and nothing is ever written to where a name points.
 */
export function displayName(name: string): string {
  const characters = Array.from(name)
  const shown = characters.length <= MAX_CHARACTERS ? characters : [...characters.slice(0, MAX_CHARACTERS / 2), '…', ...characters.slice(1 - MAX_CHARACTERS / 2)]
  return shown.map(character => UNPRINTABLE.test(character) ? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}` : character).join('')
}

/** Control characters, format characters (direction marks among them), separators of lines, halves of characters, what is not assigned. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}]/u
