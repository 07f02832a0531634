/** What an answer to a check means to the officer who asked: hit, no hit, refused, or no answer; never a silent blank. */
import { isTransient, type Refusal } from '../refusal.ts'
import { CLASSIFICATIONS, type Classification } from '../vocabulary.ts'
import type { AnswerBody, Hit } from './answers.ts'

export const STATES = ['waiting', 'hit', 'no-hit', 'refused', 'no-answer'] as const
export type State = (typeof STATES)[number]

/** What came of asking one partner. */
export interface Outcome {
  readonly state: Exclude<State, 'waiting'>
  readonly ground: string | null
  /** The code of a signed refusal, or of what went wrong. */
  readonly refusal: string | null
  readonly body: AnswerBody | null
}

export const answered = (body: AnswerBody): Outcome => ({ state: body.outcome, ground: body.ground ?? null, refusal: null, body })
export const silent: Outcome = { state: 'no-answer', ground: null, refusal: null, body: null }

/** A signed refusal is the partner's word; what may pass, and what cannot be believed, is no answer. */
export const refusedWith = ({ code }: Refusal): Outcome => ({
  state: isTransient(code) || code === 'message.unverifiable' ? 'no-answer' : 'refused',
  ground: null,
  refusal: code,
  body: null,
})

/** What of an answer an officer of this clearance may see; a hit above it is as if it had not been made. */
export function visibleTo(clearance: number, state: State, hits: readonly Hit[]): { state: State; hits: Hit[] } {
  const visible = hits.filter(({ classification }) => CLASSIFICATIONS.indexOf(classification) <= clearance)
  return { state: state === 'hit' && visible.length === 0 ? 'no-hit' : state, hits: visible }
}

export const clearanceOf = (clearance: 0 | 1 | 2): Classification => CLASSIFICATIONS[clearance]
