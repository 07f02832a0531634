/** From the rows of an analyst's file to links and elements: which column is what, and what is wrong with a row. */
import Type, { type Static } from 'typebox'
import { ELEMENT_KINDS, isStep, momentOf, type Provenance } from '#lib/charts/index.ts'
import { guessFields, latinDigits, plainWords } from '#lib/tables/index.ts'
import { closed, oneOf } from '#wire/checks/subjects.ts'
import { CLASSIFICATIONS, HANDLING_CODES, INFORMATION_GRADES, SOURCE_GRADES } from '#wire/vocabulary.ts'
import type { ImportKind } from './rules.ts'

const PROVENANCE_FIELDS = ['reference', 'evaluation', 'handling', 'classification'] as const
export const LINK_FIELDS = ['source', 'target', 'weight', 'kind', 'begin', 'end', ...PROVENANCE_FIELDS] as const
export const ELEMENT_FIELDS = ['key', 'label', 'kind', 'begin', 'end', 'lat', 'lon', ...PROVENANCE_FIELDS] as const
export type LinkField = (typeof LINK_FIELDS)[number]
export type ElementField = (typeof ELEMENT_FIELDS)[number]
export type Field = LinkField | ElementField
const FIELDS = [...new Set<Field>([...LINK_FIELDS, ...ELEMENT_FIELDS])]

export const MAX_COLUMNS = 60
const LONGEST_KEY = 200
const LONGEST_KIND = 60
const LONGEST_SOURCE = 200
const LONGEST_WORDS = 500

const HandlingSchema = Type.Array(
  closed({ code: oneOf(HANDLING_CODES), words: Type.Optional(Type.String({ minLength: 1, maxLength: LONGEST_WORDS })) }),
  { maxItems: HANDLING_CODES.length },
)

export const Mapping = closed({
  /** The line that holds the headings; 0 where there are none. */
  heading_line: Type.Integer({ minimum: 0, maximum: 1_000 }),
  columns: Type.Array(closed({ column: Type.Integer({ minimum: 0, maximum: MAX_COLUMNS - 1 }), field: oneOf(FIELDS) }), {
    minItems: 1,
    maxItems: MAX_COLUMNS,
  }),
  /** What elements are of which no file says it. */
  source_kind: oneOf(ELEMENT_KINDS),
  target_kind: oneOf(ELEMENT_KINDS),
  /** A row that says what another has said: left out, or its weight added to the first. */
  repeated: oneOf(['leave-out', 'add-weights'] as const),
  /** From where it is known, where the row does not say it. */
  source: Type.String({ minLength: 1, maxLength: LONGEST_SOURCE }),
  evaluation: Type.String({ pattern: '^([ABCX][1-4])?$' }),
  handling: HandlingSchema,
  classification: oneOf(CLASSIFICATIONS),
})
export type Mapping = Static<typeof Mapping>

export interface Fault {
  readonly field: string
  readonly reason: string
}

const FROM = `from`
const HEADINGS: Readonly<Record<ImportKind, Readonly<Partial<Record<Field, readonly string[]>>>>> = {
  links: {
    source: [FROM, 'origin', 'caller', 'person', 'node1', 'de', 'origine', 'origen', 'emisor', 'من', 'المصدر', 'المتصل'],
    target: [
      'to',
      'destination',
      'called',
      'node2',
      'summit',
      'meeting',
      'vers',
      'cible',
      'destino',
      'receptor',
      'إلى',
      'الهدف',
      'المتلقي',
    ],
    weight: ['value', 'count', 'calls', 'poids', 'nombre', 'peso', 'valor', 'veces', 'الوزن', 'العدد'],
    kind: ['type', 'relation', 'relationship', 'link', 'nature', 'tipo', 'relación', 'vínculo', 'النوع', 'العلاقة', 'الرابط'],
    begin: [
      'date',
      'time',
      'phase',
      'wave',
      'start',
      'begin',
      'since',
      'début',
      'depuis',
      'fecha',
      'desde',
      'inicio',
      'التاريخ',
      'البداية',
      'المرحلة',
    ],
    end: ['end', 'until', 'fin', 'jusqu', 'hasta', 'النهاية'],
    reference: ['source reference', 'report', 'document', 'rapport', 'référence', 'referencia', 'informe', 'المرجع', 'التقرير'],
    evaluation: ['grade', 'reliability', '4x4', 'évaluation', 'fiabilité', 'evaluación', 'fiabilidad', 'التقييم'],
    handling: ['handling code', 'code de traitement', 'traitement', 'tratamiento', 'código de tratamiento', 'رمز التداول', 'التداول'],
    classification: ['classification', 'secrecy', 'clasificación', 'السرية', 'درجة السرية'],
  },
  elements: {
    key: ['id', 'node', 'identifier', 'code', 'identifiant', 'identificador', 'المعرف', 'الرمز'],
    label: ['name', 'title', 'nom', 'libellé', 'nombre', 'الاسم', 'التسمية'],
    kind: ['type', 'category', 'catégorie', 'tipo', 'categoría', 'النوع', 'الفئة'],
    begin: ['date', 'time', 'start', 'begin', 'début', 'fecha', 'inicio', 'التاريخ', 'البداية'],
    end: ['end', 'until', 'fin', 'hasta', 'النهاية'],
    lat: ['latitude', 'latitud', 'خط العرض'],
    lon: ['longitude', 'lng', 'long', 'longitud', 'خط الطول'],
    reference: ['source', 'source reference', 'report', 'document', 'rapport', 'référence', 'referencia', 'informe', 'المرجع', 'المصدر'],
    evaluation: ['grade', 'reliability', '4x4', 'évaluation', 'fiabilité', 'evaluación', 'fiabilidad', 'التقييم'],
    handling: ['handling code', 'code de traitement', 'traitement', 'tratamiento', 'código de tratamiento', 'رمز التداول', 'التداول'],
    classification: ['classification', 'secrecy', 'clasificación', 'السرية', 'درجة السرية'],
  },
}

const KIND_WORDS: Readonly<Record<(typeof ELEMENT_KINDS)[number], readonly string[]>> = {
  person: ['person', 'personne', 'persona', 'individual', 'suspect', 'شخص'],
  organisation: [
    'organisation',
    'organization',
    'company',
    'group',
    'organización',
    'empresa',
    'société',
    'entreprise',
    'منظمة',
    'شركة',
    'مجموعة',
  ],
  object: ['object', 'objet', 'objeto', 'telephone', 'phone', 'vehicle', 'account', 'document', 'vessel', 'شيء', 'هاتف', 'مركبة', 'حساب'],
  place: ['place', 'location', 'address', 'port', 'lieu', 'adresse', 'lugar', 'dirección', 'مكان', 'عنوان', 'ميناء'],
  event: ['event', 'meeting', 'summit', 'événement', 'réunion', 'evento', 'reunión', 'حدث', 'اجتماع'],
}
const KIND_OF = new Map(ELEMENT_KINDS.flatMap((kind, i) => KIND_WORDS[kind].map((word) => [plainWords(word), i] as const)))

export const fieldsOf = (holds: ImportKind): readonly Field[] => (holds === 'links' ? LINK_FIELDS : ELEMENT_FIELDS)

/** What the headings say; without a heading of an end the first two columns are the ends. `source` names the file until a person says more. */
export function guessMapping(holds: ImportKind, first: readonly string[], file_name: string): Mapping {
  const fields = fieldsOf(holds)
  let columns = guessFields<Field>(first.slice(0, MAX_COLUMNS), fields, HEADINGS[holds])
  const ends: readonly Field[] = holds === 'links' ? ['source', 'target'] : ['key']
  const is_headed = ends.some((end) => columns.some(({ field }) => field === end))
  if (!is_headed) columns = ends.map((field, column) => ({ column, field }))
  const target = columns.find(({ field }) => field === 'target')
  const names = target === undefined ? '' : plainWords(first[target.column] ?? '')
  return {
    heading_line: is_headed ? 1 : 0,
    columns,
    source_kind: 'person',
    target_kind: is_headed && holds === 'links' && ['summit', 'meeting'].includes(names) ? 'event' : 'person',
    repeated: 'leave-out',
    source: file_name.slice(0, LONGEST_SOURCE) || 'file',
    evaluation: '',
    handling: [],
    classification: 'unclassified',
  }
}

/** What does not fit in a mapping, whatever the rows say. */
export function mappingFaults(holds: ImportKind, { columns }: Mapping, width: number): { path: string; reason: string }[] {
  const of = (field: Field) => columns.filter((one) => one.field === field).length
  const needed: readonly Field[] = holds === 'links' ? ['source', 'target'] : ['key']
  return [
    ...needed.filter((field) => of(field) === 0).map((field) => ({ path: `/columns/${field}`, reason: 'column-missing' })),
    ...fieldsOf(holds)
      .filter((field) => of(field) > 1)
      .map((field) => ({ path: `/columns/${field}`, reason: 'column-twice' })),
    ...columns
      .filter(({ field }) => !fieldsOf(holds).includes(field))
      .map(({ field }) => ({ path: `/columns/${field}`, reason: 'field-unknown' })),
    ...columns.filter(({ column }) => column >= width).map(({ column }) => ({ path: `/columns/${column}`, reason: 'column-missing' })),
    ...(holds === 'elements' && (of('lat') === 0) !== (of('lon') === 0) ? [{ path: '/columns/lat', reason: 'place-half' }] : []),
  ]
}

export interface ReadRow {
  /** The two ends of a link, or the key of an element. */
  readonly keys: readonly string[]
  readonly label: string
  /** Of an element; −1 where the row does not say it. */
  readonly element_kind: number
  readonly link_kind: string
  readonly weight: number
  readonly begin: string
  readonly end: string
  readonly lat: number | null
  readonly lon: number | null
  readonly provenance: Provenance
}

export type RowRead = { readonly ok: true; readonly row: ReadRow } | { readonly ok: false; readonly faults: readonly Fault[] }

const CLASS_OF: ReadonlyMap<string, string> = new Map(CLASSIFICATIONS.map((name) => [name, name]))

/** A reader of rows by one mapping. `ceiling` is the classification of the chart: nothing in it is above. */
export function rowReader(holds: ImportKind, mapping: Mapping, ceiling: string): (cells: readonly string[]) => RowRead {
  const at = new Map(mapping.columns.map(({ field, column }) => [field, column]))
  const highest = CLASSIFICATIONS.indexOf(ceiling as (typeof CLASSIFICATIONS)[number])
  const known = new Map<string, Provenance | Fault>()

  return (cells) => {
    const faults: Fault[] = []
    const text = (field: Field) => {
      const column = at.get(field)
      // one apostrophe before a sign is what an export put there, so that no spreadsheet runs the cell
      return column === undefined
        ? ''
        : (cells[column] ?? '')
            .normalize('NFC')
            .trim()
            .replace(/^'(?='*[=+\-@])/, '')
    }
    const refuse = (field: Field, reason: string) => void faults.push({ field, reason })

    const ends: readonly Field[] = holds === 'links' ? ['source', 'target'] : ['key']
    const keys = ends.map((field) => {
      const key = text(field)
      if (key === '') refuse(field, 'missing')
      if (key.length > LONGEST_KEY) refuse(field, 'too-long')
      return key
    })
    const label = holds === 'elements' ? text('label') : ''
    if (label.length > LONGEST_KEY) refuse('label', 'too-long')
    const said = text('kind')
    const element_kind = holds === 'elements' && said !== '' ? (KIND_OF.get(plainWords(said)) ?? -2) : -1
    if (element_kind === -2) refuse('kind', 'kind-unknown')
    if (holds === 'links' && said.length > LONGEST_KIND) refuse('kind', 'too-long')
    const weighed = text('weight')
    const weight = weighed === '' ? 1 : numberOf(weighed)
    if (!(weight > 0)) refuse('weight', 'weight-not-above-zero')
    const [begin, end] = [timeOf(text('begin')), timeOf(text('end'))]
    if (begin === undefined) refuse('begin', 'time-unknown')
    if (end === undefined) refuse('end', 'time-unknown')
    if (begin && end && (isStep(begin) !== isStep(end) || momentOf(begin) > momentOf(end, true))) refuse('end', 'time-before')
    const [lat, lon] = [degreesOf(text('lat'), 90), degreesOf(text('lon'), 180)]
    if (lat === undefined) refuse('lat', 'place-unknown')
    if (lon === undefined) refuse('lon', 'place-unknown')
    if ((lat === null) !== (lon === null)) refuse('lat', 'place-half')
    const provenance = provenanceOf(text('reference'), text('evaluation'), text('handling'), text('classification'))
    if ('reason' in provenance) faults.push(provenance)
    if (faults.length > 0 || 'reason' in provenance) return { ok: false, faults }
    return {
      ok: true,
      row: {
        keys,
        label,
        element_kind,
        link_kind: holds === 'links' ? said : '',
        weight,
        begin: begin!,
        end: end!,
        lat: lat!,
        lon: lon!,
        provenance,
      },
    }
  }

  /** One object for what was said alike before, so that a hundred thousand rows of one report make one. */
  function provenanceOf(reference: string, evaluation: string, handling: string, classification: string): Provenance | Fault {
    const key = JSON.stringify([reference, evaluation, handling, classification])
    const before = known.get(key)
    if (before) return before
    const made = madeOf(reference, evaluation, handling, classification)
    if (known.size < 100_000) known.set(key, made)
    return made
  }

  function madeOf(reference: string, evaluation: string, handling: string, said: string): Provenance | Fault {
    if (reference.length > LONGEST_SOURCE) return { field: 'reference', reason: 'too-long' }
    const grade = evaluation === '' ? mapping.evaluation : gradeOf(evaluation)
    if (grade === undefined) return { field: 'evaluation', reason: 'evaluation-unknown' }
    const codes = handling === '' ? mapping.handling : handlingOf(handling)
    if (codes === undefined) return { field: 'handling', reason: 'handling-unknown' }
    const classification = said === '' ? mapping.classification : CLASS_OF.get(said.toLowerCase())
    if (classification === undefined) return { field: 'classification', reason: 'classification-unknown' }
    if (CLASSIFICATIONS.indexOf(classification as (typeof CLASSIFICATIONS)[number]) > highest)
      return { field: 'classification', reason: 'above-the-chart' }
    return { source: reference === '' ? mapping.source : reference, evaluation: grade, handling: codes, classification }
  }
}

/** `B2`, `b 2`, `B-2`, `B/2`. */
function gradeOf(text: string): string | undefined {
  const [, source, information] = /^([a-z])[\s/,-]*([0-9])$/i.exec(latinDigits(text)) ?? []
  const grade = source?.toUpperCase()
  return (SOURCE_GRADES as readonly string[]).includes(grade ?? '') && (INFORMATION_GRADES as readonly string[]).includes(information ?? '')
    ? `${grade}${information}`
    : undefined
}

/** `H1`, `H1 H2`, `H1, H3: only for the joint team`; the words go with H3 and end the cell. */
function handlingOf(text: string): Provenance['handling'] | undefined {
  const [, codes = '', words] = /^([^:]*?)(?::\s*(.+))?$/s.exec(text) ?? []
  const named = codes
    .split(/[\s,;+/]+/)
    .filter(Boolean)
    .map((code) => code.toUpperCase())
  if (named.length === 0 || named.some((code) => !(HANDLING_CODES as readonly string[]).includes(code))) return undefined
  if (new Set(named).size !== named.length) return undefined
  const said = words?.trim()
  if (said !== undefined && (said.length > LONGEST_WORDS || !named.includes('H3'))) return undefined
  // a restriction in words without its words restricts nobody knows what
  if (named.includes('H3') && !said) return undefined
  return named.map((code) => (code === 'H3' && said ? { code, words: said } : { code }))
}

/** A step (a number below 1,000), a year, a month, a day, or a moment in UTC; undefined for anything else. */
function timeOf(text: string): string | undefined {
  if (text === '') return ''
  const plain = latinDigits(text)
  if (/^\d{1,3}$/.test(plain)) return String(Number(plain))
  const [, year, month, day, clock] =
    /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(?:Z|\+00:00)?)?)?)?$/.exec(plain) ?? []
  if (year === undefined) return undefined
  const date = [year, month, day].filter((part) => part !== undefined).join('-')
  if (day !== undefined && !isDate(date)) return undefined
  if (month !== undefined && !(Number(month) >= 1 && Number(month) <= 12)) return undefined
  if (clock === undefined) return date
  const moment = `${date}T${clock.length === 5 ? `${clock}:00` : clock}Z`
  return Number.isNaN(Date.parse(moment)) ? undefined : moment
}

const isDate = (day: string) => {
  const at = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}

const DECIMAL = /^[+-]?(\d{1,15}([.,]\d{1,12})?|[.,]\d{1,12})(e[+-]?\d{1,2})?$/i
const numberOf = (text: string): number => (DECIMAL.test(latinDigits(text)) ? Number(latinDigits(text).replace(',', '.')) : Number.NaN)

function degreesOf(text: string, most: number): number | null | undefined {
  if (text === '') return null
  const degrees = numberOf(text)
  return Math.abs(degrees) <= most ? degrees : undefined
}
