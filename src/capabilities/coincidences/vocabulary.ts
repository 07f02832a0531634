/** The closed lists of this capability that travel as codes. */

/**
 * What is compared. Kinds with few values (numbers of ships, aircraft, containers; worn serials) are not offered: who may ask ten thousand
 * a day would have gone through them in weeks.
 */
export const KINDS = ['document', 'plate', 'vin', 'telephone', 'bank-account', 'crypto', 'imei', 'email', 'handle', 'person'] as const
export type Kind = (typeof KINDS)[number]

/** Whether a matter is compared, and what a partner that holds the same is told: nothing, whom to call, or of what the matter is. */
export const RULES = ['apart', 'contact', 'told'] as const
export type Rule = (typeof RULES)[number]

/** What came of a coincidence when people had spoken. */
export const OUTCOMES = ['no-relation', 'same-matter', 'cooperating', 'ours-leads', 'theirs-leads'] as const
export type Outcome = (typeof OUTCOMES)[number]
