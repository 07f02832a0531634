// Each warning is raised by its cause and by nothing else.
import { expect, test } from 'vitest'
import { movableClock } from '#kernel/clock.ts'
import type { Peers } from '#kernel/peers.ts'
import { warningsOf } from './warnings.ts'

const NOW = '2026-03-02T08:00:00.000Z'
const DAY_MS = 86_400_000
const real = { ...movableClock(new Date(NOW)), simulated: false }

function peers(expires_in_ms: number, suspended: readonly string[] = []): Pick<Peers, 'memberships' | 'maybeRoster'> {
  const expires_at = new Date(Date.parse(NOW) + expires_in_ms).toISOString()
  const members = ['esp', 'mar'].map((id) => ({ id, status: suspended.includes(id) ? 'suspended' : 'active' }))
  return {
    memberships: [{ network: 'euromed', member: 'esp', genesis_sha256: '' }],
    maybeRoster: () => ({ roster: { expires_at, members } }) as never,
  }
}

test('a valid roster, active partners and the true time warn of nothing', () => {
  expect(warningsOf(peers(100 * DAY_MS), real)).toEqual([])
  expect(warningsOf(peers(100 * DAY_MS, ['esp']), real)).toEqual([])
})

test('a roster warns before it expires, in its grace and after it', () => {
  expect(warningsOf(peers(13 * DAY_MS), real)).toEqual(['roster-expiring'])
  expect(warningsOf(peers(-1), real)).toEqual(['roster-grace'])
  expect(warningsOf(peers(-4 * DAY_MS), real)).toEqual(['roster-expired'])
  expect(warningsOf({ ...peers(0), maybeRoster: () => undefined }, real)).toEqual(['roster-missing'])
})

test('a suspended partner and a simulated clock are told, the gravest first', () => {
  const simulated = movableClock(new Date(NOW))
  expect(warningsOf(peers(DAY_MS, ['mar']), simulated)).toEqual(['roster-expiring', 'partner-suspended', 'clock-simulated'])
})
