/** The check digits of a zone and the fields that they cover: ICAO Doc 9303 parts 4 to 7. */
import { checkDigit } from './check-digit.ts'
import { type Layout, textAt } from './layouts.ts'
import type { Check } from './types.ts'

/** The document number and what of the optional data is not part of it. */
export function numberOf(
  layout: Layout,
  lines: readonly string[],
): { value: string; checked: string; printed_check: string; optional_data: string } {
  const principal = textAt(lines, layout.document_number)
  const printed_check = textAt(lines, layout.document_number_check)
  const optional_data = textAt(lines, layout.optional_data)
  const overflow = layout.long_numbers && printed_check === '<' ? /^([A-Z0-9]+)([0-9])(?:<|$)/.exec(optional_data) : null
  if (overflow === null) return { value: unfilled(principal), checked: principal, printed_check, optional_data }
  const [, rest = '', check = ''] = overflow
  const after = optional_data.slice(rest.length + check.length)
  return { value: unfilled(principal) + rest, checked: principal + rest, printed_check: check, optional_data: after }
}

/** Every check digit that the layout carries, in the order of the standard. */
export function checksOf(layout: Layout, lines: readonly string[]): Check[] {
  const number = numberOf(layout, lines)
  const checks = [
    check('document_number', number.printed_check, number.checked),
    check('birth_date', textAt(lines, layout.birth_date_check), textAt(lines, layout.birth_date)),
    check('expiry_date', textAt(lines, layout.expiry_date_check), textAt(lines, layout.expiry_date)),
  ]
  if (layout.optional_data_check) {
    checks.push(check('optional_data', textAt(lines, layout.optional_data_check), textAt(lines, layout.optional_data)))
  }
  if (layout.composite_check) {
    const covered = layout.composite.map((place) => textAt(lines, place)).join('')
    checks.push(check('composite', textAt(lines, layout.composite_check), covered))
  }
  return checks
}

function check(field: Check['field'], printed: string, covered: string): Check {
  const computed = String(checkDigit(covered))
  const empty_and_filled = printed === '<' && /^<*$/.test(covered)
  return { field, printed, computed, ok: printed === computed || empty_and_filled }
}

/** A field without its fillers at both ends; single fillers inside stay. */
export const unfilled = (field: string): string => field.replace(/<+/g, ' ').trim().replace(/ /g, '<')
