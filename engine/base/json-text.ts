const PLAIN = /^[ !#-[\]-~]*$/

/** A text as JSON. Most texts hold nothing that has to be escaped, which is seen in less time than escaping takes. */
export const jsonText = (text: string): string => PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)
