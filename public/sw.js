/*
 * Keeps the workbench usable without a network. The build writes the version and the files into the two constants below.
 * Scripts, styles and Wasm carry a hash in their names, so the cache answers first; the page itself is asked of the network first.
 * Requests for anything else (the runner's API, files a user opens) pass by untouched.
 */
const version = 'unbuilt'
const files = []

const cacheName = `schemaflow-${version}`
const isHashed = path => path.startsWith('/_next/static/')
const known = new Set(files)

/** A hashed file that an earlier version already holds is taken over instead of fetched again: the engine alone is 28 MB. */
async function keep(cache, path) {
  const held = isHashed(path) ? await caches.match(path) : undefined
  const response = held ?? (await fetch(path, isHashed(path) ? {} : { cache: 'no-cache' }))
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  await cache.put(path, response)
}

async function install() {
  const cache = await caches.open(cacheName)
  const queue = [...files]
  const take = async () => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) await keep(cache, path)
  }
  await Promise.all([take(), take(), take(), take()])
}

/** A new version waits until no page of the old one is open; then the old files can go. */
async function activate() {
  const names = await caches.keys()
  await Promise.all(names.filter(name => name.startsWith('schemaflow-') && name !== cacheName).map(name => caches.delete(name)))
  await self.clients.claim()
}

async function fromCacheFirst(request) {
  const held = await caches.match(request, { ignoreSearch: true })
  if (held) return answer(held, request)
  const response = await fetch(request)
  if (response.ok) await (await caches.open(cacheName)).put(request, response.clone())
  return answer(response, request)
}

/**
 * A worker takes its address, fragment and all, from the response when that has one. Stored responses know no fragment, and the
 * bundler's workers find their parameters there: a response without an address leaves the worker that of the request.
 */
function answer(response, { destination }) {
  if (destination !== 'worker') return response
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers: response.headers })
}

async function fromNetworkFirst(request, path) {
  try {
    const response = await fetch(request)
    if (response.ok) await (await caches.open(cacheName)).put(path, response.clone())
    return response
  } catch (failure) {
    const held = await caches.match(path, { ignoreSearch: true })
    if (held) return held
    throw failure
  }
}

self.addEventListener('install', event => event.waitUntil(install()))
self.addEventListener('activate', event => event.waitUntil(activate()))
self.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin || request.headers.has('range')) return
  if (isHashed(pathname)) event.respondWith(fromCacheFirst(request))
  else if (known.has(pathname)) event.respondWith(fromNetworkFirst(request, pathname))
})
