/** Names across scripts and spellings: comparing two, comparing two people, finding the best among many. */
export { compareNames, MATCH_THRESHOLD, type NameComparison, type PartReason, type Stretch } from './compare.ts'
export { packFacts, readFacts } from './facts.ts'
export { type FoldedName, foldName, MAX_NAME_LENGTH, MAX_TOKENS, type Script, type Token } from './fold.ts'
export { MOST_NAME_KEYS, nameKeys } from './keys.ts'
export { type Added, type Candidate, createNameIndex, loadNameIndex, type NameIndex, type SearchOptions } from './name-index.ts'
export { comparePeople, type DateVerdict, type PersonComparison, type PersonName, type Verdict } from './people.ts'
export type { Rule } from './similarity.ts'
