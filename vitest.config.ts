import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Each file boots at most one engine; two at a time is what two cores carry.
    maxWorkers: 2,
    // Much of what tests make dies young: with room for it an eighth less time is spent on clearing up.
    execArgv: ['--max-semi-space-size=64'],
    // Test files share what they import: loading it anew for each takes minutes in all.
    isolate: false,
  },
})
