/** What came in and waits for a person, what presses, and files that came with it. */
import Type from 'typebox'
import { act, view } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import { CLASSIFICATIONS, CRIME_AREAS, REPLY_CLASSES } from '#wire/vocabulary.ts'
import { Member, Uuid } from '../bodies.ts'
import { classificationOf, openMessage } from '../contents.ts'
import { attributesOf } from '../keeping.ts'
import { closed, filesOf, id, iso, maybe, maybeIso, member, pageOf, short, time } from '../outputs.ts'
import { begin, MARKS, PRESSURES, pressure, STATES } from '../rules.ts'
import { changeMessage, dismissNotices, type InboxRow, inboxPage, KINDS, maybeMessage, maybeRequest, noticesPage } from '../store.ts'
import { conflict, limit, offset, oneCase, oneMessage, onMessage, PAGE } from './finding.ts'

const InboxOut = closed({
  id,
  kind: Type.Enum([...KINDS]),
  network: member,
  partner: member,
  case: maybe(id),
  request: maybe(id),
  at: time,
  classification: Type.Enum([...CLASSIFICATIONS]),
  crime_area: maybe(Type.Enum([...CRIME_AREAS])),
  reply_class: maybe(Type.Enum([...REPLY_CLASSES])),
  request_state: maybe(Type.Enum([...STATES])),
  due_at: maybe(time),
  pressure: Type.Enum([...PRESSURES]),
  mark: maybe(Type.Enum([...MARKS])),
  assigned_to: maybe(Type.String({ maxLength: 100 })),
  unit: maybe(member),
})

function inboxOut(row: InboxRow, now: Date) {
  const progress =
    row.reply_class && row.request_state
      ? {
          ...begin(row.reply_class, row.sent_at, row.delivered_at),
          state: row.request_state,
          due_at: row.due_at,
          deferred_until: row.deferred_until,
        }
      : undefined
  return {
    id: row.id,
    kind: row.kind,
    network: row.network,
    partner: row.partner,
    case: row.case_id,
    request: row.request_id,
    at: iso(row.at),
    classification: classificationOf(row.classification),
    crime_area: row.crime_area as (typeof CRIME_AREAS)[number] | null,
    reply_class: row.reply_class,
    request_state: row.request_state,
    due_at: maybeIso(row.deferred_until ?? row.due_at),
    pressure: progress ? pressure(progress, now) : ('none' as const),
    mark: row.mark,
    assigned_to: row.assigned_to,
    unit: row.lead_unit || null,
  }
}

const findInbox = view({
  name: 'exchange.find-inbox',
  summary: 'Finds what came in and nobody has dealt with: what has no officer first, then what is due first',
  purpose: 'none',
  journal: 'refusals',
  input: closed({
    network: Type.Optional(Member),
    partner: Type.Optional(Member),
    kind: Type.Optional(Type.Enum([...KINDS])),
    unassigned: Type.Optional(Type.Boolean()),
    assigned_to: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$' })),
    limit,
    offset,
  }),
  output: closed(pageOf(InboxOut)),
  async run({ limit: rows_wanted = PAGE, offset: from = 0, ...filters }, viewing) {
    const classes = await viewing.classes('exchange.find-inbox')
    const { rows, total } = await inboxPage(viewing.reading, { ...filters, member: viewing.officer.member, classes }, rows_wanted, from)
    return { rows: rows.map((row) => inboxOut(row, viewing.now)), total }
  },
})

const fileMessage = act({
  name: 'exchange.file-message',
  summary: 'Takes a message out of the inbox; one that belongs to no case can be put into one',
  purpose: 'required',
  journal: 'always',
  input: closed({ message: Uuid, case: Type.Optional(Uuid) }),
  output: closed({ message: id, case: maybe(id) }),
  refusals: ['state.conflict'],
  on: onMessage,
  subject: (input) => `statement:${input.message}`,
  async run(input, doing) {
    const row = await oneMessage(doing, input.message)
    if (row.direction !== 'in') throw conflict('it did not come in', '/message')
    const request = row.kind === 'request' ? await maybeRequest(doing.reading, row.member, row.id) : undefined
    if (request && !request.opened_at) throw conflict('a request is opened first', '/message')
    if (input.case === undefined) {
      await changeMessage(doing.writing, row, { seen_at: doing.now })
      return { message: row.id, case: row.case_id }
    }
    if (row.case_id) throw conflict('it belongs to a case already', '/case')
    const about = await oneCase(doing, input.case)
    // what is put into an erased case would never be erased itself
    if (about.erased_at) throw conflict('the case is erased', '/case')
    const attributes = attributesOf(about, row.member, classificationOf(Math.max(row.classification, about.classification)))
    await doing.demand('exchange.file-message', attributes)
    if (about.network !== row.network) throw conflict('a case of another network', '/case')
    const access_class = await doing.classOf(attributesOf(about, row.member, classificationOf(row.classification)))
    await changeMessage(doing.writing, row, { seen_at: doing.now, case_id: about.id, access_class })
    return { message: row.id, case: about.id }
  },
})

const NoticeOut = closed({
  request: id,
  case: id,
  kind: Type.Enum(['due-soon', 'overdue']),
  network: member,
  partner: member,
  direction: Type.Enum(['out', 'in']),
  state: Type.Enum([...STATES]),
  due_at: maybe(time),
  assigned_to: maybe(Type.String({ maxLength: 100 })),
  at: time,
  seen_at: maybe(time),
})

const findNotices = view({
  name: 'exchange.find-notices',
  summary: 'Finds the requests that are due soon or overdue and were brought before a supervisor',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ seen: Type.Optional(Type.Boolean({ description: 'true: those dealt with as well' })), limit, offset }),
  output: closed(pageOf(NoticeOut)),
  async run(input, viewing) {
    const classes = await viewing.classes('exchange.find-notices')
    const { rows, total } = await noticesPage(
      viewing.reading,
      viewing.officer.member,
      classes,
      input.seen ?? false,
      input.limit ?? PAGE,
      input.offset ?? 0,
    )
    return {
      rows: rows.map((row) => ({
        request: row.request_id,
        case: row.case_id,
        kind: row.kind,
        network: row.network,
        partner: row.partner,
        direction: row.direction,
        state: row.state,
        due_at: maybeIso(row.due_at),
        assigned_to: row.assigned_to,
        at: iso(row.at),
        seen_at: maybeIso(row.seen_at),
      })),
      total,
    }
  },
})

const dismiss = act({
  name: 'exchange.dismiss-notices',
  summary: 'A supervisor has taken note of notices about requests',
  purpose: 'none',
  journal: 'always',
  input: closed({ requests: Type.Array(Uuid, { minItems: 1, maxItems: 200, uniqueItems: true }) }),
  output: closed({ dismissed: Type.Integer() }),
  async run(input, doing) {
    const classes = await doing.classes('exchange.dismiss-notices')
    return { dismissed: await dismissNotices(doing.writing, doing.officer.member, input.requests, classes, doing.officer.id, doing.now) }
  },
})

const ATTACHMENT_ID = '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}_[0-9]$'

const readAttachment = view({
  name: 'exchange.read-attachment',
  summary: 'Names the file and the key of an attachment of a message, for the door that hands out its bytes',
  purpose: 'required',
  journal: 'always',
  input: closed({ attachment: Type.String({ pattern: ATTACHMENT_ID, description: 'the id of the message, an underscore, the place' }) }),
  output: closed({ name: short, media_type: short, size: Type.Integer(), sha256: short, sealed_sha256: short, key: short }),
  refusals: ['state.conflict'],
  on: (input, looking) => onMessage({ message: input.attachment.slice(0, 36) }, looking),
  subject: (input) => `statement:${input.attachment.slice(0, 36)}`,
  async run(input, viewing) {
    const row = (await maybeMessage(viewing.reading, viewing.officer.member, input.attachment.slice(0, 36)))!
    const request = row.kind === 'request' && row.direction === 'in' ? await maybeRequest(viewing.reading, row.member, row.id) : undefined
    if (request && !request.opened_at) throw conflict('the request is opened first', '/attachment')
    if (row.mark === 'unverified') throw conflict('its origin is not proved', '/attachment')
    const found = filesOf(openMessage(viewing.vault, row))[Number(input.attachment.slice(37))]
    if (!found) throw new Refusal('thing.unknown', { inside: input.attachment })
    return { ...found }
  },
})

export const inboxActions = [findInbox, fileMessage, findNotices, dismiss, readAttachment]
