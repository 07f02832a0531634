/** How surveys and answers are kept: each sealed under a key of its own, a newer version in the place of the one before. */
import type { Applying, Unsealing } from '#kernel/capability.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'
import type { Line, NeedsBody, SurveyBody } from './bodies.ts'
import {
  type AnswerRow,
  countOf,
  type DraftRow,
  maybeAnswer,
  maybeSurveyToChange,
  type SurveyRow,
  saveAnswer,
  saveSurvey,
} from './store/surveys.ts'
import { surveyClass } from './survey-class.ts'

/** Surveys of one organiser that are kept at once. */
const MOST_OF_ONE = 200

export type SurveyText = Omit<SurveyBody, 'survey' | 'version' | 'state' | 'due'>
export type AnswerText = Pick<NeedsBody, 'lines' | 'irrelevant' | 'note'>
export interface DraftText {
  readonly lines: readonly Line[]
  readonly irrelevant: readonly string[]
}

const surveyLabel = (id: string) => `training.survey:${id}`
const answerLabel = (id: string, member: string) => `training.answer:${id}/${member}`
const draftLabel = (id: string, unit: string) => `training.draft:${id}/${unit}`

export const openSurvey = (vault: Unsealing, { survey, slot, sealed }: SurveyRow): SurveyText | undefined =>
  sealed === null ? undefined : vault.openJson<SurveyText>(slot, surveyLabel(survey), sealed)
export const openAnswer = (vault: Unsealing, survey: string, { member, slot, sealed }: AnswerRow): AnswerText | undefined =>
  sealed === null ? undefined : vault.openJson<AnswerText>(slot, answerLabel(survey, member), sealed)
export const openDraft = (vault: Unsealing, { survey, slot }: SurveyRow, { unit, sealed }: DraftRow): DraftText | undefined =>
  vault.openJson<DraftText>(slot, draftLabel(survey, unit), sealed)
export const sealDraft = (vault: Applying['vault'], { survey, slot }: SurveyRow, unit: string, text: DraftText): Uint8Array =>
  vault.sealJson(slot, draftLabel(survey, unit), text)

type How = Pick<Applying, 'writing' | 'vault' | 'classOf'>

/** Keeps a survey unless one as new is here; answers whether it did. Only who organised a survey says anything more of it. */
export async function keepSurvey(
  how: How,
  holder: MemberId,
  from: { readonly network: NetworkId; readonly member: MemberId },
  { survey, version, state, due, ...text }: SurveyBody,
  at: Date,
  asked: readonly string[] = [],
): Promise<boolean> {
  const known = await maybeSurveyToChange(how.writing, holder, survey)
  if (known ? known.organiser !== from.member || known.network !== from.network || known.version >= version : false) return false
  if (!known && (await countOf(how.writing, holder, from.member)) >= MOST_OF_ONE) return false
  const slot = known?.slot ?? (await how.vault.slotOf(`training:${holder}/${survey}`))
  await saveSurvey(how.writing, {
    holder,
    survey,
    network: from.network,
    organiser: from.member,
    version,
    state,
    asked_at: known?.asked_at ?? at,
    due: new Date(due),
    asked: [...new Set([...(known?.asked ?? []), ...asked])],
    access_class: await how.classOf(surveyClass(holder)),
    slot,
    sealed: how.vault.sealJson(slot, surveyLabel(survey), text),
  })
  return true
}

/** Keeps an answer unless one as new is here. What is said of topics that nobody asked about is left out. */
export async function keepAnswer(
  how: How,
  survey: SurveyRow,
  topics: readonly string[],
  member: MemberId,
  { version, lines, irrelevant, note }: NeedsBody,
  at: Date,
): Promise<boolean> {
  const known = await maybeAnswer(how.writing, survey.holder, survey.survey, member)
  if (known && known.version >= version) return false
  if (known) how.vault.destroy([known.slot])
  const slot = (await how.vault.newSlots(1))[0]!
  const text: AnswerText = {
    lines: lines.filter(({ topic }) => topics.includes(topic)),
    irrelevant: [...new Set(irrelevant)].filter((topic) => topics.includes(topic)),
    ...(note && { note }),
  }
  const sealed = how.vault.sealJson(slot, answerLabel(survey.survey, member), text)
  await saveAnswer(how.writing, survey.holder, survey.survey, { member, version, answered_at: at, slot, sealed })
  return true
}

/** Versions grow with time, so that a restored node does not say something older than what it said before. */
export const nextVersion = (known: number | undefined, now: Date): number => Math.max((known ?? 0) + 1, Math.floor(now.getTime() / 1_000))
