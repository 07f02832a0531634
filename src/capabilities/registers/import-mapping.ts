/** From a row of a country's own file to a record: which column is what, and what is wrong with a row. */
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { foldName } from '#lib/names/index.ts'
import { DELIMITERS, guessFields, isDay, isoDate, maybeCountry, maybeDocumentType, maybeSex } from '#lib/tables/index.ts'
import { CLASSIFICATIONS, CRIME_AREAS, type HANDLING_CODES } from '#wire/vocabulary.ts'
import {
  ACTIONS_TO_TAKE,
  type Content,
  closed,
  Day,
  DOCUMENT_STATUSES,
  DOCUMENT_TYPES,
  FIREARM_CATEGORIES,
  IDENTIFIER_KINDS,
  Id,
  Issuer,
  type Kind,
  type Name,
  oneOf,
  Remarks,
  Sharing,
  Subject,
} from './kinds.ts'
import { subjectFaults } from './look-up-keys.ts'
import { dayOf, daysAfter, handlingFaults, LONGEST_REVIEW_DAYS } from './rules.ts'

/** What a column may be, by kind; `full_name`, `alias` and `nationality` may stand for several columns. */
export const COLUMN_FIELDS = {
  person: [
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
  ],
  document: ['number', 'issuer', 'type', 'document_status', 'holder_name', 'holder_birth_date'],
  vehicle: ['plate', 'country', 'vin', 'make', 'model', 'colour'],
  firearm: ['serial', 'category', 'make', 'model', 'calibre'],
  identifier: ['identifier_kind', 'value', 'country', 'holder'],
} as const satisfies Record<Kind, readonly string[]>
export const COMMON_FIELDS = [
  'reference',
  'reason',
  'action_to_take',
  'action_words',
  'handling',
  'handling_words',
  'crime_area',
  'contact',
  'review_on',
  'expires_on',
] as const
export type ColumnField = (typeof COLUMN_FIELDS)[Kind][number] | (typeof COMMON_FIELDS)[number]

const ALL_FIELDS = [...new Set([...Object.values(COLUMN_FIELDS).flat(), ...COMMON_FIELDS])] as ColumnField[]
/** Fields that several columns may feed. */
const REPEATABLE: readonly ColumnField[] = ['full_name', 'alias', 'nationality']

export const MAX_COLUMNS = 100

export const Mapping = closed({
  delimiter: oneOf(DELIMITERS),
  has_header: Type.Boolean(),
  /** How dates other than ISO ones are written. */
  date_order: oneOf(['day-first', 'month-first'] as const),
  columns: Type.Array(closed({ column: Type.Integer({ minimum: 0, maximum: MAX_COLUMNS - 1 }), field: oneOf(ALL_FIELDS) }), {
    minItems: 1,
    maxItems: MAX_COLUMNS,
  }),
})
export type Mapping = Static<typeof Mapping>

/** What holds for every row that does not say otherwise. */
export const Defaults = closed({
  /** References are made of it and the line where the file has none. */
  reference_prefix: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9./_-]{1,40}$' })),
  ...Remarks.properties,
  classification: oneOf(CLASSIFICATIONS),
  sharing: Sharing,
  only_unit: Type.Optional(Id),
  review_on: Day,
  expires_on: Day,
  issuer: Type.Optional(Issuer),
  document_type: Type.Optional(oneOf(DOCUMENT_TYPES)),
  document_status: Type.Optional(oneOf(DOCUMENT_STATUSES)),
  firearm_category: Type.Optional(oneOf(FIREARM_CATEGORIES)),
  identifier_kind: Type.Optional(oneOf(IDENTIFIER_KINDS)),
})
export type Defaults = Static<typeof Defaults>

export interface Fault {
  readonly field: string
  readonly reason: string
}

export interface MappedRow {
  readonly reference: string
  readonly content: Content
  readonly review_on: string
  readonly expires_on: string
}

export const REFERENCE_PATTERN = '^[A-Za-z0-9][A-Za-z0-9./_-]{0,63}$'
const REFERENCE = new RegExp(REFERENCE_PATTERN)
const subjectCheck = Compile(Subject)
const remarksCheck = Compile(Remarks)

/** Faults of a mapping for a kind; none when every column exists once and what the kind needs is there. */
export function mappingFaults(kind: Kind, { columns }: Mapping, width: number): { path: string; reason: string }[] {
  const allowed: readonly string[] = [...COLUMN_FIELDS[kind], ...COMMON_FIELDS]
  return columns.flatMap(({ column, field }, i) => {
    const path = `/mapping/columns/${i}`
    if (column >= width) return [{ path: `${path}/column`, reason: 'no-such-column' }]
    if (!allowed.includes(field)) return [{ path: `${path}/field`, reason: 'not-of-this-kind' }]
    const before = columns.slice(0, i)
    if (before.some((other) => other.column === column)) return [{ path: `${path}/column`, reason: 'column-repeated' }]
    if (!REPEATABLE.includes(field) && before.some((other) => other.field === field))
      return [{ path: `${path}/field`, reason: 'field-repeated' }]
    return []
  })
}

/** Turns one row into a record, or says every fault that it has. */
export function mapRow(
  kind: Kind,
  row: readonly string[],
  line: number,
  { mapping, defaults, prefix, now }: { mapping: Mapping; defaults: Defaults; prefix: string; now: Date },
): { ok: true; mapped: MappedRow } | { ok: false; faults: Fault[] } {
  const cells = cellsOf(row, mapping)
  const faults: Fault[] = []
  const read = reader(cells, mapping, faults)
  const subject = SUBJECT_OF[kind](read, defaults)
  const remarks = remarksOf(read, defaults)
  const reference = read.text('reference') ?? `${defaults.reference_prefix ?? prefix}-${line}`
  const review_on = read.date('review_on') ?? defaults.review_on
  const expires_on = read.date('expires_on') ?? defaults.expires_on
  if (!REFERENCE.test(reference)) faults.push({ field: 'reference', reason: 'bad-form' })
  const today = dayOf(now)
  for (const [field, day] of [
    ['review_on', review_on],
    ['expires_on', expires_on],
  ] as const) {
    if (!isDay(day)) faults.push({ field, reason: 'not-a-date' })
    else if (day < today) faults.push({ field, reason: 'in-the-past' })
    else if (field === 'review_on' && day > daysAfter(now, LONGEST_REVIEW_DAYS)) faults.push({ field, reason: 'review-too-late' })
  }
  faults.push(...contentFaults(subject, remarks).filter(({ field }) => !faults.some((known) => known.field === field)))
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, mapped: { reference, content: { subject, remarks }, review_on, expires_on } }
}

/** Faults of a content as such, whatever brought it here. */
export function contentFaults(subject: Subject, remarks: Remarks): Fault[] {
  const found = [
    ...subjectCheck.Errors(subject).map(shapeFault),
    ...remarksCheck.Errors(remarks).map(shapeFault),
    ...handlingFaults(remarks.handling).map(({ path, reason }) => ({ field: lastOf(path), reason })),
  ]
  const shape = found.length === 0 ? subjectFaults(subject).map(({ path, reason }) => ({ field: lastOf(path), reason })) : []
  const names = (subject.person?.names ?? []).flatMap((name) => {
    const read = foldName(name.text ?? `${name.given ?? ''} ${name.family ?? ''}`)
    return read.ok ? [] : [{ field: 'names', reason: 'name-unreadable' }]
  })
  const seen = new Set<string>()
  return [...found, ...shape, ...names].filter(({ field }) => !seen.has(field) && seen.add(field)).slice(0, 10)
}

const SHAPE_REASONS: Record<string, string> = {
  minLength: 'missing',
  maxLength: 'too-long',
  maxItems: 'too-many',
  minItems: 'missing',
  required: 'missing',
  anyOf: 'missing',
  enum: 'unknown-code',
  pattern: 'bad-form',
}

function shapeFault({ keyword, instancePath, params }: { keyword: string; instancePath: string; params: object }): Fault {
  const required =
    'requiredProperties' in params && Array.isArray(params.requiredProperties) ? String(params.requiredProperties[0]) : undefined
  return { field: required ?? lastOf(instancePath), reason: SHAPE_REASONS[keyword] ?? 'bad-form' }
}

/** The last step of a pointer that has a name. */
const lastOf = (path: string) =>
  path
    .split('/')
    .filter((step) => step !== '' && !/^\d+$/.test(step))
    .at(-1) ?? 'row'

type Cells = ReadonlyMap<ColumnField, readonly string[]>

function cellsOf(row: readonly string[], { columns }: Mapping): Cells {
  const cells = new Map<ColumnField, string[]>()
  for (const { column, field } of columns) {
    const text = plainCell(row[column] ?? '')
    if (text === '') continue
    const before = cells.get(field)
    if (before === undefined) cells.set(field, [text])
    else before.push(text)
  }
  return cells
}

/** Spreadsheets are kept from reading a cell as a formula by an apostrophe, which is not part of the value. */
const plainCell = (cell: string) => cell.trim().replace(/^'(?='*[=+\-@])/, '')

interface CellReader {
  text(field: ColumnField): string | undefined
  many(field: ColumnField): string[]
  date(field: ColumnField): string | undefined
  partialDate(field: ColumnField): string | undefined
  code<T extends string>(field: ColumnField, codes: readonly T[], inWords?: (typed: string) => T | undefined): T | undefined
  country(field: ColumnField): string | undefined
  countries(field: ColumnField): string[]
}

function reader(cells: Cells, { date_order }: Mapping, faults: Fault[]): CellReader {
  const text = (field: ColumnField) => cells.get(field)?.[0]
  const many = (field: ColumnField) =>
    (cells.get(field) ?? [])
      .flatMap((cell) => cell.split(';'))
      .map((part) => part.trim())
      .filter((part) => part !== '')
  const wrong = (field: ColumnField, reason: string) => {
    faults.push({ field, reason })
    return undefined
  }
  const partialDate = (field: ColumnField) => {
    const typed = text(field)
    return typed === undefined ? undefined : (isoDate(typed, date_order) ?? wrong(field, 'not-a-date'))
  }
  const countryOf = (field: ColumnField, typed: string) => maybeCountry(typed) ?? wrong(field, 'unknown-country')
  return {
    text,
    many,
    partialDate,
    date(field) {
      const day = partialDate(field)
      return day === undefined || day.length === 10 ? day : wrong(field, 'not-a-date')
    },
    code(field, codes, inWords = () => undefined) {
      const typed = text(field)
      if (typed === undefined) return undefined
      const plain = typed.toLowerCase().replace(/[\s_]+/g, '-')
      return codes.find((code) => code.toLowerCase() === plain) ?? inWords(typed) ?? wrong(field, 'unknown-code')
    },
    country(field) {
      const typed = text(field)
      return typed === undefined ? undefined : countryOf(field, typed)
    },
    countries: (field) => many(field).flatMap((typed) => countryOf(field, typed) ?? []),
  }
}

/** Leaves out what is empty; the check of the shape says what is missing. */
const filled = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T

const SUBJECT_OF: Record<Kind, (read: CellReader, defaults: Defaults) => Subject> = {
  person: (read) => {
    const names: Name[] = []
    const [family, given] = [read.text('family_name'), read.text('given_name')]
    const full = read.many('full_name')
    if (family !== undefined || given !== undefined) names.push(filled({ kind: 'main' as const, family, given }) as Name)
    for (const text of full) names.push({ kind: names.length === 0 ? 'main' : 'transcription', text })
    for (const text of read.many('alias')) names.push({ kind: 'alias', text })
    const number = read.text('document_number')
    const [issuer, type] = [read.country('document_issuer'), read.code('document_type', DOCUMENT_TYPES, maybeDocumentType)]
    const nationalities = read.countries('nationality')
    const description = read.text('description')
    return {
      person: filled({
        names,
        birth_date: read.partialDate('birth_date'),
        sex: read.code('sex', ['F', 'M', 'X'] as const, maybeSex),
        nationalities: nationalities.length > 0 ? nationalities : undefined,
        birth_place: read.text('birth_place'),
        birth_country: read.country('birth_country'),
        documents: number === undefined ? undefined : [filled({ number, issuer, type })],
        description: description === undefined ? undefined : { text: description, language: 'en' as const },
      }),
    } as Subject
  },
  document: (read, defaults) => {
    const holder = read.text('holder_name')
    return {
      document: filled({
        number: read.text('number'),
        issuer: read.country('issuer') ?? defaults.issuer,
        type: read.code('type', DOCUMENT_TYPES, maybeDocumentType) ?? defaults.document_type,
        document_status: read.code('document_status', DOCUMENT_STATUSES) ?? defaults.document_status,
        holder: holder === undefined ? undefined : filled({ name: { text: holder }, birth_date: read.partialDate('holder_birth_date') }),
      }),
    } as Subject
  },
  vehicle: (read, defaults) => ({
    vehicle: filled({
      plate: read.text('plate'),
      country: read.country('country') ?? defaults.issuer,
      vin: read.text('vin'),
      make: read.text('make'),
      model: read.text('model'),
      colour: read.text('colour'),
    }),
  }),
  firearm: (read, defaults) =>
    ({
      firearm: filled({
        category: read.code('category', FIREARM_CATEGORIES) ?? defaults.firearm_category,
        serial: read.text('serial'),
        make: read.text('make'),
        model: read.text('model'),
        calibre: read.text('calibre'),
      }),
    }) as Subject,
  identifier: (read, defaults) =>
    ({
      identifier: filled({
        kind: read.code('identifier_kind', IDENTIFIER_KINDS) ?? defaults.identifier_kind,
        value: read.text('value'),
        country: read.country('country') ?? defaults.issuer,
        holder: read.text('holder'),
      }),
    }) as Subject,
}

function remarksOf(read: CellReader, defaults: Defaults): Remarks {
  const reason = read.text('reason')
  const code = read.code('action_to_take', ACTIONS_TO_TAKE)
  const action_words = read.text('action_words')
  const codes = read
    .text('handling')
    ?.toUpperCase()
    .split(/[\s,;/]+/)
  const h3 = read.text('handling_words')
  const handling = codes?.map((one) =>
    one === 'H3' && h3 !== undefined ? { code: one, words: h3 } : { code: one as (typeof HANDLING_CODES)[number] },
  )
  return filled({
    reason: reason === undefined ? defaults.reason : { text: reason, language: defaults.reason.language },
    crime_area: read.code('crime_area', CRIME_AREAS) ?? defaults.crime_area,
    action_to_take: filled({
      code: code ?? defaults.action_to_take.code,
      words: action_words ?? (code === undefined ? defaults.action_to_take.words : undefined),
    }),
    evaluation: defaults.evaluation,
    handling: handling ?? defaults.handling,
    contact: read.text('contact') ?? defaults.contact,
  }) as Remarks
}

/** Headings that people write, by field, in the languages of the network. */
const HEADINGS: Partial<Record<ColumnField, readonly string[]>> = {
  family_name: ['surname', 'last name', 'lastname', 'nom', 'nom de famille', 'apellido', 'apellidos', 'cognome', 'اللقب', 'الاسم العائلي'],
  given_name: ['first name', 'firstname', 'forename', 'prenom', 'nombre', 'nombres', 'given names', 'الاسم', 'الاسم الشخصي'],
  full_name: ['name', 'fullname', 'nom complet', 'nombre completo', 'الاسم الكامل'],
  alias: ['aka', 'aliases', 'also known as', 'الاسم المستعار'],
  birth_date: ['dob', 'date of birth', 'birthdate', 'date de naissance', 'fecha de nacimiento', 'تاريخ الميلاد'],
  sex: ['gender', 'sexe', 'sexo', 'الجنس'],
  nationality: ['nationalite', 'nacionalidad', 'citizenship', 'الجنسية'],
  birth_place: ['place of birth', 'lieu de naissance', 'lugar de nacimiento', 'مكان الميلاد'],
  number: ['document number', 'numero', 'passport number', 'no', 'numero de documento', 'رقم الوثيقة'],
  document_number: ['passport number', 'passport', 'passeport', 'pasaporte', 'رقم الجواز'],
  issuer: ['issuing state', 'issuing country', 'country', 'pays', 'pais'],
  type: ['document type', 'tipo', 'kind'],
  document_status: ['status', 'statut', 'estado'],
  holder_name: ['holder', 'titulaire', 'titular'],
  plate: ['registration', 'licence plate', 'license plate', 'immatriculation', 'matricula', 'لوحة'],
  country: ['pays', 'pais', 'plate country'],
  vin: ['chassis', 'vehicle identification number'],
  make: ['brand', 'marque', 'marca', 'manufacturer'],
  model: ['modele', 'modelo'],
  colour: ['color', 'couleur'],
  serial: ['serial number', 'numero de serie'],
  calibre: ['caliber'],
  value: ['identifier', 'number'],
  identifier_kind: ['kind', 'type'],
  reference: ['ref', 'record', 'file number', 'dossier', 'expediente'],
  reason: ['motif', 'motivo', 'grounds'],
  expires_on: ['expiry', 'expires', 'valid until'],
  review_on: ['review date'],
}

/** Guesses what each column is from its heading; an officer confirms it before anything is read. */
export const suggestColumns = (kind: Kind, headings: readonly string[]): Mapping['columns'] =>
  guessFields<ColumnField>(headings.slice(0, MAX_COLUMNS), [...COLUMN_FIELDS[kind], ...COMMON_FIELDS], HEADINGS, REPEATABLE)
