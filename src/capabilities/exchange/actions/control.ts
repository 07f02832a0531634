/** The owner's control: recall, correction, permission, passing on. */
import Type from 'typebox'
import { type Act, act } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import type { Statement } from '#wire/statement.ts'
import {
  AnswerBody,
  type CorrectionBody,
  type ForwardBody,
  Instant,
  MAX_FORWARDED,
  Member,
  type PermissionBody,
  type PermissionRequestBody,
  type RecallBody,
  RequestBody,
  Text,
  Uuid,
} from '../bodies.ts'
import { bindingHeader, classificationOf, kindOf, type MessageContents, openMessage } from '../contents.ts'
import { targetIdOf } from '../messages.ts'
import { FORWARDABLE, originalOf } from '../originals.ts'
import { closed, filesOf, id } from '../outputs.ts'
import { type Handled, hindersForward, timeOf } from '../rules.ts'
import { changeMessage, type MessageRow, maybeMessage, permissionsOn } from '../store.ts'
import { nameFor } from './cases.ts'
import { conflict, draftTo, malformed, oneCase, oneMessage, onMessage, type Terms, wireCaseOf } from './finding.ts'

/** Kinds whose contents can be recalled or corrected: what informs, and what was permitted or passed on. */
const RECALLABLE = ['request', 'clarification', 'answer', 'refusal', 'forward', 'correction', 'permission']

async function ownStatement(doing: Act, message: string): Promise<MessageRow> {
  const row = await oneMessage(doing, message)
  if (row.direction !== 'out')
    throw new Refusal('record.not-owner', {
      inside: 'a statement of the partner',
      details: [{ path: '/message', reason: 'made by the partner' }],
    })
  if (!RECALLABLE.includes(row.kind)) throw conflict(`a ${row.kind} stands as it is`, '/message')
  if (row.recalled_at) throw conflict('it is recalled already', '/message')
  return row
}

const order = (doing: Act, row: MessageRow, type: string, body: RecallBody | CorrectionBody, terms?: Terms): Promise<Statement> =>
  doing.send(
    draftTo(doing, {
      network: row.network,
      partner: row.partner,
      type,
      wire_case: row.wire_case,
      in_reply_to: row.id,
      body,
      ...(terms && { terms }),
      defaults: { classification: row.classification },
    }),
  )

const recall = act({
  name: 'exchange.recall',
  summary: 'Takes back an own statement; with `erase` the partner erases its contents. The partner proves it by a signed statement',
  purpose: 'required',
  journal: 'always',
  input: closed({ message: Uuid, erase: Type.Boolean(), reason: Type.Optional(Text) }),
  output: closed({ order: id }),
  refusals: ['state.conflict', 'record.not-owner'],
  on: onMessage,
  subject: (input) => `statement:${input.message}`,
  async run(input, doing) {
    const row = await ownStatement(doing, input.message)
    const body: RecallBody = { statement: row.id, erase: input.erase, ...(input.reason && { reason: input.reason }) }
    return { order: (await order(doing, row, 'exchange.recall.v1', body)).header.id }
  },
})

const correct = act({
  name: 'exchange.correct',
  summary: 'Corrects an own request or answer: what it should have said, and why',
  purpose: 'required',
  journal: 'always',
  input: closed({ message: Uuid, reason: Text, request: Type.Optional(RequestBody), answer: Type.Optional(AnswerBody) }),
  output: closed({ order: id }),
  refusals: ['state.conflict', 'record.not-owner'],
  on: onMessage,
  subject: (input) => `statement:${input.message}`,
  async run(input, doing) {
    const row = await ownStatement(doing, input.message)
    const fits =
      row.kind === 'request' ? input.request && !input.answer : row.kind === 'answer' ? input.answer && !input.request : undefined
    if (fits === undefined) throw conflict('only requests and answers are corrected', '/message')
    if (!fits) throw malformed(`/${row.kind}`, `what the ${row.kind} should have said, and nothing else`)
    const body: CorrectionBody = {
      statement: row.id,
      reason: input.reason,
      ...(input.request && { request: input.request }),
      ...(input.answer && { answer: input.answer }),
    }
    return { order: (await order(doing, row, 'exchange.correction.v1', body, termsOf(doing, row))).header.id }
  },
})

/** What binds the partner in what was said binds it in what should have been said. */
function termsOf(doing: Act, row: MessageRow): Terms {
  const contents = openMessage(doing.vault, row)
  if (!contents) throw conflict('it is erased', '/message')
  const { handling, evaluation, keep_until, language } = contents.header
  return { handling: [...handling], ...(evaluation && { evaluation }), ...(keep_until && { keep_until }), language }
}

/** A partner's message with its contents, still there to be used. */
async function usable(doing: Act, message: string): Promise<{ row: MessageRow; contents: MessageContents }> {
  const row = await oneMessage(doing, message)
  const contents = openMessage(doing.vault, row)
  if (!contents) throw conflict('it is erased', '/message')
  if (row.recalled_at) throw conflict('its owner recalled it', '/message')
  if (row.mark === 'unverified') throw conflict('its origin is not proved', '/message')
  return { row, contents }
}

const requestPermission = act({
  name: 'exchange.request-permission',
  summary: 'Asks the owner of what was received to let it be passed on (H2) or used as evidence (H1)',
  purpose: 'required',
  journal: 'always',
  input: closed({
    message: Uuid,
    use: Type.Enum(['onward', 'evidence']),
    audience: Type.Optional(Type.Array(Member, { maxItems: 50, uniqueItems: true })),
    reason: Text,
  }),
  output: closed({ message: id }),
  refusals: ['state.conflict', 'partner.unknown'],
  on: onMessage,
  subject: (input) => `statement:${input.message}`,
  async run(input, doing) {
    const { row } = await usable(doing, input.message)
    const { audience = [] } = input
    if (row.origin === row.member) throw conflict('it is an own statement', '/message')
    if ((input.use === 'onward') !== audience.length > 0) throw malformed('/audience', 'whom it shall go to, and only for passing on')
    for (const reason of audience) {
      const fits =
        reason !== row.member && reason !== row.origin && doing.networks.partners(row.network).some(({ id: known }) => known === reason)
      if (!fits) throw new Refusal('partner.unknown', { details: [{ path: '/audience', reason }] })
    }
    const statement = targetIdOf(row)
    const body: PermissionRequestBody = { statement, use: input.use, audience, reason: input.reason }
    const sent = await doing.send(
      draftTo(doing, {
        network: row.network,
        partner: row.origin,
        type: 'exchange.permission-request.v1',
        // the maker of what came by way of another knows our case by no name
        wire_case: row.origin === row.partner ? row.wire_case : await nameOf(doing, row),
        in_reply_to: statement,
        body,
        defaults: { classification: row.classification },
      }),
    )
    return { message: sent.header.id }
  },
})

async function nameOf(doing: Act, row: MessageRow): Promise<string | undefined> {
  if (!row.case_id) return undefined
  const about = await oneCase(doing, row.case_id)
  return (await wireCaseOf(doing, about, row.origin)) ?? (await nameFor(doing, about, row.origin))
}

const decidePermission = act({
  name: 'exchange.decide-permission',
  summary: 'Permits or denies a partner to pass on, or to use as evidence, what the own member said',
  purpose: 'required',
  journal: 'always',
  input: closed({ message: Uuid, granted: Type.Boolean(), until: Type.Optional(Instant), conditions: Type.Optional(Text) }),
  output: closed({ message: id }),
  refusals: ['state.conflict', 'record.not-owner'],
  on: onMessage,
  subject: (input) => `statement:${input.message}`,
  async run(input, doing) {
    const row = await oneMessage(doing, input.message)
    const asked = openMessage(doing.vault, row)
    if (row.kind !== 'permission-request' || row.direction !== 'in' || !asked) throw conflict('not a request for permission', '/message')
    const { statement, use, audience } = asked.body as PermissionRequestBody
    const said = await maybeMessage(doing.reading, row.member, statement)
    if (!said || said.origin !== row.member) throw new Refusal('record.not-owner', { inside: 'asked about what is not ours' })
    const until = timeOf(input.until)
    if (input.until !== undefined && (!until || until <= doing.now)) throw malformed('/until', 'a time to come')
    const body: PermissionBody = {
      statement,
      use,
      audience,
      granted: input.granted,
      ...(input.until && { until: input.until }),
      ...(input.conditions && { conditions: input.conditions }),
    }
    const sent = await doing.send(
      draftTo(doing, {
        network: row.network,
        partner: row.partner,
        type: 'exchange.permission.v1',
        wire_case: row.wire_case,
        in_reply_to: row.id,
        body,
        defaults: { classification: row.classification },
      }),
    )
    await changeMessage(doing.writing, row, { seen_at: doing.now })
    return { message: sent.header.id }
  },
})

/** What of a message binds its user. */
export const handledOf = (row: MessageRow, contents: MessageContents | undefined): Handled => ({
  origin: row.origin,
  own: row.member,
  handling: contents ? bindingHeader(contents).handling : [],
  recalled: row.recalled_at !== null,
  erased: contents === undefined,
})

const forward = act({
  name: 'exchange.forward',
  summary: 'Passes a statement on as its maker signed it; H2 needs the signed permission of the maker, H3 needs its words acknowledged',
  purpose: 'required',
  journal: 'always',
  input: closed({ message: Uuid, to: Member, note: Type.Optional(Text), acknowledged: Type.Optional(Type.Boolean()) }),
  output: closed({ message: id }),
  refusals: ['handling.forbids', 'partner.unknown', 'state.conflict'],
  on: onMessage,
  subject: (input) => `statement:${input.message}`,
  async run(input, doing) {
    const { row, contents } = await usable(doing, input.message)
    const header = bindingHeader(contents)
    if (!FORWARDABLE.includes(header.type as never)) throw conflict(`a ${kindOf(header.type)} is not passed on`, '/message')
    const known = doing.networks.partners(row.network).some((partner) => partner.id === input.to)
    if (!known || input.to === row.origin || input.to === row.partner)
      throw new Refusal('partner.unknown', { details: [{ path: '/to', reason: input.to }] })
    const given = await permissionsOn(doing.reading, row.member, [targetIdOf(row)])
    const hindrances = hindersForward(handledOf(row, contents), input.to, given, doing.now, input.acknowledged === true)
    if (hindrances.length > 0)
      throw new Refusal('handling.forbids', { details: hindrances.map((reason) => ({ path: '/message', reason })) })
    const original = await originalOf(doing.reading, doing.vault, row)
    if (!original) throw conflict('its signed bytes are not here', '/message')
    if (original.length > MAX_FORWARDED)
      throw new Refusal('input.too-large', { details: [{ path: '/message', reason: `over ${MAX_FORWARDED} characters` }] })
    const permission = await permissionFor(doing, row, input.to, given)
    const body: ForwardBody = { original, ...(permission && { permission }), ...(input.note && { note: input.note }) }
    const about = row.case_id ? await oneCase(doing, row.case_id) : undefined
    const wire_case = about && ((await wireCaseOf(doing, about, input.to)) ?? (await nameFor(doing, about, input.to)))
    const sent = await doing.send(
      draftTo(doing, {
        network: row.network,
        partner: input.to,
        type: 'exchange.forward.v1',
        wire_case,
        body,
        terms: {
          handling: [...header.handling],
          classification: classificationOf(row.classification),
          ...(row.keep_until && { keep_until: row.keep_until.toISOString() }),
          ...(header.evaluation && { evaluation: header.evaluation }),
        },
        defaults: { classification: row.classification },
        crime_area: contents.header.crime_area,
        attachments: filesOf(contents),
      }),
    )
    return { message: sent.header.id }
  },
})

/** The signed permission, to go with what it permits. */
async function permissionFor(
  doing: Act,
  row: MessageRow,
  to: string,
  given: Awaited<ReturnType<typeof permissionsOn>>,
): Promise<string | undefined> {
  const granted = given.find(({ use, by, audience }) => use === 'onward' && by === row.origin && audience.includes(to))
  const said = granted && (await maybeMessage(doing.reading, row.member, granted.id))
  return said && originalOf(doing.reading, doing.vault, said)
}

export const controlActions = [recall, correct, requestPermission, decidePermission, forward]
