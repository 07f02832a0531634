/** How the actions of exchange find the thing they are about, and how they write to a partner. */
import Type, { type Static } from 'typebox'
import type { Act, ClassAttributes, Draft, View } from '#kernel/capability.ts'
import { attachmentsOf } from '#kernel/post/attachments.ts'
import { Refusal } from '#wire/refusal.ts'
import type { Attachment, Handling } from '#wire/statement.ts'
import { CLASSIFICATIONS, CRIME_AREAS, HANDLING_CODES, INFORMATION_GRADES, LANGUAGES, PURPOSES, SOURCE_GRADES } from '#wire/vocabulary.ts'
import { Instant, Uuid } from '../bodies.ts'
import { classificationOf } from '../contents.ts'
import { attributesOf } from '../keeping.ts'
import { timeOf } from '../rules.ts'
import { type CaseRow, type MessageRow, maybeCase, maybeMessage, maybeRequest, partiesOf, type RequestRow } from '../store.ts'

type Looking = Pick<View, 'officer' | 'reading'>

const unknown = (what: string) => new Refusal('thing.unknown', { inside: what })
export const conflict = (inside: string, path = '', reason = inside): Refusal =>
  new Refusal('state.conflict', { inside, details: [{ path, reason }] })
export const malformed = (path: string, reason: string): Refusal => new Refusal('input.malformed', { details: [{ path, reason }] })

export async function oneCase({ officer, reading }: Looking, id: string): Promise<CaseRow> {
  const row = await maybeCase(reading, officer.member, id)
  if (!row) throw unknown(`case ${id}`)
  return row
}

export async function oneRequest({ officer, reading }: Looking, id: string): Promise<RequestRow> {
  const row = await maybeRequest(reading, officer.member, id)
  if (!row) throw unknown(`request ${id}`)
  return row
}

export async function oneMessage({ officer, reading }: Looking, id: string): Promise<MessageRow> {
  const row = await maybeMessage(reading, officer.member, id)
  if (!row) throw unknown(`message ${id}`)
  return row
}

/** What the policy is asked about: the higher classification of a thing and its case, and the case's unit. */
export async function onCase(input: { readonly case: string }, looking: Looking): Promise<ClassAttributes> {
  return aboutCase(await oneCase(looking, input.case))
}
export const aboutCase = (row: CaseRow): ClassAttributes => attributesOf(row, row.member, classificationOf(row.classification))

export async function onRequest(input: { readonly request: string }, looking: Looking): Promise<ClassAttributes> {
  const request = await oneRequest(looking, input.request)
  return within(request.classification, await oneCase(looking, request.case_id))
}

export async function onMessage(input: { readonly message: string }, looking: Looking): Promise<ClassAttributes> {
  const message = await oneMessage(looking, input.message)
  if (message.case_id) return within(message.classification, await oneCase(looking, message.case_id))
  return attributesOf(undefined, message.member, classificationOf(message.classification))
}

const within = (level: number, row: CaseRow) => attributesOf(row, row.member, classificationOf(Math.max(level, row.classification)))

/** Nobody writes above the own clearance, whatever the case allows. */
export const demandLevel = (
  act: Act,
  action: string,
  row: CaseRow | undefined,
  classification: Static<typeof Terms>['classification'],
): Promise<void> => (classification ? act.demand(action, attributesOf(row, act.officer.member, classification)) : Promise.resolve())

export const HandlingIn = Type.Array(
  Type.Object(
    { code: Type.Enum([...HANDLING_CODES]), words: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })) },
    { additionalProperties: false },
  ),
  { maxItems: 4 },
)

/** Under which terms a statement is made. */
export const terms = {
  handling: Type.Optional(HandlingIn),
  evaluation: Type.Optional(
    Type.Object(
      { source: Type.Enum([...SOURCE_GRADES]), information: Type.Enum([...INFORMATION_GRADES]) },
      { additionalProperties: false },
    ),
  ),
  classification: Type.Optional(Type.Enum([...CLASSIFICATIONS])),
  keep_until: Type.Optional(Instant),
  language: Type.Optional(Type.Enum([...LANGUAGES])),
}
const Terms = Type.Object(terms)
export type Terms = Static<typeof Terms>

export const crimeArea = Type.Enum([...CRIME_AREAS])
export const purposeIn = Type.Enum([...PURPOSES])
export const uploads = Type.Array(Uuid, { maxItems: 10, uniqueItems: true, description: 'ids that POST /api/attachments answered' })

/** Each code once; words with H3 and only there. */
export function checkTerms({ handling = [], keep_until }: Terms, now: Date): void {
  if (new Set(handling.map(({ code }) => code)).size !== handling.length) throw malformed('/handling', 'a code stands twice')
  const wordless = handling.findIndex(({ code, words }) => (code === 'H3') !== (words !== undefined))
  if (wordless >= 0) throw malformed(`/handling/${wordless}/words`, 'words belong to H3 and to H3 alone')
  if (keep_until !== undefined) {
    const until = timeOf(keep_until)
    if (!until || until <= now) throw malformed('/keep_until', 'a time to come')
  }
}

export const takeUploads = (act: Act, ids: readonly string[] | undefined): Promise<Attachment[]> =>
  ids && ids.length > 0 ? attachmentsOf(act.writing, act.vault, [...ids], act.officer) : Promise.resolve([])

/** By which name a partner knows a case: the newest one agreed with it. */
export async function wireCaseOf(act: Pick<Act, 'reading'>, row: CaseRow, partner: string): Promise<string | undefined> {
  return (await partiesOf(act.reading, row.member, row.id)).findLast((party) => party.partner === partner)?.wire_case
}

interface Saying {
  readonly network: string
  readonly partner: string
  readonly type: string
  readonly wire_case?: string | null | undefined
  readonly in_reply_to?: string
  readonly body: unknown
  readonly terms?: Terms
  readonly defaults: { readonly classification: number; readonly handling?: readonly Handling[] }
  readonly reply?: Draft['reply']
  readonly crime_area?: string | null | undefined
  readonly attachments?: readonly Attachment[]
}

/** A draft to one partner; a partner never learns that there are others. */
export const draftTo = (
  act: Act,
  { network, partner, type, wire_case, in_reply_to, body, terms: said = {}, defaults, reply, crime_area, attachments }: Saying,
): Draft => ({
  network,
  to: [partner],
  type,
  unit: act.officer.unit,
  ...(wire_case && { case: wire_case }),
  ...(in_reply_to && { in_reply_to }),
  ...(reply && { reply }),
  handling: said.handling ?? defaults.handling ?? [],
  ...(said.evaluation && { evaluation: said.evaluation }),
  classification: said.classification ?? classificationOf(defaults.classification),
  ...(act.purpose && { purpose: act.purpose }),
  ...(crime_area && { crime_area: crime_area as NonNullable<Draft['crime_area']> }),
  ...(said.keep_until && { keep_until: said.keep_until }),
  language: said.language ?? act.officer.language,
  body,
  ...(attachments && attachments.length > 0 && { attachments }),
})

export const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200 }))
export const offset = Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 }))
export const PAGE = 50
