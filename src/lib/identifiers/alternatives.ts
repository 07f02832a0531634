/** Other readings of a number that eye and camera confuse: offered to the person, never merged. */
import type { Kind } from './kinds.ts'
import { normalise } from './normalise.ts'

const LOOK_ALIKES: Record<string, string> = {
  O: '0',
  '0': 'O',
  I: '1',
  '1': 'I',
  B: '8',
  '8': 'B',
  S: '5',
  '5': 'S',
  Z: '2',
  '2': 'Z',
  G: '6',
  '6': 'G',
}

/** Most readings offered. */
const MAX_ALTERNATIVES = 16

/** A vehicle number has no I and no O, so these pairs cannot be alternatives in it. */
const KINDS_WITH: Partial<Record<Kind, RegExp>> = {
  document: /[OI01B8S5Z2G6]/,
  plate: /[OI01B8S5Z2G6]/,
  firearm: /[OI01B8S5Z2G6]/,
  vin: /[B8S5Z2G6]/,
}

/** Readings one look-alike away, then two, at most sixteen, each in canonical form; none for kinds without look-alike letters. */
export function alternatives(kind: Kind, text: string): string[] {
  const confusable = KINDS_WITH[kind]
  const normal = normalise(kind, text)
  if (confusable === undefined || !normal.ok) return []
  const { value } = normal
  const spots = [...value].flatMap((character, i) => (confusable.test(character) ? [i] : []))
  const found = new Set<string>()
  const offer = (reading: string) => {
    if (found.size < MAX_ALTERNATIVES && reading !== value) found.add(reading)
  }
  for (const spot of spots) offer(swapped(value, spot))
  for (const [i, one] of spots.entries()) {
    for (const other of spots.slice(i + 1)) offer(swapped(swapped(value, one), other))
  }
  return [...found]
}

const swapped = (value: string, at: number) => value.slice(0, at) + LOOK_ALIKES[value[at]!] + value.slice(at + 1)
