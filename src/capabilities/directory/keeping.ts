/** How a member's directory is kept: the newest statement as a whole, and its parts to be found by. */
import type { Applying, ClassAttributes, Sealing, Unsealing } from '#kernel/capability.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'
import type { Contact, StatementBody } from './bodies.ts'
import { type Directory, EMPTY, tidied } from './rules.ts'
import { type ContactRow, type DraftRow, maybeStatement, replaceStatement, type StatementRow } from './store.ts'

/** A key for each version, destroyed when a newer one takes its place. */
const statementScope = (network: NetworkId, member: MemberId, version: number) => `directory:${network}/${member}/${version}`
export const draftScope = (network: NetworkId, member: MemberId): string => `directory-draft:${network}/${member}`
const statementLabel = (network: NetworkId, member: MemberId) => `directory.statement:${network}/${member}`
const contactLabel = (network: NetworkId, member: MemberId, id: string) => `directory.contact:${network}/${member}/${id}`
const draftLabel = (network: NetworkId, member: MemberId) => `directory.draft:${network}/${member}`

export const attributesOf = (member: MemberId): ClassAttributes => ({ kind: 'directory', member, classification: 'unclassified', unit: '' })

export const sealDraft = (vault: Sealing, slot: number, network: NetworkId, member: MemberId, draft: Directory): Uint8Array =>
  vault.sealJson(slot, draftLabel(network, member), draft)
export const openDraft = (vault: Unsealing, row: DraftRow | undefined): Directory =>
  (row && vault.openJson<Directory>(row.slot, draftLabel(row.network, row.member), row.sealed)) ?? EMPTY
export const openStatement = (vault: Unsealing, row: StatementRow): StatementBody | undefined =>
  vault.openJson<StatementBody>(row.slot, statementLabel(row.network, row.member), row.sealed)
export const openContact = (vault: Unsealing, row: ContactRow): Contact | undefined =>
  vault.openJson<Contact>(row.slot, contactLabel(row.network, row.member, row.id), row.sealed)

/** Keeps a statement unless one as new is here; false where it changes nothing. */
export async function keepStatement(
  how: Pick<Applying, 'writing' | 'vault' | 'at' | 'classOf'>,
  network: NetworkId,
  member: MemberId,
  statement: string | null,
  body: StatementBody,
): Promise<boolean> {
  const held = await maybeStatement(how.writing, network, member)
  if (held && held.version >= body.version) return false
  const { units, contacts } = tidied(body)
  const slot = await how.vault.slotOf(statementScope(network, member, body.version))
  const access_class = await how.classOf(attributesOf(member))
  await replaceStatement(
    how.writing,
    {
      network,
      member,
      version: body.version,
      statement,
      stated_at: timeOr(body.stated_at, how.at),
      received_at: how.at,
      slot,
      sealed: how.vault.sealJson(slot, statementLabel(network, member), body),
    },
    units.map((unit, place) => ({ network, member, id: unit.id, kind: unit.kind, parent: unit.parent ?? null, names: unit.names, place })),
    contacts.map((contact, place) => ({
      network,
      member,
      id: contact.id,
      unit: contact.unit ?? null,
      kind: contact.kind,
      crime_areas: contact.crime_areas,
      languages: contact.languages,
      // nobody confirms ahead of time
      last_confirmed: earlier(timeOr(contact.last_confirmed, how.at), how.at),
      stale_since: null,
      place,
      access_class,
      slot,
      sealed: how.vault.sealJson(slot, contactLabel(network, member, contact.id), contact),
    })),
  )
  if (held) how.vault.destroy([held.slot])
  return true
}

const earlier = (a: Date, b: Date) => (a < b ? a : b)
function timeOr(instant: string, otherwise: Date): Date {
  const at = new Date(instant)
  return Number.isNaN(at.getTime()) ? otherwise : at
}
