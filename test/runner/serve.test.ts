import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bundleCli, folderWith, root, schemaflow, start, until } from './schemaflow.ts'

const { folder, remove } = folderWith({})
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
beforeAll(bundleCli)
afterAll(remove)

const out = join(root, 'out')
const isBuilt = existsSync(join(out, 'index.html'))

test.skipIf(isBuilt)('says so when the workbench has not been built', async () => {
  const { code, err } = await schemaflow(folder, 'serve', '--port', '0')
  expect([code, err]).toEqual([3, expect.stringMatching(/the workbench has not been built.*npm run build/)])
})

describe.skipIf(!isBuilt)('serve', () => {
  let server: ReturnType<typeof start>
  let address: string
  beforeAll(async () => {
    server = start(folder, 'serve', '--port', '0')
    await until(() => server.output().includes('\n'))
    address = /http:\/\/\S+/.exec(server.output())?.[0] ?? ''
  })

  const header = async (path: string, name: string): Promise<string | null> => (await fetch(address + path, { method: 'HEAD' })).headers.get(name)
  const hashed = (ending: string): string => readdirSync(join(out, '_next/static'), { recursive: true, encoding: 'utf8' }).find(file => file.endsWith(ending))?.replaceAll('\\', '/') ?? ''

  test('gives the page, asked for anew each time, under the policy that the page names', async () => {
    const page = await fetch(`${address}/`)
    const html = await page.text()
    expect(html).toBe(readFileSync(join(out, 'index.html'), 'utf8'))
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('cache-control')).toBe('no-cache')
    const policy = page.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'self'")
    expect(html).toContain(`content="${policy?.replaceAll("'", '&#x27;') ?? ''}"`)
    expect(await header('/sw.js', 'cache-control')).toBe('no-cache')
  })

  test('hashed files are kept for ever; Wasm and modules have their types', async () => {
    const wasm = `/_next/static/${hashed('.wasm')}`
    expect(await header(wasm, 'content-type')).toBe('application/wasm')
    expect(await header(wasm, 'cache-control')).toBe('public, max-age=31536000, immutable')
    expect(await header(`/_next/static/${hashed('.js')}`, 'content-type')).toMatch(/^(text|application)\/javascript/)
  })

  test.each(['', '/api/v1'])('%s/healthz and readyz', async prefix => {
    expect(await (await fetch(`${address}${prefix}/healthz`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${address}${prefix}/readyz`)).json()).toEqual({ status: 'ready' })
  })

  test('nothing else: an unknown page is the 404 page, an unknown call a 404 in JSON, files outside are out of reach', async () => {
    const page = await fetch(`${address}/nothing-here`)
    expect([page.status, await page.text()]).toEqual([404, readFileSync(join(out, '404.html'), 'utf8')])
    const call = await fetch(`${address}/api/v1/nothing`)
    expect([call.status, await call.json()]).toMatchObject([404, { error: { code: 'not_found' } }])
    expect((await fetch(`${address}/%2e%2e/package.json`)).status).toBeGreaterThanOrEqual(400)
    expect((await fetch(`${address}/..%2fpackage.json`)).status).toBeGreaterThanOrEqual(400)
  })

  test('a port in use is exit code 3, in one line', async () => {
    const other = createServer()
    await new Promise<void>(listening => { other.listen(0, '127.0.0.1', listening) })
    const { port } = other.address() as AddressInfo
    const ended = await schemaflow(folder, 'serve', '--port', String(port))
    other.close()
    expect(ended).toEqual({ code: 3, out: '', err: `schemaflow: port ${port} of 127.0.0.1 is in use. Stop what listens there, or pass another one with --port.\n` })
  })

  afterAll(async () => {
    server.process.kill('SIGINT')
    expect((await server.ended).code).toBe(0)
  })
})
