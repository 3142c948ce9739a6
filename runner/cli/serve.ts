import { existsSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import type { FastifyInstance } from 'fastify'
import { ConnectorError, describeCause } from '../../engine/node.ts'
import { packageRoot } from './package-root.ts'

interface ServeOptions {
  readonly port: number
  readonly host: string
}

export function serveCommand(program: Command): void {
  program.command('serve').description('serve the workbench to a browser on this machine')
    .option('--port <n>', 'the port to listen on, 0 for any that is free', toPort, 4300)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .action(serve)
}

const MAX_PORT = 65_535

function toPort(text: string): number {
  if (!/^[0-9]+$/.test(text) || Number(text) > MAX_PORT) throw new InvalidArgumentError(`A port is a number from 0 to ${MAX_PORT}.`)
  return Number(text)
}

/** Listens until Ctrl+C or SIGTERM, then finishes what is being answered. */
async function serve({ port, host }: ServeOptions): Promise<void> {
  const server = await createServer(join(packageRoot(), 'out'))
  const close = (): void => { void server.close() }
  process.once('SIGINT', close)
  process.once('SIGTERM', close)
  try {
    const address = await server.listen({ port, host })
    process.stdout.write(`SchemaFlow is at ${address}\n`)
  } catch (cause) {
    await server.close()
    throw cannotListen(cause, port, host)
  }
}

function cannotListen(cause: unknown, port: number, host: string): ConnectorError {
  switch ((cause as { code?: string }).code) {
    case 'EADDRINUSE': return new ConnectorError('port_in_use', `port ${port} of ${host} is in use`, { cause, hint: 'Stop what listens there, or pass another one with --port.' })
    case 'EACCES': return new ConnectorError('port_forbidden', `port ${port} needs more rights than this user has`, { cause, hint: 'Pass one above 1023 with --port.' })
    default: return new ConnectorError('cannot_listen', `${host}:${port} cannot be listened on: ${describeCause(cause)}`, { cause, hint: 'Check --host and --port.' })
  }
}

/** @throws ConnectorError `no_workbench` */
async function createServer(folder: string): Promise<FastifyInstance> {
  const page = join(folder, 'index.html')
  if (!existsSync(page)) throw new ConnectorError('no_workbench', `the workbench has not been built: there is no ${page}`, { hint: 'Run `npm run build` first.' })
  const policy = policyOf(readFileSync(page, 'utf8'))
  // Loaded here, so that no other command has to wait for them.
  const [{ fastify }, { fastifyStatic }] = await Promise.all([import('fastify'), import('@fastify/static')])
  const server = fastify({ forceCloseConnections: true })
  for (const prefix of ['', '/api/v1']) {
    server.get(`${prefix}/healthz`, () => ({ status: 'ok' }))
    server.get(`${prefix}/readyz`, () => ({ status: 'ready' }))
  }
  await server.register(fastifyStatic, {
    root: folder, extensions: ['html'], cacheControl: false,
    setHeaders(reply, path) {
      for (const [name, value] of Object.entries(headersFor(path.slice(folder.length).replaceAll(sep, '/'), policy))) reply.header(name, value)
    },
  })
  server.setNotFoundHandler(async ({ url, method }, reply) => {
    if (url.startsWith('/api/')) return reply.code(404).send({ error: { code: 'not_found', message: `there is no ${method} ${url}` } })
    return reply.code(404).sendFile('404.html')
  })
  return server
}

/** Files that carry a hash in their names never change; everything else is asked for again each time. */
function headersFor(path: string, policy: string | undefined): Readonly<Record<string, string>> {
  const isHashed = path.startsWith('/_next/static/')
  return {
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff',
    ...path.endsWith('.html') && policy !== undefined ? { 'content-security-policy': policy } : {},
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&#x27;': "'", '&quot;': '"', '&amp;': '&' }

/** The content policy that the page itself names; the header says the same, before the first byte of the page. */
function policyOf(html: string): string | undefined {
  const found = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/i.exec(html)?.[1]
  return found?.replace(/&#x27;|&quot;|&amp;/g, entity => ENTITIES[entity] ?? entity)
}
