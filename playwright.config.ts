import { defineConfig, devices } from '@playwright/test'

const port = process.env['E2E_PORT'] ?? '4310'
const executablePath = process.env['CHROMIUM_PATH']

/** `npm run e2e` sets the port and the browser. The tests see the static export, as a web server would serve it. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 30_000 },
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    launchOptions: executablePath === undefined ? {} : { executablePath },
  },
  webServer: { command: `node scripts/serve-static.mjs out ${port}`, url: `http://127.0.0.1:${port}/`, reuseExistingServer: false },
})
