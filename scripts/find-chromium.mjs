/**
 * Finds a Chromium for the browser tests, or installs one as the platform does.
 * Order: CHROMIUM_PATH; PATH; Playwright's own; `npx playwright install chromium`; `apt-get install -y chromium` for root.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env, execPath, getuid, platform } from 'node:process'
import { chromium } from '@playwright/test'
import { root } from './files.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function onPath() {
  const folders = (env.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(isExecutable)
}

function playwrightsOwn() {
  const path = chromium.executablePath()
  return path !== '' && isExecutable(path) ? path : undefined
}

const runs = (command, args, more = {}) => spawnSync(command, args, { cwd: root, stdio: 'inherit', ...more }).status === 0

/** The first of the list that works. */
const installers = [
  {
    what: 'npx playwright install chromium',
    install: () => runs(execPath, [join(root, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium']),
  },
  {
    what: 'apt-get install -y chromium',
    install: () => platform === 'linux' && getuid?.() === 0
      && runs('apt-get', ['update', '-q']) && runs('apt-get', ['install', '-y', '-q', 'chromium'], { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } }),
  },
]

/** The path of a Chromium that is there now, or undefined. A CHROMIUM_PATH that is none is an error, not a hint. */
export function findChromium() {
  const asked = env.CHROMIUM_PATH
  if (asked !== undefined && asked !== '') {
    if (!isExecutable(asked)) throw new Error(`CHROMIUM_PATH is ${asked}, which is not an executable file`)
    return asked
  }
  return onPath() ?? playwrightsOwn()
}

/** The path of a Chromium, installed if need be. Throws, saying what was tried, when there is none to be had. */
export function findOrInstallChromium() {
  const found = findChromium()
  if (found !== undefined) return found
  for (const { what, install } of installers) {
    console.log(`No Chromium found; trying: ${what}`)
    if (!install()) continue
    const installed = findChromium()
    if (installed !== undefined) return installed
  }
  throw new Error(`no Chromium in CHROMIUM_PATH or on PATH, and none of these installed one: ${installers.map(({ what }) => what).join(', ')}`)
}
