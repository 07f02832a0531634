/** The closed lists of the profession that travel as codes (docs/words.md names them in words). */

export const PURPOSES = [
  'wanted-person',
  'identification',
  'investigation',
  'alert',
  'identify-dead',
  'forensic',
  'security-check',
  'threat-analysis',
  'border-control',
] as const
export type Purpose = (typeof PURPOSES)[number]

export const CRIME_AREAS = [
  'drug-trafficking',
  'migrant-smuggling-thb',
  'cybercrime',
  'document-fraud',
  'financial-crime',
  'firearms',
  'illicit-trade',
  'environmental-crime',
  'property-crime',
  'criminal-networks',
  'child-abuse',
  'terrorism',
  'other',
] as const
export type CrimeArea = (typeof CRIME_AREAS)[number]

/** Handling codes as Europol publishes them. */
export const HANDLING_CODES = ['H0', 'H1', 'H2', 'H3'] as const
export type HandlingCode = (typeof HANDLING_CODES)[number]

/** 4×4: the source, then the information. */
export const SOURCE_GRADES = ['A', 'B', 'C', 'X'] as const
export const INFORMATION_GRADES = ['1', '2', '3', '4'] as const

/** Reply classes of Directive (EU) 2023/977, article 5; the clock starts at the receipt. */
export const REPLY_CLASSES = ['urgent-direct', 'urgent-indirect', 'other'] as const
export type ReplyClass = (typeof REPLY_CLASSES)[number]
const HOUR_MS = 3_600_000
export const REPLY_LIMIT_MS: Record<ReplyClass, number> = {
  'urgent-direct': 8 * HOUR_MS,
  'urgent-indirect': 72 * HOUR_MS,
  other: 168 * HOUR_MS,
}

/** Grounds for refusing or deferring an answer (Directive (EU) 2023/977, article 6, and the originator's right). */
export const REFUSAL_GROUNDS = [
  'national-security',
  'harm-to-investigation',
  'disproportionate',
  'unavailable',
  'offence-threshold',
  'originator-right',
] as const
export type RefusalGround = (typeof REFUSAL_GROUNDS)[number]

/** Classification, lowest first; its index is the clearance that it needs. */
export const CLASSIFICATIONS = ['unclassified', 'restricted', 'confidential'] as const
export type Classification = (typeof CLASSIFICATIONS)[number]

export const LANGUAGES = ['en', 'fr', 'ar', 'es'] as const
export type Language = (typeof LANGUAGES)[number]

export const ROLES = ['front-line', 'desk', 'analyst', 'supervisor', 'data-protection', 'administrator'] as const
export type Role = (typeof ROLES)[number]

/** Identifiers other than of documents, vehicles and firearms. */
export const IDENTIFIER_KINDS = [
  'telephone',
  'email',
  'handle',
  'domain',
  'url',
  'ip',
  'bank-account',
  'crypto',
  'imei',
  'imo',
  'mmsi',
  'aircraft',
  'container',
] as const
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number]
