/** Looks that several components share, so that they cannot drift apart. */

/** The box of anything one types into or picks from. */
export const controlBox = [
  'w-full min-w-0 rounded-md border border-line-control bg-surface px-2 text-sm text-ink shadow-raise',
  'transition-colors hover:border-muted',
  'focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-focus',
  'aria-invalid:border-mismatched aria-invalid:bg-mismatched-soft',
  'disabled:pointer-events-none disabled:border-line disabled:bg-sunken disabled:text-faint disabled:shadow-none',
].join(' ')

/** The ground of menus, lists and popovers. */
export const overlay = 'z-50 rounded-lg border border-line-strong bg-raised text-sm text-ink shadow-overlay outline-none animate-arrive'

/** One line of a menu or list; highlighted by pointer or arrow keys. */
export const overlayItem = [
  'relative flex min-h-7 items-center gap-2 rounded-sm px-2 py-1 outline-none select-none',
  'data-[highlighted]:bg-hover data-[selected=true]:bg-hover',
  // Radix writes data-disabled="", cmdk data-disabled="true" and "false".
  '[&:is([data-disabled=""],[data-disabled=true])]:pointer-events-none [&:is([data-disabled=""],[data-disabled=true])]:text-faint',
].join(' ')

/** Icons beside text are 14 px; alone in a button they are 16. */
export const icons = '[&_svg]:pointer-events-none [&_svg]:size-3.5 [&_svg]:shrink-0'
