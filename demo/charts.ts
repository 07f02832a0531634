/** The chart of the demonstration: a ring that moves goods by sea, drawn by chance from a seed, of people who do not exist. */
import type { Caller } from '#kernel/perform.ts'
import { base64, utf8 } from '#lib/bytes.ts'
import { chanceOf } from '#lib/graph/index.ts'
import { SLEIPNIR_ATTRIBUTES } from '#lib/risk/index.ts'
import { csvRow } from '#lib/tables/index.ts'
import type { OpenNode } from '#main/open-node.ts'

/** Birds, in the languages of the coasts: aliases that nobody is called by. */
const ALIASES = [
  'Halcón',
  'Garza',
  'Gaviota',
  'Cigüeña',
  'Mirlo',
  'Búho',
  'Golondrina',
  'Alondra',
  'Milano',
  'Jilguero',
  'Vencejo',
  'Pardela',
  'Faucon',
  'Héron',
  'Mouette',
  'Cigogne',
  'Merle',
  'Hibou',
  'Hirondelle',
  'Alouette',
  'Bécasse',
  'Rossignol',
  'Martinet',
  'Pélican',
  'صقر',
  'نورس',
  'لقلق',
  'هدهد',
  'يمامة',
  'سنونو',
  'كروان',
  'عقاب',
  'بلبل',
  'قبرة',
  'زرزور',
  'غراب',
] as const
const BROKER = 'Cormorán'

const PORTS = [
  ['Algeciras', 36.13, -5.45],
  ['Tanger Med', 35.89, -5.5],
  ['Nador', 35.28, -2.93],
  ['Dakar', 14.68, -17.43],
  ['Nouadhibou', 20.91, -17.05],
  ['Las Palmas', 28.14, -15.41],
  ['Marseille', 43.3, 5.36],
  ['Cartagena', 37.6, -0.98],
] as const
const VESSELS = ['MV Sample Tern', 'FV Sample Petrel', 'MV Sample Gannet', 'RHIB Sample 1', 'RHIB Sample 2'] as const
const CELLS = [
  { name: 'A', size: 34, leaders: 2 },
  { name: 'B', size: 30, leaders: 3 },
  { name: 'C', size: 24, leaders: 1 },
] as const
const SEED = 19_94

const SOURCES = {
  interception: { reference: 'Interception report 12/2025 (synthetic)', evaluation: 'A1', handling: 'H1' },
  observation: { reference: 'Observation log 7 (synthetic)', evaluation: 'B2', handling: '' },
  partner: { reference: 'Partner information MAR-2025-031 (synthetic)', evaluation: 'B3', handling: 'H2' },
  informant: { reference: 'Informant, uncorroborated (synthetic)', evaluation: 'C4', handling: 'H3: not to be quoted outside the unit' },
} as const
type Source = keyof typeof SOURCES

/** The two files: links, and what is known of the elements. */
export function demonstrationChart(): { links: string; elements: string; broker: string } {
  const chance = chanceOf(SEED)
  const pick = <T>(list: readonly T[]): T => list[chance.below(list.length)]!
  const cells: string[][] = []
  const elements: string[][] = []
  let number = 0
  for (const { name, size } of CELLS) {
    const cell: string[] = []
    for (let i = 0; i < size; i++) {
      const alias = ALIASES[number % ALIASES.length]!
      const round = Math.floor(number / ALIASES.length) + 1
      number++
      const key = `${name}${String(i + 1).padStart(2, '0')}`
      elements.push([key, round === 1 ? alias : `${alias} ${round}`, 'person', '', '', ...provenance('observation')])
      cell.push(key)
    }
    cells.push(cell)
  }
  const broker = 'X01'
  elements.push([broker, BROKER, 'person', '', '', ...provenance('interception')])
  for (const [name, lat, lon] of PORTS)
    elements.push([`port:${name}`, name, 'place', String(lat), String(lon), ...provenance('observation')])
  for (const name of VESSELS) elements.push([`vessel:${name}`, name, 'object', '', '', ...provenance('partner')])
  elements.push(['company', 'Sample Seafood Trading', 'organisation', '', '', ...provenance('partner')])
  // the same person under two keys, for somebody to merge
  elements.push(['tip-3', ALIASES[0], 'person', '', '', ...provenance('informant')])

  const links: string[][] = []
  const said = new Set<string>()
  const tie = (a: string, b: string, kind: string, source: Source, weight = 1) => {
    const key = `${a} ${b} ${kind}`
    if (a === b || said.has(key)) return
    said.add(key)
    const day = new Date(Date.UTC(2025, 0, 6 + chance.below(330))).toISOString().slice(0, 10)
    links.push([a, b, String(weight), kind, day, ...provenance(source)])
  }
  for (const [c, cell] of cells.entries()) {
    const leaders = cell.slice(0, CELLS[c]!.leaders)
    for (const [i, one] of cell.entries()) {
      // who joined later knows who was there, the leaders before all
      if (i > 0)
        tie(pick(i < 5 ? leaders : [...leaders, ...leaders, ...cell.slice(0, i)]), one, 'calls', 'interception', 1 + chance.below(20))
      if (chance.share() < 0.45) tie(one, pick(cell), 'calls', 'interception', 1 + chance.below(8))
      if (chance.share() < 0.2) tie(one, pick(cell), 'meets', 'observation')
    }
  }
  // the three cells hardly know each other: one goes between
  for (const [c, cell] of cells.entries())
    for (let i = 0; i < 3; i++) tie(broker, cell[i * 2 + (c % 2)]!, 'calls', 'interception', 3 + chance.below(12))
  tie(cells[0]![9]!, cells[1]![12]!, 'meets', 'informant')
  for (const [i, [name]] of PORTS.entries()) tie(cells[i % 3]![5 + i]!, `port:${name}`, 'seen at', 'observation')
  const hops = [
    [3, 4],
    [4, 5],
    [5, 0],
    [1, 0],
    [2, 7],
    [2, 6],
  ] as const
  for (const [i, [from, to]] of hops.entries())
    tie(`port:${PORTS[from]![0]}`, `port:${PORTS[to]![0]}`, 'route', 'partner', 2 + ((i * 3) % 7))
  for (const [i, name] of VESSELS.entries()) {
    tie(`vessel:${name}`, `port:${PORTS[i]![0]}`, 'calls at', 'partner')
    tie(cells[i % 3]![i + 2]!, `vessel:${name}`, 'crew of', 'partner')
  }
  tie(broker, 'company', 'owns', 'partner')
  tie('tip-3', cells[0]![3]!, 'meets', 'informant')
  return {
    links: [LINK_HEADINGS, ...links].map(csvRow).join(''),
    elements: [ELEMENT_HEADINGS, ...elements].map(csvRow).join(''),
    broker: BROKER,
  }

  function provenance(source: Source): string[] {
    const { reference, evaluation, handling } = SOURCES[source]
    return [reference, evaluation, handling]
  }
}
const LINK_HEADINGS = ['source', 'target', 'weight', 'kind', 'date', 'reference', 'evaluation', 'handling']
const ELEMENT_HEADINGS = ['key', 'label', 'kind', 'lat', 'lon', 'reference', 'evaluation', 'handling']

const PART_BYTES = 400_000

/** Begins a chart as the analyst and takes both files in, as a person would. */
export async function addDemonstrationChart({ door }: OpenNode, analyst: Caller): Promise<void> {
  const { links, elements } = demonstrationChart()
  const { chart } = (await door.perform(
    'analysis.begin-chart',
    {
      title: 'Operation Sample Tern (synthetic)',
      reason: 'Demonstration: a ring that moves goods between Dakar and Algeciras. Drawn by chance; nobody in it exists.',
      classification: 'restricted',
      synthetic: true,
    },
    analyst,
  )) as { chart: string }
  for (const [holds, text] of [
    ['links', links],
    ['elements', elements],
  ] as const) {
    const bytes = utf8(text)
    const begun = (await door.perform(
      'analysis.begin-import',
      { chart, holds, file_name: `sample-tern-${holds}.csv`, bytes: bytes.length },
      analyst,
    )) as { import: string }
    for (let at = 0, position = 0; at < bytes.length; at += PART_BYTES, position++)
      await door.perform(
        'analysis.add-part',
        { chart, import: begun.import, position, data: base64(bytes.subarray(at, at + PART_BYTES)) },
        analyst,
      )
    await door.perform('analysis.prepare-import', { chart, import: begun.import }, analyst)
    await door.perform('analysis.run-import', { chart, import: begun.import, bad_rows: 'refuse-all' }, analyst)
  }
  await rateCells(door, chart, analyst)
}

const RATERS = [
  ['Expert 1 (synthetic)', 'ESP'],
  ['Expert 2 (synthetic)', 'ESP'],
  ['Expert 3 (synthetic)', 'MAR'],
  ['Expert 4 (synthetic)', 'FRA'],
  ['Expert 5 (synthetic)', 'SEN'],
] as const
const LEVELS = ['nil', 'low', 'medium', 'high'] as const

/** The three cells as groups, rated by invented experts who do not agree, and who leave out what they were not asked. */
async function rateCells(door: OpenNode['door'], chart: string, analyst: Caller): Promise<void> {
  const chance = chanceOf(SEED)
  const { elements } = (await door.perform('analysis.read-content', { chart }, analyst)) as { elements: { key: string[] } }
  for (const [c, { name }] of CELLS.entries()) {
    const members = elements.key.flatMap((key, v) => (new RegExp(`^${name}\\d\\d$`).test(key) ? [v] : []))
    const { group } = (await door.perform(
      'analysis.keep-group',
      { chart, name: `Cell ${name} (synthetic)`, elements: members },
      analyst,
    )) as { group: number }
    for (const [r, [rater, country]] of RATERS.slice(0, 5 - c).entries()) {
      const answers = SLEIPNIR_ATTRIBUTES.flatMap((attribute): { attribute: string; level: string }[] => {
        if (chance.below(12) === 0) return []
        if (chance.below(10) === 0) return [{ attribute, level: 'unknown' }]
        // the one cell is graver than the other, and some raters are sterner
        const at = Math.min(3, Math.max(0, 2 - c + chance.below(3) - 1 + (r === 2 ? 1 : 0)))
        return [{ attribute, level: LEVELS[at]! }]
      })
      await door.perform(
        'analysis.rate-group',
        {
          chart,
          group,
          rater,
          country,
          answers,
          reason: 'Drawn by chance for the demonstration',
          source: 'Workshop of experts (synthetic)',
          evaluation: 'B2',
          handling: country === 'MAR' ? [{ code: 'H2' }] : [],
          classification: 'restricted',
        },
        analyst,
      )
    }
  }
}
