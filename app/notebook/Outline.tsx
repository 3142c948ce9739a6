import { useEffect, useMemo, useState } from 'react'
import { cellElementId, revealCell, StatusMark, type CellId, type CellStatus } from '../cells/index.ts'
import { useSession } from '../session/session.ts'
import { cn, VisuallyHidden } from '../ui/index.ts'
import { outlineOf } from './outline.ts'

/** The list of cells at the left, each with its count and how it stands. */
export function Outline() {
  const phase = useSession(state => state.phase)
  const progress = useSession(state => state.progress)
  const profiles = useSession(state => state.profiles)
  const recipe = useSession(state => state.recipe)
  const verdict = useSession(state => state.verdict)
  const draft = useSession(state => state.draft)
  const isJudging = useSession(state => state.isJudging)
  const entries = useMemo(
    () => outlineOf({ phase, progress, profiles, recipe, verdict, draft, isJudging }),
    [phase, progress, profiles, recipe, verdict, draft, isJudging],
  )
  const current = useCellInSight(entries.map(({ id }) => id).join(' '))
  return (
    <nav aria-label="Cells" className="sticky top-12 hidden h-[calc(100dvh-3rem)] w-52 shrink-0 overflow-y-auto border-r border-line px-2 py-3 lg:block">
      <ul className="flex flex-col gap-0.5">
        {entries.map(({ id, number, title, count, detail, status }) => (
          <li key={id}>
            <a
              href={`#${cellElementId(id)}`}
              title={detail}
              aria-current={current === id ? 'location' : undefined}
              onClick={event => {
                event.preventDefault()
                revealCell(id)
              }}
              className={cn(
                'flex h-8 items-center gap-2 rounded-md px-2 text-sm text-muted transition-colors hover:bg-hover hover:text-ink',
                'aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink',
              )}
            >
              <span aria-hidden className="w-4 font-mono text-2xs text-faint">{number}</span>
              <span className="flex-1">{title}</span>
              <span aria-hidden className="text-xs text-faint">{count}</span>
              <VisuallyHidden>, {detail}</VisuallyHidden>
              <span className="flex w-4 justify-center [&_svg]:size-3.5"><OutlineMark status={status} /></span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Quieter than in the cells: nothing where all is well, a dot where a look is wanted. */
function OutlineMark({ status }: { status: CellStatus }) {
  if (status === 'done') return null
  if (status !== 'attention') return <StatusMark status={status} />
  return <><span aria-hidden className="size-1.5 rounded-full bg-warning" /><VisuallyHidden>, needs attention</VisuallyHidden></>
}

/** The cell whose part lies just under the bars at the top. `ids` is joined by spaces, so that equal lists are equal. */
function useCellInSight(ids: string): CellId | undefined {
  const [current, setCurrent] = useState<CellId>()
  useEffect(() => {
    const cells = ids.split(' ') as CellId[]
    const elements = cells.flatMap(id => document.getElementById(cellElementId(id)) ?? [])
    const inSight = new Set<Element>()
    const observer = new IntersectionObserver(changes => {
      for (const { target, isIntersecting } of changes) {
        if (isIntersecting) inSight.add(target)
        else inSight.delete(target)
      }
      const first = elements.findIndex(element => inSight.has(element))
      if (first >= 0) setCurrent(cells.find(id => cellElementId(id) === elements[first]?.id))
    }, { rootMargin: '-110px 0px -60% 0px' })
    for (const element of elements) observer.observe(element)
    return () => observer.disconnect()
  }, [ids])
  return current
}
