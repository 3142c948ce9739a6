import { Brand } from './Brand.tsx'

/** What stands on the page until the workbench's script is there. */
export function Opening() {
  return (
    <main className="grid min-h-dvh place-items-center text-muted" aria-busy="true">
      <Brand className="size-12" />
    </main>
  )
}
