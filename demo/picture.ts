/** The picture of the demonstration: real monthly totals with their sources (demo/picture/README.md), and seizures that three members invented. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { base64 } from '#lib/bytes.ts'
import type { DemoNetwork, DemoNode } from './network-file.ts'

const FOLDER = join(import.meta.dirname, 'picture')
const BY_WAY_OF = 'Totals computed for the demonstration from the file of iom/gdidata, commit c9e4cc6'
const FRONTEX = {
  publisher: 'Frontex',
  licence: 'Reproduction with the source named',
  address: 'https://www.frontex.europa.eu/what-we-do/monitoring-and-risk-analysis/migratory-map/',
  retrieved_on: '2025-06-03',
}
const FILES = [
  {
    file: 'population.csv',
    title: 'World Population Prospects 2024',
    publisher: 'United Nations',
    licence: 'CC BY 3.0 IGO',
    address: 'https://population.un.org/wpp/',
  },
  { file: 'detections-by-nationality.csv', title: 'Detections by year and nationality', ...FRONTEX },
  {
    file: 'deaths-by-month.csv',
    title: 'Dead and missing by month',
    publisher: 'IOM, Missing Migrants Project',
    licence: 'CC BY 4.0',
    address: 'https://missingmigrants.iom.int',
    retrieved_on: '2025-06-04',
  },
  { file: 'detections-by-month.csv', title: 'Monthly detections', ...FRONTEX },
] as const

const CALL_MS = 30_000
/** Who shows the published figures. */
const SHOWN_AT = ['esp', 'mar']

async function does<Output>(node: DemoNode, role: string, action: string, input: object): Promise<Output> {
  const { token } = node.officers.find((one) => one.role === role)!
  const answer = await fetch(`${node.url}/api/${action.replace('.', '/')}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-portolan-purpose': 'threat-analysis' },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(CALL_MS),
  })
  if (!answer.ok) throw new Error(`${action} at ${node.id}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Output
}

/** Takes the totals in as an analyst would, and states invented seizures. */
export async function showPicture({ nodes }: DemoNetwork, now = new Date()): Promise<void> {
  for (const node of nodes.filter(({ id, officers }) => SHOWN_AT.includes(id) && officers.some(({ role }) => role === 'analyst')))
    for (const { file, ...source } of FILES) {
      const bytes = readFileSync(join(FOLDER, file))
      const { import: id } = await does<{ import: string }>(node, 'analyst', 'picture.begin-import', {
        file_name: file,
        bytes: bytes.length,
      })
      await does(node, 'analyst', 'picture.add-part', { import: id, position: 0, data: base64(bytes) })
      await does(node, 'analyst', 'picture.prepare-import', { import: id })
      await does(node, 'analyst', 'picture.run-import', {
        import: id,
        ...source,
        note: BY_WAY_OF,
        bad_rows: 'refuse-all',
        repeated: 'refuse-all',
      })
    }
  const year = now.getUTCFullYear() - 1
  for (const [id, times] of [
    ['esp', 3],
    ['mar', 4],
    ['fra', 1],
  ] as const) {
    const node = nodes.find((one) => one.id === id)!
    await does(node, 'supervisor', 'picture.state-seizures', {
      network: 'euromed',
      year,
      classification: 'restricted',
      handling: [{ code: 'H0' }],
      counting: {
        counted: 'all',
        dated_by: id === 'fra' ? 'recording' : 'seizure',
        weighed: id === 'mar' ? 'gross' : 'net',
        made_by: 'police-customs',
        note: { text: 'Demonstration: every amount is invented', language: 'en' },
      },
      hold_back_below: 5,
      figures: Array.from({ length: 12 }, (_, m) => [
        {
          month: m + 1,
          kind: 'cannabis-resin',
          unit: 'kg',
          quantity: { value: 900 * times + 137 * ((m * 5) % 7) },
          seizures: { value: 11 * times + (m % 5) },
        },
        {
          month: m + 1,
          kind: 'captagon',
          unit: 'tablets',
          quantity: { value: 400 * times + 90 * m },
          seizures: { value: 2 + ((m * times) % 9) },
        },
        {
          month: m + 1,
          kind: 'vessels',
          unit: 'pieces',
          quantity: { value: 2 * times + (m % 3) },
          seizures: { value: 2 * times + (m % 3) },
        },
      ]).flat(),
    })
  }
}
