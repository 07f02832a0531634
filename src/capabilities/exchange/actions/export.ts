/** A case written out, for the file or for a court, as its owners' handling codes allow. */
import Type from 'typebox'
import { act } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import { Uuid } from '../bodies.ts'
import { openMessage } from '../contents.ts'
import { targetIdOf } from '../messages.ts'
import { type CaseOut, caseOut, closed, type MessageOut, messagesOut, type RequestOut, requestsOut, short } from '../outputs.ts'
import { hindersExport } from '../rules.ts'
import { caseFigures, messagesPage, permissionsOn, requestsOf } from '../store.ts'
import { handledOf } from './control.ts'
import { conflict, onCase, oneCase } from './finding.ts'

/** The longest case that is exported in one piece. */
const MAX_MESSAGES = 1_000
const MAX_CHARACTERS = 8_000_000

const exportCase = act({
  name: 'exchange.export-case',
  summary: 'Exports a case as JSON or as text; as evidence only what no H1 forbids; H3 needs its words acknowledged, message by message',
  purpose: 'required',
  journal: 'always',
  input: closed({
    case: Uuid,
    form: Type.Enum(['json', 'text']),
    use: Type.Enum(['working', 'evidence']),
    acknowledged: Type.Optional(
      Type.Array(Uuid, { maxItems: MAX_MESSAGES, uniqueItems: true, description: 'messages whose words (H3) were read' }),
    ),
    without: Type.Optional(Type.Array(Uuid, { maxItems: MAX_MESSAGES, uniqueItems: true, description: 'messages to leave out' })),
  }),
  output: closed({ name: short, media_type: short, content: Type.String({ maxLength: MAX_CHARACTERS }) }),
  refusals: ['handling.forbids', 'state.conflict', 'input.too-large'],
  on: onCase,
  subject: (input) => `case:${input.case}`,
  async run(input, doing) {
    const row = await oneCase(doing, input.case)
    const classes = await doing.classes('exchange.export-case')
    const { rows, total } = await messagesPage(doing.reading, row.member, row.id, classes, MAX_MESSAGES, 0)
    if (total > MAX_MESSAGES) throw conflict(`more than ${MAX_MESSAGES} messages`, '/case')
    const left_out = new Set(input.without)
    const chosen = rows.filter((message) => !left_out.has(message.id))
    const requests = await requestsOf(doing.reading, row.member, row.id, classes)
    const unopened = new Set(requests.filter(({ direction, opened_at }) => direction === 'in' && !opened_at).map(({ id }) => id))

    const given = await permissionsOn(doing.reading, row.member, chosen.map(targetIdOf))
    const acknowledged = new Set(input.acknowledged)
    // what is recalled or erased is left out of the contents below, and stands there as a stub
    const hindrances = chosen.flatMap((message) => {
      const handled = handledOf(message, openMessage(doing.vault, message))
      if (handled.erased || handled.recalled || unopened.has(message.id)) return []
      const about = given.filter(({ statement }) => statement === targetIdOf(message))
      return hindersExport(handled, input.use, about, doing.now, acknowledged.has(message.id)).map((reason) => ({
        path: `/messages/${message.id}`,
        reason,
      }))
    })
    if (hindrances.length > 0) throw new Refusal('handling.forbids', { details: hindrances.slice(0, 200) })

    const [figures] = await caseFigures(doing.reading, row.member, [row.id], classes, doing.now)
    const exported = {
      exported_at: doing.now.toISOString(),
      exported_by: doing.officer.id,
      use: input.use,
      purpose: doing.purpose,
      case: caseOut(doing, row, figures),
      requests: await requestsOut(doing, requests),
      messages: (await messagesOut(doing, chosen, unopened)).map((message) =>
        message.recalled_at ? { ...message, content: null, attachments: [] } : message,
      ),
      left_out: [...left_out],
    }
    const content = input.form === 'json' ? JSON.stringify(exported, null, 2) : written(exported)
    if (content.length > MAX_CHARACTERS)
      throw new Refusal('input.too-large', { details: [{ path: '/case', reason: `over ${MAX_CHARACTERS} characters` }] })
    await doing.record('exchange.case-exported', `case:${row.id}`, { use: input.use, form: input.form, messages: chosen.length })
    return {
      name: `case-${row.id}.${input.form === 'json' ? 'json' : 'txt'}`,
      media_type: input.form === 'json' ? 'application/json' : 'text/plain; charset=utf-8',
      content,
    }
  },
})

interface Exported {
  readonly exported_at: string
  readonly use: string
  readonly case: CaseOut
  readonly requests: readonly RequestOut[]
  readonly messages: readonly MessageOut[]
}

const RULE = '----------------------------------------'

/** The export for people: the published names of things and what was said, in the order in which it was said. */
function written({ exported_at, use, case: about, requests, messages }: Exported): string {
  const blocks = [
    lines({
      case: about.id,
      network: about.network,
      owner: about.owner,
      title: about.title,
      reference: about.reference,
      classification: about.classification,
      crime_area: about.crime_area,
      state: about.state,
      exported_at,
      use,
    }),
    ...requests.map(({ id, partner, reply_class, state, sent_at, delivered_at, opened_at, due_at, final_at }) =>
      lines({ request: id, partner, reply_class, state, sent_at, delivered_at, opened_at, due_at, final_at }),
    ),
    ...messages.map((message) =>
      [
        lines({
          [message.kind]: message.id,
          from: message.direction === 'in' ? message.partner : null,
          to: message.direction === 'out' ? message.partner : null,
          origin: message.origin,
          at: message.at,
          handling: message.handling.map(({ code, words }) => (words ? `${code} (${words})` : code)).join(', ') || null,
          evaluation: message.evaluation ? `${message.evaluation.source}${message.evaluation.information}` : null,
          classification: message.classification,
          withheld: message.withheld,
          recalled_at: message.recalled_at,
          corrected_by: message.corrected_by,
        }),
        message.content
          ? leaves(message.content.body)
              .map(([path, value]) => `  ${path}: ${value}`)
              .join('\n')
          : '',
        message.attachments.map(({ name, size, sha256 }) => `  attachment: ${name} (${size} bytes, SHA-256 ${sha256})`).join('\n'),
      ]
        .filter((part) => part !== '')
        .join('\n'),
    ),
  ]
  return `${blocks.join(`\n${RULE}\n`)}\n`
}

const lines = (fields: Record<string, string | null | undefined>) =>
  Object.entries(fields)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]]
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, path ? `${path}.${name}` : name))
}

export const exportActions = [exportCase]
