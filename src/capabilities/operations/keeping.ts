/**
 * How what is said to a space finds its place: kept as signed, put into its author's chain, judged by the agreement that it names, and given
 * its effect. Nothing depends on what arrived first but when something is seen.
 */
import type { Applying } from '#kernel/capability.ts'
import { forgetStatements } from '#kernel/post/originals.ts'
import { sameBytes, sha256 } from '#lib/bytes.ts'
import type { MemberId } from '#wire/address.ts'
import { encodeStatement, type Header, type Statement } from '#wire/statement.ts'
import { agreementOf, type GoverningEntry, isGoverning, judged, partyIn, type Standing, standingOf } from './agreement.ts'
import type { EntryAct, EntryBody } from './bodies.ts'
import { ENTRY_LABEL, openEntry, openSpace, sealSpace } from './contents.ts'
import { holdToPromise } from './handing.ts'
import { spaceClass } from './space-class.ts'
import { passVerified, spread } from './spreading.ts'
import {
  authorsParked,
  countParked,
  type EntryRow,
  emptyEntries,
  entriesToJudge,
  governingEntries,
  hasEntry,
  insertEntry,
  insertTaken,
  maybeChain,
  maybeEntry,
  parkedGoverning,
  parkedOf,
  type SpaceKey,
  saveChain,
  saveVerdict,
  setQuarantined,
  setStanding,
} from './store/entries.ts'
import { insertSpace, maybeSpaceToChange, type SpaceRow, saveSpace, setSpreading, touchSpace } from './store/spaces.ts'

/** Entries of one author that may wait for a space to become known. */
const MAX_PARKED = 2_000
const CHAIN_AT_ONCE = 1_000
const JUDGED_AT_ONCE = 50_000
/** Two minutes that a clock may be ahead (protocol, rule 12), and as much for the clock that it has followed. */
const AHEAD_MS = 240_000

export interface SaidToSpace {
  readonly header: Header & { readonly to: { readonly space: string; readonly epoch: number } }
  readonly body: EntryBody
}

export const isSaidToSpace = (statement: Statement): statement is Statement & SaidToSpace =>
  statement.header.type === 'operations.entry.v1' && 'space' in statement.header.to

/** Keeps one entry and gives effect to what it makes whole; the second time it does nothing. */
export async function keepEntry(statement: Statement & SaidToSpace, signed: string, how: Applying): Promise<void> {
  const { header, body } = statement
  const { writing, own } = how
  const key: SpaceKey = { member: own, space: header.to.space }
  const space = await maybeSpaceToChange(writing, own, key.space)
  if (await hasEntry(writing, key, header.id)) return
  const wrong = faultOf(statement, space, how)
  if (wrong) {
    await how.record('operations.entry-dropped', `space:${key.space}`, { entry: header.id, from: header.from.member, why: wrong })
    return dropCarrier(how, header.id)
  }
  // mail that was on its way when the space was erased or left: nothing of it stays
  if (space?.emptied_at || (space && !space.belongs && space.ended_at)) {
    await how.record('operations.entry-too-late', `space:${key.space}`, { entry: header.id, from: header.from.member })
    return dropCarrier(how, header.id)
  }
  if (!space && (await countParked(writing, key, header.from.member)) >= MAX_PARKED) {
    await how.record('operations.entry-dropped', `space:${key.space}`, { entry: header.id, from: header.from.member, why: 'unknown-space' })
    return dropCarrier(how, header.id)
  }
  const row = await rowOf(statement, signed, how)
  await insertEntry(writing, row, body.acts.map(actRowOf))
  await holdToPromise(how, row)
  if (space) return advance(how, key, space, [header.from.member])
  const founding = body.acts.some(isGoverning) ? await foundingFor(how, key, header.network) : undefined
  if (!founding) return
  const founded = await found(founding, header, how)
  await advance(how, key, founded, await authorsParked(writing, key))
}

/** What no honest node says: an entry in another network than its space's, or one dated ahead of every clock that its maker can have seen. */
function faultOf({ header, body }: SaidToSpace, space: SpaceRow | undefined, { direction, at, now }: Applying): string | undefined {
  if (space && space.network !== header.network) return 'another-network'
  const latest_ms = (direction === 'sent' ? now : at).getTime() + AHEAD_MS
  return Date.parse(body.at) > latest_ms || Date.parse(header.sent_at) > latest_ms ? 'clock' : undefined
}

/** The entry that founds a space, once that and a proposal that names the own member are here, in whatever order they came. */
async function foundingFor(how: Applying, key: SpaceKey, network: string): Promise<{ row: EntryRow; body: EntryBody } | undefined> {
  const row = await maybeEntry(how.writing, key, key.space)
  const body = row && openEntry(how.vault, row)?.body
  if (row?.network !== network || body?.acts[0]?.do !== 'found') return undefined
  if (row.author === key.member) return { row, body }
  for (const parked of await parkedGoverning(how.writing, key, network)) {
    const acts = openEntry(how.vault, parked)?.body.acts ?? []
    const names = acts.some(
      (act) => act.do === 'propose' && 'parties' in act.value && act.value.parties.some(({ member }) => member === key.member),
    )
    if (names) return { row, body }
  }
  return undefined
}

async function found(
  { row: entry, body }: { row: EntryRow; body: EntryBody },
  { network, from }: Header,
  how: Applying,
): Promise<SpaceRow> {
  const { writing, own, vault, at } = how
  const [slot] = (await vault.newSlots(1)) as [number]
  const act = body.acts[0] as Extract<EntryAct, { do: 'found' }>
  // at its founder's it is the founding unit's; elsewhere a supervisor says whose it is
  const unit = entry.author === own ? from.unit : ''
  const row: SpaceRow = {
    member: own,
    id: entry.space,
    network,
    unit,
    access_class: await how.classOf(spaceClass({ member: own, unit })),
    kind: act.kind,
    state: 'proposal',
    leader: entry.author,
    epoch: 0,
    members: [],
    invited: [],
    belongs: true,
    begun_at: at,
    touched_at: at,
    ended_at: null,
    emptied_at: null,
    slot,
    sealed: null,
  }
  await insertSpace(writing, row)
  await how.record('operations.space-known', `space:${row.id}`, { kind: row.kind, from: entry.author })
  return row
}

async function rowOf({ header, body, ...rest }: Statement & SaidToSpace, signed: string, how: Applying): Promise<EntryRow> {
  const [slot] = (await how.vault.newSlots(1)) as [number]
  return {
    member: how.own,
    space: header.to.space,
    network: header.network,
    id: header.id,
    author: header.from.member,
    n: body.n,
    at: body.at,
    tick: body.tick,
    epoch: header.to.epoch,
    digest: sha256(encodeStatement({ header, body, ...rest } as Statement)),
    previous: body.previous === undefined ? null : new Uint8Array(Buffer.from(body.previous, 'hex')),
    governing: body.acts.some(isGoverning),
    standing: 'parked',
    said_at: new Date(body.at),
    slot,
    sealed: how.vault.sealJson(slot, ENTRY_LABEL, { body, signed }),
    held_sha256: body.held ? new Uint8Array(Buffer.from(body.held.sha256, 'hex')) : null,
    held_to: body.held?.to ?? null,
    operational: body.held?.operational ?? false,
    inline: body.acts.some((act) => act.do === 'put' && act.set !== undefined),
    quarantined: false,
    verified: null,
    erased_at: null,
    sent_to: how.recipients,
  }
}

const actRowOf = (act: EntryAct, index: number) => ({
  index,
  verb: act.do,
  thing: 'thing' in act ? act.thing : null,
  kind: act.do === 'put' ? act.kind : null,
})

/** Moves the chains of these authors on, reads the agreement anew where that can have changed, and judges what is new. */
async function advance(how: Applying, key: SpaceKey, space: SpaceRow, authors: readonly MemberId[]): Promise<void> {
  const chained: EntryRow[] = []
  for (const author of authors)
    for (const governing of [true, false]) chained.push(...(await chain(how, key, { network: space.network, author, governing })))
  if (chained.length === 0) return
  const before = openSpace(how.vault, space)?.standing
  const governs = chained.some(({ governing }) => governing)
  const standing = governs ? standingOf((await governingEntries(how.writing, key)).flatMap((row) => governingOf(row, how))) : before
  const departed = governs ? (standing?.departures ?? []).map(({ member }) => member) : []
  const open = governs ? await entriesToJudge(how.writing, key, departed, JUDGED_AT_ONCE) : chained
  const counted = await judge(how, key, open, standing)
  for (const row of counted) await takeEffect(how, key, row, standing!)
  if (governs && standing) await settle(how, key, space, standing, before)
  else await touchSpace(how.writing, key.member, key.space, how.now)
  how.tell(`space:${key.space}`)
}

/** Takes parked entries into their author's chain as far as it reaches without a gap; answers those. */
async function chain(
  how: Applying,
  key: SpaceKey,
  of: { readonly network: string; readonly author: MemberId; readonly governing: boolean },
): Promise<EntryRow[]> {
  const { writing } = how
  const { author, governing } = of
  const known = await maybeChain(writing, key, author, governing)
  let [through, digest, forked] = [known?.through ?? 0, known?.digest, known?.forked ?? false]
  const taken: EntryRow[] = []
  const wrong: EntryRow[] = []
  for (const row of await parkedOf(writing, key, of, CHAIN_AT_ONCE)) {
    if (row.n > through + 1) break
    const fits =
      row.n === through + 1 && (digest === undefined ? row.previous === null : row.previous !== null && sameBytes(row.previous, digest))
    if (fits) {
      taken.push(row)
      through = row.n
      digest = row.digest
    } else wrong.push(row)
  }
  if (wrong.length > 0) {
    forked = true
    await setStanding(
      writing,
      key,
      wrong.map(({ id }) => id),
      'void',
    )
    for (const { id, n } of wrong) await how.record('operations.told-differently', `space:${key.space}`, { from: author, entry: id, n })
  }
  if (taken.length > 0)
    await setStanding(
      writing,
      key,
      taken.map(({ id }) => id),
      'waiting',
    )
  if (digest !== undefined && (taken.length > 0 || forked)) await saveChain(writing, key, author, governing, { through, digest, forked })
  return taken
}

function governingOf(row: EntryRow, { vault }: Applying): GoverningEntry[] {
  const contents = openEntry(vault, row)
  return contents ? [{ ...row, acts: contents.body.acts }] : []
}

/** Says of each entry whether it counts; answers those that count now and did not before. */
async function judge(how: Applying, key: SpaceKey, rows: readonly EntryRow[], standing: Standing | undefined): Promise<EntryRow[]> {
  const changed = { counted: [] as EntryRow[], void: [] as EntryRow[] }
  for (const row of rows) {
    const verdict = judged(row, standing)
    if (verdict !== 'waiting' && verdict !== (row.standing === 'parked' ? 'waiting' : row.standing)) changed[verdict].push(row)
  }
  for (const [verdict, some] of Object.entries(changed) as ['counted' | 'void', EntryRow[]][])
    if (some.length > 0)
      await setStanding(
        how.writing,
        key,
        some.map(({ id }) => id),
        verdict,
      )
  // what a third country said past the leader's eyes is not kept by anybody
  for (const row of changed.void.filter(
    ({ inline, author, epoch }) => inline && standing && partyIn(standing, epoch, author)?.third_country,
  )) {
    await how.record('operations.quarantine-passed-by', `space:${key.space}`, { from: row.author, entry: row.id })
    how.vault.destroy([row.slot])
    await emptyEntries(how.writing, key, [row.id], how.now)
    await forgetStatements(how.writing, how.vault, how.own, { ids: [row.id] })
  }
  return changed.counted
}

/** What an entry does besides being there to be read. */
async function takeEffect(how: Applying, key: SpaceKey, row: EntryRow, standing: Standing): Promise<void> {
  if (row.held_sha256 && partyIn(standing, row.epoch, row.author)?.third_country) await setQuarantined(how.writing, key, row.id)
  const acts = openEntry(how.vault, row)?.body.acts ?? []
  for (const act of acts) {
    if (act.do === 'take') await insertTaken(how.writing, key, act.entry, row.author, how.now)
    if (act.do === 'verify' && row.author === agreementOf(standing, row.epoch)?.parties.leader) {
      await saveVerdict(how.writing, key, act.entry, act.accepted, `${row.at}/${String(row.tick).padStart(5, '0')}`)
      if (act.accepted && key.member === row.author) await passVerified(how, key, standing, act.entry)
    }
  }
}

/** Writes down what the agreement has come to, and sends newcomers what they have not had. */
async function settle(how: Applying, key: SpaceKey, space: SpaceRow, standing: Standing, before: Standing | undefined): Promise<void> {
  const { own, now, writing } = how
  const { members, invited, state, leader, agreements } = standing
  const belongs =
    agreements.length === 0 ? invited.includes(own) || standing.founder === own : members.includes(own) || invited.includes(own)
  const ended_at = space.ended_at ?? (state === 'erased' || !belongs ? now : null)
  await saveSpace(writing, {
    ...space,
    state,
    leader,
    epoch: agreements.length,
    members,
    invited,
    belongs,
    touched_at: now,
    ended_at: belongs && state !== 'erased' ? null : ended_at,
    sealed: sealSpace(how.vault, space.slot, { standing }),
  })
  if (before?.state !== state) await how.record('operations.state', `space:${key.space}`, { state, before: before?.state ?? null })
  if (agreements.length > (before?.agreements.length ?? 0))
    await how.record('operations.agreed', `space:${key.space}`, { number: agreements.length, sha256: agreements.at(-1)!.sha256 })
  if (belongs && (await spread(how, key, space.network, standing))) await setSpreading(writing, key.member, key.space, true)
}

/** Nothing of a statement that came too late stays here. */
async function dropCarrier(how: Applying, id: string): Promise<void> {
  await forgetStatements(how.writing, how.vault, how.own, { ids: [id] })
}
