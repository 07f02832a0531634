/** A record in one line: by what people know it. */
import { type Content, kindOf, type Subject, wholeName } from './kinds.ts'

export function titleOf(subject: Subject): string {
  const { person, document, vehicle, firearm, identifier } = subject
  if (person) return wholeName(person.names.find(({ kind }) => kind === 'main') ?? person.names[0]!)
  if (document) return document.number
  if (vehicle) return vehicle.plate ?? vehicle.vin ?? ''
  if (firearm) return firearm.serial
  return identifier?.value ?? ''
}

/** Codes and figures beside the title; the page that shows them has the words. */
export function detailOf(subject: Subject): string {
  const { person, document, vehicle, firearm, identifier } = subject
  const parts = person
    ? [person.birth_date, person.sex, ...(person.nationalities ?? [])]
    : document
      ? [document.issuer, document.type, document.document_status]
      : vehicle
        ? [vehicle.country, vehicle.make, vehicle.model, vehicle.colour]
        : firearm
          ? [firearm.category, firearm.make, firearm.model, firearm.calibre]
          : [identifier?.kind, identifier?.country]
  return parts.filter((part) => part !== undefined).join(' · ')
}

/** One row of an export, in the order of `EXPORT_COLUMNS` of its kind. */
export function exportCells(
  content: Content,
  row: { reference: string; classification: string; sharing: string; review_on: string; expires_on: string; status: string },
): string[] {
  const { remarks, subject } = content
  const codes = remarks.handling.map(({ code }) => code).join(' ')
  const h3 = remarks.handling.find(({ code }) => code === 'H3')?.words ?? ''
  return [
    row.reference,
    ...subjectCells(subject),
    remarks.reason.text,
    remarks.action_to_take.code,
    remarks.action_to_take.words ?? '',
    remarks.crime_area ?? '',
    codes,
    h3,
    `${remarks.evaluation.source}${remarks.evaluation.information}`,
    row.classification,
    row.sharing,
    row.status,
    row.review_on,
    row.expires_on,
    remarks.contact ?? '',
  ]
}

const REMARK_COLUMNS = [
  'reason',
  'action_to_take',
  'action_words',
  'crime_area',
  'handling',
  'handling_words',
  'evaluation',
  'classification',
  'sharing',
  'status of record',
  'review_on',
  'expires_on',
  'contact',
]

/** The heading of an export; its names are those that an import understands. */
export const EXPORT_COLUMNS = {
  person: [
    'reference',
    'family_name',
    'given_name',
    'full_name',
    'alias',
    'birth_date',
    'sex',
    'nationality',
    'birth_place',
    'birth_country',
    'document_number',
    'document_issuer',
    'document_type',
    'description',
    ...REMARK_COLUMNS,
  ],
  document: ['reference', 'number', 'issuer', 'type', 'document_status', 'holder_name', 'holder_birth_date', ...REMARK_COLUMNS],
  vehicle: ['reference', 'plate', 'country', 'vin', 'make', 'model', 'colour', ...REMARK_COLUMNS],
  firearm: ['reference', 'serial', 'category', 'make', 'model', 'calibre', ...REMARK_COLUMNS],
  identifier: ['reference', 'identifier_kind', 'value', 'country', 'holder', ...REMARK_COLUMNS],
} as const

function subjectCells(subject: Subject): string[] {
  const { person, document, vehicle, firearm, identifier } = subject
  switch (kindOf(subject)) {
    case 'person': {
      const names = person!.names
      const main = names.find(({ kind }) => kind === 'main') ?? names[0]!
      const others = names.filter((name) => name !== main)
      const [first] = person!.documents ?? []
      const full = [...(main.text === undefined ? [] : [main]), ...others.filter(({ kind }) => kind !== 'alias')].map(wholeName)
      return [
        main.family ?? '',
        main.given ?? '',
        full.join('; '),
        others
          .filter(({ kind }) => kind === 'alias')
          .map(wholeName)
          .join('; '),
        person!.birth_date ?? '',
        person!.sex ?? '',
        (person!.nationalities ?? []).join('; '),
        person!.birth_place ?? '',
        person!.birth_country ?? '',
        first?.number ?? '',
        first?.issuer ?? '',
        first?.type ?? '',
        person!.description?.text ?? '',
      ]
    }
    case 'document':
      return [
        document!.number,
        document!.issuer ?? '',
        document!.type,
        document!.document_status,
        document!.holder ? wholeName(document!.holder.name) : '',
        document!.holder?.birth_date ?? '',
      ]
    case 'vehicle':
      return [vehicle!.plate, vehicle!.country, vehicle!.vin, vehicle!.make, vehicle!.model, vehicle!.colour].map((cell) => cell ?? '')
    case 'firearm':
      return [firearm!.serial, firearm!.category, firearm!.make, firearm!.model, firearm!.calibre].map((cell) => cell ?? '')
    case 'identifier':
      return [identifier!.kind, identifier!.value, identifier!.country, identifier!.holder].map((cell) => cell ?? '')
  }
}
