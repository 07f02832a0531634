/** Repairs look-alike characters where check digits or a field's alphabet decide, and says so. */
import { checksOf, numberOf } from './checks.ts'
import { isKnownIssuer } from './issuers.ts'
import { type Layout, type Place, textAt } from './layouts.ts'
import type { CheckedField, Correction } from './types.ts'

const TO_DIGIT: Record<string, string> = { O: '0', I: '1', B: '8', S: '5', Z: '2', G: '6' }
const TO_LETTER: Record<string, string> = { '0': 'O', '1': 'I', '8': 'B', '5': 'S', '2': 'Z', '6': 'G' }
const LOOK_ALIKES: Record<string, string> = { ...TO_DIGIT, ...TO_LETTER }

/** Most alternatives offered for one document number. */
const MAX_ALTERNATIVES = 8

/** The lines with every correction that is decided; the document number itself is never touched. */
export function corrected(layout: Layout, printed: readonly string[]): { lines: string[]; corrections: Correction[] } {
  const work = { lines: [...printed], corrections: [] as Correction[] }
  digitsWithCheck(work, layout, [layout.birth_date, layout.birth_date_check], 'birth_date')
  digitsWithCheck(work, layout, [layout.expiry_date, layout.expiry_date_check], 'expiry_date')
  digitsWithCheck(work, layout, [layout.document_number_check], 'document_number')
  if (layout.optional_data_check) digitsWithCheck(work, layout, [layout.optional_data_check], 'optional_data')
  if (layout.composite_check) digitsWithCheck(work, layout, [layout.composite_check], 'composite')
  optionalData(work, layout)
  for (const code of [layout.issuer, layout.nationality]) lettersOnly(work, code, (text) => isKnownIssuer(text.replace(/<+$/, '')))
  lettersOnly(work, layout.names, () => true)
  return work
}

interface Work {
  lines: string[]
  corrections: Correction[]
}

/** Letters among digits become digits when the field's check digit then agrees, and stay as printed otherwise. */
function digitsWithCheck(work: Work, layout: Layout, places: readonly Place[], field: CheckedField): void {
  if (isOk(layout, work.lines, field)) return
  const tried = replaced(work.lines, places, TO_DIGIT, 'check-digit')
  if (tried.corrections.length === 0 || !isOk(layout, tried.lines, field)) return
  work.lines = tried.lines
  work.corrections.push(...tried.corrections)
}

/** A look-alike in the optional data is put right when it is the only one that makes the field's and the composite check digit agree. */
function optionalData(work: Work, layout: Layout): void {
  if (!layout.optional_data_check || isOk(layout, work.lines, 'optional_data')) return
  const { line, from, to } = layout.optional_data
  const decided: { lines: string[]; correction: Correction }[] = []
  for (let column = from; column < to; column++) {
    const printed = work.lines[line]![column]!
    const other = LOOK_ALIKES[printed]
    if (other === undefined) continue
    const lines = withCharacter(work.lines, line, column, other)
    if (!isOk(layout, lines, 'optional_data') || !isOk(layout, lines, 'composite')) continue
    decided.push({ lines, correction: { line: line + 1, column: column + 1, from: printed, to: other, reason: 'check-digit' } })
  }
  if (decided.length !== 1) return
  work.lines = decided[0]!.lines
  work.corrections.push(decided[0]!.correction)
}

/** Digits cannot stand in names and country codes (Doc 9303-3, section 4.3). */
function lettersOnly(work: Work, place: Place, accept: (text: string) => boolean): void {
  const tried = replaced(work.lines, [place], TO_LETTER, 'letters-only')
  if (tried.corrections.length === 0 || !accept(textAt(tried.lines, place))) return
  work.lines = tried.lines
  work.corrections.push(...tried.corrections)
}

function replaced(lines: readonly string[], places: readonly Place[], table: Record<string, string>, reason: Correction['reason']): Work {
  const work: Work = { lines: [...lines], corrections: [] }
  for (const { line, from, to } of places) {
    for (let column = from; column < to; column++) {
      const printed = work.lines[line]![column]!
      const other = table[printed]
      if (other === undefined) continue
      work.lines = withCharacter(work.lines, line, column, other)
      work.corrections.push({ line: line + 1, column: column + 1, from: printed, to: other, reason })
    }
  }
  return work
}

function withCharacter(lines: readonly string[], line: number, column: number, character: string): string[] {
  return lines.map((text, i) => (i === line ? text.slice(0, column) + character + text.slice(column + 1) : text))
}

const isOk = (layout: Layout, lines: readonly string[], field: CheckedField): boolean =>
  checksOf(layout, lines).find((check) => check.field === field)?.ok ?? true

/**
 * Document numbers one or two look-alikes away for which the number's check digit and, where there is one, the composite agree.
 * Offered when the printed number fails, or when corrections are wanted: G and 6 weigh the same, so no check digit tells them apart.
 */
export function alternativeNumbers(layout: Layout, lines: readonly string[], wanted: boolean): string[] {
  const number_fails = !isOk(layout, lines, 'document_number')
  if (!number_fails && !wanted) return []
  const spots = spotsOf(layout, lines)
  const found = new Set<string>()
  const offer = (candidate: readonly string[]) => {
    const checks = checksOf(layout, candidate)
    const agrees = checks.every((check) => (check.field !== 'document_number' && check.field !== 'composite') || check.ok)
    if (agrees && found.size < MAX_ALTERNATIVES) found.add(numberOf(layout, candidate).value)
  }
  for (const spot of spots) offer(withLookAlike(lines, spot))
  if (found.size === 0 && number_fails) {
    for (const [i, one] of spots.entries()) {
      for (const other of spots.slice(i + 1)) offer(withLookAlike(withLookAlike(lines, one), other))
    }
  }
  found.delete(numberOf(layout, lines).value)
  return [...found]
}

interface Spot {
  line: number
  column: number
}

function spotsOf(layout: Layout, lines: readonly string[]): Spot[] {
  const { line, from, to } = layout.document_number
  const spots: Spot[] = []
  for (let column = from; column < to; column++) spots.push({ line, column })
  const overflow = numberOf(layout, lines).value.length - (to - from)
  for (let i = 0; i < overflow; i++) spots.push({ line: layout.optional_data.line, column: layout.optional_data.from + i })
  return spots.filter((spot) => LOOK_ALIKES[lines[spot.line]![spot.column]!] !== undefined)
}

const withLookAlike = (lines: readonly string[], { line, column }: Spot): string[] =>
  withCharacter(lines, line, column, LOOK_ALIKES[lines[line]![column]!]!)
