/** The only SQL of exchange: cases, the parties to them, requests, messages, orders, permissions, notices. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { allOf, type Sql, sql } from '#kernel/database/sql.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'
import type { ReplyClass } from '#wire/vocabulary.ts'
import type { Mark, Permit, Progress, RequestState } from './rules.ts'

export type Direction = 'out' | 'in'

export interface CaseRow {
  readonly member: MemberId
  readonly id: string
  readonly network: NetworkId
  readonly owner: MemberId
  readonly lead_unit: string
  readonly unit_only: boolean
  readonly crime_area: string | null
  readonly classification: number
  readonly state: 'open' | 'closed'
  readonly assigned_to: string | null
  readonly opened_at: Date
  readonly touched_at: Date
  readonly closed_at: Date | null
  readonly keep_until: Date | null
  readonly erased_at: Date | null
  readonly access_class: number
  readonly slot: number
  readonly sealed: Uint8Array | null
}

export interface PartyRow {
  readonly member: MemberId
  readonly network: NetworkId
  readonly partner: MemberId
  readonly wire_case: string
  readonly case_id: string
  readonly since: Date
}

export interface RequestRow extends Progress {
  readonly member: MemberId
  readonly id: string
  readonly network: NetworkId
  readonly direction: Direction
  readonly case_id: string
  readonly partner: MemberId
  readonly unit: string
  readonly reply_class: ReplyClass
  readonly crime_area: string | null
  readonly purpose: string | null
  readonly classification: number
  readonly access_class: number
}

export const KINDS = [
  'request',
  'clarification',
  'answer',
  'refusal',
  'opened',
  'recall',
  'executed',
  'correction',
  'permission-request',
  'permission',
  'handover',
  'forward',
] as const
export type Kind = (typeof KINDS)[number]

export interface MessageRow {
  readonly member: MemberId
  readonly id: string
  readonly network: NetworkId
  readonly direction: Direction
  readonly kind: Kind
  readonly case_id: string | null
  readonly request_id: string | null
  readonly partner: MemberId
  readonly origin: MemberId
  readonly target: string | null
  readonly in_reply_to: string | null
  readonly wire_case: string | null
  readonly at: Date
  readonly sent_at: Date
  readonly classification: number
  readonly access_class: number
  readonly mark: Mark | null
  readonly seen_at: Date | null
  readonly keep_until: Date | null
  readonly recalled_at: Date | null
  readonly corrected_by: string | null
  readonly erased_at: Date | null
  readonly slot: number
  readonly sealed: Uint8Array | null
}

export interface OrderRow {
  readonly member: MemberId
  readonly id: string
  readonly direction: Direction
  readonly kind: 'recall' | 'erase' | 'correct' | 'hand-over'
  readonly statement: string
  readonly partner: MemberId
  readonly at: Date
  readonly executed_at: Date | null
  readonly result: string | null
  readonly proof: string | null
}

export interface Page<Row> {
  readonly rows: Row[]
  readonly total: number
}

const within = (classes: readonly number[], column: Sql = sql`access_class`): Sql => sql`${column} = any(${[...classes]}::int[])`

// cases

export async function insertCase(writing: Writer, row: Omit<CaseRow, 'closed_at' | 'erased_at' | 'touched_at'>): Promise<void> {
  await writing.run(sql`
    insert into exchange_case (member, id, network, owner, lead_unit, unit_only, crime_area, classification, state, assigned_to, opened_at, touched_at, keep_until, access_class, slot, sealed)
    values (${row.member}, ${row.id}, ${row.network}, ${row.owner}, ${row.lead_unit}, ${row.unit_only}, ${row.crime_area}, ${row.classification}, ${row.state},
      ${row.assigned_to}, ${row.opened_at}, ${row.opened_at}, ${row.keep_until}, ${row.access_class}, ${row.slot}, ${row.sealed})`)
}

export const maybeCase = (reading: Reader, member: MemberId, id: string): Promise<CaseRow | undefined> =>
  reading.maybeOne<CaseRow>(sql`select * from exchange_case where member = ${member} and id = ${id}`)

export interface CaseChange {
  readonly state?: 'open' | 'closed'
  readonly closed_at?: Date | null
  readonly assigned_to?: string | null
  readonly lead_unit?: string
  readonly unit_only?: boolean
  readonly owner?: MemberId
  readonly access_class?: number
  readonly sealed?: Uint8Array | null
  readonly erased_at?: Date
  readonly keep_until?: Date
}

export async function changeCase(
  writing: Writer,
  { member, id }: Pick<CaseRow, 'member' | 'id'>,
  change: CaseChange,
  at: Date,
): Promise<void> {
  const set: Sql[] = [sql`touched_at = greatest(touched_at, ${at}::timestamptz)`]
  if (change.state !== undefined) set.push(sql`state = ${change.state}`)
  if (change.closed_at !== undefined) set.push(sql`closed_at = ${change.closed_at}`)
  if (change.assigned_to !== undefined) set.push(sql`assigned_to = ${change.assigned_to}`)
  if (change.lead_unit !== undefined) set.push(sql`lead_unit = ${change.lead_unit}`)
  if (change.unit_only !== undefined) set.push(sql`unit_only = ${change.unit_only}`)
  if (change.owner !== undefined) set.push(sql`owner = ${change.owner}`)
  if (change.access_class !== undefined) set.push(sql`access_class = ${change.access_class}`)
  if (change.sealed !== undefined) set.push(sql`sealed = ${change.sealed}`)
  if (change.erased_at !== undefined) set.push(sql`erased_at = ${change.erased_at}`)
  if (change.keep_until !== undefined) set.push(sql`keep_until = ${change.keep_until}`)
  const all = set.reduce((whole, one) => sql`${whole}, ${one}`)
  await writing.run(sql`update exchange_case set ${all} where member = ${member} and id = ${id}`)
}

/** Gives what is in a case the access class that belongs to its classification. */
export async function reclass(
  writing: Writer,
  { member, id }: Pick<CaseRow, 'member' | 'id'>,
  classification: number,
  access_class: number,
): Promise<void> {
  await writing.run(
    sql`update exchange_message set access_class = ${access_class} where member = ${member} and case_id = ${id} and classification = ${classification}`,
  )
  await writing.run(
    sql`update exchange_request set access_class = ${access_class} where member = ${member} and case_id = ${id} and classification = ${classification}`,
  )
  await writing.run(sql`
    update exchange_notice set access_class = ${access_class}
    where member = ${member} and case_id = ${id}
      and request_id in (select id from exchange_request where member = ${member} and case_id = ${id} and classification = ${classification})`)
}

export interface CaseFilter {
  readonly member: MemberId
  readonly classes: readonly number[]
  readonly now: Date
  readonly network?: NetworkId | undefined
  readonly state?: 'open' | 'closed' | undefined
  readonly partner?: MemberId | undefined
  readonly crime_area?: string | undefined
  readonly assigned_to?: string | undefined
  readonly unassigned?: boolean | undefined
  readonly owner?: 'own' | 'partner' | undefined
  readonly request_state?: RequestState | undefined
  readonly due?: 'due-soon' | 'overdue' | undefined
  readonly sort?: 'touched' | 'due' | undefined
}

const awaiting = sql`(r.state in ('delivered', 'opened') or (r.state = 'refused' and r.deferred_until is not null))`
const limit = sql`coalesce(r.deferred_until, r.due_at)`
const dueSoonAt = sql`r.delivered_at + 0.75 * (${limit} - r.delivered_at)`

function caseConditions(filter: CaseFilter): Sql {
  const { member, classes, now } = filter
  const request = (condition: Sql) =>
    sql`exists (select 1 from exchange_request r where r.member = c.member and r.case_id = c.id and ${within(classes, sql`r.access_class`)} and ${condition})`
  const conditions: Sql[] = [sql`c.member = ${member}`, sql`c.erased_at is null`, within(classes, sql`c.access_class`)]
  if (filter.network !== undefined) conditions.push(sql`c.network = ${filter.network}`)
  if (filter.state !== undefined) conditions.push(sql`c.state = ${filter.state}`)
  if (filter.crime_area !== undefined) conditions.push(sql`c.crime_area = ${filter.crime_area}`)
  if (filter.assigned_to !== undefined) conditions.push(sql`c.assigned_to = ${filter.assigned_to}`)
  if (filter.unassigned === true) conditions.push(sql`c.assigned_to is null`)
  if (filter.owner === 'own') conditions.push(sql`c.owner = c.member`)
  if (filter.owner === 'partner') conditions.push(sql`c.owner <> c.member`)
  if (filter.partner !== undefined) {
    conditions.push(sql`exists (select 1 from exchange_message m
      where m.member = c.member and m.case_id = c.id and m.partner = ${filter.partner} and ${within(classes, sql`m.access_class`)})`)
  }
  if (filter.request_state !== undefined) conditions.push(request(sql`r.state = ${filter.request_state}`))
  if (filter.due === 'overdue') conditions.push(request(sql`${awaiting} and ${limit} <= ${now}`))
  if (filter.due === 'due-soon') conditions.push(request(sql`${awaiting} and ${limit} > ${now} and ${dueSoonAt} <= ${now}`))
  return allOf(conditions)
}

const nextDue = (classes: readonly number[]) => sql`(select min(${limit}) from exchange_request r
  where r.member = c.member and r.case_id = c.id and ${awaiting} and ${within(classes, sql`r.access_class`)})`

export async function casesPage(reading: Reader, filter: CaseFilter, limit_rows: number, offset: number): Promise<Page<CaseRow>> {
  const where = caseConditions(filter)
  const order =
    filter.sort === 'due' ? sql`${nextDue(filter.classes)} asc nulls last, c.touched_at desc, c.id` : sql`c.touched_at desc, c.id`
  const rows = await reading.many<CaseRow>(
    sql`select c.* from exchange_case c where ${where} order by ${order} limit ${limit_rows} offset ${offset}`,
  )
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from exchange_case c where ${where}`)
  return { rows, total }
}

export interface CaseFigures {
  readonly case_id: string
  readonly partners: string[]
  readonly requests: number
  readonly open: number
  readonly unopened: number
  readonly overdue: number
  readonly next_due_at: Date | null
}

/** What the requests of some cases amount to, cut by class like the lists that show it. */
export function caseFigures(
  reading: Reader,
  member: MemberId,
  ids: readonly string[],
  classes: readonly number[],
  now: Date,
): Promise<CaseFigures[]> {
  if (ids.length === 0) return Promise.resolve([])
  return reading.many<CaseFigures>(sql`
    select r.case_id, array_agg(distinct r.partner order by r.partner) as partners, count(*) as requests,
      count(*) filter (where r.state in ('waiting', 'delivered', 'opened') or (r.state = 'refused' and r.deferred_until is not null)) as open,
      count(*) filter (where r.direction = 'in' and r.state = 'delivered') as unopened,
      count(*) filter (where ${awaiting} and ${limit} <= ${now}) as overdue,
      min(${limit}) filter (where ${awaiting}) as next_due_at
    from exchange_request r
    where r.member = ${member} and r.case_id = any(${[...ids]}::uuid[]) and ${within(classes, sql`r.access_class`)}
    group by r.case_id limit 10000`)
}

/** Cases whose time is over, oldest first. */
export const casesToErase = (reading: Reader, member: MemberId, now: Date, limit_rows: number): Promise<CaseRow[]> =>
  reading.many<CaseRow>(sql`
    select * from exchange_case where member = ${member} and keep_until <= ${now} and keep_until is not null and erased_at is null order by keep_until limit ${limit_rows}`)

/** Cases under these keys that stand here as if the keys were there. */
export const casesUnder = (reading: Reader, slots: readonly number[]): Promise<CaseRow[]> =>
  reading.many<CaseRow>(
    sql`select * from exchange_case where slot = any(${[...slots]}::bigint[]) and erased_at is null limit ${slots.length}`,
  )

// parties

/** Forgets by which names a case was known, so that later mail under them starts anew. */
export const dropParties = (writing: Writer, { member, id }: Pick<CaseRow, 'member' | 'id'>): Promise<number> =>
  writing.run(sql`delete from exchange_party where member = ${member} and case_id = ${id}`)

export const partyByWire = (
  reading: Reader,
  member: MemberId,
  network: NetworkId,
  partner: MemberId,
  wire_case: string,
): Promise<PartyRow | undefined> =>
  reading.maybeOne<PartyRow>(
    sql`select * from exchange_party where member = ${member} and network = ${network} and partner = ${partner} and wire_case = ${wire_case}`,
  )

export const partiesOf = (reading: Reader, member: MemberId, case_id: string): Promise<PartyRow[]> =>
  reading.many<PartyRow>(
    sql`select * from exchange_party where member = ${member} and case_id = ${case_id} order by since, partner, wire_case limit 500`,
  )

export async function insertParty(writing: Writer, row: PartyRow): Promise<void> {
  await writing.run(sql`
    insert into exchange_party (member, network, partner, wire_case, case_id, since)
    values (${row.member}, ${row.network}, ${row.partner}, ${row.wire_case}, ${row.case_id}, ${row.since}) on conflict do nothing`)
}

/** Whether another member of this node knows the case by the same name, and so rests under the same key. */
export const sharesWireCase = async (reading: Reader, member: MemberId, wire_case: string): Promise<boolean> =>
  (
    await reading.many(sql`
    select 1 from exchange_party p join exchange_case c on c.member = p.member and c.id = p.case_id
    where p.wire_case = ${wire_case} and p.member <> ${member} and c.erased_at is null limit 1`)
  ).length > 0

// requests

export async function insertRequest(writing: Writer, row: RequestRow): Promise<void> {
  await writing.run(sql`
    insert into exchange_request (member, id, network, direction, case_id, partner, unit, reply_class, state, holds, sent_at, delivered_at, opened_at, due_at,
      final_at, deferred_until, recalled_at, code, crime_area, purpose, classification, access_class)
    values (${row.member}, ${row.id}, ${row.network}, ${row.direction}, ${row.case_id}, ${row.partner}, ${row.unit}, ${row.reply_class}, ${row.state}, ${row.holds},
      ${row.sent_at}, ${row.delivered_at}, ${row.opened_at}, ${row.due_at}, ${row.final_at}, ${row.deferred_until}, ${row.recalled_at}, ${row.code},
      ${row.crime_area}, ${row.purpose}, ${row.classification}, ${row.access_class})
    on conflict (member, id) do nothing`)
}

export const maybeRequest = (reading: Reader, member: MemberId, id: string): Promise<RequestRow | undefined> =>
  reading.maybeOne<RequestRow>(sql`select * from exchange_request where member = ${member} and id = ${id}`)

export const requestsOf = (reading: Reader, member: MemberId, case_id: string, classes: readonly number[]): Promise<RequestRow[]> =>
  reading.many<RequestRow>(
    sql`select * from exchange_request where member = ${member} and case_id = ${case_id} and ${within(classes)} order by sent_at, id limit 500`,
  )

/** Every request of a case, whoever may see it: for acts on the case as a whole. */
export const everyRequestOf = (reading: Reader, member: MemberId, case_id: string): Promise<RequestRow[]> =>
  reading.many<RequestRow>(
    sql`select * from exchange_request where member = ${member} and case_id = ${case_id} order by sent_at, id limit 1000`,
  )

export async function saveProgress(writing: Writer, { member, id }: Pick<RequestRow, 'member' | 'id'>, to: Progress): Promise<void> {
  await writing.run(sql`
    update exchange_request set state = ${to.state}, holds = ${to.holds}, delivered_at = ${to.delivered_at}, opened_at = ${to.opened_at}, due_at = ${to.due_at},
      final_at = ${to.final_at}, deferred_until = ${to.deferred_until}, recalled_at = ${to.recalled_at}, code = ${to.code}
    where member = ${member} and id = ${id}`)
}

/** Requests sent since a time of which no receipt is known here yet, oldest first. */
export const requestsWithoutReceipt = (
  reading: Reader,
  member: MemberId,
  since: Date,
  limit_rows: number,
  after: { at: Date; id: string } | null,
): Promise<RequestRow[]> =>
  reading.many<RequestRow>(sql`
    select r.* from exchange_request r where r.member = ${member} and r.direction = 'out' and r.delivered_at is null and r.state in ('waiting', 'opened', 'answered', 'recalled') and r.sent_at > ${since}
      and (r.sent_at, r.id) > (${after?.at ?? new Date(0)}::timestamptz, ${after?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid)
      and exists (select 1 from exchange_message m where m.member = r.member and m.id = r.id and m.direction = 'out')
    order by r.sent_at, r.id limit ${limit_rows}`)

export const requestsToWarn = (reading: Reader, member: MemberId, now: Date, limit_rows: number): Promise<RequestRow[]> =>
  reading.many<RequestRow>(sql`
    select r.* from exchange_request r where r.member = ${member} and ${awaiting} and r.warned_at is null and r.overdue_at is null and ${dueSoonAt} <= ${now}
    order by r.due_at limit ${limit_rows}`)

export const requestsOverdue = (reading: Reader, member: MemberId, now: Date, limit_rows: number): Promise<RequestRow[]> =>
  reading.many<RequestRow>(sql`
    select r.* from exchange_request r where r.member = ${member} and ${awaiting} and r.overdue_at is null and ${limit} <= ${now} order by r.due_at limit ${limit_rows}`)

export async function noteEscalation(writing: Writer, request: RequestRow, kind: 'due-soon' | 'overdue', now: Date): Promise<void> {
  const column = kind === 'overdue' ? sql`overdue_at = ${now}` : sql`warned_at = ${now}`
  await writing.run(sql`update exchange_request set ${column} where member = ${request.member} and id = ${request.id}`)
  await writing.run(sql`
    insert into exchange_notice (member, request_id, kind, case_id, at, access_class)
    values (${request.member}, ${request.id}, ${kind}, ${request.case_id}, ${now}, ${request.access_class}) on conflict do nothing`)
}

/** A request goes over to another partner, with its case. */
export async function movePartner(writing: Writer, member: MemberId, case_id: string, from: MemberId, to: MemberId): Promise<void> {
  await writing.run(sql`
    update exchange_request set partner = ${to} where member = ${member} and case_id = ${case_id} and partner = ${from} and direction = 'in'`)
}

// messages

/** Keeps a message once; false where it is there already. */
export async function insertMessage(writing: Writer, row: MessageRow): Promise<boolean> {
  const inserted = await writing.run(sql`
    insert into exchange_message (member, id, network, direction, kind, case_id, request_id, partner, origin, target, in_reply_to, wire_case, at, sent_at,
      classification, access_class, mark, seen_at, keep_until, recalled_at, corrected_by, erased_at, slot, sealed)
    values (${row.member}, ${row.id}, ${row.network}, ${row.direction}, ${row.kind}, ${row.case_id}, ${row.request_id}, ${row.partner}, ${row.origin}, ${row.target},
      ${row.in_reply_to}, ${row.wire_case}, ${row.at}, ${row.sent_at}, ${row.classification}, ${row.access_class}, ${row.mark}, ${row.seen_at}, ${row.keep_until},
      ${row.recalled_at}, ${row.corrected_by}, ${row.erased_at}, ${row.slot}, ${row.sealed})
    on conflict (member, id) do nothing`)
  return inserted > 0
}

export const holdsMessage = async (reading: Reader, member: MemberId, id: string): Promise<boolean> =>
  (await reading.maybeOne(sql`select 1 from exchange_message where member = ${member} and id = ${id}`)) !== undefined

export const maybeMessage = (reading: Reader, member: MemberId, id: string): Promise<MessageRow | undefined> =>
  reading.maybeOne<MessageRow>(sql`select * from exchange_message where member = ${member} and id = ${id}`)

/** The newest messages of a case from `offset` on, given oldest first. */
export async function messagesPage(
  reading: Reader,
  member: MemberId,
  case_id: string,
  classes: readonly number[],
  limit_rows: number,
  offset: number,
): Promise<Page<MessageRow>> {
  const where = sql`member = ${member} and case_id = ${case_id} and ${within(classes)}`
  const rows = await reading.many<MessageRow>(
    sql`select * from exchange_message where ${where} order by at desc, id desc limit ${limit_rows} offset ${offset}`,
  )
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from exchange_message where ${where}`)
  return { rows: rows.reverse(), total }
}

export const messagesById = (
  reading: Reader,
  member: MemberId,
  ids: readonly string[],
  classes: readonly number[],
): Promise<MessageRow[]> =>
  reading.many<MessageRow>(
    sql`select * from exchange_message where member = ${member} and id = any(${[...ids]}::uuid[]) and ${within(classes)} order by at, id limit 1000`,
  )

/** Statements of ours that passed on what another one said. */
export const forwardsOf = (reading: Reader, member: MemberId, target: string): Promise<MessageRow[]> =>
  reading.many<MessageRow>(
    sql`select * from exchange_message where member = ${member} and target = ${target} and kind = 'forward' and direction = 'out' order by at, id limit 1000`,
  )

export interface MessageChange {
  readonly recalled_at?: Date
  readonly corrected_by?: string
  readonly erased_at?: Date
  readonly seen_at?: Date
  readonly case_id?: string
  readonly access_class?: number
}

export async function changeMessage(
  writing: Writer,
  { member, id }: Pick<MessageRow, 'member' | 'id'>,
  change: MessageChange,
): Promise<void> {
  const set: Sql[] = []
  if (change.recalled_at !== undefined) set.push(sql`recalled_at = coalesce(recalled_at, ${change.recalled_at}::timestamptz)`)
  if (change.corrected_by !== undefined) set.push(sql`corrected_by = ${change.corrected_by}`)
  if (change.erased_at !== undefined) set.push(sql`erased_at = coalesce(erased_at, ${change.erased_at}::timestamptz), sealed = null`)
  if (change.seen_at !== undefined) set.push(sql`seen_at = coalesce(seen_at, ${change.seen_at}::timestamptz)`)
  if (change.case_id !== undefined) set.push(sql`case_id = ${change.case_id}`)
  if (change.access_class !== undefined) set.push(sql`access_class = ${change.access_class}`)
  if (set.length === 0) return
  const all = set.reduce((whole, one) => sql`${whole}, ${one}`)
  await writing.run(sql`update exchange_message set ${all} where member = ${member} and id = ${id}`)
}

/** What came in for a case has been seen by a person. */
export const markSeen = (writing: Writer, member: MemberId, case_id: string, classes: readonly number[], now: Date): Promise<number> =>
  writing.run(sql`
    update exchange_message set seen_at = ${now}
    where member = ${member} and case_id = ${case_id} and direction = 'in' and seen_at is null and ${within(classes)}`)

export const messagesToErase = (reading: Reader, member: MemberId, now: Date, limit_rows: number): Promise<MessageRow[]> =>
  reading.many<MessageRow>(sql`
    select * from exchange_message where member = ${member} and keep_until <= ${now} and keep_until is not null and erased_at is null order by keep_until limit ${limit_rows}`)

export const unerasedOf = (reading: Reader, member: MemberId, case_id: string, limit_rows: number): Promise<MessageRow[]> =>
  reading.many<MessageRow>(
    sql`select * from exchange_message where member = ${member} and case_id = ${case_id} and erased_at is null order by at, id limit ${limit_rows}`,
  )

/** Messages under these keys that stand here as if the keys were there. */
export const messagesUnder = (reading: Reader, slots: readonly number[]): Promise<MessageRow[]> =>
  reading.many<MessageRow>(
    sql`select * from exchange_message where slot = any(${[...slots]}::bigint[]) and erased_at is null limit ${slots.length}`,
  )

export const databaseTime = async (reading: Reader): Promise<Date> => (await reading.one<{ now: Date }>(sql`select now() as now`)).now

export interface InboxFilter {
  readonly member: MemberId
  readonly classes: readonly number[]
  readonly network?: NetworkId | undefined
  readonly partner?: MemberId | undefined
  readonly kind?: Kind | undefined
  readonly unassigned?: boolean | undefined
  readonly assigned_to?: string | undefined
}

export interface InboxRow extends Omit<MessageRow, 'slot' | 'sealed'> {
  readonly assigned_to: string | null
  readonly lead_unit: string | null
  readonly due_at: Date | null
  readonly delivered_at: Date | null
  readonly deferred_until: Date | null
  readonly reply_class: ReplyClass | null
  readonly request_state: RequestState | null
  readonly crime_area: string | null
}

/** What came in and nobody has dealt with: what has no officer first, then what is due first. */
export async function inboxPage(reading: Reader, filter: InboxFilter, limit_rows: number, offset: number): Promise<Page<InboxRow>> {
  const conditions: Sql[] = [
    sql`m.member = ${filter.member}`,
    sql`m.direction = 'in'`,
    sql`m.seen_at is null`,
    within(filter.classes, sql`m.access_class`),
    sql`(c.id is null or ${within(filter.classes, sql`c.access_class`)})`,
  ]
  if (filter.network !== undefined) conditions.push(sql`m.network = ${filter.network}`)
  if (filter.partner !== undefined) conditions.push(sql`m.partner = ${filter.partner}`)
  if (filter.kind !== undefined) conditions.push(sql`m.kind = ${filter.kind}`)
  if (filter.unassigned === true) conditions.push(sql`c.assigned_to is null`)
  if (filter.assigned_to !== undefined) conditions.push(sql`c.assigned_to = ${filter.assigned_to}`)
  const from = sql`from exchange_message m
    left join exchange_case c on c.member = m.member and c.id = m.case_id
    left join exchange_request r on r.member = m.member and r.id = m.request_id
    where ${allOf(conditions)}`
  const rows = await reading.many<InboxRow>(sql`
    select m.member, m.id, m.network, m.direction, m.kind, m.case_id, m.request_id, m.partner, m.origin, m.target, m.in_reply_to, m.wire_case, m.at, m.sent_at,
      m.classification, m.access_class, m.mark, m.seen_at, m.keep_until, m.recalled_at, m.corrected_by, m.erased_at,
      c.assigned_to, coalesce(nullif(c.lead_unit, ''), nullif(r.unit, '')) as lead_unit, r.due_at, r.delivered_at, r.deferred_until, r.reply_class, r.state as request_state, r.crime_area
    ${from} order by (c.assigned_to is not null), coalesce(r.deferred_until, r.due_at) asc nulls last, m.at, m.id limit ${limit_rows} offset ${offset}`)
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total ${from}`)
  return { rows, total }
}

// orders

export async function insertOrder(writing: Writer, row: OrderRow): Promise<void> {
  await writing.run(sql`
    insert into exchange_order (member, id, direction, kind, statement, partner, at, executed_at, result, proof)
    values (${row.member}, ${row.id}, ${row.direction}, ${row.kind}, ${row.statement}, ${row.partner}, ${row.at}, ${row.executed_at}, ${row.result}, ${row.proof})
    on conflict (member, id) do nothing`)
}

export const maybeOrder = (reading: Reader, member: MemberId, id: string): Promise<OrderRow | undefined> =>
  reading.maybeOne<OrderRow>(sql`select * from exchange_order where member = ${member} and id = ${id}`)

/** A partner's orders about a statement, whether or not it is here. */
export const ordersAbout = (reading: Reader, member: MemberId, statements: readonly string[]): Promise<OrderRow[]> =>
  statements.length === 0
    ? Promise.resolve([])
    : reading.many<OrderRow>(
        sql`select * from exchange_order where member = ${member} and statement = any(${[...statements]}::uuid[]) order by at, id limit 1000`,
      )

export async function settleOrder(
  writing: Writer,
  { member, id }: Pick<OrderRow, 'member' | 'id'>,
  executed_at: Date,
  result: string,
  proof: string,
): Promise<void> {
  await writing.run(sql`
    update exchange_order set executed_at = ${executed_at}, result = ${result}, proof = ${proof} where member = ${member} and id = ${id} and executed_at is null`)
}

// permissions

export interface PermissionRow extends Permit {
  readonly member: MemberId
  readonly id: string
  readonly statement: string
  readonly at: Date
}

interface StoredPermission extends Omit<PermissionRow, 'by'> {
  readonly granted_by: MemberId
}

export async function insertPermission(writing: Writer, row: PermissionRow): Promise<void> {
  await writing.run(sql`
    insert into exchange_permission (member, id, statement, use, audience, granted, granted_by, until, at)
    values (${row.member}, ${row.id}, ${row.statement}, ${row.use}, ${[...row.audience]}::text[], ${row.granted}, ${row.by}, ${row.until}, ${row.at})
    on conflict (member, id) do nothing`)
}

/** What was decided about some statements, newest first. */
export async function permissionsOn(reading: Reader, member: MemberId, statements: readonly string[]): Promise<PermissionRow[]> {
  if (statements.length === 0) return []
  const rows = await reading.many<StoredPermission>(
    sql`select * from exchange_permission where member = ${member} and statement = any(${[...statements]}::uuid[]) order by at desc, id desc limit 1000`,
  )
  return rows.map(({ granted_by, ...row }) => ({ ...row, by: granted_by }))
}

// notices

export interface NoticeRow {
  readonly request_id: string
  readonly kind: 'due-soon' | 'overdue'
  readonly case_id: string
  readonly at: Date
  readonly seen_at: Date | null
  readonly network: NetworkId
  readonly partner: MemberId
  readonly direction: Direction
  readonly due_at: Date | null
  readonly state: RequestState
  readonly assigned_to: string | null
}

export async function noticesPage(
  reading: Reader,
  member: MemberId,
  classes: readonly number[],
  seen: boolean,
  limit_rows: number,
  offset: number,
): Promise<Page<NoticeRow>> {
  const from = sql`from exchange_notice n
    join exchange_request r on r.member = n.member and r.id = n.request_id
    join exchange_case c on c.member = n.member and c.id = n.case_id
    where n.member = ${member} and ${within(classes, sql`n.access_class`)} and ${within(classes, sql`c.access_class`)} and ${seen ? sql`true` : sql`n.seen_at is null`}`
  const rows = await reading.many<NoticeRow>(sql`
    select n.request_id, n.kind, n.case_id, n.at, n.seen_at, r.network, r.partner, r.direction, r.due_at, r.state, c.assigned_to
    ${from} order by n.at desc, n.request_id, n.kind limit ${limit_rows} offset ${offset}`)
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total ${from}`)
  return { rows, total }
}

export const dismissNotices = (
  writing: Writer,
  member: MemberId,
  requests: readonly string[],
  classes: readonly number[],
  by: string,
  now: Date,
): Promise<number> =>
  writing.run(sql`
    update exchange_notice set seen_at = ${now}, seen_by = ${by}
    where member = ${member} and request_id = any(${[...requests]}::uuid[]) and seen_at is null and ${within(classes)}`)

// figures

export interface FiguresRow {
  readonly partner: MemberId
  readonly direction: Direction
  readonly reply_class: ReplyClass
  readonly requests: number
  readonly undelivered: number
  readonly open: number
  readonly overdue: number
  readonly answered: number
  readonly refused: number
  readonly deferred: number
  readonly recalled: number
  readonly expired: number
  readonly kept: number
  readonly missed: number
  readonly median_ms: number | null
}

/** Counts by partner, direction and reply class over the requests sent in a period. */
export const figures = (
  reading: Reader,
  member: MemberId,
  network: NetworkId,
  classes: readonly number[],
  from: Date,
  until: Date,
  now: Date,
): Promise<FiguresRow[]> =>
  reading.many<FiguresRow>(sql`
    select r.partner, r.direction, r.reply_class, count(*) as requests,
      count(*) filter (where r.delivered_at is null) as undelivered,
      count(*) filter (where r.state in ('waiting', 'delivered', 'opened')) as open,
      count(*) filter (where ${awaiting} and ${limit} <= ${now}) as overdue,
      count(*) filter (where r.state = 'answered') as answered,
      count(*) filter (where r.state = 'refused' and r.delivered_at is not null and r.deferred_until is null) as refused,
      count(*) filter (where r.state = 'refused' and r.deferred_until is not null) as deferred,
      count(*) filter (where r.state = 'recalled') as recalled,
      count(*) filter (where r.state = 'expired') as expired,
      count(*) filter (where r.final_at <= r.due_at) as kept,
      count(*) filter (where r.final_at > r.due_at or (r.final_at is null and r.state in ('delivered', 'opened') and r.due_at < ${now})) as missed,
      percentile_cont(0.5) within group (order by extract(epoch from (r.final_at - r.delivered_at)) * 1000)
        filter (where r.final_at is not null and r.delivered_at is not null) as median_ms
    from exchange_request r
    where r.member = ${member} and r.network = ${network} and r.sent_at >= ${from} and r.sent_at < ${until} and ${within(classes, sql`r.access_class`)}
    group by r.partner, r.direction, r.reply_class order by r.partner, r.direction, r.reply_class limit 3000`)
