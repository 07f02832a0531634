/** Splits what an officer types about a person into a name and a birth date: `ahmed ben ali 12/03/1985`. */
import { fold } from './fold.ts'

export interface NameAndBirth {
  name: string
  /** ISO 8601 at the precision typed: `1985-03-12`, `1985-03`, `1985`. */
  birth_date?: string
  notes: ('month-first' | 'day-or-month-first' | 'century-inferred')[]
}

export interface Day {
  year: number
  month: number
  day: number
}

/** Longest text looked at, in UTF-16 units. */
const MAX_TEXT = 300

/** Months as written in the languages of the region, in Latin and Arabic script, without accents. */
const MONTHS: string[][] = [
  ['january', 'janvier', 'janv', 'enero', 'gennaio', 'janeiro', 'jan', 'يناير', 'جانفي', 'كانون الثاني'],
  ['february', 'fevrier', 'fevr', 'febrero', 'febbraio', 'fevereiro', 'feb', 'fev', 'فبراير', 'فيفري', 'شباط'],
  ['march', 'mars', 'marzo', 'marco', 'mar', 'مارس', 'اذار'],
  ['april', 'avril', 'abril', 'aprile', 'apr', 'avr', 'abr', 'ابريل', 'افريل', 'نيسان'],
  ['may', 'mai', 'mayo', 'maggio', 'maio', 'ماي', 'مايو', 'ايار'],
  ['june', 'juin', 'junio', 'giugno', 'junho', 'jun', 'يونيو', 'جوان', 'حزيران'],
  ['july', 'juillet', 'juil', 'julio', 'luglio', 'julho', 'jul', 'يوليوز', 'يوليو', 'جويلية', 'تموز'],
  ['august', 'aout', 'agosto', 'aug', 'ago', 'غشت', 'اغسطس', 'اوت', 'اب'],
  ['september', 'septembre', 'septiembre', 'settembre', 'setembro', 'sept', 'sep', 'set', 'سبتمبر', 'شتنبر', 'ايلول'],
  ['october', 'octobre', 'octubre', 'ottobre', 'outubro', 'oct', 'out', 'اكتوبر', 'تشرين الاول'],
  ['november', 'novembre', 'noviembre', 'novembro', 'nov', 'نوفمبر', 'نونبر', 'تشرين الثاني'],
  ['december', 'decembre', 'diciembre', 'dicembre', 'dezembro', 'dec', 'dic', 'dez', 'ديسمبر', 'دجنبر', 'كانون الاول'],
]
const MONTH_OF = new Map(MONTHS.flatMap((names, i) => names.map((name) => [name, i + 1] as const)))

/** Words between name and date that belong to neither. */
const BORN =
  /(?:^|[\s,;(])(?:born(?: on)?|b\.|dob|d\.o\.b\.?|nee? le|nee?|ne\(e\) le|nacid[oa](?: el)?|nat[oa](?: il)?|nascid[oa](?: em)?|date of birth|date de naissance|ddn|مواليد|المولودة?|ولدت?|تاريخ الميلاد|تاريخ الازدياد)[\s:]*$/

/** Reads a name with or without a date; undefined where no name is left. Without `today` two-digit years over 30 fall in the last century. */
export function readNameAndBirth(text: string, today?: Day): NameAndBirth | undefined {
  const typed = fold(text.slice(0, MAX_TEXT))
  const dated = maybeDate(typed, today)
  const around = dated === undefined ? [typed, ''] : [typed.slice(0, dated.from), typed.slice(dated.to)]
  const before = withoutBorn(around[0]!)
  const name = `${before} ${around[1]}`
    .replace(/[,;:()[\]/|*+=<>"]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.\-']+|[\s\-']+$/g, '')
    .trim()
  if (!isName(name)) return undefined
  return { name, ...(dated && { birth_date: dated.iso }), notes: dated?.notes ?? [] }
}

function withoutBorn(before: string): string {
  const plain = withoutAccents(before).replace(/[\s:]+$/, '')
  const match = plain.length <= before.length ? BORN.exec(plain) : null
  return match === null ? before : before.slice(0, match.index)
}

/** Same length as the text: accents go, letters stay in place. */
function withoutAccents(text: string): string {
  let plain = ''
  for (const letter of text.toLowerCase()) {
    const bare = letter.normalize('NFD')[0]!
    plain += bare.length === letter.length ? bare : letter
  }
  return plain
}

const isName = (name: string) =>
  name.length >= 2 && /^[\p{L}\p{M}][\p{L}\p{M} .'’‘`ʼ-]*$/u.test(name) && (name.match(/\p{L}/gu)?.length ?? 0) >= 2

interface Dated {
  iso: string
  from: number
  to: number
  notes: NameAndBirth['notes']
}

const YEAR_FIRST = /(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/
const DAY_FIRST = /(?<!\d)(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)/
const COMPACT = /(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)/
const WITH_MONTH =
  /(?<!\d)(?:(\d{1,2})(?:er|st|nd|rd|th|º|°)?\.?\s(?:de\s)?)?([\p{L}]{2,10}(?:\sال[\p{L}]{3,6})?)\.?,?\s(?:de\s|del\s)?(\d{4})(?!\d)/u
const YEAR_ONLY = /(?<!\d)((?:19|20)\d\d)(?!\d)/

function maybeDate(text: string, today: Day | undefined): Dated | undefined {
  return yearFirst(text) ?? dayFirst(text, today) ?? withMonth(text) ?? yearOnly(text)
}

function yearFirst(text: string): Dated | undefined {
  const match = YEAR_FIRST.exec(text) ?? COMPACT.exec(text)
  return match === null ? undefined : dated(match, Number(match[1]), Number(match[2]), Number(match[3]), [])
}

/** Day before month, as written from Lisbon to Amman; the other order only where the first cannot be. */
function dayFirst(text: string, today: Day | undefined): Dated | undefined {
  const match = DAY_FIRST.exec(text)
  if (match === null) return undefined
  const [first, second] = [Number(match[1]), Number(match[2])]
  const notes: NameAndBirth['notes'] = []
  if (first <= 12 && second <= 12 && first !== second) notes.push('day-or-month-first')
  let year = Number(match[3])
  if (match[3]!.length === 2) {
    year = today === undefined ? (year > 30 ? 1900 : 2000) + year : today.year - ((((today.year - year) % 100) + 100) % 100)
    notes.push('century-inferred')
  }
  return dated(match, year, second, first, notes) ?? dated(match, year, first, second, [...notes, 'month-first'])
}

function withMonth(text: string): Dated | undefined {
  const plain = withoutAccents(text).replace(/[أإآ]/g, 'ا')
  const match = plain.length === text.length ? WITH_MONTH.exec(plain) : null
  if (match === null) return undefined
  const [, day, word = '', year] = match
  const month = MONTH_OF.get(word)
  if (month === undefined) return undefined
  if (day !== undefined) return dated(match, Number(year), month, Number(day), [])
  return { iso: `${year}-${two(month)}`, from: match.index, to: match.index + match[0].length, notes: [] }
}

function yearOnly(text: string): Dated | undefined {
  const match = YEAR_ONLY.exec(text)
  return match === null ? undefined : { iso: match[1]!, from: match.index, to: match.index + match[0].length, notes: [] }
}

function dated(match: RegExpExecArray, year: number, month: number, day: number, notes: NameAndBirth['notes']): Dated | undefined {
  if (year < 1880 || year > 2199 || month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return undefined
  return { iso: `${year}-${two(month)}-${two(day)}`, from: match.index, to: match.index + match[0].length, notes }
}

const two = (part: number) => String(part).padStart(2, '0')

function daysIn(month: number, year: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
