import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os'

/** Where and when something was measured. A number without these says nothing. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
  readonly system: string
  readonly node: string
  readonly duckdb: string
  /** Mean number of running processes over the last minute, before the first run: well under `cores` on a quiet machine. */
  readonly load: number
  /** ISO 8601, UTC. */
  readonly date: string
}

export async function describeMachine(now = new Date()): Promise<Machine> {
  const { version } = await import('@duckdb/node-api')
  const processors = cpus()
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    duckdb: version(),
    load: loadavg()[0] ?? 0,
    date: now.toISOString(),
  }
}
