import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { PlainError } from '../../engine/base/errors.ts'

const failures: Record<PlainError['stage'], string> = {
  recipe: 'The recipe could not be used',
  connector: 'The file could not be read',
  transform: 'The rows could not be worked on',
  state: 'The browser could not keep the session',
  transport: 'The engine could not be reached',
  engine: 'The engine stopped',
}

/** An error as the reader needs it: what could not go on, why and where, and what to do. `actions` are the ways out. */
export function ErrorNotice({ error, actions }: { error: PlainError, actions?: ReactNode }) {
  const details = Object.entries(error.details).filter(([, value]) => value !== null)
  return (
    <div role="alert" className="flex gap-3 rounded-md border border-mismatched bg-mismatched-soft p-3 text-sm">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-mismatched" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-mismatched-ink">{failures[error.stage]}</p>
        <p className="mt-0.5 break-words">{error.message}</p>
        {error.hint !== undefined && <p className="mt-1 text-ink">{error.hint}</p>}
        {(details.length > 0 || error.cause !== undefined) && (
          <details className="mt-2 text-xs text-muted">
            <summary className="w-fit rounded-sm">Details</summary>
            <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 font-mono">
              <Detail name="code" value={error.code} />
              {details.map(([name, value]) => <Detail key={name} name={name} value={String(value)} />)}
              {error.cause !== undefined && <Detail name="cause" value={error.cause} />}
            </dl>
          </details>
        )}
        {actions !== undefined && <div className="mt-3 flex gap-2">{actions}</div>}
      </div>
    </div>
  )
}

const Detail = ({ name, value }: { name: string, value: string }) => (
  <>
    <dt>{name}</dt>
    <dd className="break-words">{value}</dd>
  </>
)
