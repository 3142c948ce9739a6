/**
 * Serves a folder of static files over HTTP, for tests and for looking at the export: `node scripts/serve-static.mjs out 4310`.
 * Clean addresses work as the export names its files: `/` is index.html, `/about` is about.html, anything unknown is 404.html.
 */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, resolve, sep } from 'node:path'
import { argv, exit } from 'node:process'
import { fileURLToPath } from 'node:url'

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.yaml': 'application/yaml; charset=utf-8',
}

/** The file that answers a request path, or undefined. Never a path outside `root`. */
async function fileFor(root, pathname) {
  const path = resolve(root, `.${decodeURIComponent(pathname)}`)
  if (path !== root && !path.startsWith(root + sep)) return undefined
  for (const candidate of [path, `${path}.html`, resolve(path, 'index.html')]) {
    const found = await stat(candidate).catch(() => undefined)
    if (found?.isFile()) return { path: candidate, bytes: found.size }
  }
  return undefined
}

/** Starts the server; resolves with its address and a `close`. Port 0 picks a free one. */
export async function serveStatic(folder, port = 0) {
  const root = resolve(folder)
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const found = await fileFor(root, pathname).catch(() => undefined)
    const file = found ?? (await fileFor(root, '/404'))
    if (!file) return response.writeHead(404, { 'content-type': 'text/plain' }).end('not found')
    response.writeHead(found ? 200 : 404, {
      'content-type': TYPES[extname(file.path)] ?? 'application/octet-stream',
      'content-length': file.bytes,
      'cache-control': pathname.startsWith('/_next/static/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
    if (request.method === 'HEAD') return response.end()
    return createReadStream(file.path).pipe(response)
  })
  await new Promise((listening, failed) => server.once('error', failed).listen(port, '127.0.0.1', listening))
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise(closed => server.close(closed)),
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = 'out', port = '4310'] = argv.slice(2)
  serveStatic(folder, Number(port)).then(
    ({ address }) => console.log(`${folder} on ${address}`),
    error => {
      console.error(`Could not serve ${folder} on port ${port}: ${error.message}`)
      exit(1)
    },
  )
}
