import { visibleLine, visibleText } from './visible.ts'

/** HTML that is safe to put between tags. Text becomes markup by {@link markup} and {@link data} only, which escape it. */
export class Markup {
  readonly html: string

  private constructor(html: string) {
    this.html = html
  }

  /** For what this folder itself wrote, such as its stylesheet; never for anything that came from outside. */
  static trusted(html: string): Markup {
    return new Markup(html)
  }
}

export type Part = Markup | string | number | null | readonly Part[]

/** No text that stands in a template is longer, whatever it came from. */
const MAX_TEXT = 300

/**
 * Markup with values in it. A text is escaped for elements and double-quoted attributes alike, unseen characters named in ⟨ ⟩
 * and cut to 300 characters; markup and lists go in as they are, null leaves nothing.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return Markup.trusted(strings.reduce((html, literal, index) => html + htmlOf(parts[index - 1] ?? null) + literal))
}

/** Text of the data as one isolated run of inline markup: whatever its direction, nothing around it moves. Cut to `limit` characters, and said so. */
export function data(text: string, limit: number): Markup {
  const { parts, hidden } = visibleText(text, limit)
  const shown = parts.map(part => part.kind === 'mark' ? `<i>${escape(part.text)}</i>` : escape(part.text)).join('')
  return Markup.trusted(`<bdi>${shown}${hidden > 0 ? `<i>… ${hidden.toLocaleString('en-US')} more</i>` : ''}</bdi>`)
}

function htmlOf(part: Part): string {
  if (part === null) return ''
  if (part instanceof Markup) return part.html
  if (typeof part === 'number') return String(part)
  if (typeof part === 'string') return escape(visibleLine(part, MAX_TEXT))
  return part.map(htmlOf).join('')
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' }

function escape(text: string): string {
  return text.replace(/[&<>"'`]/g, character => ENTITIES[character] ?? '')
}

const encoder = new TextEncoder()

/** Size in bytes of UTF-8. */
export function byteLength({ html }: Markup): number {
  return encoder.encode(html).length
}

export interface Room {
  readonly maxItems: number
  readonly maxBytes: number
}

/** As many of the first items as there is room for, drawn; `left` counts the others. */
export function drawFirst<Item>(items: readonly Item[], { maxItems, maxBytes }: Room, draw: (item: Item, index: number) => Markup): { readonly drawn: readonly Markup[], readonly left: number } {
  const drawn: Markup[] = []
  let bytes = 0
  for (const [index, item] of items.slice(0, maxItems).entries()) {
    const piece = draw(item, index)
    bytes += byteLength(piece)
    if (bytes > maxBytes) break
    drawn.push(piece)
  }
  return { drawn, left: items.length - drawn.length }
}
