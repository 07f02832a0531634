/** From a row of a carrier's or an employer's file to what is asked of registers: which column is what, and what is wrong with a row. */
import Type, { type Static } from 'typebox'
// not by its door: a thread that reads one file needs none of the weights behind it
import { foldName } from '#lib/names/fold.ts'
import {
  type DateRead,
  guessFields,
  isAmbiguous,
  latinDigits,
  maybeCountry,
  maybeDocumentType,
  maybeSex,
  plainWords,
  readDate,
} from '#lib/tables/index.ts'
import { closed, oneOf, type Subject, subjectFaults } from '#wire/checks/subjects.ts'

export const FIELDS = [
  'family_name',
  'given_name',
  'full_name',
  'birth_date',
  'sex',
  'nationality',
  'document_number',
  'document_issuer',
  'document_type',
  'reference',
] as const
export type Field = (typeof FIELDS)[number]

export const MAX_COLUMNS = 100
const LONGEST_NAME = 120
const LONGEST_FULL_NAME = 200
const LONGEST_NUMBER = 40
const LONGEST_REFERENCE = 60
const OLDEST_YEAR = 1900

export const Mapping = closed({
  /** The line of the file that holds the headings; 0 where there are none. What stands above it is passed over. */
  heading_line: Type.Integer({ minimum: 0, maximum: 1_048_576 }),
  /** How dates are written that can be read two ways; `unknown` asks with the year alone. */
  date_order: oneOf(['day-first', 'month-first', 'unknown'] as const),
  /** Whether M is a man (F and M) or a woman (H and M, as in Spanish); `unknown` asks without the sex of an M. */
  sex_letters: oneOf(['f-m', 'h-m', 'unknown'] as const),
  columns: Type.Array(closed({ column: Type.Integer({ minimum: 0, maximum: MAX_COLUMNS - 1 }), field: oneOf(FIELDS) }), {
    minItems: 1,
    maxItems: MAX_COLUMNS,
  }),
})
export type Mapping = Static<typeof Mapping>

export interface Fault {
  readonly field: string
  readonly reason: string
}

/** One person on the list. */
export interface Line {
  readonly subjects: readonly Subject[]
  /** What the list itself calls the person: a seat, a staff number. */
  readonly reference?: string
}

export interface Row {
  readonly cells: readonly string[]
  readonly line: number
}

/** Headings that carriers and employers write, in the languages of the network. */
const HEADINGS: Readonly<Partial<Record<Field, readonly string[]>>> = {
  family_name: [
    'surname',
    'surnames',
    'last name',
    'lastname',
    'family name',
    'primary identifier',
    'nom',
    'nom de famille',
    'noms',
    'apellido',
    'apellidos',
    'primer apellido',
    'cognome',
    'اللقب',
    'لقب',
    'الاسم العائلي',
    'اسم العائلة',
    'النسب',
    'الكنية',
  ],
  given_name: [
    'first name',
    'firstname',
    'forename',
    'forenames',
    'given names',
    'given name s',
    'secondary identifier',
    'prénom',
    'prénoms',
    'prénom s',
    'nombre',
    'nombres',
    'nombre de pila',
    'الاسم',
    'الاسم الشخصي',
    'الاسم الأول',
  ],
  full_name: [
    'name',
    'full name',
    'fullname',
    'passenger',
    'passenger name',
    'employee',
    'employee name',
    'guest',
    'crew member',
    'nom complet',
    'nom et prénom',
    'nom et prénoms',
    'nom prénom',
    'noms et prénoms',
    'passager',
    'salarié',
    'nombre completo',
    'nombre y apellidos',
    'apellidos y nombre',
    'pasajero',
    'empleado',
    'الاسم الكامل',
    'الاسم واللقب',
    'الاسم الثلاثي',
    'اسم الراكب',
    'اسم المسافر',
    'اسم الموظف',
  ],
  birth_date: [
    'dob',
    'date of birth',
    'birth date',
    'birthdate',
    'born',
    'birthday',
    'date de naissance',
    'né le',
    'née le',
    'ddn',
    'fecha de nacimiento',
    'fecha nacimiento',
    'f nacimiento',
    'تاريخ الميلاد',
    'تاريخ الولادة',
    'تاريخ الازدياد',
  ],
  sex: ['gender', 'm f', 'title', 'sexe', 'genre', 'civilité', 'sexo', 'género', 'tratamiento', 'الجنس', 'النوع'],
  nationality: ['nationalité', 'nacionalidad', 'citizenship', 'country of citizenship', 'nat', 'الجنسية', 'جنسية'],
  document_number: [
    'passport number',
    'passport no',
    'passport',
    'document',
    'document number',
    'document no',
    'doc no',
    'travel document number',
    'id number',
    'identity number',
    'numéro de passeport',
    'n passeport',
    'no passeport',
    'passeport',
    'numéro de document',
    'n document',
    'numéro du document',
    'pièce d identité',
    'cin',
    'cni',
    'pasaporte',
    'número de pasaporte',
    'n pasaporte',
    'número de documento',
    'n documento',
    'documento',
    'dni',
    'nie',
    'رقم الجواز',
    'رقم جواز السفر',
    'جواز السفر',
    'رقم الوثيقة',
    'رقم البطاقة',
    'رقم الهوية',
  ],
  document_issuer: [
    'issuer',
    'issuing state',
    'issuing country',
    'country of issue',
    'passport country',
    'issued by',
    'pays de délivrance',
    'pays émetteur',
    'état émetteur',
    'délivré par',
    'pays d émission',
    'país de expedición',
    'país emisor',
    'estado emisor',
    'expedido por',
    'بلد الإصدار',
    'الدولة المصدرة',
    'جهة الإصدار',
  ],
  document_type: ['document type', 'doc type', 'type of document', 'type de document', 'tipo de documento', 'نوع الوثيقة'],
  reference: [
    'seat',
    'pnr',
    'booking',
    'booking reference',
    'ticket',
    'staff number',
    'employee number',
    'badge',
    'ref',
    'no',
    'id',
    'siège',
    'matricule',
    'réservation',
    'référence',
    'n',
    'asiento',
    'referencia',
    'reserva',
    'número de empleado',
    'المقعد',
    'رقم المقعد',
    'رقم الحجز',
    'المرجع',
    'الرقم',
  ],
}

/** Columns that nothing is asked about, whatever else their headings have in them: where somebody was born, until when a document is valid. */
const NOT_ASKED =
  /\b(expir\w*|valid\w*|caduc\w*|vencimiento|place|lieu|lugar|issue date|date of issue|date d (emission|delivrance)|fecha de (expedicion|emision))\b|انتهاء|صلاحيه|مكان|تاريخ (ال)?اصدار/
const asked = (heading: string) => (NOT_ASKED.test(plainWords(heading.slice(0, 200))) ? '' : heading)

const LOOKED_FOR_HEADINGS = 15

/** Guesses everything about the columns, from the headings and from what stands below them; an officer confirms it before anything is asked. */
export function guessMapping(rows: readonly Row[]): Mapping {
  const tried = rows
    .slice(0, LOOKED_FOR_HEADINGS)
    .map((row) => ({ row, found: guessFields(row.cells.slice(0, MAX_COLUMNS).map(asked), FIELDS, HEADINGS) }))
  const best = tried.reduce<(typeof tried)[number] | undefined>(
    (one, other) => (other.found.length > (one?.found.length ?? 0) ? other : one),
    undefined,
  )
  const columns = best && best.found.length > 0 ? best.found : [{ column: 0, field: 'full_name' as const }]
  const heading_line = best && best.found.length > 0 ? best.row.line : 0
  const below = rows.filter(({ line }) => line > heading_line)
  const cellsOf = (field: Field) => {
    const column = columns.find((one) => one.field === field)?.column
    return column === undefined ? [] : below.map(({ cells }) => cells[column] ?? '').filter((cell) => cell !== '')
  }
  const sex_column = columns.find(({ field }) => field === 'sex')?.column
  const heading = sex_column === undefined ? '' : plainWords(best?.row.cells[sex_column] ?? '')
  return {
    heading_line,
    date_order: dateOrderOf(cellsOf('birth_date').map(readDate)),
    sex_letters: sexLettersOf(cellsOf('sex'), heading),
    columns,
  }
}

/** One date that can be read one way only says how all are written; two that contradict each other say nothing. */
function dateOrderOf(dates: readonly DateRead[]): Mapping['date_order'] {
  const only = (order: 'day-first' | 'month-first', other: 'day-first' | 'month-first') =>
    dates.some((read) => read.ok && read[order] !== undefined && read[other] === undefined)
  const [days, months] = [only('day-first', 'month-first'), only('month-first', 'day-first')]
  if (days !== months) return days ? 'day-first' : 'month-first'
  // where nothing can be read two ways, nothing has to be decided
  return dates.some(isAmbiguous) ? 'unknown' : 'day-first'
}

function sexLettersOf(cells: readonly string[], heading: string): Mapping['sex_letters'] {
  const letters = new Set(cells.map(plainWords))
  if (letters.has('f')) return 'f-m'
  if (letters.has('h') || letters.has('v')) return 'h-m'
  return letters.has('m') && heading === 'sexo' ? 'unknown' : 'f-m'
}

/** Faults of a mapping; none when every column exists once, no field is fed twice, and there is somebody to ask about. */
export function mappingFaults({ columns }: Mapping, width: number): { path: string; reason: string }[] {
  const faults = columns.flatMap(({ column, field }, i) => {
    const path = `/mapping/columns/${i}`
    if (column >= width) return [{ path: `${path}/column`, reason: 'no-such-column' }]
    const before = columns.slice(0, i)
    if (before.some((other) => other.column === column)) return [{ path: `${path}/column`, reason: 'column-repeated' }]
    return before.some((other) => other.field === field) ? [{ path: `${path}/field`, reason: 'field-repeated' }] : []
  })
  const names: readonly Field[] = ['family_name', 'given_name', 'full_name', 'document_number']
  return columns.some(({ field }) => names.includes(field)) ? faults : [...faults, { path: '/mapping/columns', reason: 'nobody-named' }]
}

/** What a row asks about, or every fault that it has. `today` is the last possible day of birth. */
export function mapLine(
  { cells }: Pick<Row, 'cells'>,
  mapping: Mapping,
  today: string,
): { ok: true; mapped: Line; ambiguous: boolean } | { ok: false; faults: Fault[] } {
  const faults: Fault[] = []
  const text = (field: Field) => {
    const column = mapping.columns.find((one) => one.field === field)?.column
    const typed = column === undefined ? '' : plainCell(cells[column] ?? '')
    return typed === '' ? undefined : typed
  }
  const wrong = (field: Field, reason: string) => {
    faults.push({ field, reason })
    return undefined
  }
  const within = (field: Field, longest: number) => {
    const typed = text(field)
    return typed === undefined || typed.length <= longest ? typed : wrong(field, 'too-long')
  }
  const read = <T>(field: Field, reason: string, reader: (typed: string) => T | undefined) => {
    const typed = text(field)
    return typed === undefined ? undefined : (reader(typed) ?? wrong(field, reason))
  }
  const [family, given, full] = [
    within('family_name', LONGEST_NAME),
    within('given_name', LONGEST_NAME),
    within('full_name', LONGEST_FULL_NAME),
  ]
  const names = [
    ...(family !== undefined || given !== undefined
      ? [{ kind: 'main' as const, ...(family !== undefined && { family }), ...(given !== undefined && { given }) }]
      : []),
    ...(full !== undefined ? [{ ...(family === undefined && given === undefined && { kind: 'main' as const }), text: full }] : []),
  ]
  const unreadable = names.some((name) => !foldName('text' in name ? name.text! : `${name.given ?? ''} ${name.family ?? ''}`).ok)
  if (unreadable) wrong(full === undefined ? 'family_name' : 'full_name', 'name-unreadable')
  const date = text('birth_date') === undefined ? undefined : readDate(text('birth_date')!)
  const ambiguous = date !== undefined && isAmbiguous(date)
  const birth_date = date && birthDateOf(date, mapping.date_order, today, (reason) => wrong('birth_date', reason))
  const sex = read('sex', 'unknown-code', (typed) => sexOf(typed, mapping.sex_letters))
  const nationality = read('nationality', 'unknown-country', (typed) => maybeCountry(typed.split(/[;,/]/)[0]!))
  const number = within('document_number', LONGEST_NUMBER)
  const issuer = read('document_issuer', 'unknown-country', maybeCountry)
  const type = read('document_type', 'unknown-code', maybeDocumentType)
  const reference = within('reference', LONGEST_REFERENCE)
  const subjects: Subject[] = []
  if (number !== undefined)
    subjects.push({
      document: { number: latinDigits(number), ...(issuer !== undefined && { issuer }), ...(type !== undefined && { type }) },
    })
  if (names.length > 0) {
    subjects.push({
      person: {
        names,
        ...(birth_date !== undefined && { birth_date }),
        ...(sex !== undefined && sex !== 'X' && { sex }),
        ...(nationality !== undefined && { nationality }),
      },
    })
  }
  if (subjects.length === 0 && faults.length === 0) wrong('full_name', 'missing')
  if (faults.length === 0) for (const { reason } of subjectFaults(subjects)) wrong('document_number', reason)
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, mapped: { subjects, ...(reference !== undefined && { reference }) }, ambiguous }
}

/** Spreadsheets are kept from reading a cell as a formula by an apostrophe, which is not part of the value. */
const plainCell = (cell: string) =>
  cell
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(/^'(?='*[=+\-@])/, '')

function birthDateOf(
  date: DateRead,
  order: Mapping['date_order'],
  today: string,
  wrong: (reason: string) => undefined,
): string | undefined {
  if (!date.ok) return wrong(date.reason)
  const iso = order === 'unknown' ? (isAmbiguous(date) ? yearOf(date) : (date['day-first'] ?? date['month-first'])) : date[order]
  if (iso === undefined) return wrong('other-order')
  if (iso.slice(0, 10) > today.slice(0, iso.length)) return wrong('in-the-future')
  return Number(iso.slice(0, 4)) < OLDEST_YEAR ? wrong('too-long-ago') : iso
}

const yearOf = (date: DateRead) => (date.ok ? date['day-first']?.slice(0, 4) : undefined)

function sexOf(typed: string, letters: Mapping['sex_letters']): 'F' | 'M' | 'X' | undefined {
  if (plainWords(typed) !== 'm') return maybeSex(typed)
  return { 'f-m': 'M', 'h-m': 'F', unknown: 'X' }[letters] as 'F' | 'M' | 'X'
}
