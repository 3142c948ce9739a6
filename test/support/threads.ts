import { readStretch, type AnyStretch } from '../../engine/formats/node/read-stretch.ts'
import type { StretchThreads } from '../../engine/formats/stretches.ts'

/** As threads read: what goes to one and comes from it is cloned. They read files of any size, in stretches of `stretchBytes`. */
export function threadsAtHand(stretchBytes = 30): StretchThreads {
  let last: Promise<unknown> = Promise.resolve()
  return {
    size: 2, minBytes: 0, stretchBytes,
    read: stretch => {
      const sent = structuredClone(stretch) as AnyStretch
      const read = last.then(() => readStretch(sent)).then(structuredClone)
      last = read.catch(() => undefined)
      return read as never
    },
  }
}
