'use client'

import { Monitor, Moon, Sun, SunMoon } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { DropdownMenu, MenuRadioGroup, MenuRadioItem } from './DropdownMenu.tsx'
import { IconButton } from './IconButton.tsx'
import { chooseTheme, onThemeChange, readTheme, type Theme } from './theme.ts'

/** The menu that picks the light, the dark or the system's theme. */
export function ThemeToggle() {
  const theme = useSyncExternalStore(onThemeChange, readTheme, () => 'system' as const)
  return (
    <DropdownMenu align="end" trigger={<IconButton label="Theme" icon={<SunMoon />} />}>
      <MenuRadioGroup value={theme} onValueChange={value => chooseTheme(value as Theme)}>
        <MenuRadioItem value="system" icon={<Monitor />}>System</MenuRadioItem>
        <MenuRadioItem value="light" icon={<Sun />}>Light</MenuRadioItem>
        <MenuRadioItem value="dark" icon={<Moon />}>Dark</MenuRadioItem>
      </MenuRadioGroup>
    </DropdownMenu>
  )
}
