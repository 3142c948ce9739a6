// Runs in the page that is measured: see `Watch` in bench/workbench.ts. Plain JavaScript, because nothing compiles it on the way.
{
  const longTasks = []
  new PerformanceObserver(list => { for (const entry of list.getEntries()) longTasks.push(entry.duration) }).observe({ type: 'longtask', buffered: true })
  let start = 0
  const made = {
    longTasks,
    since(type, event) {
      start = 0
      const begin = happened => {
        if (type !== undefined && happened.target?.type !== type) return
        start = performance.now()
        removeEventListener(event, begin, true)
      }
      addEventListener(event, begin, true)
    },
    until: (isReached, timeoutMs) => new Promise((resolve, reject) => {
      const look = () => {
        if (start === 0 || !isReached()) return
        observer.disconnect()
        // Two frames: the change is on the screen when the second begins.
        requestAnimationFrame(() => requestAnimationFrame(() => { resolve(performance.now() - start) }))
      }
      const observer = new MutationObserver(look)
      const begin = () => {
        observer.observe(document.documentElement, { childList: true, subtree: true, attributes: true, characterData: true })
        look()
      }
      begin()
      setTimeout(() => { observer.disconnect(); reject(new Error('not reached in time')) }, timeoutMs)
    }),
    isJudged: () => document.querySelector('[aria-label=Verdict] [role=status]')?.textContent.includes('judged in') === true,
    async scrolled(share) {
      const grid = document.querySelector('[role=grid]')
      const box = [grid, ...grid.querySelectorAll('*'), grid.parentElement].find(element => element.scrollHeight > element.clientHeight * 2 && getComputedStyle(element).overflowY !== 'visible')
      if (!box) return NaN
      const first = () => grid.querySelectorAll('[role=row]')[1]?.getAttribute('aria-rowindex')
      const before = first()
      const start = performance.now()
      box.scrollTop = box.scrollHeight * share
      for (;;) {
        await new Promise(requestAnimationFrame)
        const rows = [...grid.querySelectorAll('[role=row]')].slice(1)
        const isFilled = rows.length > 5 && rows.every(row => row.textContent.trim().length > 12)
        if (first() !== before && isFilled) return performance.now() - start
        if (performance.now() - start > 5000) return NaN
      }
    },
  }
  Object.assign(globalThis, { watch: () => made })
}
