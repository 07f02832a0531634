/**
 * The labelled pairs that the product measures itself by, made from this population: `node demo/population/labelled-pairs.ts > FILE`.
 * Half of what is no match is chosen to be hard: relatives, namesakes, people of one given name and one year.
 */
import { chanceOf } from './chance.ts'
import type { Part } from './naming.ts'
import { queryOf, type RegionQuery } from './queries.ts'
import { nameKey, type RegionRecord, region } from './region.ts'
import { identityOf } from './words.ts'

const SEED = 3_141
const QUERY_SEED = 59
const POPULATION = 60_000
/** How many of each kind. */
const COUNTS = { matches: 1_200, relatives: 500, namesakes: 60, contemporaries: 340, strangers: 900 } as const

type Side = readonly [name: string, birth_date: string, sex: string, nationality: string]
type Row = readonly [a: Side, b: Side, is_match: 0 | 1]

const records = [...region({ seed: SEED, count: POPULATION })]
const wordsOf = (parts: readonly Part[], role: Part['role']) =>
  parts.filter((part) => part.role === role).map(({ word }) => identityOf(word))
const families = Map.groupBy(records, ({ identity }) => wordsOf(identity, 'family')[0] ?? '')
const givens = Map.groupBy(records, ({ identity, birth_date }) => `${wordsOf(identity, 'given')[0]} ${birth_date.slice(0, 4)}`)
const keys = Map.groupBy(records, ({ identity }) => nameKey(identity))

const askedSide = ({ name, birth_date, sex, nationality }: RegionQuery): Side => [name, birth_date ?? '', sex ?? '', nationality ?? '']
const heldSide = ({ name, birth_date, sex, nationality }: RegionRecord): Side => [name, birth_date, sex, nationality]

const rows: Row[] = []
const made = { matches: 0, relatives: 0, namesakes: 0, contemporaries: 0, strangers: 0 }
const chance = chanceOf(SEED, QUERY_SEED)
for (let number = 0; Object.keys(made).some((kind) => made[kind as 'matches'] < COUNTS[kind as 'matches']); number++) {
  const query = queryOf({ seed: SEED, population: POPULATION, query_seed: QUERY_SEED, absent: 0 }, number)
  const record = records[query.id!]!
  const put = (kind: keyof typeof COUNTS, other: RegionRecord | undefined, is_match: 0 | 1 = 0) => {
    if (other === undefined || made[kind] >= COUNTS[kind]) return
    made[kind]++
    rows.push([askedSide(query), heldSide(other), is_match])
  }
  const someOf = (others: readonly RegionRecord[] = []) => {
    const different = others.filter((other) => nameKey(other.identity) !== query.key)
    return different.length === 0 ? undefined : chance.pick(different)
  }
  put('matches', record, 1)
  const [family] = wordsOf(record.identity, 'family')
  if (family !== undefined) put('relatives', someOf(families.get(family)))
  put('contemporaries', someOf(givens.get(`${wordsOf(record.identity, 'given')[0]} ${record.birth_date.slice(0, 4)}`)))
  // the same name and another person: only the birth date can tell
  const namesake = keys
    .get(query.key)
    ?.find((other) => other.id !== record.id && other.birth_date.slice(0, 4) !== record.birth_date.slice(0, 4))
  if (query.birth_date !== undefined && query.birth_date.slice(0, 4) === record.birth_date.slice(0, 4)) put('namesakes', namesake)
  put('strangers', someOf([records[chance.below(POPULATION)]!]))
}
const shuffled = rows.map((row) => ({ row, at: chance.next() })).sort((a, b) => a.at - b.at)
const about = `Synthetic: made by demo/population/labelled-pairs.ts, nobody in it exists. ${Object.entries(COUNTS)
  .map(([kind, count]) => `${count} ${kind}`)
  .join(', ')}.`
process.stdout.write(
  `{\n  "about": ${JSON.stringify(about)},\n  "version": "synthetic-1",\n  "pairs": [\n${shuffled.map(({ row }) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]\n}\n`,
)
