import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compiled, modules } from '../../scripts/wasm.ts'

test.each(modules)('the compiled code of $source is that of its source (npx tsx scripts/wasm.ts)', async module => {
  expect(readFileSync(module.target, 'utf8')).toBe(await compiled(module))
}, 60_000)
