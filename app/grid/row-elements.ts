/** By drawn row the number of the element it is drawn in. */
export type RowElements = ReadonlyMap<number, number>

export const noElements: RowElements = new Map()

/**
 * Which element each row is drawn in. A row that stays keeps its own, and with it the focus; a row that comes takes one that another
 * has left, because changing its texts takes a fraction of what making it anew does. The same map as before where nothing changes.
 */
export function elementsFor(before: RowElements, rows: readonly number[]): RowElements {
  if (rows.length === before.size && rows.every(row => before.has(row))) return before
  const drawn = new Set(rows)
  const free = [...before].flatMap(([row, element]) => drawn.has(row) ? [] : [element])
  const taken = new Set([...before.values()].filter(element => !free.includes(element)))
  let next = 0
  const another = (): number => {
    while (taken.has(next)) next++
    return next
  }
  return new Map(rows.map(row => {
    const element = before.get(row) ?? free.shift() ?? another()
    taken.add(element)
    return [row, element]
  }))
}
