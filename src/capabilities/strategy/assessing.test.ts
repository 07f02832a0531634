/** A threat assessment as calculated by hand: spreads, what contradicts itself, what is late, and what changed; and what its reports say of it. */
import { expect, test } from 'vitest'
import { type Document, demandBounded } from '#lib/documents/index.ts'
import { SLEIPNIR_ATTRIBUTES } from '#lib/risk/index.ts'
import type { Fields } from '#wire/fields.ts'
import { CRIME_AREAS, LANGUAGES } from '#wire/vocabulary.ts'
import en_terms from '../../../web/language/en/terms.json' with { type: 'json' }
import { AREA_WORDS } from './area-words.ts'
import { readAssessment } from './assessing.ts'
import { publicReport, restrictedReport } from './assessment-report.ts'
import type { Forum } from './forum.ts'
import type { Thing } from './things.ts'

const en = (text: string) => ({ text, language: 'en' as const })
const forum: Forum = {
  chairs: ['esp'],
  chair: 'esp',
  participants: ['esp', 'mar', 'sen', 'tun'],
  observers: ['frontex'],
  guests: [],
  left: [],
  closed: false,
}
const DUE = '2026-06-01T00:00:00.000Z'
let at = 0
const thing = (kind: string, by: string, set: Fields, came_at = '2026-05-01T00:00:00.000Z'): Thing => ({
  id: `00000000-0000-4000-8000-${String(++at).padStart(12, '0')}`,
  kind,
  by,
  version: 1,
  first_at: came_at,
  said_at: came_at,
  came_at,
  set,
  withdrawn: undefined,
})
const assessmentOf = (more: Fields = {}): Thing =>
  thing('assessment', 'esp', {
    title: en('EMTA'),
    due: DUE,
    from: '2025-01-01',
    until: '2025-12-31',
    areas: ['firearms', 'cybercrime'],
    combiner: 'product',
    state: 'drafting',
    ...more,
  })
const contribution = (assessment: Thing, by: string, ratings: string, more: Fields = {}, came_at?: string): Thing => {
  const [magnitude, likelihood, vulnerability, impact] = ratings.split('')
  const said = Object.entries({ magnitude, likelihood, vulnerability, impact }).filter(([, value]) => value !== '-')
  return thing(
    'contribution',
    by,
    {
      assessment: assessment.id,
      crime_area: 'firearms',
      counting_unit: en('weapons seized'),
      limitations: en('none known'),
      ...Object.fromEntries(said as [string, string][]),
      ...more,
    },
    came_at,
  )
}
const reading = (assessment: Thing, things: readonly Thing[], own = 'esp') =>
  readAssessment({ assessment, things: [assessment, ...things], forum, own })

test('risk by country, its middle and its ends, as worked by hand', () => {
  const assessment = assessmentOf()
  const { areas, scale } = reading(assessment, [
    contribution(assessment, 'mar', '4321'), // 4·3·2·1 = 24
    contribution(assessment, 'tun', '2222'), // 16
    contribution(assessment, 'sen', '333-'), // 27·0 to 27·4 = 0 to 108
  ])
  const [cyber, firearms] = [areas.find((one) => one.crime_area === 'cybercrime')!, areas.find((one) => one.crime_area === 'firearms')!]
  // lower ends 24, 16, 0; upper ends 24, 16, 108: both middles are known values
  expect(firearms.risk).toEqual({ middle: { least: 16, most: 24 }, whole: { least: 0, most: 108 }, countries: 3 })
  expect(firearms.contributions.map(({ member, risk }) => [member, risk])).toEqual([
    ['mar', { least: 24, most: 24 }],
    ['sen', { least: 0, most: 108 }],
    ['tun', { least: 16, most: 16 }],
  ])
  expect(firearms.components).toEqual({
    magnitude: { least: 2, middle: 3, most: 4, countries: 3 },
    likelihood: { least: 2, middle: 3, most: 3, countries: 3 },
    vulnerability: { least: 2, middle: 2, most: 3, countries: 3 },
    impact: { least: 1, middle: 1.5, most: 2, countries: 2 },
  })
  expect(firearms.silent).toEqual(['esp'])
  expect(cyber.risk).toBeNull()
  expect(cyber.silent).toEqual(['esp', 'mar', 'sen', 'tun'])
  expect(scale).toEqual({ least: 0, most: 256 })
})

test('the chair’s weights weigh, and weights that are none are even', () => {
  const weighed = { combiner: 'weighted-mean', weight_magnitude: 3, weight_impact: 0 }
  const assessment = assessmentOf(weighed)
  const one = (of: Thing) => reading(of, [contribution(of, 'mar', '4321')]).areas.find((area) => area.risk)!.risk!.middle
  // (3·4 + 1·3 + 1·2 + 0·1) / 5 = 17 / 5
  expect(one(assessment)).toEqual({ least: 3.4, most: 3.4 })
  // (4 + 3 + 2 + 1) / 4
  expect(one(assessmentOf({ combiner: 'weighted-mean', weight_impact: 1_000_000 }))).toEqual({ least: 2.5, most: 2.5 })
  // threat ⌈(4+3)/2⌉ = 4, consequence ⌈(2+1)/2⌉ = 2, risk ⌈(4+2)/2⌉ = 3
  expect(one(assessmentOf({ combiner: 'matrix' }))).toEqual({ least: 3, most: 3 })
})

test('what contradicts itself does not count, what is late is marked and counts', () => {
  const assessment = assessmentOf()
  const { areas, asked, response_rate } = reading(assessment, [
    contribution(assessment, 'mar', '4444'),
    contribution(assessment, 'mar', '1111'),
    contribution(assessment, 'tun', '2222', {}, '2026-06-01T00:00:00.001Z'),
    contribution(assessment, 'sen', '3333', { counting_unit: undefined as never }),
    contribution(assessment, 'esp', '----', { counting_unit: en('cases') }),
  ])
  const [firearms] = areas.filter(({ contributions }) => contributions.length > 0)
  expect(firearms!.contributions.map(({ member, doubts, counted }) => [member, doubts, counted])).toEqual([
    ['esp', ['no-rating'], true],
    ['mar', ['twice'], false],
    ['mar', ['twice'], false],
    ['sen', ['no-unit'], false],
    ['tun', ['late'], true],
  ])
  // Tunisia's alone: 2·2·2·2
  expect(firearms!.risk).toEqual({ middle: { least: 16, most: 16 }, whole: { least: 16, most: 16 }, countries: 1 })
  expect(firearms!.one_unit).toBe(false)
  expect(asked.find(({ member }) => member === 'tun')).toEqual({
    member: 'tun',
    left: false,
    answered: 1,
    missing: ['cybercrime'],
    late: 1,
  })
  expect(response_rate).toBe(1)
})

test('held against the assessment before, country by country; a trend that own figures speak against is marked', () => {
  const before = assessmentOf()
  const assessment = assessmentOf({ before: before.id })
  const { areas, has_before } = reading(assessment, [
    before,
    contribution(before, 'mar', '1111', { quantity: '10' }),
    contribution(before, 'tun', '333-'),
    contribution(assessment, 'mar', '2211', { quantity: '12', trend: 'falling' }), // 4 against 1
    contribution(assessment, 'tun', '2222'), // 16 against 0 to 108
    contribution(assessment, 'sen', '1111'),
  ])
  const [firearms] = areas.filter(({ risk }) => risk)
  expect(has_before).toBe(true)
  expect(firearms!.changes).toEqual([
    { country: 'mar', direction: 'higher', before: { least: 1, most: 1 }, now: { least: 4, most: 4 } },
    { country: 'tun', direction: 'unsure', before: { least: 0, most: 108 }, now: { least: 16, most: 16 } },
  ])
  expect(firearms!.contributions.find(({ member }) => member === 'mar')!.doubts).toEqual(['against-before'])
})

test('who is not in the chair is told nothing of what it does not hold', () => {
  const assessment = assessmentOf()
  const { holds, response_rate, asked, areas } = reading(assessment, [contribution(assessment, 'tun', '2222', { shared: true })], 'mar')
  expect([holds, response_rate]).toEqual(['shared', null])
  expect(asked.filter(({ missing }) => missing !== null).map(({ member }) => member)).toEqual(['mar'])
  expect(areas.every(({ silent }) => silent === null)).toBe(true)
})

test('groups by Sleipnir with their spread and the places they can have', () => {
  const assessment = assessmentOf()
  const rating = (by: string, group: string, level: string) =>
    thing('group-rating', by, {
      assessment: assessment.id,
      group: { name: group },
      ...Object.fromEntries(SLEIPNIR_ATTRIBUTES.map((one) => [one.replaceAll('-', '_'), level])),
    })
  const { groups } = reading(assessment, [rating('mar', 'North', 'high'), rating('tun', 'North', 'medium'), rating('mar', 'South', 'low')])
  // 190·4 = 760, 190·2 = 380, 190·1 = 190
  expect(groups.map(({ group, middle, whole }) => [group, middle, whole])).toEqual([
    ['North', { least: 570, most: 570 }, { least: 380, most: 760 }],
    ['South', { least: 190, most: 190 }, { least: 190, most: 190 }],
  ])
  // high and medium are two apart, times nineteen
  expect(groups[0]!.apart[0]).toEqual({ criterion: 'corruption', apart: 38 })
  expect(groups[0]!.places).toEqual({ best: 1, worst: 1 })
})

const SECRET = 'Puerto Escondido'
function source() {
  const assessment = assessmentOf({ state: 'published' })
  const chapter = (part: string, text: string, more: Fields = {}) =>
    thing('chapter', 'esp', { assessment: assessment.id, part, title: en(`Title of ${text}`), text: en(text), ...more })
  const things = [
    assessment,
    chapter('limitations', 'Open limits', { public: true }),
    chapter('summary', 'Open summary', { public: true, order: 1 }),
    chapter('networks', SECRET, { order: 2 }),
    contribution(assessment, 'mar', '4321', { text: en(SECRET), quantity: '7319', networks: en(SECRET), sources: en(SECRET) }),
    thing('indicator', 'mar', { assessment: assessment.id, focus: 'networks', title: en(SECRET), value: '7319', source: en(SECRET) }),
    thing('group-rating', 'mar', { assessment: assessment.id, group: { name: SECRET }, corruption: 'high' }),
    thing('position', 'mar', { on: assessment.id, says: 'agree', reason: en(SECRET) }),
  ]
  return {
    assessment,
    things,
    reading: readAssessment({ assessment, things, forum, own: 'esp' }),
    forum_title: en('Forum'),
    demonstration: true,
    now: new Date(DUE),
    nameOf: (id: string) => `Member ${id}`,
  }
}
const titles = ({ sections }: Document) => sections.map(({ title }) => title)

test('the public version says what is public and nothing of a country', () => {
  for (const language of LANGUAGES) {
    const text = JSON.stringify(publicReport(source(), language))
    for (const closed of [SECRET, '7319', 'Member mar', 'weapons seized', 'MAR'])
      expect([closed, text.includes(closed)]).toEqual([closed, false])
    expect(titles(publicReport(source(), language)).slice(1)).toEqual(['Title of Open summary', 'Title of Open limits'])
  }
})

test('the restricted version names the method, each country, and what limits it, in each language', () => {
  for (const language of LANGUAGES) {
    const report = restrictedReport(source(), language)
    expect(() => demandBounded(report)).not.toThrow()
    const text = JSON.stringify(report)
    for (const there of [SECRET, '7319', 'Member mar', AREA_WORDS[language].firearms, 'Open limits'])
      expect([there, text.includes(there)]).toEqual([there, true])
    expect(report.sections.at(-1)!.blocks[0]).toMatchObject({ kind: 'list' })
  }
})

test('the largest assessment still fits a document', () => {
  const members = Array.from({ length: 100 }, (_, i) => `m${i}`)
  const assessment = assessmentOf({ areas: [...CRIME_AREAS] })
  const things = [
    assessment,
    ...members.flatMap((by) => CRIME_AREAS.map((crime_area) => contribution(assessment, by, '4321', { crime_area }))),
    ...members.flatMap((by) =>
      Array.from({ length: 12 }, (_, i) =>
        thing('indicator', by, { assessment: assessment.id, focus: 'networks', title: en(`x${i}`), source: en('y') }),
      ),
    ),
  ]
  const wide = { ...forum, participants: members, chair: 'm0' }
  const report = restrictedReport(
    { ...source(), assessment, things, reading: readAssessment({ assessment, things, forum: wide, own: 'm0' }) },
    'ar',
  )
  expect(() => demandBounded(report)).not.toThrow()
})

test('crime areas are said in documents as in the pages', () => {
  expect(AREA_WORDS.en).toEqual(en_terms['crime-area'])
})
