/** The mark of the product, as in app/icon.svg. */
export function Brand({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={className} fill="none" strokeLinecap="round" strokeLinejoin="round">
      <rect width="32" height="32" rx="7" fill="#4a45d6" />
      <path d="M8 10h16M8 16h10M8 22h6" stroke="#fff" strokeWidth="2.6" />
      <path d="m18 22.5 2.5 2.5L26 19.5" stroke="#7ff0df" strokeWidth="2.8" />
    </svg>
  )
}
