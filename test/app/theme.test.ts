import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

type Rgb = readonly [number, number, number]

const css = readFileSync('app/globals.css', 'utf8')

const rgb = (hex: string): Rgb => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb

/** Each `--name: light-dark(#light, #dark)` of the stylesheet. */
const palette = new Map([...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [name!, { light: rgb(light!), dark: rgb(dark!) }]))

function colour(name: string, theme: 'light' | 'dark'): Rgb {
  const found = palette.get(name)
  if (!found) throw new Error(`globals.css has no colour --${name}`)
  return found[theme]
}

const linear = (channel: number): number => channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4

/** Relative luminance and contrast ratio: WCAG 2.2, definitions. */
const luminance = ([r, g, b]: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)

function contrast(a: Rgb, b: Rgb): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

/** How linear RGB is seen without one kind of cone: Machado, Oliveira, Fernandes 2009, severity 1.0. */
const BLINDNESS = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
}

/** OKLab (Ottosson 2020) of a colour as such an eye sees it. */
function seen(hex: Rgb, matrix: readonly number[]): readonly number[] {
  const light = hex.map(linear)
  const [r, g, b] = [0, 3, 6].map(row => Math.max(0, light.reduce((sum, channel, at) => sum + channel * matrix[row + at]!, 0))) as [number, number, number]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((part, at) => part - b[at]!))

const verdicts = ['valid', 'mismatched', 'missing', 'warning']
const grounds = ['canvas', 'surface', 'raised', 'sunken', 'hover']

const text: [string, string][] = [
  ...['ink', 'muted', 'faint', 'accent-ink', ...verdicts.map(name => `${name}-ink`)].flatMap(name => grounds.map((ground): [string, string] => [name, ground])),
  ...['accent', ...verdicts].map((name): [string, string] => [`${name}-ink`, `${name}-soft`]),
  ['ink', 'accent-soft'],
  ['ink', 'mismatched-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
]

const shapes: [string, string][] = [...verdicts, 'accent', 'focus', 'line-control'].flatMap(name => ['canvas', 'surface', 'raised'].map((ground): [string, string] => [name, ground]))

describe.each(['light', 'dark'] as const)('the %s palette', theme => {
  test.each(text)('%s is readable on %s', (ink, ground) => {
    expect(contrast(colour(ink, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5)
  })

  test.each(shapes)('%s stands out from %s', (shape, ground) => {
    expect(contrast(colour(shape, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3)
  })

  test.each(Object.keys(BLINDNESS) as (keyof typeof BLINDNESS)[])('the four verdicts stay apart under %s', blindness => {
    const points = verdicts.map(name => ({ name, at: seen(colour(name, theme), BLINDNESS[blindness]) }))
    const close = points.flatMap((a, index) => points.slice(index + 1).map(b => ({ pair: `${a.name}/${b.name}`, apart: distance(a.at, b.at) })))
    expect(close.filter(({ apart }) => apart < 0.1)).toEqual([])
  })
})
