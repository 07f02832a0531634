/** How values travel: JavaScript to PostgreSQL parameters and result text to JavaScript, one rule for both engines. */

/** As both drivers take it: text, or binary for bytea. */
export type Parameter = string | Uint8Array | null

const JSON_TYPE = 114
const JSONB_TYPE = 3802

/**
 * Writes one parameter. `type` is the parameter's type where it is known: an array becomes JSON for json and jsonb, else a PostgreSQL array.
 * Throws TypeError for what has no faithful spelling (undefined, functions, class instances, invalid dates, lone surrogates).
 */
export function parameter(value: unknown, type?: number): Parameter {
  if (value === null) return null
  if (value instanceof Uint8Array) return value
  if (Array.isArray(value)) return type === JSON_TYPE || type === JSONB_TYPE ? jsonText(value) : arrayText(value)
  return scalarText(value)
}

function scalarText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw new TypeError('an SQL parameter holds a lone surrogate')
      return value
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value)
    case 'object':
      return value instanceof Date ? dateText(value) : jsonText(value as object)
    default:
      throw new TypeError(`an SQL parameter cannot be a ${typeof value}`)
  }
}

function dateText(value: Date): string {
  const year = value.getUTCFullYear()
  if (!(year >= 1 && year <= 9999)) throw new TypeError('an SQL parameter is a date outside the years 1 to 9999')
  return value.toISOString()
}

function jsonText(value: object): string {
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null && !Array.isArray(value) && !('toJSON' in value)) {
    throw new TypeError(`an SQL parameter cannot be a ${prototype?.constructor?.name ?? 'value of this kind'}`)
  }
  const text = JSON.stringify(value)
  if (/\\u(?:d[89ab]|dc|dd|de|df)/i.test(text) && !wellFormedJson(value)) throw new TypeError('an SQL parameter holds a lone surrogate')
  return text
}

const wellFormedJson = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => key.isWellFormed() && wellFormedJson(inner))
}

function arrayText(values: readonly unknown[]): string {
  return `{${values.map(elementText).join(',')}}`
}

function elementText(value: unknown): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return arrayText(value)
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}"`
  return `"${scalarText(value).replace(/[\\"]/g, '\\$&')}"`
}

/** Reads one result column in text format by its type's number (pg_type.oid); types not listed stay text. */
export const readerOf = (type: number): ((text: string) => unknown) => readers.get(type) ?? asText

const asText = (text: string) => text

function readInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('an int8 is beyond the safe integers: select it as text')
  return value
}

const readBytes = (text: string): Uint8Array => {
  const bytes = Buffer.from(text.slice(2), 'hex')
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function readInstant(text: string): Date {
  const instant = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  if (Number.isNaN(instant.getTime())) throw new RangeError('a timestamptz is outside what Date holds')
  return instant
}

const scalars: readonly [number, number, (text: string) => unknown][] = [
  // type, its array type, reader
  [16, 1000, (text) => text === 't'],
  [17, 1001, readBytes],
  [19, 1003, asText],
  [20, 1016, readInt8],
  [21, 1005, Number],
  [23, 1007, Number],
  [25, 1009, asText],
  [26, 1028, Number],
  [JSON_TYPE, 199, (text) => JSON.parse(text)],
  [700, 1021, Number],
  [701, 1022, Number],
  [1042, 1014, asText],
  [1043, 1015, asText],
  [1082, 1182, asText],
  [1083, 1183, asText],
  [1114, 1115, asText],
  [1184, 1185, readInstant],
  [1700, 1231, asText],
  [2950, 2951, asText],
  [JSONB_TYPE, 3807, (text) => JSON.parse(text)],
]

const readers = new Map<number, (text: string) => unknown>()
for (const [type, arrayType, read] of scalars) {
  readers.set(type, read)
  readers.set(arrayType, (text) => readArray(text, read))
}

/** Reads an array's text form (PostgreSQL, section 8.15.6), nested ones too; lower bounds are dropped. */
function readArray(text: string, read: (text: string) => unknown): unknown[] {
  let at = text.indexOf('{') + 1
  const list = (): unknown[] => {
    const items: unknown[] = []
    if (text[at] === '}') {
      at++
      return items
    }
    for (;;) {
      items.push(item())
      if (text[at++] === '}') return items
    }
  }
  const item = (): unknown => {
    if (text[at] === '{') {
      at++
      return list()
    }
    if (text[at] !== '"') {
      const from = at
      while (text[at] !== ',' && text[at] !== '}') at++
      const plain = text.slice(from, at)
      return plain === 'NULL' ? null : read(plain)
    }
    const pieces: string[] = []
    let from = ++at
    for (; text[at] !== '"'; at++) {
      if (text[at] !== '\\') continue
      pieces.push(text.slice(from, at))
      from = ++at
    }
    pieces.push(text.slice(from, at++))
    return read(pieces.join(''))
  }
  return list()
}
