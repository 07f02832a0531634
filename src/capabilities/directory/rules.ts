/** The pure decisions of a directory: what holds together, which version is newer, what has to be confirmed. */
import { type Contact, MAX_CONTACTS, MAX_UNITS, type StatementBody, type Unit } from './bodies.ts'

/** How long a contact point counts as confirmed. */
export const CONFIRM_EVERY_MS = 90 * 86_400_000

export const confirmBy = (last_confirmed: Date): Date => new Date(last_confirmed.getTime() + CONFIRM_EVERY_MS)
export const isStale = (last_confirmed: Date, now: Date): boolean => now >= confirmBy(last_confirmed)

export interface Directory {
  readonly units: readonly Unit[]
  readonly contacts: readonly Contact[]
}

export const EMPTY: Directory = { units: [], contacts: [] }

export interface Fault {
  readonly path: string
  readonly reason: string
}

/** What does not hold together in a directory; empty when it can be published. */
export function faultsOf({ units, contacts }: Directory): readonly Fault[] {
  const known = new Set(units.map(({ id }) => id))
  return [
    ...(units.length > MAX_UNITS ? [{ path: '/units', reason: `more than ${MAX_UNITS}` }] : []),
    ...(contacts.length > MAX_CONTACTS ? [{ path: '/contacts', reason: `more than ${MAX_CONTACTS}` }] : []),
    ...twice(units).map((id) => ({ path: `/units/${id}`, reason: 'stands twice' })),
    ...twice(contacts).map((id) => ({ path: `/contacts/${id}`, reason: 'stands twice' })),
    ...units
      .filter(({ parent }) => parent !== undefined && !known.has(parent))
      .map(({ id, parent }) => ({ path: `/units/${id}/parent`, reason: `no unit ${parent}` })),
    ...units.filter((unit) => inCircle(unit, units)).map(({ id }) => ({ path: `/units/${id}/parent`, reason: 'is below itself' })),
    ...contacts
      .filter(({ unit }) => unit !== undefined && !known.has(unit))
      .map(({ id, unit }) => ({ path: `/contacts/${id}/unit`, reason: `no unit ${unit}` })),
  ]
}

const twice = (things: readonly { readonly id: string }[]): string[] => [
  ...new Set(things.map(({ id }) => id).filter((id, i, all) => all.indexOf(id) !== i)),
]

function inCircle(unit: Unit, units: readonly Unit[]): boolean {
  const parents = new Map(units.map(({ id, parent }) => [id, parent]))
  const seen = new Set<string>()
  for (let at: string | undefined = unit.id; at !== undefined && !seen.has(at); at = parents.get(at)) {
    seen.add(at)
    if (parents.get(at) === unit.id) return true
  }
  return false
}

/** A partner's directory as it can be kept: what stands twice once, what hangs in the air at the top. */
export function tidied({ units, contacts }: Directory): Directory {
  const kept = [...new Map(units.map((unit) => [unit.id, unit])).values()]
  const known = new Set(kept.map(({ id }) => id))
  return {
    units: kept.map(({ parent, ...unit }) =>
      parent !== undefined && known.has(parent) && !inCircle({ ...unit, parent }, kept) ? { ...unit, parent } : unit,
    ),
    contacts: [...new Map(contacts.map((contact) => [contact.id, contact])).values()].map(({ unit, ...contact }) =>
      unit !== undefined && known.has(unit) ? { ...contact, unit } : contact,
    ),
  }
}

/** The number of the next version: seconds since 1970 unless that were not higher, so that a restored member still goes up. */
export const nextVersion = (published: number, now: Date): number => Math.max(published + 1, Math.floor(now.getTime() / 1_000))

/** Whether two directories say the same, whatever the order of their members. */
export const sameDirectory = (a: Directory, b: Directory): boolean => text(a) === text(b)
const text = ({ units, contacts }: Directory) => JSON.stringify([sorted(units), sorted(contacts)])
const sorted = <T extends { readonly id: string }>(things: readonly T[]) => [...things].sort((a, b) => (a.id < b.id ? -1 : 1)).map(ordered)
const ordered = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(ordered)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, inner]) => [key, ordered(inner)]),
        )
      : value

export const bodyOf = ({ units, contacts }: Directory, version: number, now: Date): StatementBody => ({
  version,
  stated_at: now.toISOString(),
  units: [...units],
  contacts: [...contacts],
})

/** A directory must fit into one statement with its seal. */
export const MAX_CHARACTERS = 150_000
