/** `npm run e2e`: the browser tests against a fresh build. Arguments go to Playwright. Fails when they could not run. */
import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { argv, env, execPath, exit } from 'node:process'
import { buildExportIfStale } from './build.mjs'
import { bundleIfStale } from './bundle.mjs'
import { root } from './files.mjs'
import { findOrInstallChromium } from './find-chromium.mjs'

function freePort() {
  return new Promise((found, failed) => {
    const probe = createServer().once('error', failed).listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => found(port))
    })
  })
}

function fail(message) {
  console.error(`The browser tests did NOT run: ${message}`)
  exit(1)
}

try {
  const chromiumPath = findOrInstallChromium()
  buildExportIfStale()
  if (existsSync(join(root, 'runner/cli/main.ts'))) await bundleIfStale()
  const port = env.E2E_PORT ?? String(await freePort())
  console.log(`Browser tests with ${chromiumPath}`)
  const playwright = join(root, 'node_modules/@playwright/test/cli.js')
  const { status } = spawnSync(execPath, [playwright, 'test', ...argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...env, CHROMIUM_PATH: chromiumPath, E2E_PORT: port },
  })
  exit(status ?? 1)
} catch (error) {
  fail(error.message)
}
