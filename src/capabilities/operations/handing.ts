/** Contents that travel apart: taken in by those they are for, held against their promise, and let go of when their time is over. */
import type { Applying } from '#kernel/capability.ts'
import { forgetStatements } from '#kernel/post/originals.ts'
import { hex } from '#lib/bytes.ts'
import type { Statement } from '#wire/statement.ts'
import { partyOf } from './agreement.ts'
import type { ContentsBody } from './bodies.ts'
import { CONTENTS_LABEL, type HeldContents, openContents, openSpace, promiseOf } from './contents.ts'
import {
  addCarrier,
  countContentsFrom,
  dropContents,
  type EntryRow,
  insertContents,
  markErased,
  maybeContents,
  maybeEntry,
  operationalOver,
  type SpaceKey,
} from './store/entries.ts'
import { maybeSpace, touchSpace } from './store/spaces.ts'

/** Contents of the leader's whose entries have not arrived. */
const MAX_EARLY = 2_000
/** Regulation (EU) 2023/969, article 14: operational data stay four weeks at most. */
export const OPERATIONAL_MS = 28 * 86_400_000

export async function keepContents(statement: Statement & { readonly body: ContentsBody }, how: Applying): Promise<void> {
  const { header, attachments } = statement
  const body = statement.body as ContentsBody
  const key: SpaceKey = { member: how.own, space: body.space }
  const why = await unwelcome(how, key, header.from.member, body, attachments)
  if (why !== undefined) {
    await how.record('operations.contents-dropped', `space:${key.space}`, { entry: body.entry, from: header.from.member, why })
    await forgetStatements(how.writing, how.vault, how.own, { ids: [header.id] })
    return
  }
  if (await maybeContents(how.writing, key, body.entry)) {
    await addCarrier(how.writing, key, body.entry, header.id)
    return
  }
  const { nonce, sets } = body
  await storeContents(how, key, { entry: body.entry, source: header.from.member, statement: header.id, held: { nonce, sets, attachments } })
  await changed(how, key)
}

/** What is here of a space is another than before. */
async function changed(how: Applying, key: SpaceKey): Promise<void> {
  await touchSpace(how.writing, key.member, key.space, how.now)
  how.tell(`space:${key.space}`)
}

export async function storeContents(
  { writing, vault, now }: Pick<Applying, 'writing' | 'vault' | 'now'>,
  key: SpaceKey,
  { entry, source, statement, held }: { entry: string; source: string; statement: string | undefined; held: HeldContents },
): Promise<void> {
  const [slot] = (await vault.newSlots(1)) as [number]
  await insertContents(writing, {
    ...key,
    entry,
    source,
    statements: statement === undefined ? [] : [statement],
    at: now,
    slot,
    sealed: vault.sealJson(slot, CONTENTS_LABEL, held),
  })
}

/** Why contents may not be kept here; `undefined` where they may. */
async function unwelcome(
  how: Applying,
  key: SpaceKey,
  from: string,
  body: ContentsBody,
  attachments: Statement['attachments'],
): Promise<string | undefined> {
  const space = await maybeSpace(how.writing, key.member, key.space)
  const standing = space && openSpace(how.vault, space)?.standing
  if (!space || !standing || !space.belongs || space.emptied_at) return 'unknown-space'
  const entry = await maybeEntry(how.writing, key, body.entry)
  const byLeader = from === standing.leader
  if (!entry) return byLeader && (await countContentsFrom(how.writing, key, from)) < MAX_EARLY ? undefined : 'unknown-entry'
  if (entry.erased_at) return 'erased'
  if (!entry.held_to?.includes(key.member) && key.member !== standing.leader && entry.author !== key.member) return 'not-for-us'
  if (entry.held_sha256 === null || hex(entry.held_sha256) !== promiseOf({ nonce: body.nonce, sets: body.sets, attachments }))
    return 'not-as-promised'
  const quarantined = partyOf(standing, entry.author)?.third_country ?? false
  if (how.direction === 'sent' || byLeader) return undefined
  if (from !== entry.author) return 'not-its-maker'
  return quarantined && key.member !== standing.leader ? 'quarantined' : undefined
}

/** Contents that came before their entry are held against its promise once that is here. */
export async function holdToPromise(how: Applying, entry: EntryRow): Promise<void> {
  const key: SpaceKey = { member: entry.member, space: entry.space }
  const early = await maybeContents(how.writing, key, entry.id)
  const held = early && openContents(how.vault, early)
  if (!early || (held && entry.held_sha256 !== null && hex(entry.held_sha256) === promiseOf(held))) return
  await how.record('operations.contents-dropped', `space:${key.space}`, { entry: entry.id, from: early.source, why: 'not-as-promised' })
  how.vault.destroy([early.slot])
  await forgetStatements(how.writing, how.vault, how.own, { ids: early.statements })
  await dropContents(how.writing, key, entry.id)
}

/** Lets go of what has been taken by all that it is for, or has been here for four weeks. */
export async function eraseOperational(how: Applying, at_once: number): Promise<void> {
  const over = await operationalOver(how.writing, how.own, new Date(how.now.getTime() - OPERATIONAL_MS), at_once)
  for (const row of over) await eraseContents(how, row)
}

export async function eraseContents(how: Applying, row: EntryRow): Promise<void> {
  const key: SpaceKey = { member: row.member, space: row.space }
  const held = await maybeContents(how.writing, key, row.id)
  if (held) {
    how.vault.destroy([held.slot])
    await forgetStatements(how.writing, how.vault, how.own, { ids: held.statements })
    await dropContents(how.writing, key, row.id)
  }
  await markErased(how.writing, key, [row.id], how.now)
  await changed(how, key)
  const late = how.now.getTime() - row.said_at.getTime() >= OPERATIONAL_MS
  await how.record('operations.contents-erased', `space:${row.space}`, {
    entry: row.id,
    why: late ? 'four-weeks' : 'taken-by-all',
    here: held !== undefined,
  })
}
