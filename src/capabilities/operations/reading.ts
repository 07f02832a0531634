/** Reads what a space holds: the things of some kinds, put together from the entries that count and from contents that are here. */
import type { Unsealing } from '#kernel/capability.ts'
import type { Reader } from '#kernel/database/port.ts'
import type { MemberId } from '#wire/address.ts'
import type { Attachment } from '#wire/statement.ts'
import type { Standing } from './agreement.ts'
import { openContents, openEntry } from './contents.ts'
import { fittingOf } from './kinds.ts'
import { contentsOf, type EntryRow, type SpaceKey, workingEntries } from './store/entries.ts'
import { type Said, type Thing, thingsOf } from './things.ts'

export interface Work {
  readonly things: readonly Thing[]
  /** By entry: whose contents travel apart. */
  readonly entries: ReadonlyMap<string, EntryRow>
  readonly attachments: ReadonlyMap<string, readonly Attachment[]>
  /** By thing: the keys of all that was read of it here. */
  readonly slots: ReadonlyMap<string, ReadonlySet<number>>
}

export type WhyMissing = 'not-for-us' | 'not-verified' | 'rejected' | 'erased' | 'on-its-way'

/** Why the contents of an entry are not here. */
export function whyMissing(row: EntryRow | undefined, own: MemberId): WhyMissing {
  if (row?.verified === 'waiting') return 'not-verified'
  if (row?.verified === 'rejected') return 'rejected'
  if (row?.erased_at) return 'erased'
  return row?.held_to?.includes(own) || row?.author === own ? 'on-its-way' : 'not-for-us'
}

export async function workOf(
  { reading, vault }: { readonly reading: Reader; readonly vault: Unsealing },
  key: SpaceKey,
  standing: Standing,
  which: { kinds?: readonly string[]; thing?: string } = {},
): Promise<Work> {
  const rows = await workingEntries(reading, key, which)
  const apart = rows.filter(({ held_sha256 }) => held_sha256 !== null)
  const contents_rows = await contentsOf(
    reading,
    key,
    apart.map(({ id }) => id),
  )
  const held = new Map(contents_rows.map((row) => [row.entry, openContents(vault, row)]))
  const slotOf = new Map(contents_rows.map((row) => [row.entry, row.slot]))
  const slots = new Map<string, Set<number>>()
  const said: Said[] = []
  const attachments = new Map<string, readonly Attachment[]>()
  for (const row of rows) {
    const body = openEntry(vault, row)?.body
    const contents = held.get(row.id)
    // what was not verified is not shown, not even to the leader as part of the team's work
    const visible = row.verified === null || row.verified === 'accepted'
    if (contents && visible && contents.attachments.length > 0) attachments.set(row.id, contents.attachments)
    body?.acts.forEach((act, index) => {
      const stamp = { at: row.at, tick: row.tick, author: row.author, n: row.n }
      const ref = { entry: row.id, index }
      if (act.do === 'put') {
        const apart = visible ? contents?.sets.find((one) => one.index === index)?.set : undefined
        const set = row.held_sha256 === null ? (act.set ?? {}) : apart
        said.push({ ref, stamp, thing: act.thing, kind: act.kind, set: set && fittingOf(act.kind, set), withdrawn: undefined })
        const own = slots.get(act.thing) ?? new Set()
        if (set) for (const slot of [row.slot, apart && slotOf.get(row.id)]) if (slot !== undefined) own.add(slot)
        slots.set(act.thing, own)
      }
      if (act.do === 'withdraw') said.push({ ref, stamp, thing: act.thing, kind: null, set: undefined, withdrawn: act.reason })
    })
  }
  const wanted = which.kinds && new Set(which.kinds)
  const things = thingsOf(said, standing.leader).filter(({ id, kind }) => (which.thing ? id === which.thing : !wanted || wanted.has(kind)))
  return { things, entries: new Map(rows.map((row) => [row.id, row])), attachments, slots }
}
