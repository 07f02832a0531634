// Single-key commands: one register, silent while somebody types, the same keys on Latin and Arabic keyboards.
import { useEffect, useRef, useSyncExternalStore } from 'react'

export type Shortcut = { key: string; label: string; run: () => void }

const OFF_KEY = 'portolan.shortcuts-off'
let active: Shortcut[] = []
let off = read()
const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}

function read(): boolean {
  try {
    return localStorage.getItem(OFF_KEY) === '1'
  } catch {
    return false
  }
}

/** Whether the event comes from a place where letters are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.matches('input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [role=textbox], [role=menu] *')
  )
}

/** The Latin command of a key press: on a keyboard that writes another script, the letter printed at the same place. */
export function commandOf(event: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (event.key === '؟') return '?'
  if (event.key.length !== 1 || event.key.charCodeAt(0) < 128) return event.key
  if (event.code.startsWith('Key')) return event.code.slice(3).toLowerCase()
  return event.code === 'Slash' ? '/' : event.key
}

function press(event: KeyboardEvent): void {
  if (off || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return
  if (document.querySelector('[role=dialog][aria-modal=true]')) return
  const command = commandOf(event)
  const found = active.findLast((shortcut) => shortcut.key === command)
  if (!found) return
  event.preventDefault()
  found.run()
}

/** Offers commands while mounted; a later one with the same key goes before an earlier one. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const keys = shortcuts.map((shortcut) => `${shortcut.key}\t${shortcut.label}`).join('\n')
  useEffect(() => {
    const mine = (keys === '' ? [] : keys.split('\n')).map((line, i): Shortcut => {
      const [key, label] = line.split('\t') as [string, string]
      return { key, label, run: () => latest.current[i]?.run() }
    })
    if (active.length === 0) window.addEventListener('keydown', press)
    active = [...active, ...mine]
    tell()
    return () => {
      active = active.filter((shortcut) => !mine.includes(shortcut))
      if (active.length === 0) window.removeEventListener('keydown', press)
      tell()
    }
  }, [keys])
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The commands that work on this page now, for the help. */
export const useActiveShortcuts = (): Shortcut[] =>
  useSyncExternalStore(
    subscribe,
    () => active,
    () => active,
  )

/** Whether single keys are commands, and how to switch that off (WCAG 2.1.4). */
export function useShortcutsSwitch(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    subscribe,
    () => !off,
    () => !off,
  )
  return [
    on,
    (next) => {
      off = !next
      try {
        localStorage.setItem(OFF_KEY, off ? '1' : '0')
      } catch {
        // holds for this visit
      }
      tell()
    },
  ]
}
