/** What people do with a space as a whole: found it, agree on its terms, sign, run it, leave it, end it. */
import Type, { type Static } from 'typebox'
import { act, type View, view } from '#kernel/capability.ts'
import { maybeWaiting, proposalOut, toldOf } from '#kernel/proposals.ts'
import { ID_PATTERN } from '#wire/address.ts'
import { Member, Sha256, Text, Uuid } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import { isFitting, leaverKeeps, mayEnter, type Standing } from '../agreement.ts'
import { ActRef, ClauseId, ClauseValue, ENTERED, MAX_PARTIES, type Parties, Party } from '../bodies.ts'
import { openSpace } from '../contents.ts'
import { knownSpace, say, sayTo, spaceToChange } from '../saying.ts'
import { spaceClass } from '../space-class.ts'
import { chainsOf, countLog, countLogs, logPage, maybeChain, spacesAwaiting } from '../store/entries.ts'
import { countSpaces, executedOf, maybeSpace, type SpaceRow, saveSpace, spacesPage } from '../store/spaces.ts'
import { ERASURE, ERASURE_GROUNDS, LOGS_KEPT_MS, SPACE_KINDS, SPACE_STATES, type SpaceKind, type SpaceState } from '../vocabulary.ts'
import { closed, count, list, maybe, Page, time } from './shapes.ts'

/** Of whose unit a space is decides who may do what in it. */
export const onSpace = async ({ space }: { readonly space: string }, { reading, officer }: Pick<View, 'reading' | 'officer'>) => {
  const row = await maybeSpace(reading, officer.member, space)
  if (!row) throw new Refusal('thing.unknown', { inside: `space ${space}` })
  return spaceClass(row)
}
export const subjectOf = ({ space }: { readonly space: string }) => `space:${space}`

const Brief = closed({
  id: Uuid,
  network: Type.String({ maxLength: 32 }),
  title: maybe(Text),
  kind: Type.Enum([...SPACE_KINDS]),
  state: Type.Enum([...SPACE_STATES]),
  leader: Member,
  unit: Type.String({ maxLength: 32 }),
  members: list(Member, MAX_PARTIES),
  invited: list(Member, MAX_PARTIES),
  belongs: Type.Boolean(),
  emptied_at: maybe(time),
  begun_at: time,
  touched_at: time,
  to_do: list(Type.Enum(['agree', 'sign', 'assign', 'verify'] as const), 4),
})
type Brief = Static<typeof Brief>

/** What one supervisor may say; erasing takes two officers. */
const ENTERED_BY_ONE = ENTERED.filter((state) => state !== 'erased')

const ClauseOut = closed({
  id: ClauseId,
  version: ActRef,
  by: Member,
  at: time,
  value: ClauseValue,
  agreed: list(Member, MAX_PARTIES),
  objections: list(closed({ member: Member, reason: Text, at: time }), MAX_PARTIES),
})
const AgreementOut = closed({
  number: count,
  sha256: Sha256,
  in_force_at: time,
  signed: list(closed({ member: Member, at: time }), MAX_PARTIES),
  clauses: list(closed({ id: ClauseId, version: ActRef, value: ClauseValue }), 60),
})
const SpaceOut = closed({
  ...Brief.properties,
  own: Member,
  founder: Member,
  clauses: list(ClauseOut, 60),
  agreements: list(AgreementOut, 200),
  parties: list(Party, MAX_PARTIES),
  departures: list(closed({ member: Member, at: time, own_will: Type.Boolean() }), 200),
  signable: maybe(closed({ sha256: Sha256, signed: list(Member, MAX_PARTIES) })),
  entered: list(closed({ state: Type.Enum([...SPACE_STATES]), at: time, by: Member, reason: Type.Optional(Text) }), 50),
  leaver_keeps: Type.String({ maxLength: 20 }),
  may_enter: list(Type.Enum([...ENTERED_BY_ONE]), 5),
  may_erase: Type.Boolean(),
  erasure: maybe(proposalOut(ERASURE_GROUNDS)),
  executed: list(closed({ partner: Member, what: Type.Enum(['erased', 'left'] as const), entries: count, done_at: time }), 200),
  forked: list(Member, MAX_PARTIES),
})

function briefOf(row: SpaceRow, standing: Standing | undefined, awaiting: boolean): Brief {
  const own = row.member
  const to_do: ('agree' | 'sign' | 'assign' | 'verify')[] = []
  if (standing && row.belongs && !row.ended_at) {
    if (standing.clauses.some(({ agreed, objections }) => !agreed.includes(own) && !objections.some(({ member }) => member === own)))
      to_do.push('agree')
    if (standing.signable && !standing.signable.signed.includes(own)) to_do.push('sign')
    if (row.unit === '') to_do.push('assign')
    if (awaiting && standing.leader === own) to_do.push('verify')
  }
  return {
    id: row.id,
    network: row.network,
    title: standing?.title ?? null,
    kind: row.kind as Brief['kind'],
    state: row.state as Brief['state'],
    leader: row.leader,
    unit: row.unit,
    members: [...row.members],
    invited: [...row.invited],
    belongs: row.belongs,
    emptied_at: row.emptied_at?.toISOString() ?? null,
    begun_at: row.begun_at.toISOString(),
    touched_at: row.touched_at.toISOString(),
    to_do,
  }
}

const foundSpace = act({
  name: 'operations.found-space',
  summary: 'Proposes a team to partners: its kind, its parties and the first wording of its clauses',
  purpose: 'required',
  journal: 'always',
  input: closed({
    network: Type.String({ pattern: ID_PATTERN }),
    title: Text,
    kind: Type.Enum([...SPACE_KINDS]),
    parties: Type.Array(Party, {
      minItems: 1,
      maxItems: MAX_PARTIES - 1,
      description: 'the others; who founds it belongs to it and leads it',
    }),
    clauses: list(closed({ clause: ClauseId, value: ClauseValue }), 50),
  }),
  output: closed({ space: Uuid }),
  refusals: ['partner.unknown', 'input.malformed'],
  subject: (_, output) => `space:${output?.space ?? 'new'}`,
  async run({ network, title, kind, parties, clauses }, doing) {
    const own = doing.networks.own(network)
    const partners = new Set(doing.networks.partners(network).map(({ id }) => id))
    for (const { member } of parties)
      if (!partners.has(member)) throw new Refusal('partner.unknown', { details: [{ path: '/parties', reason: member }] })
    const value: Parties = { leader: own, parties: [{ member: own, third_country: false }, ...parties] }
    demandFitting([{ clause: 'parties', value }, ...clauses.filter(({ clause }) => clause !== 'parties')])
    const space = doing.newId()
    const proposals = [{ clause: 'parties' as const, value }, ...clauses.filter(({ clause }) => clause !== 'parties')]
    await sayTo(doing, {
      network,
      space,
      epoch: 0,
      to: [],
      founding: true,
      acts: [{ do: 'found', title, kind }, ...proposals.map((one) => ({ do: 'propose' as const, ...one }))],
    })
    return { space }
  },
})

function demandFitting(clauses: readonly { readonly clause: ClauseId; readonly value: ClauseValue }[]): void {
  const names = new Set<string>()
  for (const [i, { clause, value }] of clauses.entries()) {
    if (!isFitting(clause, value) || names.has(clause))
      throw new Refusal('input.malformed', { details: [{ path: `/clauses/${i}`, reason: `not of the form of ${clause}, or twice` }] })
    names.add(clause)
  }
}

const findSpaces = view({
  name: 'operations.find-spaces',
  summary: 'Teams that the officer may see, newest first',
  purpose: 'none',
  journal: 'refusals',
  input: closed(Page),
  output: closed({ spaces: list(Brief, 200), count }),
  async run({ limit, offset }, viewing) {
    const classes = await viewing.classes('operations.read-space')
    const rows = await spacesPage(viewing.reading, viewing.officer.member, classes, { limit, offset })
    const awaiting = await spacesAwaiting(
      viewing.reading,
      viewing.officer.member,
      rows.map(({ id }) => id),
    )
    return {
      spaces: rows.map((row) => briefOf(row, openSpace(viewing.vault, row)?.standing, awaiting.has(row.id))),
      count: await countSpaces(viewing.reading, viewing.officer.member, classes),
    }
  },
})

const readSpace = view({
  name: 'operations.read-space',
  summary: 'A team with its clauses, its agreements, and what each party has said to them',
  purpose: 'none',
  journal: 'noted',
  input: closed({ space: Uuid }),
  output: SpaceOut,
  on: onSpace,
  subject: subjectOf,
  async run({ space: id }, viewing) {
    const { space, standing, key } = await knownSpace(viewing, id)
    viewing.note()
    const leads = standing.leader === key.member
    const waiting = leads ? await maybeWaiting(viewing, ERASURE, id) : undefined
    const parties =
      standing.agreements.at(-1)?.parties ?? (standing.clauses.find(({ id }) => id === 'parties')?.value as Parties | undefined)
    return {
      ...briefOf(space, standing, (await spacesAwaiting(viewing.reading, key.member, [id])).has(id)),
      own: key.member,
      founder: standing.founder,
      clauses: standing.clauses.map((clause) => ({ ...clause, agreed: [...clause.agreed], objections: [...clause.objections] })),
      agreements: standing.agreements.map(({ number, sha256, in_force_at, signed, clauses }) => ({
        number,
        sha256,
        in_force_at,
        signed: [...signed],
        clauses: [...clauses],
      })),
      parties: [...(parties?.parties ?? [])],
      departures: standing.departures.map(({ member, at, own_will }) => ({ member, at, own_will })),
      signable: standing.signable ? { sha256: standing.signable.sha256, signed: [...standing.signable.signed] } : null,
      entered: [...standing.entered],
      leaver_keeps: leaverKeeps(standing),
      may_enter: leads ? ENTERED_BY_ONE.filter((state) => mayEnter(standing.state, state)) : [],
      may_erase: leads && mayEnter(standing.state, 'erased'),
      erasure: waiting ? toldOf(waiting, ERASURE_GROUNDS, viewing.now) : null,
      executed: (await executedOf(viewing.reading, key.member, id)).map((one) => ({ ...one, done_at: one.done_at.toISOString() })),
      forked: [...new Set((await chainsOf(viewing.reading, key)).filter(({ forked }) => forked).map(({ author }) => author))],
    }
  },
})

const Said = closed({ entry: Uuid })
const common = { purpose: 'none', journal: 'always', output: Said, on: onSpace, subject: subjectOf } as const

const proposeClause = act({
  ...common,
  name: 'operations.propose-clause',
  summary: 'Proposes a clause, or another wording of one; who proposes agrees to it',
  input: closed({ space: Uuid, clause: ClauseId, value: ClauseValue }),
  refusals: ['state.conflict', 'thing.unknown'],
  async run({ space, clause, value }, doing) {
    const known = await spaceToChange(doing, space)
    demandFitting([{ clause, value }])
    if ('parties' in value) {
      const partners = new Set(doing.networks.partners(known.space.network).map(({ id }) => id)).add(known.key.member)
      for (const { member } of value.parties)
        if (!partners.has(member)) throw new Refusal('partner.unknown', { details: [{ path: '/value/parties', reason: member }] })
      // its node has destroyed what it held and keeps nothing more of this space
      const gone = value.parties.find(({ member }) => known.standing.departures.some((one) => one.member === member))
      if (gone) throw new Refusal('state.conflict', { details: [{ path: '/value/parties', reason: `${gone.member} has left` }] })
      // where a member is left out, what it has said so far is what counts
      const stays = new Set(value.parties.map(({ member }) => member))
      const chains = await chainsOf(doing.writing, known.key)
      const left = known.standing.members
        .filter((member) => !stays.has(member))
        .map((member) => ({ member, through: chains.find(({ author, governing }) => author === member && !governing)?.through ?? 0 }))
      const complete = left.length > 0 ? { ...value, left } : value
      return { entry: await say(doing, known, { acts: [{ do: 'propose', clause, value: complete }] }) }
    }
    return { entry: await say(doing, known, { acts: [{ do: 'propose', clause, value }] }) }
  },
})

const agreeClauses = act({
  ...common,
  name: 'operations.agree-clauses',
  summary: 'Agrees to clauses as they are worded now',
  input: closed({ space: Uuid, clauses: Type.Array(closed({ clause: ClauseId, version: ActRef }), { minItems: 1, maxItems: 60 }) }),
  refusals: ['state.conflict', 'thing.unknown'],
  async run({ space, clauses }, doing) {
    const known = await spaceToChange(doing, space)
    for (const { clause, version } of clauses) demandCurrent(known.standing, clause, version)
    return { entry: await say(doing, known, { acts: clauses.map((one) => ({ do: 'agree' as const, ...one })) }) }
  },
})

const objectToClause = act({
  ...common,
  name: 'operations.object-to-clause',
  summary: 'Objects to a clause as it is worded now, with a reason',
  input: closed({ space: Uuid, clause: ClauseId, version: ActRef, reason: Text }),
  refusals: ['state.conflict', 'thing.unknown'],
  async run({ space, clause, version, reason }, doing) {
    const known = await spaceToChange(doing, space)
    demandCurrent(known.standing, clause, version)
    return { entry: await say(doing, known, { acts: [{ do: 'object', clause, version, reason }] }) }
  },
})

/** Nobody agrees to a wording that has been replaced meanwhile. */
function demandCurrent({ clauses }: Standing, id: ClauseId, version: ActRef): void {
  const clause = clauses.find((one) => one.id === id)
  if (!clause || clause.version.entry !== version.entry || clause.version.index !== version.index)
    throw new Refusal('state.conflict', { inside: `clause ${id} has another wording`, details: [{ path: '/clauses', reason: id }] })
}

const signAgreement = act({
  ...common,
  name: 'operations.sign-agreement',
  summary: 'Signs the agreement in the name of the member, with its key: the text is named by its hash',
  input: closed({ space: Uuid, agreement: Sha256 }),
  refusals: ['state.conflict', 'thing.unknown'],
  async run({ space, agreement }, doing) {
    const known = await spaceToChange(doing, space)
    if (known.standing.signable?.sha256 !== agreement) throw new Refusal('state.conflict', { inside: 'another text' })
    if (known.standing.signable.signed.includes(known.key.member)) throw new Refusal('state.conflict', { inside: 'signed already' })
    return { entry: await say(doing, known, { acts: [{ do: 'sign', agreement }] }) }
  },
})

const enterState = act({
  ...common,
  name: 'operations.enter-state',
  summary: 'The leading member takes the team into its next state; to erase it is proposed and confirmed instead',
  input: closed({ space: Uuid, state: Type.Enum([...ENTERED_BY_ONE]), reason: Type.Optional(Text) }),
  refusals: ['state.conflict', 'thing.unknown'],
  async run({ space, state, reason }, doing) {
    const known = await spaceToChange(doing, space)
    if (known.standing.leader !== known.key.member || !mayEnter(known.standing.state, state))
      throw new Refusal('state.conflict', { inside: `${known.standing.state} to ${state}` })
    return { entry: await say(doing, known, { acts: [{ do: 'enter', state, ...(reason && { reason }) }] }) }
  },
})

const leaveSpace = act({
  ...common,
  name: 'operations.leave-space',
  summary: 'The own member leaves the team; what it may keep, the agreement says, and the rest is destroyed here',
  input: closed({ space: Uuid, reason: Text }),
  refusals: ['state.conflict', 'thing.unknown'],
  async run({ space, reason }, doing) {
    const known = await spaceToChange(doing, space)
    if (known.standing.leader === known.key.member) throw new Refusal('state.conflict', { inside: 'the leader hands over first' })
    const chain = await maybeChain(doing.writing, known.key, known.key.member, false)
    return { entry: await say(doing, known, { acts: [{ do: 'leave', reason, through: chain?.through ?? 0 }] }) }
  },
})

const assignUnit = act({
  name: 'operations.assign-unit',
  summary: 'Says which unit of the own member works in the team',
  purpose: 'none',
  journal: 'always',
  input: closed({ space: Uuid, unit: Type.String({ pattern: ID_PATTERN }) }),
  output: closed({ unit: Type.String({ maxLength: 32 }) }),
  on: onSpace,
  subject: subjectOf,
  refusals: ['thing.unknown'],
  async run({ space, unit }, doing) {
    const known = await spaceToChange(doing, space)
    const access_class = await doing.classOf(spaceClass({ member: known.key.member, unit }))
    await saveSpace(doing.writing, { ...known.space, unit, access_class, touched_at: doing.now })
    return { unit }
  },
})

const readLog = view({
  name: 'operations.read-log',
  summary: 'Who said something of which kind when; it outlives the contents',
  purpose: 'none',
  journal: 'noted',
  input: closed({ space: Uuid, ...Page }),
  output: closed({
    count,
    entries: list(
      closed({
        id: Uuid,
        author: Member,
        n: count,
        at: time,
        standing: Type.Enum(['waiting', 'counted', 'void', 'parked'] as const),
        verbs: list(Type.String({ maxLength: 20 }), 100),
        kinds: list(Type.String({ maxLength: 32 }), 100),
        erased_at: maybe(time),
        verified: maybe(Type.Enum(['waiting', 'accepted', 'rejected'] as const)),
      }),
      200,
    ),
  }),
  on: onSpace,
  subject: subjectOf,
  async run({ space, limit, offset }, viewing) {
    const key = { member: viewing.officer.member, space }
    viewing.note()
    const rows = await logPage(viewing.reading, key, { limit, offset })
    return {
      count: await countLog(viewing.reading, key),
      entries: rows.map((row) => ({
        ...row,
        verbs: [...row.verbs],
        kinds: [...row.kinds],
        erased_at: row.erased_at?.toISOString() ?? null,
      })),
    }
  },
})

const findLogs = view({
  name: 'operations.find-logs',
  summary: 'The logs of teams that this node keeps, without what the teams are called: for who oversees them',
  purpose: 'none',
  journal: 'refusals',
  input: closed(Page),
  output: closed({
    rows: list(
      closed({
        id: Uuid,
        network: Type.String({ maxLength: 32 }),
        kind: Type.Enum([...SPACE_KINDS]),
        state: Type.Enum([...SPACE_STATES]),
        leader: Member,
        unit: Type.String({ maxLength: 32 }),
        members: list(Member, MAX_PARTIES),
        belongs: Type.Boolean(),
        entries: count,
        begun_at: time,
        ended_at: maybe(time),
        emptied_at: maybe(time),
        kept_until: maybe(time),
      }),
      200,
    ),
    total: count,
  }),
  async run({ limit, offset }, viewing) {
    const { member } = viewing.officer
    const classes = await viewing.classes('operations.find-logs')
    const rows = await spacesPage(viewing.reading, member, classes, { limit, offset })
    const entries = await countLogs(
      viewing.reading,
      member,
      rows.map(({ id }) => id),
    )
    return {
      rows: rows.map((row) => ({
        id: row.id,
        network: row.network,
        kind: row.kind as SpaceKind,
        state: row.state as SpaceState,
        leader: row.leader,
        unit: row.unit,
        members: [...row.members],
        belongs: row.belongs,
        entries: entries.get(row.id) ?? 0,
        begun_at: row.begun_at.toISOString(),
        ended_at: row.ended_at?.toISOString() ?? null,
        emptied_at: row.emptied_at?.toISOString() ?? null,
        kept_until: row.emptied_at && row.ended_at ? new Date(row.ended_at.getTime() + LOGS_KEPT_MS).toISOString() : null,
      })),
      total: await countSpaces(viewing.reading, member, classes),
    }
  },
})

export const spaceActions = [
  foundSpace,
  findSpaces,
  readSpace,
  proposeClause,
  agreeClauses,
  objectToClause,
  signAgreement,
  enterState,
  leaveSpace,
  assignUnit,
  readLog,
  findLogs,
]
