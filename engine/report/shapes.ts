import { Markup, markup } from './markup.ts'

/** The three signs a report uses beside its colours; drawn once, referred to by name. */
export const SPRITE = Markup.trusted('<svg width="0" height="0" class="sprite" aria-hidden="true">'
  + '<symbol id="pass" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7"/><path d="m4.9 8.3 2.1 2.1 4.1-4.6"/></symbol>'
  + '<symbol id="warn" viewBox="0 0 16 16"><path d="M8 1.3 15.2 14.4H.8Z" stroke-linejoin="round"/><path d="M8 6v4M8 12v.4"/></symbol>'
  + '<symbol id="fail" viewBox="0 0 16 16"><path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z"/><path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8"/></symbol></svg>')

/** A sign; the word it stands for is beside it, so that it says nothing by itself. */
export function icon(name: 'pass' | 'warn' | 'fail'): Markup {
  return markup`<svg class="icon" aria-hidden="true"><use href="#${name}"/></svg>`
}
