/**
 * What a team has agreed, read out of what its members have said: a pure function of the entries, so that every member comes to the same result
 * whatever arrived first. An agreement is in force when each of its parties has signed the same text; each one is an epoch of the space.
 */
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import type { MemberId } from '#wire/address.ts'
import type { Text } from '#wire/fields.ts'
import type { ActRef, ClauseId, ClauseValue, EntryAct, GoverningAct, Parties, Party, Period } from './bodies.ts'
import { compareStamps, type Stamp } from './order.ts'
import type { LeaverKeeps, SpaceKind, SpaceState } from './vocabulary.ts'

/** An entry as far as the agreement is concerned. */
export interface GoverningEntry extends Stamp {
  readonly id: string
  readonly space: string
  readonly epoch: number
  readonly acts: readonly EntryAct[]
}

export interface Clause {
  readonly id: ClauseId
  readonly version: ActRef
  readonly by: MemberId
  readonly at: string
  readonly value: ClauseValue
  readonly agreed: readonly MemberId[]
  readonly objections: readonly { readonly member: MemberId; readonly reason: Text; readonly at: string }[]
}

export interface Agreement {
  readonly number: number
  readonly sha256: string
  readonly clauses: readonly Pick<Clause, 'id' | 'version' | 'value'>[]
  readonly parties: Parties
  readonly signed: readonly { readonly member: MemberId; readonly at: string }[]
  readonly in_force_at: string
}

export interface Departure {
  readonly member: MemberId
  readonly at: string
  /** The last epoch in which it belonged to the team, and the last of its entries on work of that time that counts. */
  readonly epoch: number
  readonly through: number
  /** Left by itself, or was left out of an amended agreement. */
  readonly own_will: boolean
}

export interface Standing {
  readonly title: Text
  readonly kind: SpaceKind
  readonly founder: MemberId
  readonly leader: MemberId
  readonly state: SpaceState
  /** Clauses on the table, agreed or not; the next agreement is made of them. */
  readonly clauses: readonly Clause[]
  readonly agreements: readonly Agreement[]
  readonly departures: readonly Departure[]
  /** Who belongs to the team now. */
  readonly members: readonly MemberId[]
  /** Who was asked to join and has not signed. */
  readonly invited: readonly MemberId[]
  /** What can be signed now: everything agreed by each party, and changed since the agreement in force. */
  readonly signable: { readonly sha256: string; readonly signed: readonly MemberId[] } | undefined
  readonly entered: readonly { readonly state: SpaceState; readonly at: string; readonly by: MemberId; readonly reason?: Text }[]
}

const GOVERNING = new Set(['found', 'propose', 'agree', 'object', 'sign', 'enter', 'leave'])
export const isGoverning = (act: EntryAct): act is GoverningAct => GOVERNING.has(act.do)

/** From which states the leader may go on to which. */
const NEXT: Partial<Record<SpaceState, readonly SpaceState[]>> = {
  proposal: ['erased'],
  negotiation: ['erased'],
  signed: ['operational', 'erased'],
  operational: ['closed'],
  extended: ['closed'],
  closed: ['evaluated', 'archived', 'erased'],
  evaluated: ['archived', 'erased'],
  archived: ['erased'],
}
export const mayEnter = (from: SpaceState, to: SpaceState): boolean => NEXT[from]?.includes(to) ?? false

const refOf = ({ entry, index }: ActRef) => `${entry}:${index}`

interface Draft {
  clause: Clause
  agreed: Set<MemberId>
  objections: Map<MemberId, { member: MemberId; reason: Text; at: string }>
}

/** The fold: entries in any order, of which each is whole and its maker's; `undefined` before the founding is known. */
export function standingOf(entries: readonly GoverningEntry[]): Standing | undefined {
  const ordered = [...entries].sort(compareStamps)
  // a space is named after the entry that founds it, so that nobody can found it again
  const founding = ordered.find(({ id, space, acts }) => id === space && acts[0]?.do === 'found')
  if (!founding) return undefined
  const found = founding.acts[0] as Extract<GoverningAct, { do: 'found' }>
  const drafts = new Map<ClauseId, Draft>()
  const agreements: Agreement[] = []
  const departures: Departure[] = []
  const entered: Standing['entered'][number][] = []
  const signatures = new Map<string, Map<MemberId, string>>()
  let state: SpaceState = 'proposal'

  const proposedParties = (): Parties | undefined => drafts.get('parties')?.clause.value as Parties | undefined
  const agreedParties = (): Parties | undefined => agreements.at(-1)?.parties
  const declined = new Map<MemberId, string>()
  const partiesVersion = () => (drafts.has('parties') ? refOf(drafts.get('parties')!.clause.version) : '')
  const hasLeft = (member: MemberId) => departures.some((one) => one.member === member && one.epoch >= agreements.length)
  const members = () => (agreedParties()?.parties ?? []).map(({ member }) => member).filter((member) => !hasLeft(member))
  // who has left is asked again by a new proposal only
  const asked = () =>
    (proposedParties()?.parties ?? []).map(({ member }) => member).filter((member) => declined.get(member) !== partiesVersion())
  const leader = () => (agreedParties() ?? proposedParties())?.leader ?? founding.author
  /** Who has to agree to the next text: all that it names, the leavers aside. */
  const parties = () => (proposedParties() ? asked() : members())
  const ended = () => state === 'archived' || state === 'erased'

  const signable = (): string | undefined => {
    if (drafts.size === 0 || !drafts.has('parties')) return undefined
    const all = parties()
    for (const { agreed } of drafts.values()) if (!all.every((member) => agreed.has(member))) return undefined
    const clauses = clausesOf(drafts)
    const before = agreements.at(-1)
    if (before && sameText(before.clauses, clauses)) return undefined
    return textHash(founding.space, agreements.length + 1, clauses)
  }

  const take = (entry: GoverningEntry, act: GoverningAct, index: number) => {
    const { author, at } = entry
    const isMember = members().includes(author)
    const isAsked = asked().includes(author)
    const isFounding = entry === founding
    if (!(isFounding || isMember || isAsked) || ended()) return
    switch (act.do) {
      case 'found':
        return
      case 'propose': {
        // who was only asked to join comes to the terms of those who are in, until there is an agreement
        if (!isFounding && agreements.length > 0 && !isMember) return
        if (!isFitting(act.clause, act.value)) return
        const version = { entry: entry.id, index }
        const clause = { id: act.clause, version, by: author, at, value: act.value, agreed: [], objections: [] }
        drafts.set(act.clause, { clause, agreed: new Set([author]), objections: new Map() })
        if (!isFounding && state === 'proposal') state = 'negotiation'
        return
      }
      case 'agree':
      case 'object': {
        const draft = drafts.get(act.clause)
        if (!draft || refOf(draft.clause.version) !== refOf(act.version)) return
        if (state === 'proposal') state = 'negotiation'
        if (act.do === 'agree') {
          draft.agreed.add(author)
          draft.objections.delete(author)
        } else {
          draft.agreed.delete(author)
          draft.objections.set(author, { member: author, reason: act.reason, at })
        }
        return
      }
      case 'sign': {
        const text = signable()
        if (text === undefined || text !== act.agreement || !parties().includes(author)) return
        const signed = signatures.get(text) ?? new Map<MemberId, string>()
        if (!signed.has(author)) signed.set(author, at)
        signatures.set(text, signed)
        if (!parties().every((member) => signed.has(member))) return
        const before = agreements.at(-1)
        const now = proposedParties()!
        agreements.push({
          number: agreements.length + 1,
          sha256: text,
          clauses: clausesOf(drafts),
          parties: now,
          signed: [...signed].map(([member, at]) => ({ member, at })),
          in_force_at: at,
        })
        for (const { member } of before?.parties.parties ?? []) {
          const epoch = agreements.length - 1
          if (now.parties.some((one) => one.member === member) || departures.some((one) => one.member === member && one.epoch === epoch))
            continue
          const through = now.left?.find((one) => one.member === member)?.through ?? Number.MAX_SAFE_INTEGER
          departures.push({ member, at, epoch, through, own_will: false })
        }
        if (state === 'proposal' || state === 'negotiation') state = 'signed'
        else if ((state === 'operational' || state === 'extended') && before && untilOf(drafts) > untilOfAgreement(before))
          state = 'extended'
        return
      }
      case 'enter': {
        if (author !== leader() || !mayEnter(state, act.state)) return
        state = act.state
        entered.push({ state, at, by: author, ...(act.reason && { reason: act.reason }) })
        return
      }
      case 'leave': {
        if (!(isMember || isAsked)) return
        declined.set(author, partiesVersion())
        if (isMember) departures.push({ member: author, at, epoch: agreements.length, through: act.through, own_will: true })
        for (const { agreed } of drafts.values()) agreed.delete(author)
        return
      }
    }
  }

  for (const entry of ordered) for (const [index, act] of entry.acts.entries()) if (isGoverning(act)) take(entry, act, index)

  const text = signable()
  return {
    title: found.title,
    kind: found.kind,
    founder: founding.author,
    leader: leader(),
    state,
    clauses: [...drafts.values()].map(({ clause, agreed, objections }) => ({
      ...clause,
      agreed: [...agreed].sort(),
      objections: [...objections.values()],
    })),
    agreements,
    departures,
    members: agreements.length === 0 ? [] : members(),
    invited: asked().filter((member) => agreements.length === 0 || !members().includes(member)),
    signable: text === undefined ? undefined : { sha256: text, signed: [...(signatures.get(text)?.keys() ?? [])].sort() },
    entered,
  }
}

const clausesOf = (drafts: ReadonlyMap<ClauseId, Draft>): Pick<Clause, 'id' | 'version' | 'value'>[] =>
  [...drafts.values()].map(({ clause: { id, version, value } }) => ({ id, version, value })).sort((a, b) => (a.id < b.id ? -1 : 1))

const sameText = (a: readonly Pick<Clause, 'id' | 'value'>[], b: readonly Pick<Clause, 'id' | 'value'>[]) =>
  canonicalJson(a.map(({ id, value }) => ({ id, value })) as unknown as Json) ===
  canonicalJson(b.map(({ id, value }) => ({ id, value })) as unknown as Json)

/** What a party signs: the space, which agreement it is, and every clause in full. */
const textHash = (space: string, number: number, clauses: readonly Pick<Clause, 'id' | 'value'>[]): string =>
  hex(sha256(utf8(canonicalJson({ space, number, clauses: clauses.map(({ id, value }) => ({ id, value })) } as unknown as Json))))

const periodOf = (clauses: readonly Pick<Clause, 'id' | 'value'>[]): Period | undefined => {
  const value = clauses.find(({ id }) => id === 'period')?.value
  return value && 'until' in value ? value : undefined
}
const untilOf = (drafts: ReadonlyMap<ClauseId, Draft>) => periodOf(clausesOf(drafts))?.until ?? ''
const untilOfAgreement = (agreement: Agreement) => periodOf(agreement.clauses)?.until ?? ''

/** Whether a value is of the form that its clause has. */
export function isFitting(clause: ClauseId, value: ClauseValue): boolean {
  const isParties = 'parties' in value
  const isPeriod = 'from' in value
  if (clause === 'parties') return isParties && value.parties.some(({ member }) => member === value.leader) && areDistinct(value.parties)
  if (clause === 'period') return isPeriod && value.from <= value.until
  if (clause === 'states-of-operation' || clause === 'languages') return Array.isArray(value)
  if (clause === 'leaver-keeps') return Array.isArray(value) && value.length === 1 && ['nothing', 'own', 'own-and-work'].includes(value[0]!)
  return 'text' in value
}
const areDistinct = (parties: readonly Party[]) => new Set(parties.map(({ member }) => member)).size === parties.length

/** The terms under which an entry was said. */
export const agreementOf = ({ agreements }: Standing, epoch: number): Agreement | undefined => agreements[epoch - 1]
export const partyIn = (standing: Standing, epoch: number, member: MemberId): Party | undefined =>
  agreementOf(standing, epoch)?.parties.parties.find((one) => one.member === member)

/** Whether an entry counts: said by who belonged to the team in the epoch it names, before that member's end. `waiting`: the epoch is not known yet. */
export function judged(
  {
    author,
    epoch,
    n,
    governing,
    inline,
  }: Pick<GoverningEntry, 'author' | 'epoch' | 'n'> & { readonly governing: boolean; readonly inline: boolean },
  standing: Standing | undefined,
): 'counted' | 'void' | 'waiting' {
  if (!standing || epoch > standing.agreements.length) return 'waiting'
  // the fold itself judges who may act on the agreement
  if (governing) return 'counted'
  const departure = standing.departures.find((one) => one.member === author && epoch <= one.epoch)
  if (departure && n > departure.through) return 'void'
  const party = partyIn(standing, epoch, author)
  return party && !(party.third_country && inline) ? 'counted' : 'void'
}

export const partyOf = (standing: Standing, member: MemberId): Party | undefined => {
  for (const { parties } of [...standing.agreements].reverse()) {
    const found = parties.parties.find((one) => one.member === member)
    if (found) return found
  }
  const proposed = standing.clauses.find(({ id }) => id === 'parties')?.value as Parties | undefined
  return proposed?.parties.find((one) => one.member === member)
}

export const leaverKeeps = ({ agreements }: Standing): LeaverKeeps => {
  const value = agreements.at(-1)?.clauses.find(({ id }) => id === 'leaver-keeps')?.value
  return Array.isArray(value) ? (value[0] as LeaverKeeps) : 'nothing'
}
