/** What officers are shown of cases, requests and messages: the schemas of the answers and how rows become them. */
import Type, { type Static, type TProperties } from 'typebox'
import type { View } from '#kernel/capability.ts'
import type { Attachment, Statement } from '#wire/statement.ts'
import {
  CLASSIFICATIONS,
  CRIME_AREAS,
  HANDLING_CODES,
  INFORMATION_GRADES,
  LANGUAGES,
  PURPOSES,
  REPLY_CLASSES,
  SOURCE_GRADES,
} from '#wire/vocabulary.ts'
import {
  AnswerBody,
  ClarificationBody,
  CorrectionBody,
  ExecutedV2Body,
  HandoverBody,
  OpenedBody,
  PermissionBody,
  PermissionRequestBody,
  RecallBody,
  RefusalBody,
  RequestBody,
  Text,
} from './bodies.ts'
import { classificationOf, kindOf, type MessageContents, openCase, openMessage } from './contents.ts'
import { type Delivery, deliveriesTo } from './receipts.ts'
import { HOLDERS, kept, MARKS, PRESSURES, pressure, STATES, step } from './rules.ts'
import { type CaseFigures, type CaseRow, KINDS, type MessageRow, type OrderRow, type PermissionRow, type RequestRow } from './store.ts'

export const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })
export const id = Type.String({ maxLength: 36 })
export const short = Type.String({ maxLength: 300 })
export const time = Type.String({ maxLength: 30, description: 'ISO 8601, UTC' })
export const maybe = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()])
export const list = <S extends Type.TSchema>(schema: S, maxItems = 1_000) => Type.Array(schema, { maxItems })
export const member = Type.String({ maxLength: 32 })
const one = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>(Type.Enum([...values]))
export const pageOf = <S extends Type.TSchema>(row: S) => ({ rows: list(row), total: Type.Integer({ minimum: 0 }) })

const HandlingOut = closed({ code: one(HANDLING_CODES), words: Type.Optional(Type.String({ maxLength: 1_000 })) })

export const CaseOut = closed({
  id,
  network: member,
  owner: member,
  /** Whether it is this member's own case. */
  own: Type.Boolean(),
  state: Type.Enum(['open', 'closed']),
  title: maybe(short),
  reference: maybe(short),
  handling: list(HandlingOut, 4),
  crime_area: maybe(one(CRIME_AREAS)),
  classification: one(CLASSIFICATIONS),
  lead_unit: member,
  unit_only: Type.Boolean(),
  assigned_to: maybe(Type.String({ maxLength: 100 })),
  opened_at: time,
  touched_at: time,
  closed_at: maybe(time),
  keep_until: maybe(time),
  erased_at: maybe(time),
  partners: list(member, 200),
  requests: Type.Integer(),
  open: Type.Integer(),
  unopened: Type.Integer(),
  overdue: Type.Integer(),
  next_due_at: maybe(time),
})
export type CaseOut = Static<typeof CaseOut>

export const DeliveryOut = closed({
  state: Type.Enum(['waiting', 'delivered', 'refused', 'expired', 'held']),
  at: time,
  code: maybe(short),
})

export const RequestOut = closed({
  id,
  case: id,
  direction: Type.Enum(['out', 'in']),
  partner: member,
  unit: maybe(member),
  reply_class: one(REPLY_CLASSES),
  state: one(STATES),
  holds: one(HOLDERS),
  /** The member who has to act; null when nobody has. */
  ball: maybe(member),
  sent_at: time,
  delivered_at: maybe(time),
  opened_at: maybe(time),
  due_at: maybe(time),
  final_at: maybe(time),
  deferred_until: maybe(time),
  recalled_at: maybe(time),
  code: maybe(short),
  pressure: one(PRESSURES),
  limit: maybe(Type.Enum(['kept', 'missed'])),
  crime_area: maybe(one(CRIME_AREAS)),
  purpose: maybe(one(PURPOSES)),
  delivery: maybe(DeliveryOut),
})
export type RequestOut = Static<typeof RequestOut>

const said = <K extends string, B extends Type.TSchema>(kind: K, body: B) => closed({ kind: Type.Literal(kind), body })
const plainly = [
  said('request', RequestBody),
  said('clarification', ClarificationBody),
  said('answer', AnswerBody),
  said('refusal', RefusalBody),
  said('opened', OpenedBody),
  said('recall', RecallBody),
  // every body of the first version is one of the second
  said('executed', ExecutedV2Body),
  said('correction', CorrectionBody),
  said('permission-request', PermissionRequestBody),
  said('permission', PermissionBody),
  said('handover', HandoverBody),
] as const

const AttachmentOut = closed({
  /** For GET /api/attachments/ID. */
  id: Type.String({ maxLength: 64 }),
  name: short,
  media_type: short,
  size: Type.Integer({ minimum: 0 }),
  sha256: Type.String({ maxLength: 64 }),
})

const EvaluationOut = closed({ source: one(SOURCE_GRADES), information: one(INFORMATION_GRADES) })
const OriginalOut = closed({
  id,
  origin: member,
  sent_at: time,
  language: one(LANGUAGES),
  evaluation: maybe(EvaluationOut),
  content: Type.Union([...plainly]),
})

export const MessageOut = closed({
  id,
  direction: Type.Enum(['out', 'in']),
  kind: one(KINDS),
  case: maybe(id),
  request: maybe(id),
  partner: member,
  /** Who made what it holds. */
  origin: member,
  target: maybe(id),
  in_reply_to: maybe(id),
  at: time,
  sent_at: time,
  from_unit: maybe(member),
  classification: one(CLASSIFICATIONS),
  handling: list(HandlingOut, 4),
  evaluation: maybe(EvaluationOut),
  purpose: maybe(one(PURPOSES)),
  crime_area: maybe(one(CRIME_AREAS)),
  reply_class: maybe(one(REPLY_CLASSES)),
  language: maybe(one(LANGUAGES)),
  keep_until: maybe(time),
  delivery: maybe(DeliveryOut),
  mark: maybe(one(MARKS)),
  seen_at: maybe(time),
  recalled_at: maybe(time),
  corrected_by: maybe(id),
  erased_at: maybe(time),
  /** Why the contents are not given: nobody has opened the request yet, or they are erased. */
  withheld: maybe(Type.Enum(['unopened', 'erased', 'unverified'])),
  content: maybe(
    Type.Union([...plainly, closed({ kind: Type.Literal('forward'), body: closed({ note: Type.Optional(Text), original: OriginalOut }) })]),
  ),
  attachments: list(AttachmentOut, 10),
})
export type MessageOut = Static<typeof MessageOut>

export const OrderOut = closed({
  id,
  direction: Type.Enum(['out', 'in']),
  kind: Type.Enum(['recall', 'erase', 'correct', 'hand-over']),
  statement: id,
  partner: member,
  at: time,
  executed_at: maybe(time),
  result: maybe(short),
  proof: maybe(id),
})

export const PermissionOut = closed({
  id,
  statement: id,
  use: Type.Enum(['onward', 'evidence']),
  audience: list(member, 50),
  granted: Type.Boolean(),
  by: member,
  until: maybe(time),
  at: time,
})

export const iso = (at: Date): string => at.toISOString()
export const maybeIso = (at: Date | null | undefined): string | null => (at ? at.toISOString() : null)

export function caseOut(view: Pick<View, 'vault'>, row: CaseRow, figures: CaseFigures | undefined): CaseOut {
  const contents = openCase(view.vault, row)
  return {
    id: row.id,
    network: row.network,
    owner: row.owner,
    own: row.owner === row.member,
    state: row.state,
    title: contents?.title || null,
    reference: contents?.reference || null,
    handling: [...(contents?.handling ?? [])],
    crime_area: row.crime_area as CaseOut['crime_area'],
    classification: classificationOf(row.classification),
    lead_unit: row.lead_unit,
    unit_only: row.unit_only,
    assigned_to: row.assigned_to,
    opened_at: iso(row.opened_at),
    touched_at: iso(row.touched_at),
    closed_at: maybeIso(row.closed_at),
    keep_until: maybeIso(row.keep_until),
    erased_at: maybeIso(row.erased_at),
    partners: figures?.partners ?? [],
    requests: figures?.requests ?? 0,
    open: figures?.open ?? 0,
    unopened: figures?.unopened ?? 0,
    overdue: figures?.overdue ?? 0,
    next_due_at: maybeIso(figures?.next_due_at),
  }
}

/** A request as it stands now: what the post has learnt since the last duty ran is counted in. */
export function current(row: RequestRow, delivery: Delivery | undefined): RequestRow {
  if (row.direction === 'in' || !delivery || row.delivered_at) return row
  const event =
    delivery.state === 'delivered'
      ? ({ kind: 'delivered', at: delivery.at } as const)
      : delivery.state === 'refused'
        ? ({ kind: 'undeliverable', at: delivery.at, code: delivery.code ?? 'message.malformed' } as const)
        : delivery.state === 'expired'
          ? ({ kind: 'expiry' } as const)
          : undefined
  return event ? { ...row, ...step(row, event).progress } : row
}

const deliveryOut = (delivery: Delivery | undefined) =>
  delivery ? { state: delivery.state, at: iso(delivery.at), code: delivery.code } : null

export function requestOut(stored: RequestRow, delivery: Delivery | undefined, now: Date): RequestOut {
  const row = current(stored, delivery)
  const [asker, answerer] = row.direction === 'out' ? [row.member, row.partner] : [row.partner, row.member]
  return {
    id: row.id,
    case: row.case_id,
    direction: row.direction,
    partner: row.partner,
    unit: row.unit || null,
    reply_class: row.reply_class,
    state: row.state,
    holds: row.holds,
    ball: row.holds === 'asker' ? asker : row.holds === 'answerer' ? answerer : null,
    sent_at: iso(row.sent_at),
    delivered_at: maybeIso(row.delivered_at),
    opened_at: maybeIso(row.opened_at),
    due_at: maybeIso(row.due_at),
    final_at: maybeIso(row.final_at),
    deferred_until: maybeIso(row.deferred_until),
    recalled_at: maybeIso(row.recalled_at),
    code: row.code,
    pressure: pressure(row, now),
    limit: kept(row, now),
    crime_area: row.crime_area as RequestOut['crime_area'],
    purpose: row.purpose as RequestOut['purpose'],
    delivery: deliveryOut(delivery),
  }
}

export async function requestsOut(view: Pick<View, 'reading' | 'now'>, rows: readonly RequestRow[]): Promise<RequestOut[]> {
  const delivery = await deliveriesTo(
    view.reading,
    rows.filter(({ direction }) => direction === 'out'),
  )
  return rows.map((row) => requestOut(row, delivery.get(row.id), view.now))
}

/** The files of a message: of what it passes on those that its maker signed, whatever the forwarder added. */
export const filesOf = (contents: MessageContents | undefined): readonly Attachment[] =>
  contents?.original?.attachments ?? contents?.attachments ?? []

type Content = MessageOut['content']
const contentOf = ({ header, body }: Pick<Statement, 'header' | 'body'>) =>
  ({ kind: kindOf(header.type), body }) as unknown as Static<typeof OriginalOut>['content']

/** Messages as an officer may see them; what a request says stays closed until a person has opened it. */
export async function messagesOut(
  view: Pick<View, 'reading' | 'vault'>,
  rows: readonly MessageRow[],
  unopened: ReadonlySet<string>,
): Promise<MessageOut[]> {
  const delivery = await deliveriesTo(
    view.reading,
    rows.filter(({ direction }) => direction === 'out'),
  )
  return rows.map((row) => {
    const contents = unopened.has(row.id) ? undefined : openMessage(view.vault, row)
    const header = contents?.header
    const original = contents?.original
    const binding = original?.header ?? header
    const withheld = unopened.has(row.id) ? 'unopened' : !contents ? 'erased' : row.mark === 'unverified' ? 'unverified' : null
    const content: Content =
      !contents || withheld
        ? null
        : original
          ? {
              kind: 'forward',
              body: {
                ...(contents.body as object),
                original: {
                  id: original.header.id,
                  origin: original.header.from.member,
                  sent_at: original.header.sent_at,
                  language: original.header.language,
                  evaluation: original.header.evaluation ?? null,
                  content: contentOf(original),
                },
              },
            }
          : contentOf({ header: contents.header, body: contents.body as Statement['body'] })
    return {
      id: row.id,
      direction: row.direction,
      kind: row.kind,
      case: row.case_id,
      request: row.request_id,
      partner: row.partner,
      origin: row.origin,
      target: row.target,
      in_reply_to: row.in_reply_to,
      at: iso(row.at),
      sent_at: iso(row.sent_at),
      from_unit: header?.from.unit ?? null,
      classification: classificationOf(row.classification),
      handling: [...(binding?.handling ?? [])],
      evaluation: binding?.evaluation ?? null,
      purpose: header?.purpose ?? null,
      crime_area: header?.crime_area ?? null,
      reply_class: header?.reply?.class ?? null,
      language: header?.language ?? null,
      keep_until: maybeIso(row.keep_until),
      delivery: deliveryOut(delivery.get(row.id)),
      mark: row.mark,
      seen_at: maybeIso(row.seen_at),
      recalled_at: maybeIso(row.recalled_at),
      corrected_by: row.corrected_by,
      erased_at: maybeIso(row.erased_at),
      withheld,
      content,
      attachments: withheld
        ? []
        : filesOf(contents).map(({ name, media_type, size, sha256 }, i) => ({ id: `${row.id}_${i}`, name, media_type, size, sha256 })),
    }
  })
}

export const orderOut = ({ id, direction, kind, statement, partner, at, executed_at, result, proof }: OrderRow) => ({
  id,
  direction,
  kind,
  statement,
  partner,
  at: iso(at),
  executed_at: maybeIso(executed_at),
  result,
  proof,
})

export const permissionOut = ({ id, statement, use, audience, granted, by, until, at }: PermissionRow) => ({
  id,
  statement,
  use,
  audience: [...audience],
  granted,
  by,
  until: maybeIso(until),
  at: iso(at),
})
