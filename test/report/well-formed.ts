/** A page read strictly: attributes in double quotes, every element closed in order. Anything that leaks out of a text breaks it. */
export interface ReadPage {
  /** Every start tag with its attributes, in order. */
  readonly elements: readonly { readonly name: string, readonly attributes: Readonly<Record<string, string>> }[]
  /** The text between tags, as a reader sees it; without the stylesheet. */
  readonly text: string
}

const VOID = new Set(['meta', 'link', 'path', 'circle', 'use'])
const TAG = /^<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+="[^"<>]*")*)\/?>/
const ATTRIBUTE = / ([a-zA-Z-]+)="([^"<>]*)"/g
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#96;': '`' }

/** Throws where the page is not what it should be. */
export function readPage(html: string): ReadPage {
  if (!html.startsWith('<!doctype html>\n')) throw new Error('no doctype')
  const body = html.slice('<!doctype html>\n'.length).replace(/<style>[^<]*<\/style>/, '')
  const elements: { name: string, attributes: Record<string, string> }[] = []
  const open: string[] = []
  let text = ''
  for (let at = 0; at < body.length;) {
    if (body[at] !== '<') {
      const end = body.indexOf('<', at)
      text += plain(body.slice(at, end < 0 ? body.length : end))
      at = end < 0 ? body.length : end
      continue
    }
    const match = TAG.exec(body.slice(at, at + 4_000))
    if (!match) throw new Error(`no tag: ${body.slice(at, at + 80)}`)
    const [whole, slash, name = '', attributes = ''] = match
    if (slash) {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`)
    } else {
      elements.push({ name, attributes: Object.fromEntries([...attributes.matchAll(ATTRIBUTE)].map(([, key, value]) => [key!, plain(value!)])) })
      if (!VOID.has(name)) open.push(name)
    }
    at += whole.length
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(' ')}`)
  return { elements, text }
}

function plain(escaped: string): string {
  const stray = /[<>"'`]|&(?!(?:amp|lt|gt|quot|#39|#96);)/.exec(escaped.replaceAll("'", '')) // our own prose has apostrophes
  if (stray) throw new Error(`not escaped: ${escaped.slice(Math.max(0, stray.index - 20), stray.index + 20)}`)
  return escaped.replace(/&[#a-z0-9]+;/g, entity => ENTITIES[entity]!)
}
