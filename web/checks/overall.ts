// One answer from many: a hit beats a refusal beats silence beats no hit.
import type { Output } from '../api/client.ts'
import { type AnswerOrWaiting, isByName } from '../pieces/index.ts'

export type CheckAnswer = Output<'checks.read-one'>['answers'][number]
export type CheckSubject = Output<'checks.read-one'>['subjects'][number]
export type CheckHit = CheckAnswer['hits'][number]

/** The state of one answer in the sum: where a part of the question was refused, no hit in the rest is no clear answer. */
export const standingOf = ({ state, refused }: Pick<CheckAnswer, 'state' | 'refused'>): AnswerOrWaiting =>
  state === 'no-hit' && refused.length > 0 ? 'refused' : state

const FINAL = ['refused', 'no-answer', 'no-hit'] as const

/** The overall answer. A hit stands at once; anything else only when nobody is waited for any more. */
export function overallOf(states: readonly AnswerOrWaiting[]): AnswerOrWaiting {
  if (states.includes('hit')) return 'hit'
  if (states.length === 0 || states.includes('waiting')) return 'waiting'
  return FINAL.find((state) => states.includes(state)) ?? 'no-answer'
}

/** All hits, surest first, each with who answered it. */
export const hitsOf = (answers: readonly CheckAnswer[]): { answer: CheckAnswer; hit: CheckHit }[] =>
  answers.flatMap((answer) => answer.hits.map((hit) => ({ answer, hit }))).sort((a, b) => b.hit.score - a.hit.score)

/** Between which scores hits on names can be narrowed; undefined where there is nothing to choose from. The best hit is never hidden. */
export function narrowing(hits: readonly Pick<CheckHit, 'kind' | 'reasons' | 'score'>[]): { least: number; most: number } | undefined {
  const scores = hits.filter(isByName).map(({ score }) => Math.floor(score * 100) / 100)
  const [least, most] = [Math.min(...scores), Math.max(...scores)]
  return scores.length > 1 && most > least ? { least, most } : undefined
}

/** From which scores on names counted as hits at those who answered about a person; one where all of them agree. */
export const thresholdsOf = (subjects: readonly CheckSubject[], answers: readonly CheckAnswer[]): number[] =>
  subjects.some(({ person }) => person) ? [...new Set(answers.flatMap(({ threshold }) => threshold ?? []))] : []
