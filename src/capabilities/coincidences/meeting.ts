/** What happens when two hold the same: each side keeps a coincidence of its own, and tells the other what its rule allows. */
import type { Applying } from '#kernel/capability.ts'
import type { Side } from './bodies.ts'
import { metClass, type Spoken } from './rules.ts'
import type { Place } from './store/editions.ts'
import { insertMet, type MetRow, maybeMetWith } from './store/met.ts'
import type { Kind, Rule } from './vocabulary.ts'

export const THEIRS_LABEL = 'coincidences.theirs'
export const NOTE_LABEL = 'coincidences.note'

/** Of the own: what met, under which rule. */
export interface OwnSide {
  readonly kind: Kind
  readonly matter: string
  readonly thing: string
  readonly unit: string
  readonly rule: Exclude<Rule, 'apart'>
  readonly target: boolean
}

export const ownSideOf = ({ kind, matter, thing, unit, rule, target }: Spoken): OwnSide => ({ kind, matter, thing, unit, rule, target })

const SORTS: Readonly<Record<string, Side['matter']>> = { space: 'team', chart: 'chart', register: 'register' }

/** What is said to the other side: whom to speak to; and, where the rule lets it be told, of what the matter is. */
export function sideOf({ rule, unit, matter }: Pick<OwnSide, 'rule' | 'unit' | 'matter'>): Side {
  const sort = SORTS[matter.split(':')[0]!]
  return rule === 'told' && sort !== undefined ? { rule, unit, matter: sort } : { rule, unit }
}

/** Keeps a coincidence, once for a thing and a partner, in however many editions it is found; answers it, and whether it is new. */
export async function keepMet(
  { writing, vault, now, newId, classOf, record }: Applying,
  place: Place,
  own: OwnSide,
  with_whom: { readonly partner: string; readonly reference: string; readonly theirs: Side | null; readonly told: boolean },
): Promise<{ met: MetRow; is_new: boolean }> {
  const { partner, reference, theirs, told } = with_whom
  const known = await maybeMetWith(writing, place, { ...own, partner })
  if (known) return { met: known, is_new: false }
  const id = newId()
  const slot = await vault.slotOf(`coincidence:${id}`)
  const met: MetRow = {
    ...place,
    ...own,
    id,
    partner,
    reference,
    access_class: await classOf(metClass({ member: place.member, unit: own.unit, target: own.target })),
    found_at: now,
    told_at: told ? now : null,
    answered_at: theirs === null ? null : now,
    outcome: null,
    settled_by: null,
    settled_at: null,
    slot,
    theirs: theirs === null ? null : vault.sealJson(slot, THEIRS_LABEL, theirs),
    note: null,
  }
  await insertMet(writing, met)
  await record('coincidences.met', `coincidence:${id}`, { partner, kind: own.kind, matter: own.matter, thing: own.thing })
  return { met, is_new: true }
}
