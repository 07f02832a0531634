/** What the teams that the own member leads hold of persons and things: each team has one node that speaks for it where matters are compared. */
import { type Held, type HeldIdentifier, type HoldingAsked, MOST_HELD } from '#kernel/capability.ts'
import { normalise } from '#lib/identifiers/index.ts'
import type { Value } from '#wire/fields.ts'
import { openSpace } from './contents.ts'
import { workOf } from './reading.ts'
import { fieldIn } from './rules.ts'
import { spacesLed } from './store/spaces.ts'
import type { Thing } from './things.ts'

const MOST_SPACES = 200

/** Things that were verified, not withdrawn, and whose contents are still here; what is erased is held no more. */
export async function holds({ network, own, matters, reading, vault }: HoldingAsked): Promise<Held[]> {
  const held: Held[] = []
  for (const space of await spacesLed(reading, own, network, MOST_SPACES)) {
    if (!matters.includes(`space:${space.id}`)) continue
    const standing = openSpace(vault, space)?.standing
    if (!standing) continue
    const { things } = await workOf({ reading, vault }, { member: own, space: space.id }, standing, { kinds: ['person', 'object'] })
    for (const thing of [...things].reverse()) {
      const of = thing.withdrawn ? undefined : subjectOf(thing)
      if (of) held.push({ matter: `space:${space.id}`, thing: thing.id, unit: space.unit, of })
      if (held.length === MOST_HELD) return held
    }
  }
  return held
}

const named = (value: Value | undefined): string | undefined =>
  typeof value === 'object' && 'name' in value ? value.name : typeof value === 'string' ? value : undefined

function subjectOf(thing: Thing): Held['of'] | undefined {
  if (thing.kind === 'person') {
    const [name, birth_date] = [named(fieldIn(thing, 'full_name')), named(fieldIn(thing, 'birth_date'))]
    return name !== undefined && birth_date !== undefined ? { kind: 'person', name, birth_date } : undefined
  }
  const value = named(fieldIn(thing, 'identifier'))
  return value === undefined ? undefined : identifierOf(String(fieldIn(thing, 'category')), value)
}

/** A vehicle's seventeen characters are its number, anything else its plate; an account that is no bank's may be of a crypto currency. */
const FORMS: Readonly<Record<string, readonly HeldIdentifier['kind'][]>> = {
  vehicle: ['vin', 'plate'],
  document: ['document'],
  firearm: ['firearm'],
  telephone: ['telephone'],
  account: ['bank-account', 'crypto', 'handle'],
  vessel: ['imo', 'mmsi'],
  aircraft: ['aircraft'],
  container: ['container'],
}

function identifierOf(category: string, value: string): HeldIdentifier | undefined {
  const kind = FORMS[category]?.find((kind) => {
    const normal = normalise(kind, value)
    return normal.ok && (kind !== 'vin' || normal.value.length === 17)
  })
  return kind && { kind, value }
}
