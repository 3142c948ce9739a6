/**
 * The workbench is a static site: `next build` writes plain files to out/, which any web server, the companion runner
 * or a service worker's cache can serve. Types are checked by `npm run types`, not a second time by the build.
 *
 * @type {import('next').NextConfig}
 */
const config = {
  output: 'export',
  trailingSlash: false,
  images: { unoptimized: true },
  reactStrictMode: true,
  devIndicators: false,
  poweredByHeader: false,
  // The runner and the tests speak of 127.0.0.1; without this, `next dev` answers only to the name localhost.
  allowedDevOrigins: ['127.0.0.1'],
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    root: import.meta.dirname,
    // The same engine with fewer exports, which starts in a quarter of the time: see scripts/lean-engine.mjs.
    resolveAlias: { '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm': './dist/duckdb-eh.wasm' },
  },
}

export default config
