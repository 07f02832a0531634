// The form of a record by kind, as the node's own schemas have it (held to them by a test): subject first, then what its owner says.
import type { Schema } from '../pieces/index.ts'

export const KINDS = ['person', 'document', 'vehicle', 'firearm', 'identifier'] as const
export type Kind = (typeof KINDS)[number]

export const DOCUMENT_TYPES = [
  'passport',
  'identity-card',
  'visa',
  'residence-permit',
  'travel-document',
  'driving-licence',
  'vehicle-registration',
  'other',
]
export const DOCUMENT_STATUSES = ['stolen-blank', 'stolen', 'lost', 'invalid', 'revoked']
export const FIREARM_CATEGORIES = ['handgun', 'rifle', 'shotgun', 'automatic', 'part', 'ammunition', 'explosive', 'other']
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
]
export const ACTIONS_TO_TAKE = [
  'arrest',
  'locate',
  'identify',
  'protect',
  'return',
  'refuse-entry',
  'discreet-check',
  'inquiry-check',
  'specific-check',
  'seize',
  'inform-owner',
  'other',
]
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
]
export const CLASSIFICATIONS = ['unclassified', 'restricted', 'confidential']
export const HANDLING_CODES = ['H0', 'H1', 'H2', 'H3'] as const

const words = (maxLength: number): Schema => ({ type: 'string', maxLength })
const machine = (maxLength: number): Schema => ({ type: 'string', maxLength, 'x-machine': true })
const choice = (values: readonly string[], vocabulary?: string): Schema => ({
  type: 'string',
  enum: values,
  ...(vocabulary && { 'x-vocabulary': vocabulary }),
})
const group = (properties: Record<string, Schema>, ...required: string[]): Schema => ({ type: 'object', properties, required })
const list = (items: Schema, maxItems: number, minItems = 0): Schema => ({ type: 'array', items, maxItems, minItems })

const day: Schema = { type: 'string', format: 'date' }
/** A year, a month or a day; the page draws its field. */
const partialDay: Schema = { type: 'string', 'x-partial-date': true }
const country: Schema = { type: 'string', maxLength: 3, pattern: '^[A-Z]{1,3}$', 'x-machine': true }
const freeText = group({ text: words(2_000), language: choice(['en', 'fr', 'ar', 'es']) }, 'text', 'language')

const name = group({ kind: choice(['main', 'alias', 'birth', 'transcription']), family: words(120), given: words(120), text: words(200) })

/** What a record of each kind is about. */
export const SUBJECTS: Record<Kind, Schema> = {
  person: group(
    {
      names: list(name, 20, 1),
      birth_date: partialDay,
      sex: choice(['F', 'M', 'X'], 'sex'),
      nationalities: list(country, 5),
      birth_place: words(120),
      birth_country: country,
      documents: list(group({ number: machine(40), issuer: country, type: choice(DOCUMENT_TYPES, 'document-kind') }, 'number'), 10),
      description: freeText,
    },
    'names',
  ),
  document: group(
    {
      number: machine(40),
      issuer: country,
      type: choice(DOCUMENT_TYPES, 'document-kind'),
      document_status: choice(DOCUMENT_STATUSES, 'document-status'),
      holder: group({ name, birth_date: partialDay }, 'name'),
    },
    'number',
    'type',
    'document_status',
  ),
  vehicle: group({ plate: machine(20), country, vin: machine(20), make: words(60), model: words(60), colour: words(40) }),
  firearm: group(
    { category: choice(FIREARM_CATEGORIES), serial: machine(60), make: words(60), model: words(60), calibre: words(40) },
    'category',
    'serial',
  ),
  identifier: group(
    { kind: choice(IDENTIFIER_KINDS, 'identifier-kind'), value: machine(2_000), country, holder: words(200) },
    'kind',
    'value',
  ),
}

/** What the owner says of it. */
export const REMARKS: Record<string, Schema> = {
  reason: freeText,
  action_to_take: group({ code: choice(ACTIONS_TO_TAKE, 'action-to-take'), words: words(1_000) }, 'code'),
  crime_area: choice(CRIME_AREAS, 'crime-area'),
  contact: words(200),
  evaluation: group(
    { source: choice(['A', 'B', 'C', 'X'], 'source-grade'), information: choice(['1', '2', '3', '4'], 'information-grade') },
    'source',
    'information',
  ),
  handling: list(group({ code: choice(HANDLING_CODES), words: words(500) }, 'code'), 4),
  classification: choice(CLASSIFICATIONS, 'classification'),
  sharing: group(
    { rule: choice(['national', 'network', 'members']), networks: list(words(32), 20), members: list(words(32), 100) },
    'rule',
    'networks',
    'members',
  ),
  review_on: day,
  expires_on: day,
}
export const REMARKS_REQUIRED = [
  'reason',
  'action_to_take',
  'evaluation',
  'handling',
  'classification',
  'sharing',
  'review_on',
  'expires_on',
]

export const REFERENCE: Schema = { type: 'string', maxLength: 64, pattern: '^[A-Za-z0-9][A-Za-z0-9./_-]{0,63}$', 'x-machine': true }

/** One flat form: the subject's fields, then the owner's. */
export const recordSchema = (kind: Kind): Schema => ({
  type: 'object',
  properties: { ...SUBJECTS[kind].properties, ...REMARKS, reference: REFERENCE },
  required: [...(SUBJECTS[kind].required ?? []), ...REMARKS_REQUIRED],
})

/** What an import states for all rows that do not say otherwise, by kind. */
export const IMPORT_DEFAULTS: Record<Kind, Record<string, Schema>> = {
  person: {},
  document: {
    issuer: country,
    document_type: choice(DOCUMENT_TYPES, 'document-kind'),
    document_status: choice(DOCUMENT_STATUSES, 'document-status'),
  },
  vehicle: { issuer: country },
  firearm: { firearm_category: choice(FIREARM_CATEGORIES) },
  identifier: { issuer: country, identifier_kind: choice(IDENTIFIER_KINDS, 'identifier-kind') },
}
