/** What one administrator may do alone, and what takes two. */
import { expect, test } from 'vitest'
import { changeNeedsTwo, HALF_LASTS_MS, halfState, type Powers, whyNotConfirm } from './rules.ts'

const desk: Powers = { roles: ['desk'], clearance: 1, disabled: false, oidc_subject: null }
const chief: Powers = { roles: ['desk', 'supervisor'], clearance: 2, disabled: false, oidc_subject: 'ministry|1' }

test('giving a grave role or the highest clearance takes two; keeping, lowering and taking them away does not', () => {
  for (const role of ['supervisor', 'data-protection', 'administrator'] as const) {
    expect(changeNeedsTwo(desk, { ...desk, roles: ['desk', role] }), role).toBe(true)
  }
  for (const role of ['front-line', 'desk', 'analyst'] as const) {
    expect(changeNeedsTwo(desk, { ...desk, roles: [role] }), role).toBe(false)
  }
  expect(changeNeedsTwo(desk, { ...desk, clearance: 2 })).toBe(true)
  expect(changeNeedsTwo(chief, { ...chief, clearance: 1 })).toBe(false)
  expect(changeNeedsTwo(chief, { ...chief, roles: ['desk'] })).toBe(false)
  expect(changeNeedsTwo(chief, { ...chief, disabled: true })).toBe(false)
})

test('waking an account, or handing it to another identity, takes two, whatever it may do', () => {
  expect(changeNeedsTwo({ ...chief, disabled: true }, chief)).toBe(true)
  expect(changeNeedsTwo(chief, { ...chief, oidc_subject: 'ministry|2' })).toBe(true)
  expect(changeNeedsTwo(chief, { ...chief, oidc_subject: null })).toBe(false)
  expect(changeNeedsTwo({ ...desk, disabled: true }, desk)).toBe(true)
  expect(changeNeedsTwo(desk, { ...desk, oidc_subject: 'my-own-identity' })).toBe(true)
  expect(changeNeedsTwo({ ...chief, disabled: true, roles: ['desk'] }, chief)).toBe(true)
})

test('who confirms is neither the proposer nor the one concerned, in time, while the proposer is an administrator', () => {
  const now = new Date('2026-03-01T08:00:00.000Z')
  const change = { state: 'waiting', expires_at: new Date(now.getTime() + 1), proposed_by: 'a', officer: 'c' }
  const by = { officer: 'b', now, proposer_is_administrator: true }
  expect(whyNotConfirm(change, by)).toBeUndefined()
  expect(whyNotConfirm(change, { ...by, officer: 'a' })).toBe('proposer')
  expect(whyNotConfirm(change, { ...by, officer: 'c' })).toBe('concerned')
  expect(whyNotConfirm(change, { ...by, proposer_is_administrator: false })).toBe('proposer-left')
  expect(whyNotConfirm({ ...change, expires_at: now }, by)).toBe('expired')
  for (const state of ['confirmed', 'rejected']) expect(whyNotConfirm({ ...change, state }, by)).toBe('settled')
})

test('the proposer’s half waits seven days from the confirmation, and is had once', () => {
  const settled_at = new Date('2026-03-01T08:00:00.000Z')
  const change = { state: 'confirmed', settled_at, collected_at: null, half_slot: 7 }
  expect(halfState(change, settled_at)).toBe('waiting')
  expect(halfState(change, new Date(settled_at.getTime() + HALF_LASTS_MS))).toBe('lapsed')
  expect(halfState({ ...change, collected_at: settled_at }, settled_at)).toBe('collected')
  expect(halfState({ ...change, half_slot: null }, settled_at)).toBe(null)
  expect(halfState({ ...change, state: 'waiting', settled_at: null, half_slot: null }, settled_at)).toBe(null)
})
