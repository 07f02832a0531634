/** What everybody at a node has to know now, whatever page is open: few, and only what changes what can be done. */
import type { Clock } from '#kernel/clock.ts'
import type { Peers } from '#kernel/peers.ts'
import { rosterState } from './rules.ts'

/** A new roster takes its governors days to sign. */
const EXPIRING_MS = 14 * 24 * 3_600_000

export const WARNINGS = [
  'roster-missing',
  'roster-expired',
  'roster-grace',
  'roster-expiring',
  'partner-suspended',
  'clock-simulated',
] as const
export type Warning = (typeof WARNINGS)[number]

/** The warnings that hold now, gravest first, each once however many networks raise it. */
export function warningsOf(peers: Pick<Peers, 'memberships' | 'maybeRoster'>, clock: Clock): Warning[] {
  const now = clock.now()
  const raised = new Set<Warning>(clock.simulated ? ['clock-simulated'] : [])
  for (const { network, member } of peers.memberships) {
    const roster = peers.maybeRoster(network)?.roster
    if (!roster) {
      raised.add('roster-missing')
      continue
    }
    const expires_at = new Date(roster.expires_at)
    const { state } = rosterState(expires_at, now)
    if (state !== 'valid') raised.add(`roster-${state}`)
    else if (expires_at.getTime() - now.getTime() < EXPIRING_MS) raised.add('roster-expiring')
    if (roster.members.some(({ id, status }) => status === 'suspended' && id !== member)) raised.add('partner-suspended')
  }
  return WARNINGS.filter((code) => raised.has(code))
}
