import { describe, expect, test } from 'vitest'
import {
  answersOn,
  handlingFaults,
  handlingOfAll,
  isEvidential,
  mayBeShown,
  refusedBefore,
  type Shareable,
  type SharingRule,
  sharingFaults,
} from './rules.ts'

const NOW = new Date('2026-03-02T08:00:00.000Z')
const record: Shareable = {
  member: 'mar',
  only_unit: '',
  sharing: { rule: 'network', networks: ['euromed'], members: [] },
  classification: 'restricted',
  status: 'active',
  expires_on: '2026-12-31',
}
const asker = { network: 'euromed', member: 'esp', unit: 'spoc', clearance: 'restricted' } as const

describe('who may be shown a record', () => {
  test('a national record is shown to no partner, a network record to those of its networks, a members record to those listed', () => {
    const sharing = (rule: 'national' | 'network' | 'members', networks: string[], members: string[]) =>
      mayBeShown({ ...record, sharing: { rule, networks, members } }, asker)
    expect(sharing('national', [], [])).toBe(false)
    expect(sharing('national', ['euromed'], ['esp'])).toBe(false)
    expect(sharing('network', ['euromed'], [])).toBe(true)
    expect(sharing('network', ['netcop'], [])).toBe(false)
    expect(sharing('members', ['euromed'], ['esp'])).toBe(true)
    expect(sharing('members', ['euromed'], ['fra'])).toBe(false)
    expect(sharing('members', ['netcop'], ['esp'])).toBe(false)
  })

  test('nothing above the clearance of the asking officer is shown, at home neither', () => {
    for (const member of ['esp', 'mar']) {
      expect(mayBeShown(record, { ...asker, member, clearance: 'unclassified' })).toBe(false)
      expect(mayBeShown(record, { ...asker, member, clearance: 'confidential' })).toBe(true)
    }
  })

  test('a record of one unit is shown to that unit alone', () => {
    const reserved = { ...record, only_unit: 'drugs' }
    expect(mayBeShown(reserved, { ...asker, member: 'mar', unit: 'drugs' })).toBe(true)
    expect(mayBeShown(reserved, { ...asker, member: 'mar', unit: 'ports' })).toBe(false)
    expect(mayBeShown(reserved, { ...asker, unit: 'drugs' })).toBe(false)
  })

  test('it answers through its last day, and only while active', () => {
    expect(answersOn({ status: 'active', expires_on: '2026-03-02' }, NOW)).toBe(true)
    expect(answersOn({ status: 'active', expires_on: '2026-03-01' }, NOW)).toBe(false)
    for (const status of ['withdrawn', 'expired', 'erased']) expect(answersOn({ status, expires_on: '2027-01-01' }, NOW)).toBe(false)
  })
})

describe('what is refused before the look-up', () => {
  const line = (over: Partial<SharingRule>): SharingRule => ({
    network: '',
    partner: '',
    purpose: '',
    kind: '',
    verdict: 'refuse',
    ground: 'disproportionate',
    ...over,
  })
  const refused = (rules: SharingRule[], purpose: 'investigation' | 'border-control' | undefined = 'investigation') =>
    refusedBefore(rules, asker, 'mar', purpose, 'person')

  test('nothing without a rule, and never the own member', () => {
    expect(refused([])).toBeUndefined()
    expect(refusedBefore([line({})], { network: 'euromed', member: 'mar' }, 'mar', 'investigation', 'person')).toBeUndefined()
  })

  test('a line meets by network, partner, purpose and kind', () => {
    expect(refused([line({ partner: 'esp' })])).toBe('disproportionate')
    expect(refused([line({ partner: 'fra' })])).toBeUndefined()
    expect(refused([line({ purpose: 'border-control' })])).toBeUndefined()
    expect(refused([line({ kind: 'vehicle' })])).toBeUndefined()
    expect(refused([line({ network: 'netcop' })])).toBeUndefined()
    expect(refused([line({ purpose: 'border-control' })], undefined)).toBeUndefined()
  })

  test('the more specific line decides, whatever the order; a refusal between equals', () => {
    const all = line({ ground: 'national-security' })
    const spain = line({ partner: 'esp', verdict: 'allow', ground: null })
    expect(refused([all, spain])).toBeUndefined()
    expect(refused([spain, all])).toBeUndefined()
    expect(refused([spain, line({ kind: 'person', ground: 'unavailable' })])).toBe('unavailable')
    expect(refused([line({ kind: 'person', ground: 'unavailable' }), spain])).toBe('unavailable')
  })
})

describe('what an owner may state', () => {
  const sound = {
    sharing: { rule: 'network' as const, networks: ['euromed'], members: [] },
    only_unit: '',
    review_on: '2027-01-01',
    expires_on: '2028-01-01',
  }
  const reasons = (over: object) => sharingFaults({ ...sound, ...over }, NOW).map(({ reason }) => reason)

  test('sound rules have no fault', () => expect(reasons({})).toEqual([]))
  test('each fault is named', () => {
    expect(reasons({ sharing: { rule: 'national', networks: ['euromed'], members: [] } })).toEqual(['national-names-none'])
    expect(reasons({ sharing: { rule: 'network', networks: [], members: [] } })).toEqual(['network-missing'])
    expect(reasons({ sharing: { rule: 'members', networks: ['euromed'], members: [] } })).toEqual(['member-missing'])
    expect(reasons({ sharing: { rule: 'network', networks: ['euromed'], members: ['fra'] } })).toEqual(['network-names-no-member'])
    expect(reasons({ only_unit: 'drugs' })).toEqual(['unit-and-sharing'])
    expect(reasons({ expires_on: '2026-03-01' })).toEqual(['in-the-past'])
    expect(reasons({ expires_on: '2027-02-30' })).toEqual(['no-such-day'])
    expect(reasons({ review_on: '2031-03-03' })).toEqual(['review-too-late'])
  })
})

describe('handling codes', () => {
  test('H1 keeps a record from evidence', () => {
    expect(isEvidential([{ code: 'H0' }, { code: 'H2' }])).toBe(true)
    expect(isEvidential([{ code: 'H2' }, { code: 'H1' }])).toBe(false)
  })
  test('H3 needs its words, a code stands once', () => {
    expect(handlingFaults([{ code: 'H3' }])).toEqual([{ path: '/handling/0/words', reason: 'words-missing' }])
    expect(handlingFaults([{ code: 'H1' }, { code: 'H1' }])).toEqual([{ path: '/handling', reason: 'code-repeated' }])
    expect(handlingFaults([{ code: 'H1' }, { code: 'H3', words: 'ask first' }])).toEqual([])
  })
  test('an answer carries the codes of all its hits', () => {
    expect(handlingOfAll([[{ code: 'H3', words: 'a' }], [{ code: 'H1' }, { code: 'H3', words: 'b' }], [{ code: 'H1' }]])).toEqual([
      { code: 'H1' },
      { code: 'H3', words: 'a · b' },
    ])
  })
})
