// Whom or what a request is about: its fields, how it is shown, and how a checked subject becomes one.
import { NativeSelect, SegmentedControl, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useTerm } from '../language/term.ts'
import countries from '../pieces/country-codes.ts'
import { CountryName, countryName, DateField, Day, Facts, Mono, PersonName } from '../pieces/index.ts'
import style from './exchange.module.css'
import { LineField } from './fields.tsx'
import { SUBJECT_KINDS, type Subject, type SubjectKind } from './types.ts'

/** What is being typed, of all kinds at once, so that changing the kind loses nothing. */
export type SubjectDraft = { kind: SubjectKind } & Partial<Record<Field, string>>
type Field =
  | 'full_name'
  | 'family_name'
  | 'given_names'
  | 'birth_date'
  | 'birth_place'
  | 'sex'
  | 'nationality'
  | 'document_number'
  | 'document_issuer'
  | 'document'
  | 'number'
  | 'issuer'
  | 'mrz'
  | 'plate'
  | 'plate_country'
  | 'vin'
  | 'make'
  | 'model'
  | 'colour'
  | 'serial'
  | 'category'
  | 'calibre'
  | 'scheme'
  | 'value'
  | 'description'

const FIELDS: Record<SubjectKind, readonly Field[]> = {
  person: [
    'full_name',
    'family_name',
    'given_names',
    'birth_date',
    'birth_place',
    'sex',
    'nationality',
    'document_number',
    'document_issuer',
  ],
  document: ['document', 'number', 'issuer', 'mrz'],
  vehicle: ['plate', 'plate_country', 'vin', 'make', 'model', 'colour'],
  firearm: ['serial', 'category', 'make', 'model', 'calibre'],
  identifier: ['scheme', 'value'],
  other: ['description'],
}
const NEEDED: Partial<Record<SubjectKind, readonly Field[]>> = { document: ['number'], identifier: ['value'], other: ['description'] }
const LONGEST: Partial<Record<Field, number>> = {
  full_name: 300,
  document_number: 50,
  number: 50,
  plate: 30,
  vin: 30,
  make: 80,
  model: 80,
  colour: 40,
  serial: 60,
  category: 60,
  calibre: 40,
  value: 500,
  description: 2_000,
}
const COUNTRIES: readonly Field[] = ['nationality', 'document_issuer', 'issuer', 'plate_country']
const MACHINE: readonly Field[] = ['document_number', 'number', 'mrz', 'plate', 'vin', 'serial', 'calibre', 'value']
const DOCUMENTS = ['passport', 'identity-card', 'residence-permit', 'visa', 'driving-licence', 'vehicle-papers', 'other'] as const
type Scheme = Extract<Subject, { kind: 'identifier' }>['scheme']
const SCHEMES = [
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
  'other',
] as const satisfies readonly Scheme[]

/** The subject as it travels: only the fields of its kind that say something. */
export function subjectOf(draft: SubjectDraft): Subject {
  const filled = FIELDS[draft.kind].flatMap((field) => {
    const value = draft[field]?.trim()
    return value ? [[field, value] as const] : []
  })
  const given = Object.fromEntries(filled)
  if (draft.kind === 'document') given.document ??= 'passport'
  if (given.mrz) given.mrz = mrzOf(given.mrz)
  if (draft.kind === 'identifier') given.scheme ??= 'telephone'
  return { kind: draft.kind, ...given } as Subject
}

const MRZ = /^[A-Z0-9<]{30,44}(\n[A-Z0-9<]{30,44}){1,2}$/
/** The lines of a machine-readable zone as they are printed: capitals, no spaces. */
const mrzOf = (text: string) =>
  text
    .toUpperCase()
    .replace(/[^\S\n]/g, '')
    .trim()

/** The fields of its kind that are needed and say nothing, or are wrong; for a person or thing at least one field. */
export function subjectFaults(draft: SubjectDraft): Field[] {
  if (draft.kind === 'document' && draft.mrz?.trim() && !MRZ.test(mrzOf(draft.mrz))) return ['mrz']
  const needed = NEEDED[draft.kind] ?? []
  if (needed.length > 0) return needed.filter((field) => !draft[field]?.trim())
  return FIELDS[draft.kind].some((field) => draft[field]?.trim()) ? [] : [FIELDS[draft.kind][0]!]
}

export const draftOf = (subject: Subject): SubjectDraft => ({ ...subject }) as SubjectDraft

export function SubjectFields({
  value,
  onChange,
  faults,
}: {
  value: SubjectDraft
  onChange: (value: SubjectDraft) => void
  faults: readonly string[]
}) {
  const { t } = useTranslation('exchange')
  const { t: shell } = useTranslation()
  const set = (field: Field) => (text: string | undefined) => onChange({ ...value, [field]: text ?? '' })
  return (
    <div className={style.form}>
      <SegmentedControl
        className={style.kinds!}
        aria-label={t('subject.kind')}
        value={value.kind}
        onChange={(kind) => onChange({ ...value, kind: kind as SubjectKind })}
        data={SUBJECT_KINDS.map((kind) => ({ value: kind, label: t(`subject-kind.${kind}`) }))}
      />
      <div className={style.fields}>
        {FIELDS[value.kind].map((field) => {
          const label = t(`subject.${field}`)
          const error = faults.includes(field) ? shell('fault.required') : undefined
          if (field === 'mrz')
            return (
              <Textarea
                key={field}
                label={label}
                description={t('subject.mrz_hint')}
                dir="ltr"
                autosize
                minRows={2}
                maxLength={200}
                spellCheck={false}
                styles={{ input: { fontFamily: 'var(--mono)' } }}
                value={value.mrz ?? ''}
                error={faults.includes(field) ? shell('fault.pattern') : undefined}
                onChange={(event) => onChange({ ...value, mrz: event.currentTarget.value })}
              />
            )
          if (field === 'birth_date') return <DateField key={field} label={label} partial value={value[field]} onChange={set(field)} />
          if (COUNTRIES.includes(field)) return <CountryField key={field} label={label} value={value[field]} onChange={set(field)} />
          if (field === 'sex')
            return <ChoiceField key={field} label={label} list="sex" values={['F', 'M', 'X']} value={value.sex} onChange={set('sex')} />
          if (field === 'document')
            return (
              <ChoiceField
                key={field}
                label={label}
                list="document"
                values={DOCUMENTS}
                value={value.document ?? 'passport'}
                onChange={set('document')}
              />
            )
          if (field === 'scheme')
            return (
              <ChoiceField
                key={field}
                label={label}
                list="scheme"
                values={SCHEMES}
                value={value.scheme ?? 'telephone'}
                onChange={set('scheme')}
              />
            )
          return (
            <LineField
              key={field}
              label={label}
              value={value[field]}
              onChange={set(field)}
              max={LONGEST[field] ?? 200}
              machine={MACHINE.includes(field)}
              required={NEEDED[value.kind]?.includes(field) ?? false}
              error={error}
            />
          )
        })}
      </div>
    </div>
  )
}

function ChoiceField({
  label,
  list,
  values,
  value,
  onChange,
}: {
  label: string
  list: 'sex' | 'document' | 'scheme'
  values: readonly string[]
  value: string | undefined
  onChange: (value: string) => void
}) {
  const { t } = useTranslation('exchange')
  const { t: shell } = useTranslation()
  const { term } = useTerm()
  const word = (code: string) => (list === 'sex' ? term('sex', code) : t(`${list}.${code}`))
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        ...(list === 'sex' ? [{ value: '', label: shell('form.choose') }] : []),
        ...values.map((code) => ({ value: code, label: word(code) })),
      ]}
    />
  )
}

function CountryField({ label, value, onChange }: { label: string; value: string | undefined; onChange: (value: string) => void }) {
  const { t } = useTranslation()
  const known = Object.keys(countries)
    .map((code) => ({ value: code, label: countryName(code) }))
    .sort((a, b) => a.label.localeCompare(b.label))
  const other = value && !countries[value] ? [{ value, label: value }] : []
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: t('form.choose') }, ...other, ...known]}
    />
  )
}

const NAMES: readonly string[] = ['full_name', 'family_name', 'given_names']

/** A subject with its fields under each other. */
export function SubjectFacts({ subject }: { subject: Subject }) {
  const { t } = useTranslation('exchange')
  const { term } = useTerm()
  const draft = draftOf(subject)
  const shown = (field: Field, value: string) => {
    if (NAMES.includes(field)) return <PersonName name={value} strong={field === 'full_name'} />
    if (COUNTRIES.includes(field)) return <CountryName code={value} />
    if (field === 'birth_date') return <Day day={value} />
    if (field === 'sex') return term('sex', value)
    if (field === 'document' || field === 'scheme') return t(`${field}.${value}`, { defaultValue: value })
    if (MACHINE.includes(field))
      return (
        <Mono breaks={field !== 'mrz'} lines={field === 'mrz'}>
          {value}
        </Mono>
      )
    return <bdi dir="auto">{value}</bdi>
  }
  return (
    <Facts
      items={[
        [t('subject.kind'), t(`subject-kind.${subject.kind}`)],
        ...FIELDS[subject.kind].flatMap((field) => {
          const value = draft[field]
          return value ? [[t(`subject.${field}`), shown(field, value)] as const] : []
        }),
      ]}
    />
  )
}

type Checked = Output<'checks.read-one'>['subjects'][number]
const DOCUMENT_OF: Record<string, string> = { 'vehicle-registration': 'vehicle-papers', 'travel-document': 'other' }
const country = (code: string | undefined) => (code && /^[A-Z]{3}$/.test(code) ? code : '')

/** What was checked, as the subject of a request. */
export function draftOfChecked({ person, document, vehicle, firearm, identifier }: Checked): SubjectDraft {
  if (person) {
    const [name] = person.names
    return {
      kind: 'person',
      full_name: name?.text ?? '',
      family_name: name?.family ?? '',
      given_names: name?.given ?? '',
      birth_date: person.birth_date ?? '',
      sex: person.sex ?? '',
      nationality: country(person.nationality),
    }
  }
  if (document) {
    const type = document.type ?? 'passport'
    return { kind: 'document', document: DOCUMENT_OF[type] ?? type, number: document.number, issuer: country(document.issuer) }
  }
  if (vehicle) return { kind: 'vehicle', plate: vehicle.plate ?? '', plate_country: country(vehicle.country), vin: vehicle.vin ?? '' }
  if (firearm)
    return { kind: 'firearm', serial: firearm.serial, make: firearm.make ?? '', model: firearm.model ?? '', calibre: firearm.calibre ?? '' }
  if (identifier) return { kind: 'identifier', scheme: identifier.kind, value: identifier.value }
  return { kind: 'person' }
}
