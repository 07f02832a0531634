/** The decisions of an exchange, case by case and by property. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Handling } from '#wire/statement.ts'
import { REPLY_CLASSES, REPLY_LIMIT_MS } from '#wire/vocabulary.ts'
import {
  awaitsAnswer,
  begin,
  dueAt,
  type Handled,
  hindersExport,
  hindersForward,
  kept,
  type Permit,
  type Progress,
  pressure,
  proves,
  type RequestEvent,
  step,
  subjectLine,
  timeOf,
} from './rules.ts'

const SENT = new Date('2026-01-31T08:00:00.000Z')
const RECEIVED = new Date('2026-01-31T08:05:00.000Z')
const later = (hours: number) => new Date(RECEIVED.getTime() + hours * 3_600_000)
const run = (events: readonly RequestEvent[], from: Progress = begin('urgent-direct', SENT, null)) =>
  events.reduce<{ progress: Progress; marks: (string | null)[] }>(
    ({ progress, marks }, event) => {
      const next = step(progress, event)
      return { progress: next.progress, marks: [...marks, next.mark] }
    },
    { progress: from, marks: [] },
  )
const delivered: RequestEvent = { kind: 'delivered', at: RECEIVED }
const opened: RequestEvent = { kind: 'opened', at: later(1) }
const final: RequestEvent = { kind: 'final-answer', at: later(2) }

describe('the course of a request', () => {
  test('it goes waiting, delivered, opened, answered, and the ball with it', () => {
    const seen: string[] = []
    let progress = begin('urgent-direct', SENT, null)
    seen.push(`${progress.state}/${progress.holds}`)
    for (const event of [delivered, opened, { kind: 'question' }, { kind: 'reply' }, { kind: 'partial-answer' }, final] as const) {
      progress = step(progress, event).progress
      seen.push(`${progress.state}/${progress.holds}`)
    }
    expect(seen).toEqual([
      'waiting/nobody',
      'delivered/answerer',
      'opened/answerer',
      'opened/asker',
      'opened/answerer',
      'opened/answerer',
      'answered/nobody',
    ])
    expect(progress.final_at).toEqual(later(2))
  })

  test('the limit counts from the receipt, not from the sending', () => {
    for (const reply_class of REPLY_CLASSES) {
      const { due_at } = begin(reply_class, SENT, RECEIVED)
      expect(due_at!.getTime() - RECEIVED.getTime()).toBe(REPLY_LIMIT_MS[reply_class])
    }
  })

  test('both sides reach the same state and the same figures from the same messages', () => {
    const asker = run([delivered, opened, final])
    const answerer = run([opened, final], begin('urgent-direct', SENT, RECEIVED))
    expect(asker.progress).toEqual(answerer.progress)
  })

  test("an answer before its receipt was learned still ends with the receipt's time", () => {
    const { progress } = run([opened, final, delivered])
    expect(progress).toMatchObject({ state: 'answered', delivered_at: RECEIVED, due_at: dueAt(RECEIVED, 'urgent-direct') })
  })

  test('an answer after a recall changes nothing and is marked', () => {
    const { progress, marks } = run([delivered, { kind: 'recall', at: later(1) }, final])
    expect(progress.state).toBe('recalled')
    expect(marks.at(-1)).toBe('after-recall')
  })

  test('a second final answer is marked', () => {
    expect(run([delivered, final, final]).marks.at(-1)).toBe('after-final')
  })

  test('a refusal with a later time leaves the ball with the answerer, and an answer may follow', () => {
    const until = later(48)
    const refused = run([delivered, { kind: 'refusal', at: later(1), ground: 'harm-to-investigation', deferred_until: until }])
    expect(refused.progress).toMatchObject({ state: 'refused', holds: 'answerer', code: 'harm-to-investigation' })
    expect(awaitsAnswer(refused.progress)).toBe(true)
    const answered = step(refused.progress, { kind: 'final-answer', at: later(47) })
    expect(answered).toMatchObject({ mark: null, progress: { state: 'answered', deferred_until: null } })
    const denied = run([delivered, { kind: 'refusal', at: later(1), ground: 'disproportionate', deferred_until: null }])
    expect(step(denied.progress, final).mark).toBe('after-final')
  })

  test('whatever the order, nothing throws, a step taken twice changes nothing, and a recall is the last word', () => {
    const event: fc.Arbitrary<RequestEvent> = fc.oneof(
      fc.constantFrom<RequestEvent>(delivered, opened, { kind: 'question' }, { kind: 'reply' }, { kind: 'partial-answer' }, final, {
        kind: 'expiry',
      }),
      fc.constantFrom<RequestEvent>(
        { kind: 'recall', at: later(3) },
        { kind: 'undeliverable', at: later(1), code: 'message.type-unknown' },
      ),
      fc
        .option(fc.constant(later(9)), { nil: null })
        .map((deferred_until): RequestEvent => ({ kind: 'refusal', at: later(2), ground: 'unavailable', deferred_until })),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), event, (events, last) => {
        const { progress } = run(events)
        const once = step(progress, last).progress
        expect(step(once, last).progress).toEqual(once)
        if (events.some(({ kind }) => kind === 'recall')) expect(once.state).toBe('recalled')
        if (once.delivered_at) expect(once.due_at).not.toBeNull()
        if (once.state === 'answered') expect(once.final_at).not.toBeNull()
      }),
    )
  })
})

describe('time limits', () => {
  const progress = begin('urgent-direct', SENT, RECEIVED)
  test.each([
    [0, 'calm'],
    [5.99, 'calm'],
    [6, 'due-soon'],
    [7.99, 'due-soon'],
    [8, 'overdue'],
    [800, 'overdue'],
  ] as const)('eight hours: %s h after the receipt it is %s', (hours, expected) => {
    expect(pressure(progress, later(hours))).toBe(expected)
  })
  test('nothing presses before the receipt or after the answer', () => {
    expect(pressure(begin('other', SENT, null), later(900))).toBe('none')
    expect(pressure(step(progress, final).progress, later(900))).toBe('none')
  })
  test('a limit is kept, missed or running', () => {
    expect(kept(progress, later(1))).toBeNull()
    expect(kept(progress, later(9))).toBe('missed')
    expect(kept(step(progress, { kind: 'final-answer', at: later(8) }).progress, later(99))).toBe('kept')
    expect(kept(step(progress, { kind: 'final-answer', at: later(8.01) }).progress, later(99))).toBe('missed')
  })
})

describe('handling codes', () => {
  const now = later(0)
  const of = (codes: readonly Handling[], more: Partial<Handled> = {}): Handled => ({
    origin: 'mar',
    own: 'esp',
    handling: codes,
    recalled: false,
    erased: false,
    ...more,
  })
  const onward: Permit = { use: 'onward', granted: true, audience: ['fra'], until: null, by: 'mar' }
  const evidence: Permit = { use: 'evidence', granted: true, audience: [], until: null, by: 'mar' }

  test.each([
    ['H0 binds no forwarding', [{ code: 'H0' }], [], []],
    ['H2 blocks without permission', [{ code: 'H2' }], [], ['no-onward-permission']],
    ['a permission to that member lifts it', [{ code: 'H2' }], [onward], []],
    ['a permission to another member does not', [{ code: 'H2' }], [{ ...onward, audience: ['tun'] }], ['no-onward-permission']],
    ['a denial does not', [{ code: 'H2' }], [{ ...onward, granted: false }], ['no-onward-permission']],
    ['an expired permission does not', [{ code: 'H2' }], [{ ...onward, until: later(-1) }], ['no-onward-permission']],
    ['a permission by another than the owner does not', [{ code: 'H2' }], [{ ...onward, by: 'ita' }], ['no-onward-permission']],
    ['a permission for evidence does not', [{ code: 'H2' }], [evidence], ['no-onward-permission']],
    ['a later denial withdraws an earlier grant', [{ code: 'H2' }], [{ ...onward, granted: false }, onward], ['no-onward-permission']],
    ['H3 asks', [{ code: 'H3', words: 'only the task force' }], [], ['words-unacknowledged']],
  ] as [string, Handling[], Permit[], string[]][])('forwarding: %s', (_, codes, given, expected) => {
    expect(hindersForward(of(codes), 'fra', given, now, false)).toEqual(expected)
  })

  test.each([
    ['H1 blocks evidence', [{ code: 'H1' }], 'evidence', [], ['no-evidence-permission']],
    ['H1 leaves working copies', [{ code: 'H1' }], 'working', [], []],
    ['a permission lifts H1', [{ code: 'H1' }], 'evidence', [evidence], []],
    ['an onward permission does not lift H1', [{ code: 'H1' }], 'evidence', [onward], ['no-evidence-permission']],
  ] as [string, Handling[], 'working' | 'evidence', Permit[], string[]][])('export: %s', (_, codes, use, given, expected) => {
    expect(hindersExport(of(codes), use, given, now, false)).toEqual(expected)
  })

  test('acknowledged words let pass; what was recalled or erased never does', () => {
    expect(hindersForward(of([{ code: 'H3', words: 'x' }]), 'fra', [], now, true)).toEqual([])
    expect(hindersForward(of([], { recalled: true }), 'fra', [], now, true)).toEqual(['recalled'])
    expect(hindersExport(of([], { erased: true }), 'working', [], now, true)).toEqual(['erased'])
  })

  test('nobody is bound by its own codes', () => {
    expect(hindersForward(of([{ code: 'H2' }, { code: 'H3', words: 'x' }], { origin: 'esp' }), 'fra', [], now, false)).toEqual([])
  })
})

test('a subject is named by its data in one bounded line', () => {
  expect(subjectLine({ kind: 'document', document: 'passport', number: 'L898902C3', issuer: 'UTO' })).toBe('L898902C3 · UTO')
  expect(subjectLine({ kind: 'person', full_name: 'محمد العربي', birth_date: '1974' })).toBe('محمد العربي · 1974')
  expect(subjectLine({ kind: 'other', description: 'x'.repeat(2_000) })).toHaveLength(300)
})

test('a time that no calendar or database holds is no time', () => {
  expect(timeOf('0000-01-01T00:00:00.000Z')).toBeNull()
  expect(timeOf('2026-13-01T00:00:00.000Z')).toBeNull()
  expect(timeOf(undefined)).toBeNull()
  expect(timeOf('2026-01-31T08:00:00.000Z')).toEqual(SENT)
})

describe('a proof of execution', () => {
  const about = { executed_at: '2026-01-31T09:00:00.000Z', passed_on: 0, order: 'o' }
  const recalled = { kind: 'recall', statement: 's', wire_case: null } as const
  const wire_case = 'w'
  const handover = {
    kind: 'hand-over',
    statement: 'o',
    wire_case,
    handover: { thing: { kind: 'case', id: 'w' }, new_owner: 'fra' },
  } as const
  const handed = { thing: { kind: 'case', id: 'w' }, new_owner: 'fra' } as const

  test('is of what was recalled, erased or corrected, or says that it is not there', () => {
    expect(proves(recalled, { ...about, statement: 's', result: 'withdrawn' }, 'mar')).toBe(true)
    expect(proves(recalled, { ...about, statement: 's', result: 'not-held' }, 'mar')).toBe(true)
    expect(proves(recalled, { ...about, statement: 's', result: 'erased' }, 'mar')).toBe(false)
    expect(proves(recalled, { ...about, statement: 't', result: 'withdrawn' }, 'mar')).toBe(false)
    expect(proves(recalled, { ...about, handed, result: 'not-held' }, 'mar')).toBe(false)
  })

  test('of a hand-over is said by the new owner as such, and by a party as such', () => {
    const said = (result: 'taken-over' | 'owner-changed' | 'not-held' | 'not-owner', by: string) =>
      proves(handover, { ...about, handed, result }, by)
    expect([said('taken-over', 'fra'), said('owner-changed', 'mar')]).toEqual([true, true])
    expect([said('taken-over', 'mar'), said('owner-changed', 'fra')]).toEqual([false, false])
    for (const by of ['mar', 'fra']) expect([said('not-held', by), said('not-owner', by)]).toEqual([true, true])
  })

  test('of a hand-over names the case and the owner that were handed over', () => {
    const result = 'owner-changed' as const
    expect(proves(handover, { ...about, handed: { ...handed, thing: { kind: 'case', id: 'v' } }, result }, 'mar')).toBe(false)
    expect(proves(handover, { ...about, handed: { ...handed, thing: { kind: 'record', id: 'w' } }, result }, 'mar')).toBe(false)
    expect(proves(handover, { ...about, handed: { ...handed, new_owner: 'tun' }, result }, 'mar')).toBe(false)
    expect(proves(handover, { ...about, statement: 'o', result: 'withdrawn' as const }, 'mar')).toBe(false)
    // once the contents are erased the name of the case still has to be right
    expect(proves({ ...handover, handover: undefined }, { ...about, handed, result }, 'mar')).toBe(true)
    expect(proves({ ...handover, handover: undefined, wire_case: 'v' }, { ...about, handed, result }, 'mar')).toBe(false)
  })
})
