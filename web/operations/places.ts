// Where a team stands on the line of its states.
import { SPACE_STATES } from '#capabilities/operations/vocabulary.ts'
import type { Brief, Team } from './types.ts'

type State = Brief['state']
export type Place = { state: State; standing: 'passed' | 'now' | 'skipped' | 'ahead'; at: string | undefined }

/** The end is one place: archived, or erased. */
export function placesOf({ state, begun_at, agreements, entered }: Pick<Team, 'state' | 'begun_at' | 'agreements' | 'entered'>): Place[] {
  const end: State = state === 'erased' ? 'erased' : 'archived'
  const states: readonly State[] = [...SPACE_STATES.filter((one) => one !== 'archived' && one !== 'erased'), end]
  const at = states.indexOf(state)
  const whenOf = (one: State): string | undefined => {
    if (one === 'proposal') return begun_at
    if (one === 'signed') return agreements[0]?.in_force_at
    if (one === 'extended') return extendedAt({ agreements })
    return entered.find((step) => step.state === one)?.at
  }
  return states.map((one, i) => {
    const when = whenOf(one)
    if (i === at) return { state: one, standing: 'now', at: when }
    if (i > at) return { state: one, standing: 'ahead', at: undefined }
    // between two words of the others, negotiation leaves no time of its own
    const passed = when !== undefined || one === 'negotiation'
    return { state: one, standing: passed ? 'passed' : 'skipped', at: when }
  })
}

/** When an agreement came into force that lets the team work for longer than the one before. */
function extendedAt({ agreements }: Pick<Team, 'agreements'>): string | undefined {
  const untilOf = (agreement: Team['agreements'][number] | undefined) => {
    const value = agreement?.clauses.find(({ id }) => id === 'period')?.value
    return value && 'until' in value ? value.until : ''
  }
  return agreements.find((one, i) => i > 0 && untilOf(one) > untilOf(agreements[i - 1]))?.in_force_at
}
