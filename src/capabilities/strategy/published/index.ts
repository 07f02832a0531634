/** Published strategies and commitments as content, each with its source and date. */
export {
  ALGECIRAS_2015,
  ALGECIRAS_COMMITMENTS,
  ALGECIRAS_SIGNATORIES,
  ALGECIRAS_SPEAKERS,
  type Commitment,
} from './algeciras-2015.ts'
export type { Entry, PublishedText, Words } from './content.ts'
export {
  DIALOGUE_2017,
  DIALOGUE_OBSERVERS,
  DIALOGUE_PARTICIPANTS,
  DIALOGUE_PILLARS,
  DIALOGUE_PURPOSES,
  DIALOGUE_THREATS,
} from './dialogue-2017.ts'
export { DEPOSITARIES, type Depositary, INTERNATIONAL_INSTRUMENTS, type Instrument } from './instruments.ts'
export { NETCOP_2021, NETCOP_AIMS, NETCOP_BODIES, NETCOP_TEAMS, type NetcopTeam } from './netcop-2021.ts'
export { CORE_PRIORITIES_2017, type CorePriority, CROSS_CUTTING_2017, PREMISE_2017, STRATEGY_2017 } from './strategy-2017.ts'
export {
  COMMON_GOALS_2024,
  type CommonGoal,
  INSTRUMENTS_2024,
  PRIORITIES_2024,
  type Priority,
  type Proposal,
  SERVES_2024,
  STRATEGY_2024,
  WAY_FORWARD_2024,
} from './strategy-2024.ts'
