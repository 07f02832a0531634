import { expect, test } from 'vitest'
import { createAccess, readPolicies } from '#kernel/access.ts'
import type { Officer } from '#kernel/capability.ts'
import type { Role } from '#wire/vocabulary.ts'
import { ROLES } from '#wire/vocabulary.ts'
import { oversight } from './index.ts'

const access = createAccess(readPolicies([oversight.policy]))
const officer = (roles: readonly Role[], unit = 'spoc'): Officer => ({
  id: 'o1',
  name: 'one',
  member: 'esp',
  unit,
  roles,
  clearance: 2,
  language: 'en',
})
const may = (roles: readonly Role[], action: string, { member = 'esp', unit = '' } = {}) =>
  access.decide(
    officer(roles),
    `oversight.${action}`,
    { kind: 'oversight', member, unit, classification: 'unclassified' },
    { purpose: null, channel: 'page' },
  ).allowed

const ALLOWED: Record<string, readonly Role[]> = {
  'read-partners': ROLES,
  'read-network': ['administrator', 'data-protection'],
  'read-checkpoints': ['administrator', 'data-protection'],
  'find-outbox': ['administrator'],
  'find-failed': ['administrator'],
  'retry-failed': ['administrator'],
  'find-journal': ['data-protection'],
  'find-accesses': ['data-protection'],
  'read-entry': ['data-protection'],
  'find-unit-journal': ['supervisor'],
  'read-statistics': ['supervisor', 'data-protection'],
  'propose-erasure': ['data-protection'],
  'confirm-erasure': ['data-protection'],
  'withdraw-erasure': ['data-protection'],
  'find-erasures': ['data-protection'],
}

test('every action is in the table, and each role may do what the table says and no more', () => {
  expect(Object.keys(ALLOWED).sort()).toEqual(oversight.actions.map(({ name }) => name.slice('oversight.'.length)).sort())
  for (const [action, roles] of Object.entries(ALLOWED)) {
    for (const role of ROLES)
      expect(may([role], action, { unit: action === 'find-unit-journal' ? 'spoc' : '' }), `${role} ${action}`).toBe(roles.includes(role))
    expect(may([], action), `nobody ${action}`).toBe(false)
    expect(may(ROLES, action, { member: 'mar' }), `another member's ${action}`).toBe(false)
  }
})

test('a supervisor sees no other unit', () => {
  expect(may(['supervisor'], 'find-unit-journal', { unit: 'border' })).toBe(false)
})

test('an administrator takes no part in an erasure, even as data protection officer', () => {
  expect(may(['administrator', 'data-protection'], 'propose-erasure')).toBe(false)
  expect(may(['administrator', 'data-protection'], 'confirm-erasure')).toBe(false)
})
