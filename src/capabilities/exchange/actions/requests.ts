/** Requests and what is said about them: asked, clarified, answered, refused. */
import Type from 'typebox'
import { type Act, act } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import { type CLASSIFICATIONS, REFUSAL_GROUNDS, REPLY_CLASSES } from '#wire/vocabulary.ts'
import { AnswerBody, type ClarificationBody, Instant, Member, type RefusalBody, RequestBody, Text, Uuid } from '../bodies.ts'
import { openCase } from '../contents.ts'
import { closed, id, list, member } from '../outputs.ts'
import { awaitsAnswer, subjectLine, timeOf } from '../rules.ts'
import { type CaseRow, partiesOf, type RequestRow } from '../store.ts'
import { makeCase, nameFor, newCaseAttributes, tellOpened, wireNameOf } from './cases.ts'
import {
  checkTerms,
  conflict,
  crimeArea,
  demandLevel,
  draftTo,
  HandlingIn,
  malformed,
  onCase,
  oneCase,
  oneMessage,
  oneRequest,
  onMessage,
  onRequest,
  type Terms,
  takeUploads,
  terms,
  uploads,
  wireCaseOf,
} from './finding.ts'

const { hit: _hit, ...asked } = RequestBody.properties

const openRequest = act({
  name: 'exchange.open-request',
  summary: 'Asks one or several partners, in a case or in a new one; each gets a statement of its own and learns of no other',
  purpose: 'required',
  journal: 'always',
  input: closed({
    case: Type.Optional(Uuid),
    /** For a new case. */
    network: Type.Optional(Member),
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    own_reference: Type.Optional(Type.String({ maxLength: 100 })),
    unit_only: Type.Optional(Type.Boolean()),
    case_handling: Type.Optional(HandlingIn),
    partners: Type.Array(Member, { minItems: 1, maxItems: 50, uniqueItems: true }),
    reply_class: Type.Enum([...REPLY_CLASSES]),
    crime_area: Type.Optional(crimeArea),
    ...asked,
    hit: Type.Optional(closed({ member: Member, record: Type.String({ minLength: 1, maxLength: 200 }), check: Type.Optional(Uuid) })),
    ...terms,
    attachments: Type.Optional(uploads),
  }),
  output: closed({ case: id, requests: list(closed({ partner: member, id }), 50) }),
  refusals: ['partner.unknown', 'state.conflict'],
  on: (input, looking) => (input.case ? onCase({ case: input.case }, looking) : newCaseAttributes(looking.officer, input)),
  subject: (_, output) => `case:${output?.case ?? ''}`,
  async run(input, doing) {
    checkTerms(input, doing.now)
    const about = input.case ? await oneCase(doing, input.case) : await freshCase(doing, input)
    if (about.state === 'closed') throw conflict('the case is closed', '/case')
    await demandLevel(doing, 'exchange.open-request', about, input.classification)
    const known = new Set(doing.networks.partners(about.network).map((partner) => partner.id))
    const strangers = input.partners.filter((partner) => !known.has(partner))
    if (strangers.length > 0) throw new Refusal('partner.unknown', { details: strangers.map((reason) => ({ path: '/partners', reason })) })
    await onlyPartiesOfForeign(doing, about, input.partners)

    const attachments = await takeUploads(doing, input.attachments)
    const handling = openCase(doing.vault, about)?.handling ?? []
    const { subject, questions, reason, text, reference, unit, hit } = input
    const requests: { partner: string; id: string }[] = []
    for (const partner of input.partners) {
      const body: RequestBody = {
        subject,
        questions,
        reason,
        ...(text && { text }),
        ...(reference && { reference }),
        ...(unit && { unit }),
        // whose record matched is told to its owner alone
        ...(hit && hit.member === partner && { hit: { record: hit.record, ...(hit.check && { check: hit.check }) } }),
      }
      const wire_case = (await wireCaseOf(doing, about, partner)) ?? (await nameFor(doing, about, partner))
      const sent = await doing.send(
        draftTo(doing, {
          network: about.network,
          partner,
          type: 'exchange.request.v1',
          wire_case,
          body,
          terms: input,
          defaults: { classification: about.classification, handling },
          reply: { class: input.reply_class },
          crime_area: input.crime_area ?? about.crime_area,
          attachments,
        }),
      )
      requests.push({ partner, id: sent.header.id })
    }
    return { case: about.id, requests }
  },
})

interface Fresh {
  readonly network?: string | undefined
  readonly title?: string | undefined
  readonly own_reference?: string | undefined
  readonly unit_only?: boolean | undefined
  readonly crime_area?: string | undefined
  readonly classification?: (typeof CLASSIFICATIONS)[number] | undefined
  readonly case_handling?: Terms['handling'] | undefined
  readonly subject: RequestBody['subject']
}

function freshCase(doing: Act, input: Fresh): Promise<CaseRow> {
  const [only, ...others] = doing.networks.all()
  const network = input.network ?? (others.length === 0 ? only?.network : undefined)
  if (!network) throw malformed('/network', 'name the network of the new case')
  return makeCase(doing, {
    network,
    title: input.title ?? (subjectLine(input.subject) || input.subject.kind),
    reference: input.own_reference,
    crime_area: input.crime_area,
    classification: input.classification,
    handling: input.case_handling,
    unit_only: input.unit_only,
  })
}

/** In a partner's case only those who are in it are asked; to ask others takes an own case, so that nothing is passed on unseen. */
async function onlyPartiesOfForeign(doing: Act, about: CaseRow, partners: readonly string[]): Promise<void> {
  if (about.owner === about.member) return
  const parties = new Set((await partiesOf(doing.reading, about.member, about.id)).map(({ partner }) => partner))
  const outside = partners.filter((partner) => !parties.has(partner))
  if (outside.length > 0) throw conflict('a case of a partner', '/partners', `${outside.join(', ')}: open an own case to ask others`)
}

/** Says something about a request, under the name and the classification that the request has. */
async function say(
  doing: Act,
  about: RequestRow,
  type: string,
  in_reply_to: string,
  body: unknown,
  more: { terms?: Terms; attachments?: readonly string[] | undefined } = {},
): Promise<string> {
  if (more.terms) checkTerms(more.terms, doing.now)
  const attachments = await takeUploads(doing, more.attachments)
  const wire_case = await wireNameOf(doing, about)
  const sent = await doing.send(
    draftTo(doing, {
      network: about.network,
      partner: about.partner,
      type,
      wire_case: wire_case ?? (await wireCaseOf(doing, await oneCase(doing, about.case_id), about.partner)),
      in_reply_to,
      body,
      ...(more.terms && { terms: more.terms }),
      defaults: { classification: about.classification },
      crime_area: about.crime_area,
      attachments,
    }),
  )
  return sent.header.id
}

/** The request as its answerer has it; opened on the way where no one had opened it yet. */
async function toAnswer(doing: Act, request: string): Promise<RequestRow> {
  const about = await oneRequest(doing, request)
  if (about.direction !== 'in') throw conflict('an own request', '/request')
  if (!awaitsAnswer(about)) throw conflict(`the request is ${about.state}`, '/request')
  await tellOpened(doing, await oneCase(doing, about.case_id), about)
  return about
}

const askClarification = act({
  name: 'exchange.ask-clarification',
  summary: 'Asks the asker back; the time limit runs on, the ball is with the asker',
  purpose: 'required',
  journal: 'always',
  input: closed({ request: Uuid, text: Text, attachments: Type.Optional(uploads) }),
  output: closed({ message: id }),
  refusals: ['state.conflict'],
  on: onRequest,
  subject: (input) => `statement:${input.request}`,
  async run(input, doing) {
    const about = await toAnswer(doing, input.request)
    const body: ClarificationBody = { part: 'question', text: input.text }
    return { message: await say(doing, about, 'exchange.clarification.v1', about.id, body, { attachments: input.attachments }) }
  },
})

const answerClarification = act({
  name: 'exchange.answer-clarification',
  summary: 'Answers what a partner asked back about an own request',
  purpose: 'required',
  journal: 'always',
  input: closed({ message: Uuid, text: Text, ...terms, attachments: Type.Optional(uploads) }),
  output: closed({ message: id }),
  refusals: ['state.conflict'],
  on: onMessage,
  subject: (input) => `statement:${input.message}`,
  async run(input, doing) {
    const question = await oneMessage(doing, input.message)
    if (question.kind !== 'clarification' || question.direction !== 'in' || !question.request_id)
      throw conflict('not a question about a request', '/message')
    const about = await oneRequest(doing, question.request_id)
    if (about.direction !== 'out') throw conflict('a request of the partner', '/message')
    if (!awaitsAnswer(about)) throw conflict(`the request is ${about.state}`, '/message')
    await demandLevel(doing, 'exchange.answer-clarification', await oneCase(doing, about.case_id), input.classification)
    const body: ClarificationBody = { part: 'reply', text: input.text }
    return {
      message: await say(doing, about, 'exchange.clarification.v1', question.id, body, { terms: input, attachments: input.attachments }),
    }
  },
})

const answer = act({
  name: 'exchange.answer',
  summary: 'Answers a request, in part or finally',
  purpose: 'required',
  journal: 'always',
  input: closed({ request: Uuid, ...AnswerBody.properties, ...terms, attachments: Type.Optional(uploads) }),
  output: closed({ message: id }),
  refusals: ['state.conflict'],
  on: onRequest,
  subject: (input) => `statement:${input.request}`,
  async run(input, doing) {
    const about = await toAnswer(doing, input.request)
    await demandLevel(doing, 'exchange.answer', await oneCase(doing, about.case_id), input.classification)
    const { final, result, facts, text, reference } = input
    const body: AnswerBody = { final, result, facts, ...(text && { text }), ...(reference && { reference }) }
    return { message: await say(doing, about, 'exchange.answer.v1', about.id, body, { terms: input, attachments: input.attachments }) }
  },
})

const refuse = act({
  name: 'exchange.refuse',
  summary: 'Refuses a request on one of the published grounds, or defers it to a time',
  purpose: 'required',
  journal: 'always',
  input: closed({
    request: Uuid,
    ground: Type.Enum([...REFUSAL_GROUNDS]),
    deferred_until: Type.Optional(Instant),
    text: Type.Optional(Text),
  }),
  output: closed({ message: id }),
  refusals: ['state.conflict'],
  on: onRequest,
  subject: (input) => `statement:${input.request}`,
  async run(input, doing) {
    const about = await toAnswer(doing, input.request)
    const until = timeOf(input.deferred_until)
    if (input.deferred_until !== undefined && (!until || until <= doing.now)) throw malformed('/deferred_until', 'a time to come')
    const body: RefusalBody = {
      ground: input.ground,
      ...(input.deferred_until && { deferred_until: input.deferred_until }),
      ...(input.text && { text: input.text }),
    }
    const message = await say(doing, about, 'exchange.refusal.v1', about.id, body)
    // each refusal stands in the journal with its ground (Directive (EU) 2023/977, article 16)
    await doing.record('exchange.refused', `statement:${about.id}`, {
      ground: input.ground,
      partner: about.partner,
      deferred: input.deferred_until ?? null,
    })
    return { message }
  },
})

export const requestActions = [openRequest, askClarification, answerClarification, answer, refuse]
