// How a thing is called in the journal, read from what a person pastes: a name of the journal, an address of these pages, or a bare number.

export const KINDS = [
  'case',
  'record',
  'check',
  'list',
  'chart',
  'space',
  'survey',
  'statement',
  'officer',
  'session',
  'import',
  'erasure',
] as const
export type Kind = (typeof KINDS)[number]

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/i
/** Which kind of thing an address of these pages shows. */
const PAGES: readonly (readonly [RegExp, Kind])[] = [
  [/\/exchange\//, 'case'],
  [/\/registers\//, 'record'],
  [/\/checks\//, 'check'],
  [/\/screening\//, 'list'],
  [/\/analysis\//, 'chart'],
  [/\/operations\//, 'space'],
  [/\/training\//, 'survey'],
  [/\/officers\//, 'officer'],
]

/** The subject as the journal writes it; undefined for what cannot be one. `kind` is for numbers that do not say theirs. */
export function subjectOf(pasted: string, kind: Kind): string | undefined {
  const text = pasted.trim()
  const named = /^([a-z][a-z-]{0,31}):\S+$/.exec(text)
  if (named && !text.includes('//')) return /^[a-z0-9][A-Za-z0-9:._/-]{0,199}$/.test(text) ? text : undefined
  const id = UUID.exec(text)?.[0].toLowerCase()
  if (!id) return undefined
  return `${PAGES.find(([page]) => page.test(text))?.[1] ?? kind}:${id}`
}
