import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { makePipe, removePipe } from '../../engine/connectors/node/pipe-scan.ts'

const folder = mkdtempSync(join(tmpdir(), 'schemaflow-pipe-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A process that opens one side of a pipe and waits there for the other. */
function opens(pipe: string, side: 'read' | 'write'): Promise<unknown> {
  // `test -p` first: opening what is no longer there for writing would make an ordinary file.
  const child = spawn('sh', ['-c', side === 'read' ? 'cat "$0"' : 'test -p "$0" && exec true > "$0"', pipe], { stdio: 'ignore' })
  return new Promise(resolve => child.once('exit', resolve))
}

test.each(['read', 'write'] as const)('a pipe that is removed releases who waits to %s, whenever it came', async side => {
  await Promise.all(Array.from({ length: 24 }, async (_, attempt) => {
    const pipe = await makePipe(folder, `${side}-${attempt}`)
    const ended = opens(pipe, side)
    await pause(attempt * 2)
    await removePipe(pipe)
    expect(await Promise.race([ended.then(() => 'ended'), pause(10_000).then(() => 'waits')])).toBe('ended')
    rmSync(pipe, { force: true })
    expect(existsSync(pipe)).toBe(false)
  }))
}, 30_000)

test('what is gone already can be removed', async () => {
  await removePipe(join(folder, 'never'))
})
