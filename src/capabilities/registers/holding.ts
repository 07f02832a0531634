/** What a unit's records hold that may be compared blind: those that every partner of the network could find by a check anyway, and no others. */
import { type Held, type HeldIdentifier, type HoldingAsked, MOST_HELD } from '#kernel/capability.ts'
import { type Content, KINDS, type Subject, wholeName } from './kinds.ts'
import { countryOf } from './look-up-keys.ts'
import { dayOf, refusesSome } from './rules.ts'
import { RECORD_LABEL } from './store/compared.ts'
import { sharingRules } from './store/notices.ts'
import { comparableRecords } from './store/records.ts'

const REGISTER = 'register:'
/** As the rows are opened one by one, the process breathes by reading few at a time. */
const READ_AT_ONCE = 500

/**
 * Records that answer today, are shared with the whole network, and are not confidential; none of a kind that a sharing rule keeps from anybody: whose
 * blind set holds a value tells nobody whether it was asked for by this partner or by that one.
 */
export async function holds({ network, own, matters, now, reading, vault }: HoldingAsked): Promise<Held[]> {
  const units = matters.filter((matter) => matter.startsWith(REGISTER)).map((matter) => matter.slice(REGISTER.length))
  const rules = units.length === 0 ? [] : await sharingRules(reading, own)
  const kinds = KINDS.filter((kind) => !refusesSome(rules, network, kind))
  const held: Held[] = []
  if (units.length === 0 || kinds.length === 0) return held
  let before: { readonly changed_at: Date; readonly id: string } | undefined
  while (held.length < MOST_HELD) {
    const rows = await comparableRecords(reading, own, { units, kinds, network, day: dayOf(now), before, limit: READ_AT_ONCE })
    for (const { id, unit, slot, sealed } of rows) {
      const content = sealed === null ? undefined : vault.openJson<Content>(slot, RECORD_LABEL, sealed)
      if (content) held.push(...subjectsOf(content.subject).map((of) => ({ matter: `${REGISTER}${unit}`, thing: id, unit, of })))
    }
    before = rows.at(-1)
    if (rows.length < READ_AT_ONCE) break
  }
  return held.slice(0, MOST_HELD)
}

function subjectsOf({ person, document, vehicle, identifier }: Subject): Held['of'][] {
  if (person) {
    const { names, birth_date, documents = [] } = person
    return [
      ...(birth_date === undefined ? [] : names.map((name) => ({ kind: 'person' as const, name: wholeName(name), birth_date }))),
      ...documents.flatMap(({ number, issuer }) => numbered('document', number, issuer)),
    ]
  }
  if (document) return numbered('document', document.number, document.issuer)
  if (vehicle) return [...numbered('plate', vehicle.plate, vehicle.country), ...numbered('vin', vehicle.vin, undefined)]
  return identifier ? numbered(identifier.kind, identifier.value, identifier.country) : []
}

function numbered(kind: HeldIdentifier['kind'], value: string | undefined, issuer: string | undefined): HeldIdentifier[] {
  const country = countryOf(issuer)
  return value === undefined ? [] : [{ kind, value, ...(country !== undefined && { country }) }]
}
