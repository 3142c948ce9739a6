import { Search } from 'lucide-react'
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'
import type { ColumnProfile } from '../../engine/index.ts'
import { dialectOf } from '../../engine/recipe/index.ts'
import { formatCounted } from '../charts/index.ts'
import { arrangeColumns, ColumnGrid, ColumnGridSkeleton, offersOf, problemCount, type ColumnOrder, type Offer, type Part } from '../profile/index.ts'
import { readNumbers, swapDayAndMonth } from '../session/infer.ts'
import { useSession, useSessionHandle } from '../session/session.ts'
import { EmptyState, Input, SegmentedControl, useWidth } from '../ui/index.ts'
import { Cell } from './Cell.tsx'
import { revealCell } from './cell-view.ts'

const orders = [{ value: 'file', label: 'File order' }, { value: 'problems', label: 'Most problems' }, { value: 'name', label: 'Name' }] as const

/** What the whole file looks like, column by column. */
export function ProfileCell() {
  // Deferred: many charts are drawn in slices between which the page answers.
  const profiles = useDeferredValue(useSession(state => state.profiles))
  const isFailed = useSession(state => state.error !== null)
  const troubled = useMemo(() => profiles?.filter(profile => problemCount(profile) > 0).length ?? 0, [profiles])
  const isWaiting = profiles === null && !isFailed
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  return (
    <Cell
      id="profile"
      number={2}
      title="Profile"
      status={isWaiting ? 'busy' : profiles === null ? 'idle' : troubled > 0 ? 'attention' : 'done'}
      summary={profiles
        ? `${formatCounted(profiles.length, 'column')} from every row${troubled === 0 ? ', none with problems' : `, ${troubled} with problems`}`
        : isWaiting ? 'Reading the whole file first' : undefined}
    >
      <div ref={place}>
        {profiles ? <Columns profiles={profiles} width={width} /> : isWaiting ? <ColumnGridSkeleton /> : <p className="text-muted">No profile: the file could not be read to its end. What went wrong is told where it happened.</p>}
      </div>
    </Cell>
  )
}

function Columns({ profiles, width }: { profiles: NonNullable<Parameters<typeof arrangeColumns>[0]>, width: number }) {
  const session = useSessionHandle()
  const shown = useSession(state => state.filter.cell)
  const [query, setQuery] = useState('')
  const [order, setOrder] = useState<ColumnOrder>('file')
  const wanted = useDeferredValue(query)
  const columns = useMemo(() => arrangeColumns(profiles, { query: wanted, order }), [profiles, wanted, order])

  const showPart = useCallback((column: string, part: Part) => {
    session.dispatch({ op: 'setFilter', filter: { rows: 'all', cell: { column, part } } })
    revealCell('review')
  }, [session])
  const treatAsMissing = useCallback((value: string) => {
    const { recipe, detected } = session.getState()
    const tokens = dialectOf(recipe, detected?.dialect).null_tokens
    if (!tokens.includes(value)) session.dispatch({ op: 'setDialect', dialect: { null_tokens: [...tokens, value] } })
  }, [session])
  const schema = useSession(state => state.recipe.schema)
  const transform = useSession(state => state.recipe.transform)
  const offers = useMemo(() => offersOf({ schema, transform }, profiles), [schema, transform, profiles])
  const takeOffer = useCallback((profile: ColumnProfile, offer: Offer) => {
    const { recipe } = session.getState()
    session.dispatch({ op: 'setRecipe', recipe: offer === 'numbers' ? readNumbers(recipe, profile) : swapDayAndMonth(recipe, profile) })
  }, [session])

  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <div className="relative w-64">
          <Search aria-hidden className="pointer-events-none absolute top-1.5 left-2 size-4 text-faint" />
          <Input type="search" aria-label="Search columns" placeholder={`Search ${formatCounted(profiles.length, 'column')}`} value={query} onChange={event => setQuery(event.currentTarget.value)} className="pl-8" />
        </div>
        <SegmentedControl aria-label="Sort columns by" size="sm" value={order} onValueChange={setOrder} options={orders} />
        <p role="status" className="ml-auto text-xs text-faint">{wanted.trim() !== '' && `${formatCounted(columns.length, 'column')} found`}</p>
      </div>
      {columns.length > 0
        ? <ColumnGrid columns={columns} width={width} shown={shown} onPart={showPart} onTreatAsMissing={treatAsMissing} offers={offers} onOffer={takeOffer} />
        : <EmptyState title="No such column">No name contains “{wanted}”.</EmptyState>}
    </>
  )
}
