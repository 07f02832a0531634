/** How a statement finds its place: partner, request, case; and is kept there once. */
import type { Applying, ClassAttributes } from '#kernel/capability.ts'
import type { Reader } from '#kernel/database/port.ts'
import type { MemberId } from '#wire/address.ts'
import type { Header, Statement } from '#wire/statement.ts'
import type { Classification } from '#wire/vocabulary.ts'
import { classificationOf, kindOf, levelOf, type MessageContents, sealCase, sealMessage } from './contents.ts'
import { deliveriesTo } from './receipts.ts'
import { type Mark, type RequestEvent, step, timeOf } from './rules.ts'
import {
  type CaseRow,
  changeCase,
  type Direction,
  holdsMessage,
  insertCase,
  insertMessage,
  insertParty,
  type MessageRow,
  maybeCase,
  maybeMessage,
  maybeRequest,
  partyByWire,
  type RequestRow,
  saveProgress,
} from './store.ts'

/** A statement with what is known of its place before anything is written. */
export interface Placed {
  readonly statement: Statement
  readonly header: Header
  readonly own: MemberId
  readonly partner: MemberId
  readonly direction: Direction
  readonly case: CaseRow | undefined
  readonly request: RequestRow | undefined
}

/** Finds the place of a statement; `undefined` where it is kept already or does not go from member to member. */
export async function placed(statement: Statement, { own, direction, writing }: Applying): Promise<Placed | undefined> {
  const { header } = statement
  if (!('member' in header.to) || (await holdsMessage(writing, own, header.id))) return undefined
  const partner = direction === 'sent' ? header.to.member : header.from.member
  const request = header.in_reply_to ? await requestBehind(writing, own, header.in_reply_to) : undefined
  // a request of another partner is no place for this one's mail, whatever it claims to answer
  const fitting = request?.partner === partner && request.network === header.network ? request : undefined
  const party = header.case ? await partyByWire(writing, own, header.network, partner, header.case) : undefined
  const case_id = fitting?.case_id ?? party?.case_id
  const known = case_id ? await maybeCase(writing, own, case_id) : undefined
  return {
    statement,
    header,
    own,
    partner,
    direction: direction === 'sent' ? 'out' : 'in',
    case: known?.erased_at ? undefined : known,
    request: fitting,
  }
}

/** The request that a statement replies to, directly or by way of a message about it. */
export async function requestBehind(reading: Reader, own: MemberId, in_reply_to: string): Promise<RequestRow | undefined> {
  const direct = await maybeRequest(reading, own, in_reply_to)
  if (direct) return direct
  const message = await maybeMessage(reading, own, in_reply_to)
  return message?.request_id ? maybeRequest(reading, own, message.request_id) : undefined
}

export const attributesOf = (
  of: Pick<CaseRow, 'member' | 'lead_unit' | 'unit_only'> | undefined,
  member: MemberId,
  classification: Classification,
): ClassAttributes => ({
  kind: 'case',
  member,
  classification,
  unit: of?.unit_only ? of.lead_unit : '',
})

/** The case that a statement opens here: a stub with no title, which its owner or the first reader fills. */
export async function openCaseFor({ header, own, partner }: Placed, how: Applying, owner: MemberId, title = ''): Promise<CaseRow> {
  const id = how.newId()
  const [slot] = (await how.vault.newSlots(1)) as [number]
  const row = {
    member: own,
    id,
    network: header.network,
    owner,
    lead_unit: '',
    unit_only: false,
    crime_area: header.crime_area ?? null,
    classification: levelOf(header.classification),
    state: 'open' as const,
    assigned_to: null,
    opened_at: how.at,
    keep_until: null,
    access_class: await how.classOf(attributesOf(undefined, own, header.classification)),
    slot,
    sealed: sealCase(how.vault, slot, id, { title, reference: '', handling: header.handling }),
  }
  await insertCase(how.writing, row)
  await insertParty(how.writing, {
    member: own,
    network: header.network,
    partner,
    wire_case: header.case ?? header.id,
    case_id: id,
    since: how.at,
  })
  return { ...row, touched_at: how.at, closed_at: null, erased_at: null }
}

export interface Keeping {
  readonly case?: CaseRow | undefined
  readonly request?: RequestRow | undefined
  readonly target?: string
  readonly mark?: Mark | null
  /** Needs no person's attention when it comes in. */
  readonly quiet?: boolean
  readonly original?: Statement | undefined
  readonly body?: unknown
}

/** Keeps a message; the codes and the time limit of what it passes on bind like its own. */
export async function keep(
  place: Placed,
  how: Applying,
  keeping: Keeping = {},
): Promise<Pick<MessageRow, 'classification' | 'access_class'>> {
  const { header, statement, own, partner, direction } = place
  const about = 'case' in keeping ? keeping.case : place.case
  const request = 'request' in keeping ? keeping.request : place.request
  const { original } = keeping
  const level = Math.max(levelOf(header.classification), original ? levelOf(original.header.classification) : 0)
  // a key for each message, so that one can be erased and the others stay
  const [slot] = (await how.vault.newSlots(1)) as [number]
  const contents: MessageContents = {
    header,
    body: keeping.body ?? statement.body,
    attachments: statement.attachments,
    ...(original && { original }),
  }
  const access_class = await how.classOf(attributesOf(about, own, classificationOf(level)))
  await insertMessage(how.writing, {
    member: own,
    id: header.id,
    network: header.network,
    direction,
    kind: kindOf(header.type),
    case_id: about?.id ?? null,
    request_id: request?.id ?? null,
    partner,
    origin: original?.header.from.member ?? header.from.member,
    target: keeping.target ?? null,
    in_reply_to: header.in_reply_to ?? null,
    wire_case: header.case ?? null,
    at: how.at,
    sent_at: timeOf(header.sent_at) ?? how.at,
    classification: level,
    access_class,
    mark: keeping.mark ?? null,
    seen_at: direction === 'out' || keeping.quiet ? how.at : null,
    keep_until: earliest(timeOf(header.keep_until), timeOf(original?.header.keep_until)),
    recalled_at: null,
    corrected_by: null,
    erased_at: null,
    slot,
    sealed: sealMessage(how.vault, slot, header.id, contents),
  })
  if (about) await changeCase(how.writing, about, {}, how.at)
  return { classification: level, access_class }
}

const earliest = (a: Date | null, b: Date | null): Date | null => (a && b ? (a < b ? a : b) : (a ?? b))

/** Moves a request on by what a statement says, and answers the mark that the statement gets. */
export async function advance(request: RequestRow, how: Applying, event: RequestEvent): Promise<Mark | null> {
  const known = await withReceipt(request, how)
  const { progress, mark } = step(known, event)
  if (progress !== request) await saveProgress(how.writing, request, progress)
  return mark
}

/** What the receipt says, where the partner has given it and it was not noted yet. */
async function withReceipt(request: RequestRow, { writing }: Pick<Applying, 'writing'>): Promise<RequestRow> {
  if (request.direction === 'in' || request.delivered_at) return request
  const delivered = (await deliveriesTo(writing, [request])).get(request.id)
  return delivered?.state === 'delivered' ? { ...request, ...step(request, { kind: 'delivered', at: delivered.at }).progress } : request
}

/** Whether a statement comes from the side of a request that may say it. */
export const fromAnswerer = ({ direction }: Placed, request: RequestRow): boolean => (request.direction === 'out') === (direction === 'in')

/** Under whose unit a node itself says something that no officer wrote. */
export const NODE_UNIT = 'node'

export const replyDraft = ({ header, partner }: Placed) => ({
  network: header.network,
  to: [partner],
  unit: NODE_UNIT,
  ...(header.case && { case: header.case }),
  in_reply_to: header.id,
  classification: header.classification,
  language: header.language,
})
