import { describe, expect, test } from 'vitest'
import { utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import { entryOf } from '#lib/log/index.ts'
import {
  alarmsOf,
  firstIdAt,
  isErasable,
  partnerState,
  periodOf,
  rosterState,
  rowFinding,
  type StoredEntry,
  silenceHours,
  spellings,
} from './rules.ts'

const now = new Date('2026-03-02T08:00:00.000Z')
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
const ID = '0190a000-0000-7000-8000-000000000001'

describe('a roster', () => {
  test('that expired serves 72 hours more, and says how many are left', () => {
    expect(rosterState(ago(-1), now)).toEqual({ state: 'valid', grace_hours_left: null })
    expect(rosterState(ago(0.5), now)).toEqual({ state: 'grace', grace_hours_left: 71 })
    expect(rosterState(ago(72), now)).toEqual({ state: 'grace', grace_hours_left: 0 })
    expect(rosterState(new Date(ago(72).getTime() - 1), now)).toEqual({ state: 'expired', grace_hours_left: null })
  })
})

describe('a partner', () => {
  const link = { heard_at: ago(1), failing_since: null, restoring: false, oldest_waiting_at: null }
  test('answers, does not answer, is silent, is suspended or was never heard', () => {
    expect(partnerState('active', link, now)).toEqual({ state: 'answering', since: ago(1) })
    expect(partnerState('active', { ...link, failing_since: ago(2) }, now)).toEqual({ state: 'not-answering', since: ago(2) })
    expect(partnerState('active', { ...link, heard_at: ago(25) }, now)).toEqual({ state: 'silent', since: ago(25) })
    expect(partnerState('active', { ...link, heard_at: ago(24) }, now).state).toBe('answering')
    expect(partnerState('active', { ...link, heard_at: null, oldest_waiting_at: ago(25) }, now)).toEqual({
      state: 'silent',
      since: ago(25),
    })
    expect(partnerState('active', { ...link, heard_at: null, oldest_waiting_at: ago(2) }, now)).toEqual({
      state: 'never-heard',
      since: null,
    })
    expect(partnerState('active', undefined, now)).toEqual({ state: 'never-heard', since: null })
    expect(partnerState('suspended', { ...link, failing_since: ago(2) }, now).state).toBe('suspended')
    expect(partnerState('active', { ...link, restoring: true }, now).state).toBe('restoring')
  })

  test('is silent for whole hours', () => {
    expect(silenceHours(ago(25.9), now)).toBe(25)
    expect(silenceHours(null, now)).toBeNull()
  })
})

describe('alarms', () => {
  const quiet = { failed: 0, unknown_type: 0, oldest_unsequenced_at: null }
  const link = { heard_at: ago(1), failing_since: null, restoring: false, oldest_waiting_at: null, gap_since: null }
  test('a whole network raises none', () => {
    const network = {
      network: 'euromed',
      roster: { expires_at: ago(-1) },
      rivals: [],
      partners: [{ member: 'mar', status: 'active' as const, link }],
    }
    expect(alarmsOf([network], quiet, now)).toEqual([])
  })

  test('a rival roster, a lapsed one, a silent partner, a gap, failed mail and a log that stands still each raise one', () => {
    const network = {
      network: 'euromed',
      roster: { expires_at: ago(3) },
      rivals: [{ received_at: ago(1) }, { received_at: ago(2) }],
      partners: [
        { member: 'mar', status: 'active' as const, link: { ...link, heard_at: ago(30) } },
        { member: 'fra', status: 'active' as const, link: { ...link, gap_since: ago(4) } },
        { member: 'sen', status: 'suspended' as const, link: { ...link, failing_since: ago(4) } },
      ],
    }
    const alarms = alarmsOf([network], { failed: 2, unknown_type: 1, oldest_unsequenced_at: ago(1) }, now)
    expect(alarms.map(({ code, member }) => [code, member])).toEqual([
      ['roster-rival', null],
      ['roster-grace', null],
      ['partner-silent', 'mar'],
      ['partner-gap', 'fra'],
      ['messages-failed', null],
      ['messages-unknown', null],
      ['journal-behind', null],
    ])
    expect(alarmsOf([{ ...network, roster: undefined, rivals: [], partners: [] }], quiet, now).map(({ code }) => code)).toEqual([
      'roster-missing',
    ])
  })
})

describe('a period', () => {
  const days = { usual_days: 31, most_days: 92 }
  test('is the last month unless said', () => {
    const period = periodOf({}, now, days)!
    expect(period.to.getTime() - now.getTime()).toBe(1)
    expect((period.to.getTime() - period.from.getTime()) / 86_400_000).toBe(31)
  })
  test('that is too long, backwards or no time at all is none', () => {
    expect(periodOf({ from: '2025-01-01T00:00:00Z' }, now, days)).toBeUndefined()
    expect(periodOf({ from: '2026-03-03T00:00:00Z', to: '2026-03-02T00:00:00Z' }, now, days)).toBeUndefined()
    expect(periodOf({ from: 'yesterday' }, now, days)).toBeUndefined()
    expect(periodOf({ to: '+275760-09-13T00:00:00.000Z' }, now, days)).toBeUndefined()
  })
  test('becomes a range of ids', () => {
    expect(firstIdAt(now) < firstIdAt(new Date(now.getTime() + 1))).toBe(true)
    expect(firstIdAt(now)).toMatch(/-7000-8000-000000000000$/)
  })
})

describe('what can be erased', () => {
  test('is one thing of a case or register, never a kind of event', () => {
    expect(isErasable(`record:${ID}`)).toBe(true)
    expect(isErasable(`case:${ID}`)).toBe(true)
    for (const kept of [
      'none',
      'erased',
      'registers:esp',
      'roster:abc',
      `officer:${ID}`,
      `erasure:${ID}`,
      `session:${ID}`,
      `journal-entry:${ID}`,
      ID,
      `${ID} ${ID}`,
    ])
      expect(isErasable(kept), kept).toBe(false)
  })
  test('is found under the bare id too', () => {
    expect(spellings(`record:${ID}`)).toEqual([`record:${ID}`, ID])
    expect(spellings('registers:esp')).toEqual(['registers:esp'])
    expect(spellings(ID)).toEqual([ID])
  })
})

describe('an entry', () => {
  const said = {
    id: ID,
    at: now.toISOString(),
    outcome: 'done',
    event: 'registers.read-one',
    actor: 'officer-1',
    subject: `record:${ID}`,
    detail: { purpose: 'investigation' },
  }
  const row = utf8(canonicalJson(said as unknown as Json))
  const nonce = new Uint8Array(32).fill(7)
  const stored: StoredEntry = {
    id: ID,
    at: now,
    event: said.event,
    network: null,
    actor: 'officer-1',
    subject: said.subject,
    outcome: 'done',
    row,
    nonce,
    entry: entryOf(nonce, row),
  }

  test('is intact while row, nonce and columns say what was hashed', () => {
    expect(rowFinding(stored, false)).toBe('intact')
  })
  test('is altered when the row, the nonce or any column differs', () => {
    expect(rowFinding({ ...stored, row: utf8(canonicalJson({ ...said, actor: 'officer-2' } as unknown as Json)) }, false)).toBe('altered')
    expect(rowFinding({ ...stored, nonce: new Uint8Array(32) }, false)).toBe('altered')
    expect(rowFinding({ ...stored, nonce: new Uint8Array(3) }, false)).toBe('altered')
    for (const column of ['event', 'actor', 'subject', 'outcome', 'network'] as const)
      expect(rowFinding({ ...stored, [column]: 'other' }, false), column).toBe('altered')
    expect(rowFinding({ ...stored, at: ago(1) }, false)).toBe('altered')
  })
  test('that is gone is erased only where an erasure lists it', () => {
    expect(rowFinding({ ...stored, row: null, nonce: null }, true)).toBe('erased')
    expect(rowFinding({ ...stored, row: null, nonce: null }, false)).toBe('missing')
  })
})
