/** What a team's space hands over to an officer's chart: persons, organisations, objects, places, events and links that stand and whose contents are here. */
import type { HandedContents, HandedMatter, HandedResult, HandedThing, Handing, View } from '#kernel/capability.ts'
import { MOST_MATTERS } from '#kernel/capability.ts'
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import type { Value } from '#wire/fields.ts'
import type { Standing } from './agreement.ts'
import { openSpace } from './contents.ts'
import { workOf } from './reading.ts'
import { countedOnce, fieldIn } from './rules.ts'
import { maybeSpace, type SpaceRow, spacesPage } from './store/spaces.ts'
import type { Thing } from './things.ts'

const HANDED_KINDS = ['person', 'organisation', 'object', 'place', 'event', 'link'] as const
const NAME_FIELD = {
  person: 'full_name',
  organisation: 'name',
  object: 'identifier',
  place: 'name',
  event: 'title',
  link: 'relation',
} as const
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const VERSION_LETTERS = 12

/** Whoever may not look at the things of a space is not told that there is one; a space that is over, or that the member has left, hands nothing over. */
export const hands: Handing = {
  kind: 'space',
  async list(view) {
    const rows = await spacesPage(view.reading, view.officer.member, await view.classes('operations.find-things'), {
      limit: MOST_MATTERS,
      offset: 0,
    })
    return rows.flatMap((row) => matterOf(row, view) ?? [])
  },
  async read(id, view): Promise<HandedContents | undefined> {
    if (!UUID.test(id)) return undefined
    const row = await maybeSpace(view.reading, view.officer.member, id)
    const matter = row && (await view.classes('operations.find-things')).includes(row.access_class) ? matterOf(row, view) : undefined
    if (!row || !matter) return undefined
    const key = { member: row.member, space: row.id }
    const { things, slots } = await workOf(view, key, openSpace(view.vault, row)!.standing, { kinds: HANDED_KINDS })
    return { ...matter, things: things.flatMap((thing) => handedOf(thing, row.member, [...(slots.get(thing.id) ?? [])]) ?? []) }
  },
  results: resultsOf,
}

async function resultsOf(id: string, view: View): Promise<readonly HandedResult[] | undefined> {
  if (!UUID.test(id)) return undefined
  const row = await maybeSpace(view.reading, view.officer.member, id)
  const may = row && (await view.classes('operations.find-things')).includes(row.access_class) && matterOf(row, view)
  if (!row || !may) return undefined
  const { things } = await workOf(view, { member: row.member, space: row.id }, openSpace(view.vault, row)!.standing, { kinds: ['result'] })
  return countedOnce(things).map(({ first, claimed }) => ({
    id: first.id,
    category: wordsOf(fieldIn(first, 'category')),
    quantity: wordsOf(fieldIn(first, 'quantity')),
    unit: wordsOf(fieldIn(first, 'unit')),
    crime_area: wordsOf(fieldIn(first, 'crime_area')) || undefined,
    happened_on: wordsOf(fieldIn(first, 'happened_at')).slice(0, 10) || undefined,
    claimed_by: claimed,
  }))
}

function matterOf(row: SpaceRow, { vault }: Pick<View, 'vault'>): HandedMatter | undefined {
  const standing: Standing | undefined = openSpace(vault, row)?.standing
  if (!standing || !row.belongs || row.emptied_at) return undefined
  return { address: `space:${row.id}`, title: standing.title.text, classification: 'restricted' }
}

/** Nothing of a thing that was withdrawn, or whose name is not here: not for us, not verified yet, erased. */
function handedOf(thing: Thing, own: string, slots: readonly number[]): HandedThing | undefined {
  const kind = HANDED_KINDS.find((one) => one === thing.kind)
  const said = (field: string) => wordsOf(fieldIn(thing, field))
  const label = kind && said(NAME_FIELD[kind])
  if (!kind || !label || thing.withdrawn || slots.length === 0) return undefined
  const ends: readonly [string, string] = [wordsOf(thing.fields.from?.value), wordsOf(thing.fields.to?.value)]
  if (kind === 'link' && ends.includes('')) return undefined
  const [lat, lon] = [Number(said('latitude') || Number.NaN), Number(said('longitude') || Number.NaN)]
  const grade = `${said('source_grade')}${said('information_grade')}`
  return {
    id: thing.id,
    kind,
    version: hex(sha256(utf8(canonicalJson(thing.fields as unknown as Json)))).slice(0, VERSION_LETTERS),
    changed_at: thing.changed_at,
    by: thing.by,
    label,
    ...(kind === 'link' && { between: ends }),
    begin: kind === 'event' ? said('happened_at') : said('since'),
    end: said('until'),
    at: Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lat, lon] : null,
    source: said('source'),
    evaluation: grade.length === 2 ? grade : '',
    // what another member said in a team is that member's: not onward without its permission
    handling: thing.by === own ? [] : [{ code: 'H2' }],
    slots,
  }
}

function wordsOf(value: Value | undefined): string {
  if (value === undefined) return ''
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.join(' ')
  return 'text' in value ? value.text : 'name' in value ? value.name : ''
}
