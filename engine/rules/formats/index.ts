import { codes } from './codes.ts'
import type { NamedFormat } from './define.ts'
import { encodings } from './encodings.ts'
import { internet } from './internet.ts'
import { moments } from './moments.ts'
import { finance, identifiers } from './numbers.ts'
import { places } from './places.ts'

export * from './define.ts'

/** Every named format there is, in the order menus show them. A new one is an entry in one of these lists. */
export const formats: readonly NamedFormat[] = [...internet, ...identifiers, ...finance, ...codes, ...places, ...moments, ...encodings]

const byName = new Map(formats.map(format => [format.name, format]))

export const formatNamed = (name: string): NamedFormat | undefined => byName.get(name)
export const formatNames: readonly string[] = formats.map(format => format.name)
