/** The closed lists of steering regional cooperation that travel as codes. */

/** Bodies that meet, decide or work together; each is a forum here. */
export const FORUM_KINDS = ['strategic-forum', 'directors-meeting', 'thematic-group', 'working-group'] as const
export type ForumKind = (typeof FORUM_KINDS)[number]

/** Who sees a board, from the one who answers for a policy to the one who does the work. */
export const LEVELS = ['political', 'strategic', 'technical'] as const
export type Level = (typeof LEVELS)[number]

/** What an operational action is (EMPACT). */
export const ACTION_TYPES = [
  'joint-action-day',
  'investigation',
  'training',
  'prevention',
  'awareness-campaign',
  'intelligence',
  'cooperation',
  'other',
] as const
export const ACTION_STATES = ['planned', 'active', 'delayed', 'done', 'dropped'] as const

/** As results of a team: what was reached, and what it is counted in. */
export const RESULT_CATEGORIES = ['arrest', 'victim', 'drugs', 'cash', 'firearm', 'document', 'vehicle', 'goods', 'case'] as const
export const RESULT_UNITS = ['person', 'kg', 'piece', 'EUR', 'MAD', 'XOF', 'case'] as const
export const CURRENCIES = ['EUR', 'MAD', 'XOF', 'TND', 'DZD', 'USD'] as const

/** Rated from 0 to 4; what a rating is of, in CIRAM's words. */
export const COMPONENTS = ['magnitude', 'likelihood', 'vulnerability', 'impact'] as const
export const RATINGS = ['0', '1', '2', '3', '4'] as const

/** What a body of police cooperation does (for the review of overlaps). */
export const FUNCTIONS = [
  'information-exchange',
  'databases',
  'analysis',
  'operational-coordination',
  'joint-teams',
  'training',
  'standards',
  'strategy',
  'forensic-support',
  'border-management',
  'legal-assistance',
] as const
export const REGIONS = [
  'western-mediterranean',
  'eastern-mediterranean',
  'west-africa',
  'north-africa',
  'europe',
  'middle-east',
  'americas',
  'asia',
  'world',
] as const
