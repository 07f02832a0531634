/** The closed lists of joint work that travel as codes. */

export const SPACE_KINDS = [
  'investigation-team',
  'operational-partnership',
  'coordination-centre',
  'mixed-patrol',
  'deployment',
  'action-day',
] as const
export type SpaceKind = (typeof SPACE_KINDS)[number]

export const SPACE_STATES = [
  'proposal',
  'negotiation',
  'signed',
  'operational',
  'extended',
  'closed',
  'evaluated',
  'archived',
  'erased',
] as const
export type SpaceState = (typeof SPACE_STATES)[number]

/** What a member that leaves may keep: nothing; what it contributed; what it contributed and what was not operational. */
export const LEAVER_KEEPS = ['nothing', 'own', 'own-and-work'] as const
export type LeaverKeeps = (typeof LEAVER_KEEPS)[number]

/** What an agreement says, by name; `clause-…` for what has no name of its own. */
export const CLAUSES = [
  'parties',
  'legal-basis',
  'purpose',
  'period',
  'states-of-operation',
  'leaders',
  'members',
  'participants',
  'languages',
  'controller',
  'leaver-keeps',
] as const

export const ERASURE = 'operations.erasure'
export const ERASURE_GROUNDS = ['handed-over', 'retention', 'data-subject', 'unlawful'] as const

/** Regulation (EU) 2023/969, article 24: logs are kept three years at least. */
export const LOGS_KEPT_MS = 3 * 366 * 86_400_000
