/** Finds the lines of a machine-readable zone in what scanners and people give. */
import { LAYOUTS, type Layout } from './layouts.ts'
import type { MrzRefusal } from './types.ts'

/** Longest text looked at, in UTF-16 units; a zone has 90 characters at most. */
export const MAX_TEXT = 1000

export type Found =
  | { ok: true; layout: Layout; lines: string[]; filled_up: boolean }
  | { ok: false; reason: MrzRefusal; line?: number; column?: number }

/** Tries the spellings of fillers and breaks one after the other and keeps the first that has the shape of a layout. */
export function findLines(text: string): Found {
  if (text.length > MAX_TEXT) return { ok: false, reason: 'too-long' }
  const folded = fold(text)
  if (folded.trim() === '') return { ok: false, reason: 'empty' }
  for (const spelling of spellings(folded)) {
    const found = byShape(spelling.split('\n').filter((line) => line !== ''))
    if (found !== undefined) return checked(found)
  }
  for (const spelling of spellings(folded)) {
    const found = withNamesFilledUp(spelling.split('\n').filter((line) => line !== ''))
    if (found !== undefined) return checked(found)
  }
  return refusalOf(folded)
}

/** Full-width forms to ASCII, capitals, one kind of line break, no invisible characters. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/\r\n|[\r\u2028\u2029\f\v]|\\N/g, '\n')
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[‹〈〈＜˂]/g, '<')
    .replace(/[《]/g, '«')
}

/** A « may be a reader's sign for one filler or for two; a blank may be nothing or a filler. */
function* spellings(folded: string): Generator<string> {
  const fillers = folded.includes('«') ? ['<<', '<'] : ['<<']
  for (const blank of ['', '<']) {
    for (const filler of fillers) {
      yield folded
        .split('\n')
        .map((line) => (blank === '' ? line.trim() : line).replace(/«/g, filler).replace(/[ \t\u00a0]/g, blank))
        .join('\n')
    }
  }
}

type Shape = { layout: Layout; lines: string[]; filled_up: boolean }

function byShape(lines: string[]): Shape | undefined {
  const first = lines[0] ?? ''
  if (lines.length === 3 && lines.every((line) => line.length === 30)) return { layout: LAYOUTS.TD1, lines, filled_up: false }
  if (lines.length === 2 && lines.every((line) => line.length === 44)) return { layout: bookOrVisa(first, 44), lines, filled_up: false }
  if (lines.length === 2 && lines.every((line) => line.length === 36)) return { layout: bookOrVisa(first, 36), lines, filled_up: false }
  const joined = lines.join('')
  if (joined.length === 90) return { layout: LAYOUTS.TD1, lines: cut(joined, 30), filled_up: false }
  if (joined.length === 88) return { layout: bookOrVisa(joined, 44), lines: cut(joined, 44), filled_up: false }
  if (joined.length === 72) return { layout: bookOrVisa(joined, 36), lines: cut(joined, 36), filled_up: false }
  return undefined
}

/** The line of names carries no check digit, so fillers lost at its end can be restored without guessing. */
function withNamesFilledUp(lines: string[]): Shape | undefined {
  const [first = '', second = '', third = ''] = lines
  for (const width of [44, 36]) {
    if (lines.length === 2 && second.length === width && first.length >= 8 && first.length < width && first.includes('<')) {
      return { layout: bookOrVisa(first, width), lines: [first.padEnd(width, '<'), second], filled_up: true }
    }
  }
  if (lines.length === 3 && first.length === 30 && second.length === 30 && third.length >= 1 && third.length < 30) {
    return { layout: LAYOUTS.TD1, lines: [first, second, third.padEnd(30, '<')], filled_up: true }
  }
  return undefined
}

function bookOrVisa(first: string, width: number): Layout {
  const is_visa = first.startsWith('V')
  if (width === 44) return is_visa ? LAYOUTS['MRV-A'] : LAYOUTS.TD3
  return is_visa ? LAYOUTS['MRV-B'] : LAYOUTS.TD2
}

const cut = (joined: string, width: number): string[] =>
  Array.from({ length: joined.length / width }, (_, i) => joined.slice(i * width, (i + 1) * width))

function checked(shape: Shape): Found {
  for (const [i, line] of shape.lines.entries()) {
    const column = line.search(/[^A-Z0-9<]/)
    if (column !== -1) return { ok: false, reason: 'bad-character', line: i + 1, column: column + 1 }
  }
  if (isFrenchNational(shape.lines)) return { ok: false, reason: 'french-national-layout' }
  return { ok: true, ...shape }
}

/** The French identity card of 1988 to 2021 is 2×36 as well, with other fields: read as TD2 it would be nonsense. */
const isFrenchNational = ([first = '', second = '']: readonly string[]): boolean =>
  first.length === 36 && first.startsWith('IDFRA') && /^[A-Z0-9]{12}\d.{14}\d{6}\d[MFX<]\d$/.test(second)

const WIDTHS = [30, 36, 44]

function refusalOf(folded: string): Found {
  const lines = folded
    .split('\n')
    .map((line) => line.replace(/[ \t\u00a0]/g, '').replace(/«/g, '<<'))
    .filter((line) => line !== '')
  const looks_like_one = lines.length <= 3 && lines.some((line) => line.includes('<') && (line.length > 24 || line.includes('<<')))
  if (!looks_like_one) return { ok: false, reason: 'no-mrz' }
  const wrong = lines.findIndex((line) => !WIDTHS.includes(line.length) || line.length !== lines[0]!.length)
  return { ok: false, reason: 'line-length', line: Math.max(wrong, 0) + 1 }
}
