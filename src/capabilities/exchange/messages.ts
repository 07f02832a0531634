/** What a node may say in an exchange, and what each statement changes here, whether it goes out or comes in. */
import type { Applying, MessageHandler } from '#kernel/capability.ts'
import type { Statement } from '#wire/statement.ts'
import type {
  AnswerBody,
  ClarificationBody,
  CorrectionBody,
  ExecutedBody,
  ExecutedV2Body,
  ForwardBody,
  HandedResult,
  HandoverBody,
  OpenedBody,
  PermissionBody,
  PermissionRequestBody,
  RecallBody,
  RefusalBody,
  RequestBody,
} from './bodies.ts'
import { openCase, openMessage, sealCase } from './contents.ts'
import { eraseMessage } from './erasure.ts'
import { advance, fromAnswerer, keep, openCaseFor, type Placed, placed, replyDraft } from './keeping.ts'
import { FORWARDABLE, proven } from './originals.ts'
import { begin, dueAt, hindersForward, type Mark, type Progress, proves, step, subjectLine, timeOf } from './rules.ts'
import {
  type CaseRow,
  changeCase,
  changeMessage,
  everyRequestOf,
  forwardsOf,
  holdsMessage,
  insertOrder,
  insertParty,
  insertPermission,
  insertRequest,
  type MessageRow,
  maybeCase,
  maybeMessage,
  maybeOrder,
  maybeRequest,
  movePartner,
  type OrderRow,
  ordersAbout,
  permissionsOn,
  type RequestRow,
  saveProgress,
  settleOrder,
} from './store.ts'

type Apply<Body> = (place: Placed, body: Body, how: Applying) => Promise<void>

const handler = <Body>(type: string, apply: Apply<Body>): MessageHandler => ({
  type,
  async apply(statement, how) {
    const place = await placed(statement as Statement, how)
    if (!place) return
    await apply(place, (statement as Statement).body as Body, how)
    if (how.direction === 'received') await obeyEarlier(place, how)
  },
})

const request: Apply<RequestBody> = async (place, body, how) => {
  const { header, own, partner, direction } = place
  const about = place.case ?? (await openCaseFor(place, how, direction === 'out' ? own : partner))
  const reply_class = header.reply?.class ?? 'other'
  const sent_at = timeOf(header.sent_at) ?? how.at
  const row: RequestRow = {
    ...begin(reply_class, sent_at, direction === 'in' ? how.at : null),
    member: own,
    id: header.id,
    network: header.network,
    direction,
    case_id: about.id,
    partner,
    unit: body.unit ?? '',
    crime_area: header.crime_area ?? null,
    purpose: header.purpose ?? null,
    classification: about.classification,
    access_class: about.access_class,
  }
  await insertRequest(how.writing, { ...row, ...(await keep(place, how, { case: about, request: row })) })
  if (direction === 'in' && about.state === 'closed') await changeCase(how.writing, about, { state: 'open', closed_at: null }, how.at)
}

/** Keeps what belongs to a request and moves the request on, or says why it does not. */
async function onRequest(
  place: Placed,
  how: Applying,
  saidBy: 'asker' | 'answerer',
  move: (request: RequestRow) => Promise<Mark | null>,
): Promise<void> {
  const { request: about } = place
  if (!about) {
    await keep(place, how, { mark: 'unknown-request' })
    return
  }
  const entitled = fromAnswerer(place, about) === (saidBy === 'answerer')
  await keep(place, how, { mark: entitled ? await move(about) : 'not-a-party' })
}

const clarification: Apply<ClarificationBody> = (place, { part }, how) =>
  onRequest(place, how, part === 'question' ? 'answerer' : 'asker', (about) => advance(about, how, { kind: part }))

const answer: Apply<AnswerBody> = (place, { final }, how) =>
  onRequest(place, how, 'answerer', (about) =>
    advance(about, how, final ? { kind: 'final-answer', at: saidAt(place, how) } : { kind: 'partial-answer' }),
  )

const refusal: Apply<RefusalBody> = (place, { ground, deferred_until }, how) =>
  onRequest(place, how, 'answerer', (about) =>
    advance(about, how, { kind: 'refusal', at: saidAt(place, how), ground, deferred_until: timeOf(deferred_until) }),
  )

const opened: Apply<OpenedBody> = async (place, body, how) => {
  const { request: about } = place
  const at = timeOf(body.opened_at) ?? how.at
  const entitled = about && fromAnswerer(place, about)
  const mark = entitled ? await advance(about, how, { kind: 'opened', at: at < how.at ? at : how.at }) : 'unknown-request'
  await keep(place, how, { mark, quiet: true })
  if (about && place.direction === 'out') await nameByRequest(about, place, how)
}

/** A partner's case gets a title once a person here has opened its request, and not before. */
async function nameByRequest(about: RequestRow, { own, case: row }: Placed, how: Applying) {
  const contents = row && openCase(how.vault, row)
  const message = await maybeMessage(how.writing, own, about.id)
  const said = message && openMessage(how.vault, message)
  if (!row || !contents || !said || contents.title !== '') return
  const { subject, reference } = said.body as RequestBody
  const title = subjectLine(subject)
  await changeCase(
    how.writing,
    row,
    { sealed: sealCase(how.vault, row.slot, row.id, { ...contents, title, reference: contents.reference || (reference ?? '') }) },
    how.at,
  )
}

/** When it was said: by the sender's clock, and never after it was received here. */
const saidAt = ({ header }: Placed, { at }: Applying): Date => {
  const said = timeOf(header.sent_at) ?? at
  return said < at ? said : at
}

/** An order as it is kept from the moment that it is given until its proof is here. */
const orderOf = ({ own, header, direction, partner }: Placed, kind: OrderRow['kind'], statement: string, { at }: Applying): OrderRow => ({
  member: own,
  id: header.id,
  direction,
  kind,
  statement,
  partner,
  at,
  executed_at: null,
  result: null,
  proof: null,
})

const recall: Apply<RecallBody> = async (place, body, how) => {
  const kind = body.erase ? ('erase' as const) : ('recall' as const)
  const target = await targetOf(place, body.statement, how)
  await keepAbout(place, how, body.statement, target)
  await insertOrder(how.writing, orderOf(place, kind, body.statement, how))
  if (place.direction === 'in') await execute(place, body.statement, kind, target, how)
  else if (target) await withdraw(target, how)
}

const correction: Apply<CorrectionBody> = async (place, body, how) => {
  const target = await targetOf(place, body.statement, how)
  await keepAbout(place, how, body.statement, target)
  await insertOrder(how.writing, orderOf(place, 'correct', body.statement, how))
  if (place.direction === 'in') await execute(place, body.statement, 'correct', target, how)
  else if (target) await changeMessage(how.writing, target, { corrected_by: place.header.id })
}

/** The message that an order is about: only its own sender may give orders about it. */
async function targetOf({ own, partner, direction }: Placed, statement: string, { writing }: Applying): Promise<MessageRow | undefined> {
  const target = await maybeMessage(writing, own, statement)
  return target && target.partner === partner && target.direction === direction ? target : undefined
}

async function keepAbout(
  place: Placed,
  how: Applying,
  statement: string,
  target: MessageRow | undefined,
  mark: Mark | null = null,
): Promise<void> {
  const about = target?.case_id ? await maybeCase(how.writing, place.own, target.case_id) : place.case
  const request = target?.request_id ? await maybeRequest(how.writing, place.own, target.request_id) : undefined
  await keep(place, how, { case: about, request, target: statement, mark })
}

async function withdraw(target: MessageRow, how: Applying): Promise<void> {
  await changeMessage(how.writing, target, { recalled_at: how.at })
  if (target.kind !== 'request') return
  const about = await maybeRequest(how.writing, target.member, target.id)
  if (about) await advance(about, how, { kind: 'recall', at: how.at })
}

/** Carries out a partner's order, passes it on to whom we told, and proves it with a signed statement. */
async function execute(
  place: Placed,
  statement: string,
  kind: 'recall' | 'erase' | 'correct',
  target: MessageRow | undefined,
  how: Applying,
): Promise<void> {
  if (target && kind === 'correct') await changeMessage(how.writing, target, { corrected_by: place.header.id })
  if (target && kind !== 'correct') await withdraw(target, how)
  if (target && kind === 'erase') await eraseMessage(how, target, 'recalled')
  const passed_on = target ? await passOn(target, kind, how) : 0
  const result = !target ? 'not-held' : kind === 'recall' ? 'withdrawn' : kind === 'erase' ? 'erased' : 'corrected'
  const body: ExecutedBody = { order: place.header.id, statement, result, executed_at: how.now.toISOString(), passed_on }
  await how.send({ ...replyDraft(place), type: 'exchange.executed.v1', body })
}

/** Who was told by us learns it too; what they hold is this node's forward, so the order names that. */
async function passOn(target: MessageRow, kind: 'recall' | 'erase' | 'correct', how: Applying): Promise<number> {
  const told = (await forwardsOf(how.writing, target.member, targetIdOf(target))).filter(
    ({ recalled_at, erased_at }) => !recalled_at && !erased_at,
  )
  for (const forward of told) {
    const said = openMessage(how.vault, forward)
    await how.send({
      network: forward.network,
      to: [forward.partner],
      type: 'exchange.recall.v1',
      unit: 'node',
      ...(forward.wire_case && { case: forward.wire_case }),
      in_reply_to: forward.id,
      classification: said?.header.classification ?? 'restricted',
      language: said?.header.language ?? 'en',
      body: { statement: forward.id, erase: kind === 'erase' } satisfies RecallBody,
    })
    if (kind === 'erase') await eraseMessage(how, (await maybeMessage(how.writing, forward.member, forward.id))!, 'recalled')
  }
  return told.length
}

/** The statement that a message stands for: what it passes on, or itself. */
export const targetIdOf = ({ kind, target, id }: Pick<MessageRow, 'kind' | 'target' | 'id'>): string =>
  kind === 'forward' && target ? target : id

/** An order can overtake what it is about: it is carried out when that arrives. */
async function obeyEarlier(place: Placed, how: Applying): Promise<void> {
  const { own, header, partner } = place
  const earlier = (await ordersAbout(how.writing, own, [header.id])).filter(
    (order) => order.direction === 'in' && order.partner === partner && order.kind !== 'hand-over',
  )
  if (earlier.length === 0) return
  const arrived = await maybeMessage(how.writing, own, header.id)
  if (!arrived) return
  if (earlier.some(({ kind }) => kind !== 'correct')) await withdraw(arrived, how)
  const correct = earlier.find(({ kind }) => kind === 'correct')
  if (correct) await changeMessage(how.writing, arrived, { corrected_by: correct.id })
  if (earlier.some(({ kind }) => kind === 'erase')) await eraseMessage(how, arrived, 'recalled')
}

/** Takes a proof for the order that it names, if that was given to this member and is what the proof says. */
const executed: Apply<ExecutedBody | ExecutedV2Body> = async (place, body, how) => {
  const { own, partner, direction, header } = place
  const order = await maybeOrder(how.writing, own, body.order)
  const given = order && order.partner === partner && order.direction !== direction ? order : undefined
  const ordered = given ? await maybeMessage(how.writing, own, given.id) : undefined
  const proven = given && proves(orderedBy(given, ordered, how), body, header.from.member) ? given : undefined
  await keepAbout(place, how, body.statement ?? body.order, ordered, proven ? null : 'unknown-order')
  if (!proven) return
  await settleOrder(how.writing, proven, timeOf(body.executed_at) ?? how.at, body.result, header.id)
  if (direction === 'out') return
  // the proof of execution needs attention only where something was not there to be carried out
  if (body.result !== 'not-held' && body.result !== 'not-owner')
    await changeMessage(how.writing, { member: own, id: header.id }, { seen_at: how.at })
  if (proven.kind === 'hand-over' && !proven.executed_at && ordered?.case_id)
    await how.record('exchange.hand-over-proved', `case:${ordered.case_id}`, { order: proven.id, by: partner, result: body.result })
}

/** An order with what its message, while it is there, says of it. */
function orderedBy({ kind, statement }: OrderRow, message: MessageRow | undefined, how: Applying) {
  const said = kind === 'hand-over' && message ? (openMessage(how.vault, message)?.body as HandoverBody | undefined) : undefined
  return { kind, statement, wire_case: message?.wire_case ?? null, handover: said }
}

const permissionRequest: Apply<PermissionRequestBody> = async (place, body, how) => {
  const target = await maybeMessage(how.writing, place.own, body.statement)
  const about = target?.case_id ? await maybeCase(how.writing, place.own, target.case_id) : place.case
  await keep(place, how, { case: about, target: body.statement })
}

const permission: Apply<PermissionBody> = async (place, body, how) => {
  const { header, own } = place
  const asked = header.in_reply_to ? await maybeMessage(how.writing, own, header.in_reply_to) : undefined
  const about = asked?.case_id ? await maybeCase(how.writing, own, asked.case_id) : place.case
  await keep(place, how, { case: about, target: body.statement })
  await insertPermission(how.writing, {
    member: own,
    id: header.id,
    statement: body.statement,
    use: body.use,
    audience: body.audience,
    granted: body.granted,
    until: timeOf(body.until),
    by: header.from.member,
    at: how.at,
  })
}

const handover: Apply<HandoverBody> = async (place, body, how) => {
  const { header, partner, direction } = place
  // a person is shown it: nothing is carried out, so nothing is proved
  if (body.thing.kind === 'record') {
    await keep(place, how)
    return
  }
  if (direction === 'out') {
    await keep(place, how)
    await insertOrder(how.writing, orderOf(place, 'hand-over', header.id, how))
    if (place.case && body.new_owner === partner) await giveAway(place.case, body.new_owner, how)
    return
  }
  const result = await obeyHandover(place, body, how)
  await insertOrder(how.writing, orderOf(place, 'hand-over', header.id, how))
  const { thing, new_owner } = body
  const proof: ExecutedV2Body = {
    order: header.id,
    handed: { thing, new_owner },
    result,
    executed_at: how.now.toISOString(),
    passed_on: 0,
  }
  await how.send({ ...replyDraft(place), type: 'exchange.executed.v2', body: proof })
}

/** Does what a partner's hand-over says, where the case is the partner's to hand over, and answers what was done. */
async function obeyHandover(place: Placed, { thing, new_owner, ...more }: HandoverBody, how: Applying): Promise<HandedResult> {
  const { own, partner, header, case: about } = place
  if (about && about.owner !== partner) {
    await keep(place, how, { mark: 'not-a-party' })
    return 'not-owner'
  }
  // the proof names the thing, so that has to be what changes hands
  const named = header.case !== undefined && thing.id === header.case
  if (named && new_owner === own) {
    await takeOver(place, { thing, new_owner, ...more }, how)
    return 'taken-over'
  }
  if (!named || !about) {
    await keep(place, how, { mark: 'unknown-request' })
    return 'not-held'
  }
  await keep(place, how)
  await changeCase(how.writing, about, { owner: new_owner }, how.at)
  await insertParty(how.writing, {
    member: own,
    network: header.network,
    partner: new_owner,
    wire_case: header.case,
    case_id: about.id,
    since: how.at,
  })
  await movePartner(how.writing, own, about.id, partner, new_owner)
  await how.record('exchange.owner-changed', `case:${about.id}`, { order: header.id, from: partner, to: new_owner })
  return 'owner-changed'
}

/** The answers will go to the new owner: what is open here ends. */
async function giveAway(row: CaseRow, new_owner: string, how: Applying): Promise<void> {
  for (const about of await everyRequestOf(how.writing, row.member, row.id)) {
    if (about.direction !== 'out') continue
    const { progress } = step(about, { kind: 'recall', at: how.at })
    const ended: Progress = about.final_at ? about : { ...progress, code: 'handed-over' }
    await saveProgress(how.writing, about, ended)
  }
  await changeCase(how.writing, row, { owner: new_owner, state: 'closed', closed_at: how.at }, how.at)
}

async function takeOver(place: Placed, body: HandoverBody, how: Applying): Promise<void> {
  const { own, header } = place
  const about = place.case ?? (await openCaseFor(place, how, own, body.title))
  await keep(place, how, { case: about })
  await changeCase(how.writing, about, { owner: own, state: 'open', closed_at: null }, how.at)
  await how.record('exchange.case-taken-over', `case:${about.id}`, { order: header.id, from: place.partner })
  for (const { member, case: wire_case } of body.parties ?? []) {
    if (member === own) continue
    await insertParty(how.writing, { member: own, network: header.network, partner: member, wire_case, case_id: about.id, since: how.at })
  }
  for (const { id, member, class: reply_class, sent_at, received_at } of body.requests ?? []) {
    // what is known here keeps its place, whatever is handed over under its id
    if (member === own || (await holdsMessage(how.writing, own, id))) continue
    const sent = timeOf(sent_at) ?? how.at
    const started = begin(reply_class, sent, null)
    const received = timeOf(received_at)
    const progress: Progress = received
      ? { ...step(started, { kind: 'delivered', at: received }).progress, due_at: dueAt(received, reply_class) }
      : started
    await insertRequest(how.writing, {
      ...progress,
      member: own,
      id,
      network: header.network,
      direction: 'out',
      case_id: about.id,
      partner: member,
      unit: '',
      crime_area: about.crime_area,
      purpose: header.purpose ?? null,
      classification: about.classification,
      access_class: about.access_class,
    })
  }
}

const forward: Apply<ForwardBody> = async (place, body, how) => {
  const { own, partner, direction, header } = place
  const original = await proven(how.writing, header.network, body.original)
  const fits = original && FORWARDABLE.includes(original.header.type as never) ? original : undefined
  const title = fits?.header.type === 'exchange.request.v1' ? subjectLine((fits.body as unknown as RequestBody).subject) : ''
  const about = place.case ?? (await openCaseFor(place, how, direction === 'out' ? own : partner, title))
  const mark: Mark | null = !fits ? 'unverified' : direction === 'in' && !(await permitted(fits, body, place, how)) ? 'not-permitted' : null
  await keep(place, how, {
    case: about,
    mark,
    body: body.note ? { note: body.note } : {},
    ...(fits && { original: fits, target: fits.header.id }),
  })
}

/** Whether the maker of what was passed on to us let it: by its codes, or by a signed permission that came with it. */
async function permitted(original: Statement, body: ForwardBody, { own, header }: Placed, how: Applying): Promise<boolean> {
  const origin = original.header.from.member
  if (origin === header.from.member || origin === own) return true
  const handled = { origin, own: header.from.member, handling: original.header.handling, recalled: false, erased: false }
  const with_it = body.permission ? await proven(how.writing, header.network, body.permission) : undefined
  const granted = with_it?.header.type === 'exchange.permission.v1' ? (with_it.body as unknown as PermissionBody) : undefined
  const carried =
    granted?.statement === original.header.id ? [{ ...granted, by: with_it!.header.from.member, until: timeOf(granted.until) }] : []
  const known = await permissionsOn(how.writing, own, [original.header.id])
  return hindersForward(handled, own, [...carried, ...known], how.now, true).length === 0
}

export const messages: readonly MessageHandler[] = [
  handler('exchange.request.v1', request),
  handler('exchange.clarification.v1', clarification),
  handler('exchange.answer.v1', answer),
  handler('exchange.refusal.v1', refusal),
  handler('exchange.opened.v1', opened),
  handler('exchange.recall.v1', recall),
  handler('exchange.executed.v1', executed),
  handler('exchange.executed.v2', executed),
  handler('exchange.correction.v1', correction),
  handler('exchange.permission-request.v1', permissionRequest),
  handler('exchange.permission.v1', permission),
  handler('exchange.handover.v1', handover),
  handler('exchange.forward.v1', forward),
]
