/** Who gets what: entries for those who were not there when they were said, contents for those they are for. */
import type { Applying } from '#kernel/capability.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'
import { partyOf, type Standing } from './agreement.ts'
import { openContents, openEntry, openSpace } from './contents.ts'
import { addCarrier, entriesUnsent, markSent, maybeContents, maybeEntry, type SpaceKey } from './store/entries.ts'
import { maybeSpace, setSpreading, spacesSpreading } from './store/spaces.ts'

/** Under whose unit a node itself says something that no officer wrote. */
export const NODE_UNIT = 'node'
const PASSAGE_ENTRIES = 50
const PASSAGE_BYTES = 150_000
/** Bounds one run; the duty goes on with what is left. */
const PASSAGES_AT_ONCE = 400

/** Who an entry is said to: those who belong, and for what touches the agreement those who were asked to. */
export function audienceOf(standing: Standing | undefined, own: MemberId, governing: boolean): MemberId[] {
  if (!standing) return []
  const all = governing ? [...standing.members, ...standing.invited] : standing.members
  return [...new Set(all)].filter((member) => member !== own).sort()
}

/** Passes on to each member what it was not sent: the own entries; the leader those of members that have left, too. */
export async function spread(how: Applying, key: SpaceKey, network: NetworkId, standing: Standing): Promise<boolean> {
  const { own, writing } = how
  const gone = standing.departures.map(({ member }) => member).filter((member) => !standing.members.includes(member))
  const authors = standing.leader === own ? [own, ...new Set(gone)] : [own]
  let passages = 0
  for (const to of audienceOf(standing, own, true)) {
    const governing = !standing.members.includes(to)
    for (;;) {
      const rows = await entriesUnsent(writing, key, to, { authors, governing, limit: PASSAGE_ENTRIES })
      if (rows.length === 0) break
      if (++passages > PASSAGES_AT_ONCE) return true
      const entries: string[] = []
      const sent: string[] = []
      let bytes = 0
      for (const row of rows) {
        const signed = openEntry(how.vault, row)?.signed
        if (signed !== undefined && entries.length > 0 && bytes + signed.length > PASSAGE_BYTES) break
        sent.push(row.id)
        if (signed === undefined) continue
        entries.push(signed)
        bytes += signed.length
      }
      await markSent(writing, key, sent, [to])
      if (entries.length > 0)
        await how.send({ ...draftOf(network, key.space), to: [to], type: 'operations.passage.v1', body: { space: key.space, entries } })
    }
  }
  return false
}

const SPACES_AT_ONCE = 5
/** Goes on with what one run left. */
export async function spreadOn(how: Applying): Promise<void> {
  for (const space of await spacesSpreading(how.writing, how.own, SPACES_AT_ONCE)) {
    const standing = openSpace(how.vault, space)?.standing
    const more = standing && (await spread(how, { member: space.member, space: space.id }, space.network, standing))
    if (!more) await setSpreading(how.writing, space.member, space.id, false)
  }
}

/** Hands on what the leader has verified, to those it is for. */
export async function passVerified(how: Applying, key: SpaceKey, standing: Standing, entry: string): Promise<void> {
  const row = await maybeEntry(how.writing, key, entry)
  const held = await maybeContents(how.writing, key, entry)
  const contents = held && openContents(how.vault, held)
  const space = await maybeSpace(how.writing, key.member, key.space)
  if (!row || !contents || !space) return
  const to = (row.held_to ?? []).filter((member) => member !== key.member && member !== row.author && standing.members.includes(member))
  if (to.length === 0) return
  const { nonce, sets, attachments } = contents
  const statement = await how.send({
    ...draftOf(space.network, key.space),
    to,
    type: 'operations.contents.v1',
    body: { space: key.space, entry, nonce, sets },
    attachments,
  })
  await addCarrier(how.writing, key, entry, statement.header.id)
}

/** To whom contents go straight away: from a third country to the leader alone, who verifies them first. */
export function addresseesOf(standing: Standing, author: MemberId, to: readonly MemberId[]): MemberId[] {
  const meant = to.filter((member) => member !== author && standing.members.includes(member))
  return partyOf(standing, author)?.third_country ? [standing.leader].filter((member) => member !== author) : meant
}

export const draftOf = (network: NetworkId, space: string) => ({
  network,
  case: space,
  unit: NODE_UNIT,
  classification: 'restricted' as const,
  language: 'en' as const,
})
