import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import './globals.css'
import { themeScript, UiProvider } from './ui/index.ts'

export const metadata: Metadata = {
  title: 'SchemaFlow',
  description: 'Find, explain and repair the bad rows in a file. Nothing leaves your browser.',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f7f9' },
    { media: '(prefers-color-scheme: dark)', color: '#0d1015' },
  ],
}

/** The browser itself holds the promise that no row leaves: the page may speak to its own origin and to a runner on this machine. */
const contentPolicy = [
  "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:",
  "connect-src 'self' blob: data: http://127.0.0.1:* http://localhost:* ws://127.0.0.1:* ws://localhost:*",
].join('; ')

export default function Layout({ children }: { children: ReactNode }) {
  return (
    // The head's script may set data-theme before React takes over.
    <html lang="en" suppressHydrationWarning>
      <head>
        {process.env.NODE_ENV === 'production' && <meta httpEquiv="Content-Security-Policy" content={contentPolicy} />}
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <UiProvider>{children}</UiProvider>
      </body>
    </html>
  )
}
