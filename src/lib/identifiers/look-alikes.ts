/** Characters that eye and camera confuse: O and 0, I and 1, B and 8, S and 5, Z and 2, G and 6. Never merged unless someone asks for it. */
import type { Kind } from './kinds.ts'

const PLAINEST: Record<string, string> = { O: '0', I: '1', B: '8', S: '5', Z: '2', G: '6' }

/** Kinds in which letters and digits stand side by side; a vehicle number has no I and no O to begin with. */
const MIXED: readonly Kind[] = ['document', 'plate', 'vin', 'firearm', 'aircraft']

/** The one spelling that all look-alikes of a canonical value share; `undefined` for kinds without look-alike letters. */
export function plainest(kind: Kind, value: string): string | undefined {
  if (!MIXED.includes(kind)) return undefined
  const from = value.startsWith('ICAO24:') ? 7 : 0
  return value.slice(0, from) + value.slice(from).replace(/[OIBSZG]/g, (letter) => PLAINEST[letter]!)
}

/** Whether two canonical values differ only by look-alike characters. */
export function areLookAlikes(kind: Kind, a: string, b: string): boolean {
  const plain = plainest(kind, a)
  return a !== b && plain !== undefined && plain === plainest(kind, b)
}
