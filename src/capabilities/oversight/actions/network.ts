/** What officers see of the network: who answers, what waits, what failed; and the one thing to do about it. */
import Type, { type Static } from 'typebox'
import { act, type View, view } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import { ALARMS, alarmsOf, type LinkState, PARTNER_STATES, partnerState, ROSTER_STATES, rosterState, silenceHours } from '../rules.ts'
import {
  Code,
  Count,
  closed,
  DEFAULT_LIMIT,
  Hash,
  Id,
  iso,
  Limit,
  list,
  Moment,
  maybe,
  maybeIso,
  oneOf,
  TotalOut,
  Uuid,
} from '../shapes.ts'
import {
  findFailed,
  findOutbox,
  type HeldRoster,
  type LinkRow,
  linksOf,
  newestRosters,
  nodeRow,
  reachOf,
  refusalsSince,
  retryFailed,
  rivalRosters,
} from '../store/network.ts'

const MEMBER_KINDS = ['state', 'organisation', 'observer'] as const
const MEMBER_STATUSES = ['active', 'suspended'] as const
const OUTBOX_STATES = ['waiting', 'held', 'delivered', 'refused', 'expired'] as const
const Hours = Type.Integer({ minimum: 0 })

const addressesOf = ({ networks }: Pick<View, 'networks'>) => networks.all().map(({ network, own }) => ({ network, own }))

interface Known {
  readonly network: string
  readonly title: string
  readonly own: string
  readonly held: HeldRoster | undefined
}

async function known(viewing: View): Promise<Known[]> {
  const all = viewing.networks.all()
  const rosters = await newestRosters(
    viewing.reading,
    all.map(({ network }) => network),
  )
  return all.map(({ network, title, own }) => ({ network, title, own, held: rosters.get(network) }))
}

const StandingOut = closed({ state: oneOf(ROSTER_STATES), grace_hours_left: maybe(Hours) })
const standingOf = ({ roster }: HeldRoster, now: Date) => rosterState(new Date(roster.expires_at), now)

const linkFinder = <L extends { network: string; own: string; partner: string }>(links: readonly L[]) => {
  const byName = new Map(links.map((link) => [`${link.network}.${link.own}.${link.partner}`, link]))
  return (network: string, own: string, partner: string) => byName.get(`${network}.${own}.${partner}`)
}

const readPartners = view({
  name: 'oversight.read-partners',
  summary: 'Tell which partners answer and whether the roster of each network is valid',
  purpose: 'none',
  journal: 'refusals',
  input: closed({}),
  output: closed({
    at: Moment,
    networks: list(
      closed({
        network: Id,
        title: Code,
        own: Id,
        roster: maybe(StandingOut),
        partners: list(
          closed({
            id: Id,
            name: Type.String({ maxLength: 200 }),
            kind: oneOf(MEMBER_KINDS),
            state: oneOf(PARTNER_STATES),
            since: maybe(Moment),
          }),
          1_000,
        ),
      }),
    ),
  }),
  async run(_, viewing) {
    const { now, reading } = viewing
    const linkOf = linkFinder(await reachOf(reading, addressesOf(viewing)))
    return {
      at: iso(now),
      networks: (await known(viewing)).map(({ network, title, own, held }) => ({
        network,
        title,
        own,
        roster: held ? standingOf(held, now) : null,
        partners: membersOf(held)
          .filter(({ id }) => id !== own)
          .map(({ id, name, kind, status }) => {
            const { state, since } = partnerState(status, linkOf(network, own, id), now)
            return { id, name, kind, state, since: maybeIso(since) }
          }),
      })),
    }
  },
})

const membersOf = (held: HeldRoster | undefined) => held?.roster.members ?? []

const LinkOut = closed({
  state: oneOf(PARTNER_STATES),
  heard_at: maybe(Moment),
  silence_hours: maybe(Hours),
  failing_since: maybe(Moment),
  attempts: Count,
  next_attempt_at: maybe(Moment),
  waiting: Count,
  held: Count,
  oldest_waiting_at: maybe(Moment),
  received_through: Count,
  highest_seen: Count,
  gap_since: maybe(Moment),
  restoring: Type.Boolean(),
  /** Queued to receipt, the middle of the last deliveries, in milliseconds. */
  median_delivery_ms: maybe(Type.Number({ minimum: 0 })),
  receipts_counted: Count,
})

const MemberOut = closed({
  id: Id,
  name: Type.String({ maxLength: 200 }),
  kind: oneOf(MEMBER_KINDS),
  status: oneOf(MEMBER_STATUSES),
  own: Type.Boolean(),
  /** Null where nothing was ever exchanged. */
  link: maybe(LinkOut),
})

const readNetwork = view({
  name: 'oversight.read-network',
  summary: 'Read the state of the networks, of every link and of this node',
  purpose: 'none',
  journal: 'refusals',
  input: closed({}),
  output: closed({
    at: Moment,
    alarms: list(closed({ code: oneOf(ALARMS), network: maybe(Id), member: maybe(Id), since: maybe(Moment) }), 5_000),
    networks: list(
      closed({
        network: Id,
        title: Code,
        own: Id,
        roster: maybe(
          closed({ version: Count, hash: Hash, issued_at: Moment, expires_at: Moment, received_at: Moment, ...StandingOut.properties }),
        ),
        rivals: list(closed({ version: Count, hash: Hash, received_at: Moment }), 100),
        members: list(MemberOut, 1_000),
      }),
    ),
    node: closed({
      epoch: maybe(Uuid),
      journal: closed({
        log: Count,
        size: Count,
        checkpoint_size: Count,
        checkpoint_at: maybe(Moment),
        checkpoint_age_s: maybe(Count),
        unsequenced: Count,
      }),
      failed: Count,
      unknown_type: Count,
      /** Calls of the last 24 hours that proved no member. */
      unproven: list(closed({ hour: Moment, code: Code, count: Count }), 2_000),
    }),
  }),
  async run(_, viewing) {
    const { now, reading } = viewing
    const networks = await known(viewing)
    const rivals = await rivalRosters(
      reading,
      networks.map(({ network }) => network),
    )
    const linkOf = linkFinder(await linksOf(reading, addressesOf(viewing)))
    const row = await nodeRow(reading)
    const unproven = await refusalsSince(reading, new Date(now.getTime() - 24 * 3_600_000))
    const states = networks.map(({ network, own, held }) => ({
      network,
      roster: held && { expires_at: new Date(held.roster.expires_at) },
      rivals: rivals.filter((one) => one.network === network),
      partners: membersOf(held)
        .filter(({ id }) => id !== own)
        .map(({ id, status }) => ({ member: id, status, link: linkOf(network, own, id) })),
    }))
    return {
      at: iso(now),
      alarms: alarmsOf(states, row, now).map((alarm) => ({ ...alarm, since: maybeIso(alarm.since) })),
      networks: networks.map(({ network, title, own, held }) => ({
        network,
        title,
        own,
        roster: held ? rosterOut(held, now) : null,
        rivals: rivals
          .filter((one) => one.network === network)
          .map(({ version, hash, received_at }) => ({ version, hash, received_at: iso(received_at) })),
        members: membersOf(held).map(({ id, name, kind, status }) => {
          const link = linkOf(network, own, id)
          return { id, name, kind, status, own: id === own, link: link ? linkOut(status, link, now) : null }
        }),
      })),
      node: {
        epoch: row.epoch,
        journal: {
          log: row.log,
          size: row.size,
          checkpoint_size: row.checkpoint_size ?? 0,
          checkpoint_at: maybeIso(row.checkpoint_at),
          checkpoint_age_s: row.checkpoint_at && Math.max(0, Math.floor((now.getTime() - row.checkpoint_at.getTime()) / 1_000)),
          unsequenced: row.unsequenced,
        },
        failed: row.failed,
        unknown_type: row.unknown_type,
        unproven: unproven.map(({ hour, code, count }) => ({ hour: iso(hour), code, count })),
      },
    }
  },
})

const rosterOut = (held: HeldRoster, now: Date) => {
  const { version, issued_at, expires_at } = held.roster
  return { version, hash: held.hash, issued_at, expires_at, received_at: iso(held.received_at), ...standingOf(held, now) }
}

const linkOut = (status: 'active' | 'suspended', link: LinkRow, now: Date): Static<typeof LinkOut> => ({
  state: partnerState(status, link satisfies LinkState, now).state,
  heard_at: maybeIso(link.heard_at),
  silence_hours: silenceHours(link.heard_at, now),
  failing_since: maybeIso(link.failing_since),
  attempts: link.attempts,
  next_attempt_at: maybeIso(link.next_attempt_at),
  waiting: link.waiting,
  held: link.held,
  oldest_waiting_at: maybeIso(link.oldest_waiting_at),
  received_through: link.received_through,
  highest_seen: link.highest_seen,
  gap_since: maybeIso(link.gap_since),
  restoring: link.restoring,
  median_delivery_ms: link.median_ms,
  receipts_counted: link.receipts_counted,
})

/** A message to several partners has one id, so a place in the list is an id and a partner. */
const Before = { before_id: Type.Optional(Uuid), before_partner: Type.Optional(Id) } as const
const NextOut = { next: maybe(closed({ before_id: Uuid, before_partner: Id })) } as const

const placeOf = ({ before_id, before_partner }: { before_id?: string; before_partner?: string }) => {
  if ((before_id === undefined) !== (before_partner === undefined))
    throw new Refusal('input.malformed', { details: [{ path: '/before_id', reason: 'goes with before_partner' }] })
  return before_id !== undefined && before_partner !== undefined ? { id: before_id, partner: before_partner } : undefined
}
const nextOf = (rows: readonly { id: string; partner: string }[], limit: number) => {
  const last = rows.at(-1)
  return last && rows.length === limit ? { before_id: last.id, before_partner: last.partner } : null
}

const findOutboxView = view({
  name: 'oversight.find-outbox',
  summary: 'List messages of the outbox with their state, without what they say',
  purpose: 'none',
  journal: 'always',
  input: closed({
    state: Type.Optional(Type.Array(oneOf(OUTBOX_STATES), { minItems: 1, maxItems: 5 })),
    partner: Type.Optional(Id),
    limit: Limit,
    ...Before,
  }),
  output: closed({
    rows: list(
      closed({
        network: Id,
        partner: Id,
        id: Uuid,
        type: Code,
        state: oneOf(OUTBOX_STATES),
        sequence: Count,
        queued_at: Moment,
        expires_at: maybe(Moment),
        settled_at: maybe(Moment),
        code: maybe(Code),
        attachments: Count,
      }),
    ),
    ...TotalOut,
    ...NextOut,
  }),
  subject: () => 'oversight:outbox',
  async run({ state = ['waiting', 'held'], partner, limit = DEFAULT_LIMIT, ...before }, viewing) {
    const filter = { addresses: addressesOf(viewing), states: state, ...(partner && { partner }) }
    const { rows, ...total } = await findOutbox(viewing.reading, filter, placeOf(before), limit)
    return {
      rows: rows.map((row) => ({
        ...row,
        state: row.state as (typeof OUTBOX_STATES)[number],
        queued_at: iso(row.queued_at),
        expires_at: maybeIso(row.expires_at),
        settled_at: maybeIso(row.settled_at),
      })),
      ...total,
      next: nextOf(rows, limit),
    }
  },
})

const findFailedView = view({
  name: 'oversight.find-failed',
  summary: 'List messages that were received and could not be applied, without what they say',
  purpose: 'none',
  journal: 'always',
  input: closed({ partner: Type.Optional(Id), limit: Limit, ...Before }),
  output: closed({
    rows: list(
      closed({
        network: Id,
        partner: Id,
        id: Uuid,
        type: Code,
        standing: oneOf(['failed', 'unknown-type']),
        code: Code,
        attempts: Count,
        received_at: Moment,
      }),
    ),
    ...TotalOut,
    ...NextOut,
  }),
  subject: () => 'oversight:failed',
  async run({ partner, limit = DEFAULT_LIMIT, ...before }, viewing) {
    const { rows, ...total } = await findFailed(viewing.reading, addressesOf(viewing), partner, placeOf(before), limit)
    return {
      rows: rows.map((row) => ({
        ...row,
        code: row.code ?? (row.standing === 'unknown-type' ? 'message.type-unknown' : 'node.failed'),
        received_at: iso(row.received_at),
      })),
      ...total,
      next: nextOf(rows, limit),
    }
  },
})

const retryFailedAct = act({
  name: 'oversight.retry-failed',
  summary: 'Put failed messages of a partner back in line to be applied',
  purpose: 'none',
  journal: 'always',
  input: closed({ network: Id, partner: Id, ids: Type.Array(Uuid, { minItems: 1, maxItems: 200, uniqueItems: true }) }),
  output: closed({ retried: Count }),
  refusals: ['partner.unknown', 'state.conflict'],
  subject: ({ partner }) => `member:${partner}`,
  async run({ network, partner, ids }, acting) {
    const address = addressesOf(acting).find((one) => one.network === network)
    if (!address) throw new Refusal('partner.unknown', { details: [{ path: '/network', reason: network }] })
    const retried = await retryFailed(acting.writing, { ...address, partner }, ids)
    if (retried.length === 0) throw new Refusal('state.conflict', { details: [{ path: '/ids', reason: 'none of them has failed' }] })
    for (const { id } of retried) await acting.record('oversight.retried', `statement:${id}`, { partner })
    return { retried: retried.length }
  },
})

export const networkActions = [readPartners, readNetwork, findOutboxView, findFailedView, retryFailedAct]
