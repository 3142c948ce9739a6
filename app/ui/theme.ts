/** Which palette to wear. 'system' follows the operating system. */
export type Theme = 'system' | 'light' | 'dark'

const storageKey = 'schemaflow.theme'
const chosen = 'schemaflow:theme'

const isTheme = (value: unknown): value is Theme => value === 'system' || value === 'light' || value === 'dark'

/** The user's choice. A browser that refuses storage follows the system. */
export function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(storageKey)
    return isTheme(stored) ? stored : 'system'
  } catch {
    return 'system'
  }
}

/** Wears and remembers a theme. */
export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(storageKey, theme)
  } catch {
    // Private windows may refuse: the theme then holds until the page is closed.
  }
  wear(theme)
  window.dispatchEvent(new Event(chosen))
}

/** Calls back when the theme is chosen, here or in another tab. Gives the way to stop. */
export function onThemeChange(changed: () => void): () => void {
  const fromOtherTab = (event: StorageEvent) => {
    if (event.key !== storageKey) return
    wear(readTheme())
    changed()
  }
  window.addEventListener(chosen, changed)
  window.addEventListener('storage', fromOtherTab)
  return () => {
    window.removeEventListener(chosen, changed)
    window.removeEventListener('storage', fromOtherTab)
  }
}

function wear(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

/** Runs in the page's head before the first paint, so that the stored theme never flashes in late. */
export const themeScript = `try{var t=localStorage.getItem('${storageKey}');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch(e){}`
