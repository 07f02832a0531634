/** Who may do what with the registers, said a second time as a table, apart from the policies. */
import { describe, expect, test } from 'vitest'
import { createAccess, readPolicies } from '#kernel/access.ts'
import type { Officer } from '#kernel/capability.ts'
import { ROLES, type Role } from '#wire/vocabulary.ts'
import { registers } from './index.ts'

const access = createAccess(readPolicies([registers.policy]))
const may = (
  roles: Role[],
  action: string,
  {
    unit = '',
    clearance = 2,
    classification = 'restricted',
    member = 'esp',
  }: { unit?: string; clearance?: 0 | 1 | 2; classification?: 'unclassified' | 'restricted' | 'confidential'; member?: string } = {},
) => {
  const officer: Officer = { id: 'o', name: 'n', member: 'esp', unit: 'spoc', roles, clearance, language: 'en' }
  return access.decide(officer, action, { kind: 'registers.record', member, classification, unit }, { purpose: null, channel: 'page' })
    .allowed
}

/** f front line, d desk, a analyst, s supervisor, p data protection, m administrator; nobody else, ever. */
const TABLE: Record<string, string> = {
  'registers.find-many': 'das',
  'registers.find-due-reviews': 'das',
  'registers.read-one': 'das',
  'registers.read-version': 'das',
  'registers.add-one': 'ds',
  'registers.change-one': 'ds',
  'registers.review-one': 'ds',
  'registers.withdraw-one': 'ds',
  'registers.propose-erasure': 'sp',
  'registers.confirm-erasure': 'sp',
  'registers.reject-erasure': 'sp',
  'registers.find-erasures': 'sp',
  'registers.begin-import': 'ds',
  'registers.add-import-part': 'ds',
  'registers.preview-import': 'ds',
  'registers.run-import': 'ds',
  'registers.read-import': 'ds',
  'registers.find-imports': 'ds',
  'registers.find-import-errors': 'ds',
  'registers.withdraw-import': 'ds',
  'registers.export-many': 's',
  'registers.find-notices': 'dasp',
  'registers.find-sharing-rules': 'dasp',
  'registers.change-sharing-rule': 's',
  'registers.remove-sharing-rule': 's',
  'registers.change-quota': 's',
  'registers.read-thresholds': 'fdaspm',
  'registers.propose-threshold': 's',
  'registers.confirm-threshold': 'sp',
  'registers.reject-threshold': 'sp',
  'registers.find-threshold-changes': 'sp',
  'registers.begin-measurement': 'p',
  'registers.keep-measurement': 'p',
  'registers.remove-measurement': 'p',
  'registers.find-measurements': 'spm',
  'registers.read-measurement': 'spm',
  'registers.find-measured-pairs': 'sp',
}
const LETTER: Record<Role, string> = {
  'front-line': 'f',
  desk: 'd',
  analyst: 'a',
  supervisor: 's',
  'data-protection': 'p',
  administrator: 'm',
}
/** What reaches the content of records, and is therefore cut by clearance. */
const CONTENT = /find-many|find-due|read-one|read-version|add-one|change-one|review-one|withdraw-one|export-many/
/** Whatever is reserved to a unit is reserved here too. */
const BY_UNIT = /find-many|find-due|read-one|read-version|add-one|change-one|review-one|withdraw-one|export-many|import/

test('every action stands in the table', () =>
  expect(registers.actions.map(({ name }) => name as string).sort()).toEqual(Object.keys(TABLE).sort()))

describe.each(Object.entries(TABLE))('%s', (action, letters) => {
  test.each(ROLES)('%s', (role) => expect(may([role], action)).toBe(letters.includes(LETTER[role])))
  test('of another member: nobody', () => expect(may([...ROLES], action, { member: 'mar' })).toBe(false))
  if (CONTENT.test(action))
    test('not above the clearance', () => {
      expect(may(['desk', 'supervisor'], action, { clearance: 0 })).toBe(false)
      expect(may(['desk', 'supervisor'], action, { clearance: 1, classification: 'confidential' })).toBe(false)
    })
  if (BY_UNIT.test(action))
    test('not what another unit reserved', () => {
      expect(may(['desk', 'supervisor'], action, { unit: 'drugs' })).toBe(false)
      expect(may(['desk', 'supervisor'], action, { unit: 'spoc' })).toBe(true)
    })
})

test('only a supervisor changes what another unit owns', () => {
  for (const role of ROLES) expect(may([role], 'registers.change-of-other-unit', { unit: 'drugs' })).toBe(role === 'supervisor')
})
