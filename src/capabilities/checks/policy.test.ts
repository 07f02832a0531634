/** Who may ask and see checks, said a second time as a table, apart from the policies. */
import { describe, expect, test } from 'vitest'
import { createAccess, readPolicies } from '#kernel/access.ts'
import type { Officer } from '#kernel/capability.ts'
import { ROLES, type Role } from '#wire/vocabulary.ts'
import { checks } from './index.ts'

const access = createAccess(readPolicies([checks.policy]))
const may = (role: Role, action: string, unit: string, member = 'esp') => {
  const officer: Officer = { id: 'o', name: 'n', member: 'esp', unit: 'spoc', roles: [role], clearance: 2, language: 'en' }
  return access.decide(
    officer,
    action,
    { kind: 'checks.check', member, classification: 'unclassified', unit },
    { purpose: 'border-control', channel: 'page' },
  ).allowed
}

const POLICE: readonly Role[] = ['front-line', 'desk', 'analyst', 'supervisor']
const TABLE: Record<string, readonly Role[]> = {
  'checks.recognise': POLICE,
  'checks.run': POLICE,
  'checks.read-one': POLICE,
  'checks.read-answers': POLICE,
  'checks.find-many': POLICE,
  'checks.find-unit-many': ['supervisor'],
}

test('every action stands in the table', () =>
  expect(checks.actions.map(({ name }) => name as string).sort()).toEqual(Object.keys(TABLE).sort()))

describe.each(Object.entries(TABLE))('%s', (action, roles) => {
  test.each(ROLES)('%s', (role) => {
    expect(may(role, action, 'spoc')).toBe(roles.includes(role))
    expect(may(role, action, 'spoc', 'mar')).toBe(false)
  })
  if (/read|find/.test(action))
    test('not of another unit', () => {
      for (const role of ROLES) expect(may(role, action, 'ports')).toBe(false)
    })
})
