/** Mutates JSON: values of the wrong type and size, members repeated, left out or made up, and spellings that are not canonical. */
import type { Chance } from './chance.ts'

/** Text put into the JSON as it is, for what no JavaScript value can say. */
export class Raw {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Members in this order, the same name more than once if so wished. */
export class Members {
  readonly entries: readonly (readonly [string, unknown])[]
  constructor(entries: readonly (readonly [string, unknown])[]) {
    this.entries = entries
  }
}

/** Written canonically (sorted members, no space) except where a Raw or Members says otherwise. */
export function written(value: unknown): string {
  if (value instanceof Raw) return value.text
  if (value instanceof Members) return `{${value.entries.map(([name, inner]) => `${JSON.stringify(name)}:${written(inner)}`).join(',')}}`
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value).filter((name) => (value as Record<string, unknown>)[name] !== undefined)
    return `{${names
      .sort()
      .map((name) => `${JSON.stringify(name)}:${written((value as Record<string, unknown>)[name])}`)
      .join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

const nested = (depth: number, open: string, close: string) => new Raw(`${open.repeat(depth)}${close.repeat(depth)}`)

const LONG = 'x'.repeat(5_000)
const UUIDS = [
  '0190a000-0000-7000-8000-000000000001',
  '0190A000-0000-7000-8000-00000000000A',
  '00000000-0000-0000-0000-000000000000',
  '0190a000-0000-7000-8000-00000000000',
  '{0190a000-0000-7000-8000-000000000001}',
]
const TIMES = [
  '2026-03-02T08:00:00.000Z',
  '2026-02-30T08:00:00.000Z',
  '2026-13-01T00:00:00.000Z',
  '2026-03-02T24:00:00.000Z',
  '2026-03-02T08:00:60.000Z',
  '0000-00-00T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '9999-99-99T99:99:99.999Z',
  '2026-03-02T08:00:00Z',
  '2026-03-02 08:00:00.000Z',
  '+012026-03-02T08:00:00.000Z',
  'now',
]
/** Signs that look alike, change direction, take two units, or stand for nothing. */
const TRAPS = [
  '\u0000',
  'a\u0000b',
  '\u202e\u0645\u0635\u0631',
  'e\u0301',
  '\u00e9',
  '\ufeff',
  '\u200d',
  'ﷺ',
  'ᵢ',
  'İ',
  'ß',
  '𝔞',
  '😀',
  '\u2028',
  '\uffff',
  '\u0085',
  'еsр',
  'ＥＳＰ',
  '١٢٣',
  'a'.repeat(64),
  LONG,
]
const WORDS = [
  '',
  ' ',
  'mar',
  'fra',
  'esp',
  'MAR',
  'mar ',
  'null',
  'true',
  '0',
  '__proto__',
  '../../../etc/passwd',
  "'; drop table inbox; --",
  '%00',
  '$ref',
  '{{7*7}}',
  'drill.said.v1',
  'drill.question.v1',
  'drill.reply.v1',
  'future.thing.v1',
  'portolan.statement.v1',
  'confidential',
  'H2',
  'euromed',
  'netcop',
  'ar',
  'border-control',
]
const NUMBERS: readonly unknown[] = [
  0,
  1,
  -1,
  1.5,
  7,
  255,
  65_536,
  2_147_483_647,
  2_147_483_648,
  -2_147_483_649,
  4_294_967_296,
  Number.MAX_SAFE_INTEGER,
  -Number.MAX_SAFE_INTEGER,
  1e21,
  5e-324,
  1.797e308,
  ...[
    '-0',
    '9007199254740993',
    '1e400',
    '-1e400',
    '1E2',
    '1.0',
    '01',
    '+1',
    '.5',
    '0x10',
    'NaN',
    'Infinity',
    `${'9'.repeat(400)}`,
    `0.${'1'.repeat(400)}`,
  ].map((text) => new Raw(text)),
]
const RAWS: readonly unknown[] = [
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u0000"',
  '"\\u0061"',
  '"\\/"',
  '"\ttab"',
  '"\\x41"',
  'undefined',
  "'single'",
  '',
  '/**/1',
  '[1,]',
  '{"a":1,}',
  '{"a":1,"a":2}',
  '{"__proto__":{"member":"mar"}}',
  '{"toJSON":1}',
].map((text) => new Raw(text))
const DEEP: readonly unknown[] = [
  nested(31, '[', ']'),
  nested(33, '[', ']'),
  nested(500, '[', ']'),
  new Raw(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`),
  new Raw(`${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`),
  Array.from({ length: 300 }, () => 0),
  nested(20_000, '[', ']'),
]

/** Some value that was not asked for. */
export function anyValue(chance: Chance): unknown {
  switch (chance.below(12)) {
    case 0:
      return chance.of([null, true, false, [], {}, [null], { member: 'mar' }, { number: 1 }])
    case 1:
    case 2:
      return chance.of(NUMBERS)
    case 3:
      return chance.of(RAWS)
    case 4:
      return chance.once(20) ? chance.of(DEEP) : chance.of(DEEP.slice(0, 4))
    case 5:
      return chance.of(UUIDS)
    case 6:
      return chance.of(TIMES)
    case 7:
    case 8:
      return chance.of(TRAPS)
    default:
      return chance.of(WORDS)
  }
}

const ODD_NAMES = ['__proto__', 'constructor', 'toString', '', 'id', 'member', 'number', 'bcc', 'n\u0000', '$schema', 'é', 'e\u0301', LONG]

type Path = readonly (string | number)[]

function pathsOf(value: unknown, at: Path = [], found: Path[] = []): Path[] {
  if (found.length > 400) return found
  found.push(at)
  if (value instanceof Raw || value instanceof Members || typeof value !== 'object' || value === null) return found
  for (const [name, inner] of Object.entries(value)) pathsOf(inner, [...at, Array.isArray(value) ? Number(name) : name], found)
  return found
}

function changedAt(value: unknown, [first, ...rest]: Path, change: (before: unknown) => unknown): unknown {
  if (first === undefined) return change(value)
  if (Array.isArray(value)) return value.map((inner, i) => (i === first ? changedAt(inner, rest, change) : inner))
  return Object.fromEntries(
    Object.entries(value as object).map(([name, inner]) => [name, name === first ? changedAt(inner, rest, change) : inner]),
  )
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Raw) && !(value instanceof Members)

/** One change somewhere in the value. */
export function mutated(value: unknown, chance: Chance): unknown {
  return changedAt(value, chance.of(pathsOf(value)), (before) => {
    if (isObject(before)) {
      const names = Object.keys(before)
      switch (chance.below(6)) {
        case 0: {
          // a member left out
          const gone = names.length === 0 ? undefined : chance.of(names)
          return Object.fromEntries(Object.entries(before).filter(([name]) => name !== gone))
        }
        case 1: // a member made up
          return new Members(
            [...Object.entries(before), [chance.of(ODD_NAMES), anyValue(chance)] as const].sort(([a], [b]) => (a < b ? -1 : 1)),
          )
        case 2: {
          // a member said twice, once rightly
          const name = names.length === 0 ? 'a' : chance.of(names)
          const twice = [name, chance.once(2) ? before[name] : anyValue(chance)] as const
          return new Members([...Object.entries(before), twice].sort(([a], [b]) => (a < b ? -1 : 1)))
        }
        case 3: {
          // two members change places
          const [a, b] = [chance.of(names), chance.of(names)]
          return a === undefined || b === undefined ? [] : { ...before, [a]: before[b], [b]: before[a] }
        }
        case 4:
          return names.length === 0 ? null : { ...before, [chance.of(names)]: anyValue(chance) }
        default:
          return anyValue(chance)
      }
    }
    if (Array.isArray(before))
      return chance.of<() => unknown>([
        () => [...before, anyValue(chance)],
        () => before.slice(1),
        () => [...before, ...before],
        () => ({ ...before }),
        () => Array.from({ length: 200 }, () => before[0] ?? 1),
        () => anyValue(chance),
      ])()
    if (typeof before === 'string' && chance.once(2)) {
      const at = chance.below(before.length + 1)
      return chance.of([
        () => before.toUpperCase(),
        () => `${before} `,
        () => before.slice(0, at),
        () => before.slice(0, at) + chance.of(TRAPS).slice(0, 100) + before.slice(at),
        () => before + before,
        () => [before],
        () => [...before].reverse().join(''),
      ])()
    }
    if (typeof before === 'number' && chance.once(3))
      return chance.of([before + 1, before - 1, before * 1e6, -before, before / 3, String(before)])
    return anyValue(chance)
  })
}

/** The same value in another spelling, or its text damaged. */
export function respelled(text: string, chance: Chance): string {
  const at = chance.below(text.length)
  return chance.of<() => string>([
    () => ` ${text}`,
    () => `${text}\n`,
    () => `\ufeff${text}`,
    () => text.replace(':', ': '),
    () => text.replace(',', ',\n'),
    () => text.replace(/[a-z](?=[a-z]*")/, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
    () => text.replaceAll('/', '\\/').replace('"', '\\u0022'),
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + String.fromCharCode(33 + chance.below(90)) + text.slice(at + 1),
    () => text + text,
    () => `${text}{}`,
    () => `[${text}]`,
    () => JSON.stringify(text),
    () => text.slice(0, at) + chance.of(TRAPS).slice(0, 50) + text.slice(at),
    () => JSON.stringify(reversed(JSON.parse(text))),
    () => '',
  ])()
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, reversed(inner)]),
  )
}
