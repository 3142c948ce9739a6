/**
 * Hosts decode text with a TextDecoder that drops one leading U+FEFF: where there is one, a second is put before it.
 * Wrap every text column of a query whose result is read as text.
 */
export const keepBom = (sql: string): string => `case when starts_with(${sql}, chr(65279)) then chr(65279) || ${sql} else ${sql} end`
