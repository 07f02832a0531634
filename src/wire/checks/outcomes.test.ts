import { describe, expect, test } from 'vitest'
import { REFUSALS, Refusal } from '#wire/refusal.ts'
import type { Hit } from './answers.ts'
import { answered, refusedWith, silent, visibleTo } from './outcomes.ts'

const hit = (classification: Hit['classification']) => ({ classification }) as Hit

describe('what an officer sees of an answer', () => {
  test('hits above the clearance are as if not made', () => {
    const hits = [hit('unclassified'), hit('restricted'), hit('confidential')]
    expect([0, 1, 2].map((clearance) => visibleTo(clearance, 'hit', hits).hits.length)).toEqual([1, 2, 3])
    expect(visibleTo(0, 'hit', [hit('restricted')])).toEqual({ state: 'no-hit', hits: [] })
  })
  test('the other states stay what they are', () => {
    for (const state of ['waiting', 'no-hit', 'refused', 'no-answer'] as const) expect(visibleTo(0, state, [])).toEqual({ state, hits: [] })
  })
})

describe('what came of asking', () => {
  test('silence is no answer, never no hit', () => expect(silent.state).toBe('no-answer'))
  test('an answer keeps its outcome and its ground', () => {
    const body = { outcome: 'refused' as const, ground: 'national-security' as const, refused: [], hits: [], more: false }
    expect(answered(body)).toEqual({ state: 'refused', ground: 'national-security', refusal: null, body })
  })
  test('a refusal that may pass, or that cannot be believed, is no answer; every other is refused, each with its code', () => {
    for (const [code, published] of Object.entries(REFUSALS)) {
      const { state, refusal } = refusedWith(new Refusal(code as keyof typeof REFUSALS))
      expect(refusal).toBe(code)
      expect(state).toBe('transient' in published || code === 'message.unverifiable' ? 'no-answer' : 'refused')
    }
  })
})
