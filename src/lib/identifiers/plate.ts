/** Registration plates of vehicles. Letters of the Arabic script are spelt in Latin ones, so both spellings of one plate meet. */
import { hasArabicLetter, latinLetters } from './arabic-letters.ts'
import { capitals, fold, SEPARATORS } from './fold.ts'
import { type Normalised, type Remark, refused } from './kinds.ts'
import { PLATE_FORMS, type PlateForm } from './plate-forms.ts'

/** Names of states as printed on plates. Tunisia's is part of the number; the others are decoration. */
const STATES: [word: string, country: string][] = [
  ['المغرب', 'MAR'],
  ['الجزائر', 'DZA'],
  ['ليبيا', 'LBY'],
  ['مصر', 'EGY'],
  ['موريتانيا', 'MRT'],
  ['السعودية', 'SAU'],
  ['الاردن', 'JOR'],
  ['الأردن', 'JOR'],
  ['لبنان', 'LBN'],
  ['فلسطين', 'PSE'],
  ['LIBYA', 'LBY'],
  ['JORDAN', 'JOR'],
  ['MAROC', 'MAR'],
]

/** Capitals of Greek and Cyrillic plates that have no Latin double. */
const MORE_LETTERS: Record<string, string> = {
  Γ: 'G',
  Δ: 'D',
  Λ: 'L',
  Π: 'P',
  Σ: 'S',
  Φ: 'F',
  Ω: 'O',
  Б: 'B',
  Г: 'G',
  Д: 'D',
  Л: 'L',
  П: 'P',
}

interface Typed {
  /** Capitals with their separators, the state's name taken away. */
  readonly bare: string
  readonly where: string | undefined
}

function read(text: string, country: string | undefined): Typed {
  const folded = capitals(fold(text))
  const named = STATES.find(([word]) => folded.includes(word))
  const bare = named === undefined ? folded : folded.replaceAll(named[0], ' ').replace(/\s+/g, ' ').trim()
  return { bare, where: country ?? named?.[1] }
}

export function normalisePlate(text: string, country?: string): Normalised {
  const { bare, where } = read(text, country)
  const tunisian = tunisianOf(bare.replace(SEPARATORS, ''))
  if (tunisian !== undefined) return { ...tunisian, country: 'TUN' }
  const moroccan = where === undefined || where === 'MAR' ? moroccanOf(bare.replace(SEPARATORS, ''), where) : undefined
  if (moroccan !== undefined) return moroccan
  const { text: ordered, reordered } = inOrder(bare, where)
  const value = latin(ordered, where)
  if (value === '') return refused('empty')
  if (!/^[A-Z0-9\p{Lo}]+$/u.test(value)) return refused('bad-character')
  if (value.length < 2 || value.length > 16) return refused('bad-length')
  const notes: Remark[] = hasArabicLetter(ordered) ? ['letters-transliterated'] : []
  if (reordered) notes.push('parts-reordered')
  const found = where === undefined ? undefined : formsOf(value, ordered).find(({ form }) => form.country === where)
  const display = found === undefined || hasArabicLetter(ordered) ? ordered : found.printed
  const scheme = found?.form.scheme
  return { ok: true, value, display, notes, ...(where && { country: where }), ...(scheme && { scheme }) }
}

const latin = (text: string, country: string | undefined) =>
  latinLetters(text, country)
    .replace(SEPARATORS, '')
    .replace(/[ΓΔΛΠΣΦΩБГДЛП]/g, (letter) => MORE_LETTERS[letter]!)

/** The forms that a plate in Latin letters has, each with its groups; where only separators tell one, the groups must have been typed so. */
function formsOf(value: string, typed: string): { form: PlateForm; printed: string }[] {
  const apart = typed.replace(/(?<=[A-Z])(?=\d)|(?<=\d)(?=[A-Z])/g, '_').replace(/[^A-Z0-9]+/g, '_')
  return PLATE_FORMS.flatMap((form) => {
    const text = form.grouped ? apart : value
    if (!form.pattern.test(text)) return []
    return [{ form, printed: text.replace(form.pattern, form.display).replaceAll('_', '') }]
  })
}

export interface PlateReading {
  readonly country: string
  readonly scheme?: string
  readonly weight: number
}

/** The states whose plate this may be, surest first, each once. */
export function plateReadings(text: string): PlateReading[] {
  const { bare, where } = read(text, undefined)
  const joined = bare.replace(SEPARATORS, '')
  if (tunisianOf(joined) !== undefined) return [{ country: 'TUN', weight: 1 }]
  const readings: PlateReading[] = where === undefined ? [] : [{ country: where, weight: 1 }]
  if (hasArabicLetter(bare)) readings.push(...arabicReadings(joined))
  for (const country of [undefined, 'DZA', 'JOR', 'LBY'] as const) {
    const { text: ordered, reordered } = inOrder(bare, country)
    if (country !== undefined && !reordered) continue
    for (const { form } of formsOf(latin(ordered, country), ordered)) {
      if (country === undefined || form.country === country) {
        readings.push({ country: form.country, weight: form.weight, ...(form.scheme && { scheme: form.scheme }) })
      }
    }
  }
  const sorted = readings.toSorted((a, b) => b.weight - a.weight)
  return sorted.filter((one, i) => sorted.findIndex(({ country }) => country === one.country) === i)
}

/** The order and the number of Arabic letters tell the state: one between numbers, one before a number, three with up to four digits. */
function arabicReadings(joined: string): PlateReading[] {
  if (/^\d{1,6}[\u0621-\u064a]\d{1,2}$/.test(joined) || moroccanOf(joined, undefined) !== undefined)
    return [{ country: 'MAR', weight: 0.97 }]
  if (/^نت\d{1,6}$|^\d{1,6}نت$/.test(joined)) return [{ country: 'TUN', scheme: 'temporary', weight: 0.9 }]
  if (/^[\u0621-\u064a]{2,3}\d{1,4}$|^\d{1,4}[\u0621-\u064a]{2,3}$/.test(joined)) {
    return [
      { country: 'EGY', weight: 0.9 },
      { country: 'SAU', weight: 0.5 },
    ]
  }
  if (/^[بجطنصزرعمو]\d{1,7}$|^\d{1,7}[بجطنصزرعمو]$/.test(joined)) return [{ country: 'LBN', weight: 0.8 }]
  return []
}

/** States whose plates are printed from right to left, or are typed so: which part comes first when it is put in order. */
function inOrder(bare: string, country: string | undefined): { text: string; reordered: boolean } {
  const same = { text: bare, reordered: false }
  const parts = bare.split(/[\s.|/_-]+/).filter((part) => part !== '')
  if (country === 'DZA' && parts.length === 3 && /^\d{2}$/.test(parts[0]!) && /^\d{3}$/.test(parts[1]!) && /^\d{5,6}$/.test(parts[2]!)) {
    return { text: parts.toReversed().join('-'), reordered: true }
  }
  if ((country === 'JOR' || country === 'LBY') && parts.length === 2 && /^\d{3,7}$/.test(parts[0]!) && /^\d{1,2}$/.test(parts[1]!)) {
    return { text: `${parts[1]}-${parts[0]}`, reordered: true }
  }
  const joined = bare.replace(SEPARATORS, '')
  const arabic_behind = /^(\d{1,7})([\u0621-\u064a]{1,3})$/.exec(joined)
  if (arabic_behind !== null && (country === 'EGY' || country === 'SAU' || country === 'LBN')) {
    return { text: `${[...arabic_behind[2]!].join(' ')} ${arabic_behind[1]}`, reordered: true }
  }
  return same
}

/** Latin letters that Morocco's series are given abroad, beside the one that this table gives them: و is seen as W, E, O and U. */
const MOROCCAN_DOUBLES: Record<string, string> = { E: 'W', O: 'W', U: 'W' }

/**
 * Further values under which the same plate may be kept: the Moroccan letter as other tables spell it, Arabic letters as the Saudi plate has
 * them, German umlauts written out, and the parts in the order in which they were typed.
 */
export function plateDoubles(text: string, country?: string): string[] {
  const { bare, where } = read(text, country)
  const joined = bare.replace(SEPARATORS, '')
  const doubles: string[] = []
  const series = /^(\d{1,6})([A-Z])(\d{1,2})$/.exec(joined)
  if (series !== null && (where === undefined || where === 'MAR') && MOROCCAN_DOUBLES[series[2]!] !== undefined) {
    doubles.push(series[1]! + MOROCCAN_DOUBLES[series[2]!] + series[3]!)
  }
  // Tunisia's temporary series, in the letters of either script
  const temporary = /^نت(\d{1,6})$|^(\d{1,6})نت$/.exec(joined)
  if (temporary !== null) doubles.push(`NT${temporary[1] ?? temporary[2]}`)
  const turned = /^(\d{1,6})(RS|NT)$/.exec(joined)
  if (turned !== null && (where === undefined || where === 'TUN')) doubles.push(turned[2]! + turned[1]!)
  if (where === undefined && hasArabicLetter(bare)) {
    for (const other of ['SAU', 'EGY', 'LBN']) doubles.push(latin(inOrder(bare, other).text, other))
  }
  if (where === undefined || where === 'DEU') {
    const folded = fold(text).toUpperCase()
    if (/[ÄÖÜ]/.test(folded)) doubles.push(capitals(folded.replace(/[ÄÖÜ]/g, (umlaut) => `${capitals(umlaut)}E`)).replace(SEPARATORS, ''))
  }
  for (const other of where === undefined ? ['DZA', 'JOR', 'LBY'] : [where]) {
    const { text: ordered, reordered } = inOrder(bare, other)
    if (reordered) doubles.push(where === undefined ? latin(ordered, other) : latin(bare, where))
  }
  return doubles.filter((value) => /^[A-Z0-9\p{Lo}]{2,16}$/u.test(value))
}

/** Series, the state's name, number: `123 تونس 4567`, typed also as 123 TU 4567 or 123 TN 4567. */
function tunisianOf(joined: string): Extract<Normalised, { ok: true }> | undefined {
  const match = /^(\d{1,4})(تونس|TUNIS|TUN|TU|TN)(\d{1,4})$/.exec(joined)
  if (match === null) return undefined
  const [, first = '', word = '', second = ''] = match
  const reversed = first.length > 3 && second.length <= 3
  if (first.length > 3 && !reversed) return undefined
  const [series, number] = reversed ? [second, first] : [first, second]
  const notes: Remark[] = []
  if (hasArabicLetter(word)) notes.push('letters-transliterated')
  if (reversed) notes.push('parts-reordered')
  return { ok: true, value: `${series}TUN${number}`, display: `${series} تونس ${number}`, notes }
}

/** Serial of up to five digits, letter, prefecture of up to two: the order that a right-to-left field may turn round. */
function moroccanOf(joined: string, country: string | undefined): Extract<Normalised, { ok: true }> | undefined {
  const match = /^(\d{1,6})([A-Z\u0621-\u064a])(\d{1,6})$/.exec(joined)
  if (match === null) return undefined
  const [, first = '', letter = '', second = ''] = match
  const is_arabic = hasArabicLetter(letter)
  if (!is_arabic && country !== 'MAR') return undefined
  const reversed = first.length <= 2 && second.length >= 3
  const [serial, prefecture] = reversed ? [second, first] : [first, second]
  if (prefecture.length > 2) return undefined
  const notes: Remark[] = []
  if (is_arabic) notes.push('letters-transliterated')
  if (reversed) notes.push('parts-reordered')
  const value = serial + latinLetters(letter) + prefecture
  return { ok: true, value, display: `${serial} | ${letter} | ${prefecture}`, notes, ...(country && { country }) }
}
