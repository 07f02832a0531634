/** Cases: opened, found, read, assigned, closed, handed over. */
import Type from 'typebox'
import { type Act, act, type View, view } from '#kernel/capability.ts'
import { maybeWaiting, proposalOut, toldOf } from '#kernel/proposals.ts'
import { CLASSIFICATIONS, type REPLY_CLASSES } from '#wire/vocabulary.ts'
import { type HandoverBody, Instant, Member, type OpenedBody, type RequestBody, Text, Unit, Uuid } from '../bodies.ts'
import { classificationOf, levelOf, openCase, openMessage, sealCase } from '../contents.ts'
import { attributesOf } from '../keeping.ts'
import {
  CaseOut,
  caseOut,
  closed,
  current,
  id,
  list,
  MessageOut,
  maybe,
  member,
  messagesOut,
  OrderOut,
  orderOut,
  PermissionOut,
  pageOf,
  permissionOut,
  RequestOut,
  requestsOut,
} from '../outputs.ts'
import { deliveriesTo } from '../receipts.ts'
import { awaitsAnswer, isOpen, STATES, subjectLine, timeOf } from '../rules.ts'
import {
  type CaseFilter,
  type CaseRow,
  caseFigures,
  casesPage,
  changeCase,
  everyRequestOf,
  insertCase,
  insertParty,
  markSeen,
  maybeMessage,
  messagesPage,
  ordersAbout,
  partiesOf,
  permissionsOn,
  type RequestRow,
  reclass,
  requestsOf,
} from '../store.ts'
import { ERASURE, ERASURE_GROUNDS } from './erasures.ts'
import { checkTerms, conflict, crimeArea, draftTo, HandlingIn, limit, malformed, offset, onCase, oneCase, PAGE } from './finding.ts'

const title = Type.String({ minLength: 1, maxLength: 300 })
const reference = Type.String({ maxLength: 100 })

/** What a new case is given; kept with the officer's unit and assigned to the officer. */
export interface NewCase {
  readonly network: string
  readonly title: string
  readonly reference?: string | undefined
  readonly crime_area?: string | undefined
  readonly classification?: (typeof CLASSIFICATIONS)[number] | undefined
  readonly handling?: CaseHandling | undefined
  readonly unit_only?: boolean | undefined
  readonly keep_until?: string | undefined
}
type CaseHandling = NonNullable<Parameters<typeof checkTerms>[0]['handling']>

export async function makeCase(doing: Act, fresh: NewCase): Promise<CaseRow> {
  const { officer, now } = doing
  if (!doing.networks.all().some(({ network }) => network === fresh.network)) throw malformed('/network', 'not a network of this member')
  checkTerms(fresh, now)
  const classification = fresh.classification ?? 'restricted'
  const unit_only = fresh.unit_only ?? false
  const case_id = doing.newId()
  const [slot] = (await doing.vault.newSlots(1)) as [number]
  const row = {
    member: officer.member,
    id: case_id,
    network: fresh.network,
    owner: officer.member,
    lead_unit: officer.unit,
    unit_only,
    crime_area: fresh.crime_area ?? null,
    classification: levelOf(classification),
    state: 'open' as const,
    assigned_to: officer.id,
    opened_at: now,
    keep_until: timeOf(fresh.keep_until),
    access_class: await doing.classOf(
      attributesOf({ member: officer.member, lead_unit: officer.unit, unit_only }, officer.member, classification),
    ),
    slot,
    sealed: sealCase(doing.vault, slot, case_id, { title: fresh.title, reference: fresh.reference ?? '', handling: fresh.handling ?? [] }),
  }
  await insertCase(doing.writing, row)
  return { ...row, touched_at: now, closed_at: null, erased_at: null }
}

const openCaseAction = act({
  name: 'exchange.open-case',
  summary: 'Opens a case of the own member',
  purpose: 'none',
  journal: 'always',
  input: closed({
    network: Member,
    title,
    reference: Type.Optional(reference),
    crime_area: Type.Optional(crimeArea),
    classification: Type.Optional(Type.Enum([...CLASSIFICATIONS])),
    handling: Type.Optional(HandlingIn),
    unit_only: Type.Optional(Type.Boolean()),
    keep_until: Type.Optional(Instant),
  }),
  output: closed({ case: id }),
  on: (input, { officer }) => newCaseAttributes(officer, input),
  subject: (_, output) => `case:${output?.case ?? ''}`,
  async run(input, doing) {
    return { case: (await makeCase(doing, input)).id }
  },
})

export const newCaseAttributes = (
  officer: View['officer'],
  { classification = 'restricted', unit_only = false }: Pick<NewCase, 'classification' | 'unit_only'>,
) => attributesOf({ member: officer.member, lead_unit: officer.unit, unit_only }, officer.member, classification)

/** How many cases a search by words opens at most; the newest first. */
const MAX_OPENED = 2_000

const findCases = view({
  name: 'exchange.find-cases',
  summary: 'Finds cases; `text` looks into title and reference of the newest 2,000 that the other filters leave',
  purpose: 'none',
  journal: 'noted',
  input: closed({
    network: Type.Optional(Member),
    state: Type.Optional(Type.Enum(['open', 'closed'])),
    partner: Type.Optional(Member),
    crime_area: Type.Optional(crimeArea),
    owner: Type.Optional(Type.Enum(['own', 'partner'])),
    assigned_to: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$' })),
    unassigned: Type.Optional(Type.Boolean()),
    request_state: Type.Optional(Type.Enum([...STATES])),
    due: Type.Optional(Type.Enum(['due-soon', 'overdue'])),
    text: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    sort: Type.Optional(Type.Enum(['touched', 'due'])),
    limit,
    offset,
  }),
  output: closed({ ...pageOf(CaseOut), complete: Type.Boolean({ description: 'false: more cases than a search by words opens' }) }),
  async run({ text, limit: rows_wanted = PAGE, offset: from = 0, ...filters }, viewing) {
    const classes = await viewing.classes('exchange.find-cases')
    const filter: CaseFilter = { ...filters, member: viewing.officer.member, classes, now: viewing.now }
    if (text === undefined) {
      const { rows, total } = await casesPage(viewing.reading, filter, rows_wanted, from)
      if (rows.length > 0) viewing.note()
      return { rows: await casesOut(viewing, rows, classes), total, complete: true }
    }
    const { rows, total } = await casesPage(viewing.reading, filter, MAX_OPENED, 0)
    const wanted = folded(text)
    // that nothing was found is an answer too
    viewing.note()
    const found = rows.filter((row) => {
      const contents = openCase(viewing.vault, row)
      return contents !== undefined && folded(`${contents.title}\n${contents.reference}`).includes(wanted)
    })
    return {
      rows: await casesOut(viewing, found.slice(from, from + rows_wanted), classes),
      total: found.length,
      complete: total <= MAX_OPENED,
    }
  },
})

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

async function casesOut(viewing: View, rows: readonly CaseRow[], classes: readonly number[]) {
  const figures = await caseFigures(
    viewing.reading,
    viewing.officer.member,
    rows.map((row) => row.id),
    classes,
    viewing.now,
  )
  const byCase = new Map(figures.map((one) => [one.case_id, one]))
  return rows.map((row) => caseOut(viewing, row, byCase.get(row.id)))
}

const readCase = view({
  name: 'exchange.read-case',
  summary: 'Reads a case with its whole conversation; what a request says is given once it was marked as opened',
  purpose: 'required',
  journal: 'always',
  input: closed({ case: Uuid, limit, offset }),
  output: closed({
    case: CaseOut,
    parties: list(member, 500),
    requests: list(RequestOut, 500),
    messages: closed(pageOf(MessageOut)),
    orders: list(OrderOut),
    permissions: list(PermissionOut),
    /** An erasure that waits for a second officer. */
    erasure: maybe(proposalOut(ERASURE_GROUNDS)),
  }),
  on: onCase,
  subject: (input) => `case:${input.case}`,
  async run(input, viewing) {
    const { reading, officer } = viewing
    const row = await oneCase(viewing, input.case)
    const classes = await viewing.classes('exchange.read-case')
    const requests = await requestsOf(reading, officer.member, row.id, classes)
    const { rows, total } = await messagesPage(reading, officer.member, row.id, classes, input.limit ?? 200, input.offset ?? 0)
    const unopened = new Set(requests.filter(({ direction, opened_at }) => direction === 'in' && !opened_at).map((one) => one.id))
    const erasure = await maybeWaiting(viewing, ERASURE, row.id)
    const statements = [...new Set(rows.flatMap(({ id: own_id, target }) => (target ? [own_id, target] : [own_id])))]
    return {
      case: (await casesOut(viewing, [row], classes))[0]!,
      parties: [...new Set((await partiesOf(reading, officer.member, row.id)).map(({ partner }) => partner))],
      requests: await requestsOut(viewing, requests),
      messages: { rows: await messagesOut(viewing, rows, unopened), total },
      orders: (await ordersAbout(reading, officer.member, statements)).map(orderOut),
      permissions: (await permissionsOn(reading, officer.member, statements)).map(permissionOut),
      erasure: erasure ? toldOf(erasure, ERASURE_GROUNDS, viewing.now) : null,
    }
  },
})

const markOpened = act({
  name: 'exchange.mark-opened',
  summary: 'A person opens what came in for a case: requests among it are told to their askers as opened',
  purpose: 'required',
  journal: 'always',
  input: closed({ case: Uuid }),
  output: closed({ opened: list(id), seen: Type.Integer() }),
  on: onCase,
  subject: (input) => `case:${input.case}`,
  async run(input, doing) {
    const row = await oneCase(doing, input.case)
    const classes = await doing.classes('exchange.mark-opened')
    const opened: string[] = []
    for (const request of await requestsOf(doing.reading, row.member, row.id, classes)) {
      if (await tellOpened(doing, row, request)) opened.push(request.id)
    }
    return { opened, seen: await markSeen(doing.writing, row.member, row.id, classes, doing.now) }
  },
})

/** Tells the asker that a person has opened a request, once. */
export async function tellOpened(doing: Act, row: CaseRow, request: RequestRow): Promise<boolean> {
  if (request.direction !== 'in' || request.opened_at || !request.delivered_at) return false
  const body: OpenedBody = { received_at: request.delivered_at.toISOString(), opened_at: doing.now.toISOString() }
  const wire_case = await wireNameOf(doing, request)
  await doing.send(
    draftTo(doing, {
      network: row.network,
      partner: request.partner,
      type: 'exchange.opened.v1',
      wire_case,
      in_reply_to: request.id,
      body,
      defaults: { classification: request.classification },
    }),
  )
  await nameByContents(doing, row, request)
  return true
}

/** A partner's case comes without a title: once a person has opened its request, it is called by what that is about. */
async function nameByContents(doing: Act, row: CaseRow, request: RequestRow): Promise<void> {
  const contents = openCase(doing.vault, row)
  if (contents?.title !== '') return
  const said = await maybeMessage(doing.reading, request.member, request.id)
  const asked = said && (openMessage(doing.vault, said)?.body as RequestBody | undefined)
  const title = asked && subjectLine(asked.subject)
  if (title) await changeCase(doing.writing, row, { sealed: sealCase(doing.vault, row.slot, row.id, { ...contents, title }) }, doing.now)
}

/** The name under which a request was written: what is said about it goes under the same. */
export const wireNameOf = async ({ reading }: Pick<Act, 'reading'>, request: RequestRow): Promise<string | undefined> =>
  (await maybeMessage(reading, request.member, request.id))?.wire_case ?? undefined

const assignCase = act({
  name: 'exchange.assign-case',
  summary: 'Gives a case to an officer, to a unit, or to nobody',
  purpose: 'none',
  journal: 'always',
  input: closed({
    case: Uuid,
    officer: Type.Optional(maybe(Type.String({ minLength: 1, maxLength: 100 }))),
    unit: Type.Optional(Unit),
    unit_only: Type.Optional(Type.Boolean()),
  }),
  output: closed({ assigned_to: maybe(Type.String({ maxLength: 100 })), unit: member, unit_only: Type.Boolean() }),
  on: onCase,
  subject: (input) => `case:${input.case}`,
  async run(input, doing) {
    const row = await oneCase(doing, input.case)
    if (row.erased_at) throw conflict('the case is erased', '/case')
    // who moves a case that no unit leads yet brings it to the own unit
    const lead_unit = input.unit ?? (row.lead_unit || doing.officer.unit)
    const unit_only = input.unit_only ?? row.unit_only
    const assigned_to = input.officer === undefined ? row.assigned_to : input.officer
    const after = { member: row.member, lead_unit, unit_only }
    await changeCase(
      doing.writing,
      row,
      {
        assigned_to,
        lead_unit,
        unit_only,
        access_class: await doing.classOf(attributesOf(after, row.member, classificationOf(row.classification))),
      },
      doing.now,
    )
    if (unit_only !== row.unit_only || (unit_only && lead_unit !== row.lead_unit)) {
      for (const classification of CLASSIFICATIONS) {
        await reclass(doing.writing, row, levelOf(classification), await doing.classOf(attributesOf(after, row.member, classification)))
      }
    }
    return { assigned_to, unit: lead_unit, unit_only }
  },
})

const closeCase = act({
  name: 'exchange.close-case',
  summary: 'Closes a case with nothing open in it',
  purpose: 'none',
  journal: 'always',
  input: closed({ case: Uuid }),
  output: closed({ case: id }),
  refusals: ['state.conflict'],
  on: onCase,
  subject: (input) => `case:${input.case}`,
  async run(input, doing) {
    const row = await oneCase(doing, input.case)
    if (row.state === 'closed') throw conflict('the case is closed', '/case')
    const requests = await everyRequestOf(doing.reading, row.member, row.id)
    const delivery = await deliveriesTo(
      doing.reading,
      requests.filter(({ direction }) => direction === 'out'),
    )
    const running = requests.filter((request) => awaitsAnswer(current(request, delivery.get(request.id))))
    if (running.length > 0) throw conflict(`${running.length} requests are open`, '/case')
    await changeCase(doing.writing, row, { state: 'closed', closed_at: doing.now }, doing.now)
    return { case: row.id }
  },
})

const reopenCase = act({
  name: 'exchange.reopen-case',
  summary: 'Opens a closed case again',
  purpose: 'none',
  journal: 'always',
  input: closed({ case: Uuid }),
  output: closed({ case: id }),
  refusals: ['state.conflict'],
  on: onCase,
  subject: (input) => `case:${input.case}`,
  async run(input, doing) {
    const row = await oneCase(doing, input.case)
    if (row.state === 'open' || row.erased_at) throw conflict('the case is not closed', '/case')
    await changeCase(doing.writing, row, { state: 'open', closed_at: null }, doing.now)
    return { case: row.id }
  },
})

const handOver = act({
  name: 'exchange.hand-over',
  summary:
    'Hands an own case over to another member: the new owner learns the parties and what is open, each party learns the new owner, nobody learns contents',
  purpose: 'required',
  journal: 'always',
  input: closed({ case: Uuid, to: Member, title: Type.Optional(title), reason: Type.Optional(Text) }),
  output: closed({ told: list(member) }),
  refusals: ['state.conflict', 'partner.unknown', 'record.not-owner'],
  on: onCase,
  subject: (input) => `case:${input.case}`,
  async run(input, doing) {
    const row = await oneCase(doing, input.case)
    if (row.owner !== row.member) throw conflict('the case belongs to another member', '/case')
    if (row.erased_at) throw conflict('the case is erased', '/case')
    const known = await partiesOf(doing.reading, row.member, row.id)
    const parties = [...new Map(known.map((party) => [party.partner, party])).values()].filter(({ partner }) => partner !== input.to)
    const requests = (await everyRequestOf(doing.reading, row.member, row.id)).filter(({ direction }) => direction === 'out')
    const delivery = await deliveriesTo(doing.reading, requests)
    const open = requests
      .map((request) => current(request, delivery.get(request.id)))
      .filter((request) => isOpen(request.state) && request.partner !== input.to)
    const shared = { new_owner: input.to, ...(input.reason && { reason: input.reason }) }
    const say = (partner: string, wire_case: string, body: HandoverBody) =>
      doing.send(
        draftTo(doing, {
          network: row.network,
          partner,
          type: 'exchange.handover.v1',
          wire_case,
          body,
          defaults: { classification: row.classification },
        }),
      )

    for (const { partner, wire_case } of parties) await say(partner, wire_case, { ...shared, thing: { kind: 'case', id: wire_case } })
    const wire_case = known.findLast(({ partner }) => partner === input.to)?.wire_case ?? (await nameFor(doing, row, input.to))
    await say(input.to, wire_case, {
      ...shared,
      thing: { kind: 'case', id: wire_case },
      ...(input.title && { title: input.title }),
      parties: parties.slice(0, 100).map(({ partner, wire_case: name }) => ({ member: partner, case: name })),
      requests: open.slice(0, 200).map((request) => ({
        id: request.id,
        member: request.partner,
        class: request.reply_class as (typeof REPLY_CLASSES)[number],
        sent_at: request.sent_at.toISOString(),
        ...(request.delivered_at && { received_at: request.delivered_at.toISOString() }),
      })),
    })
    return { told: [...parties.map(({ partner }) => partner), input.to] }
  },
})

/** A new name for a case between us and one partner. */
export async function nameFor(doing: Act, row: CaseRow, partner: string): Promise<string> {
  const wire_case = doing.newId()
  await insertParty(doing.writing, { member: row.member, network: row.network, partner, wire_case, case_id: row.id, since: doing.now })
  return wire_case
}

export const caseActions = [openCaseAction, findCases, readCase, markOpened, assignCase, closeCase, reopenCase, handOver]
