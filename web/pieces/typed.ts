// From what is typed into the form of a thing to what is sent, and back.
import { areaFault, type Corner, readCorners, writeCorners } from '#lib/areas.ts'
import type { FieldForm, Value } from '#wire/fields.ts'
import type { TypedWords } from './words-field.tsx'

export const isWords = (value: unknown): value is TypedWords => typeof value === 'object' && value !== null && 'text' in value
export const isName = (value: unknown): value is { name: string } => typeof value === 'object' && value !== null && 'name' in value

/** Corners as they are typed: one a line, latitude before longitude, as people say a position. */
export const writtenCorners = (corners: readonly Corner[]): string => corners.map(([lon, lat]) => `${lat}, ${lon}`).join('\n')

/** Reads corners, one a line; undefined for a line that is none. */
export function typedCorners(text: string): Corner[] | undefined {
  const corners: Corner[] = []
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue
    const [, lat, lon] = /^(-?\d{1,2}(?:\.\d{1,7})?)[\s,;]+(-?\d{1,3}(?:\.\d{1,7})?)$/.exec(line) ?? []
    if (lat === undefined || lon === undefined) return undefined
    corners.push([Number(lon), Number(lat)])
  }
  return corners
}

/** What stands in the fields: texts as typed, and what has a shape of its own as that. */
export type Typed = Readonly<Record<string, string | readonly string[] | TypedWords | undefined>>

const AMOUNT = /^\d{1,12}(\.\d{1,6})?$/
const DEGREE = /^-?\d{1,3}(\.\d{1,7})?$/
const CODE = /^[A-Za-z0-9+#@-][A-Za-z0-9:._/+#@-]{0,199}$/
const SHA256 = /^[0-9a-f]{64}$/

/** What is said already as the field has it. */
export function typedOf(value: Value | undefined, takes: FieldForm): Typed[string] {
  if (value === undefined) return undefined
  if (isWords(value)) return value
  if (isName(value)) return value.name
  if (takes.form === 'corners') return writtenCorners(readCorners(value as string[]) ?? [])
  if (Array.isArray(value)) return value as string[]
  if (takes.form === 'time') return localOf(String(value))
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}

/** An instant as a field for local time has it. */
function localOf(instant: string): string {
  const at = new Date(instant)
  return Number.isNaN(at.getTime()) ? '' : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** What was typed as it is sent: undefined where nothing is, `null` where it is not of the form. */
export function sentOf(typed: Typed[string], takes: FieldForm): Value | undefined | null {
  if (typed === undefined) return undefined
  if (typeof typed === 'object' && 'text' in typed) return typed.text.trim() ? { ...typed, text: typed.text.trim() } : undefined
  if (typeof typed === 'object') return typed.length > 0 ? [...typed] : undefined
  const text = typed.trim()
  if (text === '') return undefined
  switch (takes.form) {
    case 'name':
      return { name: text }
    case 'time': {
      const at = new Date(text)
      return Number.isNaN(at.getTime()) ? null : at.toISOString()
    }
    case 'amount':
      return AMOUNT.test(text) ? text : null
    case 'degree':
      return DEGREE.test(text) && Math.abs(Number(text)) <= takes.most ? text : null
    case 'count':
      return /^\d{1,9}$/.test(text) ? Number(text) : null
    case 'corners': {
      const corners = typedCorners(text)
      return corners && areaFault(corners) === undefined ? writeCorners(corners) : null
    }
    case 'yes-no':
      return text === 'yes'
    case 'sha256':
      return SHA256.test(text) ? text : null
    case 'code-free':
      return CODE.test(text) ? text : null
    default:
      return text
  }
}
