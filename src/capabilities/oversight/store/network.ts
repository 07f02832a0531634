/** SQL on the network's state. It reads the kernel's tables (roster, correspondent, outbox, inbox, journal, refusals) and writes one thing: a failed message may be tried again. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { allOf, type Sql, sql } from '#kernel/database/sql.ts'
import type { Roster } from '#wire/roster.ts'

/** Counting stops here: a list says "more than" instead of reading the whole table. */
export const COUNTED_AT_MOST = 10_000
const LINKS = 2_000
const RECEIPTS = 200

export interface HeldRoster {
  readonly network: string
  readonly hash: string
  readonly received_at: Date
  readonly roster: Roster
}

/** The newest accepted roster of each network; the kernel has verified its chain. */
export async function newestRosters(reading: Reader, networks: readonly string[]): Promise<Map<string, HeldRoster>> {
  const rows = await reading.many<{ network: string; hash: string; received_at: Date; jws: { payload: string } }>(sql`
    select distinct on (network) network, hash, received_at, jws from roster
    where standing = 'accepted' and network = any(${[...networks]}::text[]) order by network, version desc limit 1000`)
  return new Map(
    rows.map(({ network, hash, received_at, jws }) => {
      const roster = JSON.parse(Buffer.from(jws.payload, 'base64url').toString('utf8')) as Roster
      return [network, { network, hash, received_at, roster }]
    }),
  )
}

export const rivalRosters = (
  reading: Reader,
  networks: readonly string[],
): Promise<{ network: string; version: number; hash: string; received_at: Date }[]> =>
  reading.many(
    sql`select network, version, hash, received_at from roster where standing = 'rival' and network = any(${[...networks]}::text[]) order by received_at desc limit 100`,
  )

export interface LinkRow {
  readonly network: string
  readonly own: string
  readonly partner: string
  readonly heard_at: Date | null
  readonly failing_since: Date | null
  readonly attempts: number
  readonly next_attempt_at: Date | null
  readonly restoring: boolean
  readonly received_through: number
  readonly highest_seen: number
  readonly gap_since: Date | null
  readonly waiting: number
  readonly held: number
  readonly oldest_waiting_at: Date | null
  /** Median of the last 200 deliveries, from queued to receipt. */
  readonly median_ms: number | null
  readonly receipts_counted: number
}

/** The links of these addresses with what waits on each and how fast receipts come. */
export const linksOf = (reading: Reader, addresses: readonly { network: string; own: string }[]): Promise<LinkRow[]> =>
  reading.many<LinkRow>(sql`
    select c.network, c.own, c.partner, c.heard_at, c.failing_since, c.attempts, c.next_attempt_at, c.restoring, c.received_through, c.highest_seen, c.gap_since,
      w.waiting, w.held, w.oldest_waiting_at, m.median_ms, m.receipts_counted
    from correspondent c
    join unnest(${addresses.map(({ network }) => network)}::text[], ${addresses.map(({ own }) => own)}::text[]) as a (network, own) on a.network = c.network and a.own = c.own
    cross join lateral (
      select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'held') as held,
        min(queued_at) as oldest_waiting_at, min(sequence) as first_waiting
      from outbox o where o.network = c.network and o.own = c.own and o.partner = c.partner and o.state in ('waiting', 'held')) as w
    cross join lateral (
      select percentile_cont(0.5) within group (order by took_ms) as median_ms, count(*) as receipts_counted from (
        select extract(epoch from o.settled_at - o.queued_at)::float8 * 1000 as took_ms from outbox o
        where o.network = c.network and o.own = c.own and o.partner = c.partner and o.state = 'delivered'
          and o.epoch = (select value ->> 'epoch' from node_state where name = 'epoch')
          -- below what still waits, so that a long queue is not read through
          and o.sequence < coalesce(w.first_waiting, 9007199254740991)
        order by o.sequence desc limit ${RECEIPTS}) as last) as m
    order by c.network, c.own, c.partner limit ${LINKS}`)

/** Only what tells whether partners can be reached; cheap enough for every screen. */
export const reachOf = (
  reading: Reader,
  addresses: readonly { network: string; own: string }[],
): Promise<
  {
    network: string
    own: string
    partner: string
    heard_at: Date | null
    failing_since: Date | null
    restoring: boolean
    oldest_waiting_at: Date | null
  }[]
> =>
  reading.many(sql`
    select c.network, c.own, c.partner, c.heard_at, c.failing_since, c.restoring,
      (select o.queued_at from outbox o where o.network = c.network and o.own = c.own and o.partner = c.partner and o.state in ('waiting', 'held')
        order by o.epoch, o.sequence limit 1) as oldest_waiting_at
    from correspondent c
    join unnest(${addresses.map(({ network }) => network)}::text[], ${addresses.map(({ own }) => own)}::text[]) as a (network, own) on a.network = c.network and a.own = c.own
    limit ${LINKS}`)

export interface NodeRow {
  readonly epoch: string | null
  /** Which log is open: the first has number 1, each restore opens another. */
  readonly log: number
  readonly size: number
  readonly checkpoint_size: number | null
  readonly checkpoint_at: Date | null
  readonly unsequenced: number
  readonly oldest_unsequenced_at: Date | null
  readonly failed: number
  readonly unknown_type: number
}

/** The node's own state: its journal, and mail that could not be applied. */
export const nodeRow = (reading: Reader): Promise<NodeRow> =>
  reading.one<NodeRow>(sql`
    select (select value ->> 'epoch' from node_state where name = 'epoch') as epoch, h.log, h.size, c.size as checkpoint_size, c.at as checkpoint_at, u.unsequenced, u.oldest_unsequenced_at,
      f.failed, f.unknown_type
    from journal_head h
    left join lateral (select size, at from journal_checkpoint k where k.log = h.log order by size desc limit 1) as c on true
    cross join lateral (select count(*) as unsequenced, min(at) as oldest_unsequenced_at from (select at from journal_entry where sequence is null order by id limit ${COUNTED_AT_MOST}) as waiting) as u
    cross join lateral (select count(*) filter (where standing = 'failed') as failed, count(*) filter (where standing = 'unknown-type') as unknown_type
      from inbox where standing in ('failed', 'unknown-type')) as f`)

/** Calls that proved no member, hour by hour. */
export const refusalsSince = (reading: Reader, since: Date): Promise<{ hour: Date; code: string; count: number }[]> =>
  reading.many(sql`select hour, code, count from refusal_count where hour > ${since} order by hour desc, code limit 2000`)

export interface OutboxFilter {
  readonly addresses: readonly { network: string; own: string }[]
  readonly partner?: string
  readonly states: readonly string[]
}
export interface OutboxRow {
  readonly network: string
  readonly partner: string
  readonly id: string
  readonly type: string
  readonly state: string
  readonly sequence: number
  readonly queued_at: Date
  readonly expires_at: Date | null
  readonly settled_at: Date | null
  readonly code: string | null
  readonly attachments: number
}

const ofAddresses = (addresses: OutboxFilter['addresses']): Sql =>
  sql`(network, own) in (select * from unnest(${addresses.map(({ network }) => network)}::text[], ${addresses.map(({ own }) => own)}::text[]))`

/** Messages of the outbox, newest first, from after `before`; what is waiting is few, so its index is used. */
export async function findOutbox(
  reading: Reader,
  { addresses, partner, states }: OutboxFilter,
  before: { id: string; partner: string } | undefined,
  limit: number,
) {
  const where = allOf([
    ofAddresses(addresses),
    sql`state = any(${[...states]}::text[])`,
    ...(states.every((state) => state === 'waiting' || state === 'held') ? [sql`state in ('waiting', 'held')`] : []),
    ...(partner ? [sql`partner = ${partner}`] : []),
  ])
  const after = before ? sql`(id, partner) < (${before.id}::uuid, ${before.partner}::text)` : sql`true`
  const rows = await reading.many<OutboxRow>(sql`
    select network, partner, id::text as id, type, state, sequence, queued_at, expires_at, settled_at, refusal as code, cardinality(blobs) as attachments
    from outbox where ${where} and ${after} order by id desc, partner desc limit ${limit}`)
  return { rows, ...(await counted(reading, sql`outbox where ${where}`)) }
}

export interface FailedRow {
  readonly network: string
  readonly partner: string
  readonly id: string
  readonly type: string
  readonly standing: 'failed' | 'unknown-type'
  readonly code: string | null
  readonly attempts: number
  readonly received_at: Date
}

/** Mail received and not applied, newest first. */
export async function findFailed(
  reading: Reader,
  addresses: OutboxFilter['addresses'],
  partner: string | undefined,
  before: { id: string; partner: string } | undefined,
  limit: number,
) {
  const where = allOf([
    ofAddresses(addresses),
    sql`standing in ('failed', 'unknown-type')`,
    ...(partner ? [sql`partner = ${partner}`] : []),
  ])
  const after = before ? sql`(id, partner) < (${before.id}::uuid, ${before.partner}::text)` : sql`true`
  const rows = await reading.many<FailedRow>(sql`
    select network, partner, id::text as id, type, standing, failure as code, attempts, received_at from inbox where ${where} and ${after} order by id desc, partner desc limit ${limit}`)
  return { rows, ...(await counted(reading, sql`inbox where ${where}`)) }
}

/** Puts failed messages of one partner back in line; answers their ids. One of an unknown type stays, for nothing here could apply it. */
export const retryFailed = (
  writing: Writer,
  { network, own, partner }: { network: string; own: string; partner: string },
  ids: readonly string[],
): Promise<{ id: string }[]> =>
  writing.many(sql`update inbox set standing = 'kept', attempts = 0, next_attempt_at = null, failure = null
    where network = ${network} and own = ${own} and partner = ${partner} and id = any(${[...ids]}::uuid[]) and standing = 'failed' returning id::text as id`)

export async function counted(reading: Reader, of: Sql): Promise<{ total: number; total_capped: boolean }> {
  const { total } = await reading.one<{ total: number }>(
    sql`select count(*) as total from (select 1 from ${of} limit ${COUNTED_AT_MOST + 1}) as few`,
  )
  return { total: Math.min(total, COUNTED_AT_MOST), total_capped: total > COUNTED_AT_MOST }
}
