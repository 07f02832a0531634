/** Asks one member a check (checks.query.v2, or v1 of who knows no newer), and says what came of it: what whoever asks keeps and shows alike. */
import type { AnswerBody } from '#wire/checks/answers.ts'
import { answered, type Outcome, refusedWith, silent } from '#wire/checks/outcomes.ts'
import type { Subject } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import type { Classification, Language, Purpose } from '#wire/vocabulary.ts'
import type { Later } from './capability.ts'

export interface CheckQuestion {
  readonly network: string
  readonly unit: string
  readonly purpose: Purpose
  readonly language: Language
  readonly timeout_ms: number
  /** Nothing classified above it is answered. */
  readonly clearance: Classification
  readonly subjects: readonly Subject[]
  readonly alternatives: boolean
}

export interface Asked {
  readonly outcome: Outcome
  /** How long a refusal says that one has to wait. */
  readonly retry_after_s?: number
  /** What went wrong here; the officer sees that there is no answer, the operator why. */
  readonly failure?: unknown
}

type Asking = Pick<Later, 'ask' | 'now'>

/** Asks a partner, or the own registers by the same type without a wire. Never throws. */
export async function askCheck(asking: Asking, question: CheckQuestion, member: string): Promise<Asked> {
  const { subjects, alternatives, clearance, ...header } = question
  const body = { subjects, clearance, ...(alternatives && { alternatives }) }
  try {
    const answer = await askNewest(asking, { ...header, to: member, body })
    return { outcome: answer === undefined ? silent : answered(answer.body as unknown as AnswerBody) }
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) return { outcome: { ...silent, refusal: 'node.failed' }, failure: thrown }
    const { retry_after_s } = thrown
    return { outcome: refusedWith(thrown), ...(retry_after_s !== undefined && { retry_after_s }) }
  }
}

/** Partners that know the first version only, and until when that is believed; asked in vain once an hour, not once a check. */
const behind = new Map<string, number>()
const MOST_BEHIND = 1_000
const BEHIND_MS = 3_600_000

/** Asks in the newest version, and in the first one where the partner does not know it. */
async function askNewest({ ask, now }: Asking, question: Omit<Parameters<Later['ask']>[0], 'type'>): ReturnType<Later['ask']> {
  const partner = `${question.network} ${question.to}`
  const began = now().getTime()
  if ((behind.get(partner) ?? 0) > began) return ask({ ...question, type: 'checks.query.v1' })
  try {
    return await ask({ ...question, type: 'checks.query.v2' })
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.code !== 'message.type-unknown') throw thrown
    if (behind.size >= MOST_BEHIND) behind.clear()
    behind.set(partner, began + BEHIND_MS)
    const left_ms = question.timeout_ms - (now().getTime() - began)
    return left_ms > 0 ? ask({ ...question, type: 'checks.query.v1', timeout_ms: left_ms }) : undefined
  }
}
