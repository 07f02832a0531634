import { describe, expect, test } from 'vitest'
import { utf8 } from '#lib/bytes.ts'
import { type ChartContent, emptyContent } from '#lib/charts/index.ts'
import { chosenOf, type Form, type Head, partOf, partsIn } from './export.ts'
import { readChartFile } from './reading.ts'
import type { Use } from './rules.ts'

const read = (text: string, holds: 'links' | 'elements' = 'links', content: ChartContent = emptyContent()): ChartContent => {
  const read = readChartFile({ bytes: utf8(text), reading: {}, holds, file_name: 'f.csv', ceiling: 'confidential', content })
  if (!read.ok) throw new Error(read.fault)
  return read.content
}
const head = (use: Use, left_out = { elements: 0, links: 0 }): Head => ({
  chart: 'c',
  title: 'Broker & <sons>',
  synthetic: true,
  classification: 'restricted',
  purpose: 'investigation',
  use,
  exported_at: '2026-01-01T00:00:00.000Z',
  exported_by: 'o',
  left_out,
})
const LINKS =
  'source,target,weight,kind,handling,evaluation,classification\n' +
  'A,B,2,calls,,B2,restricted\n' +
  'B,C,1,calls,H1,A1,\n' +
  'C,D,1,meets,H2,,\n' +
  'D,E,1,meets,H3: not for the press,,\n' +
  'E,A,1,meets,,,\n'
const content = read(LINKS)
const pairs = (use: Use, acknowledged = false, merges: Parameters<typeof chosenOf>[1] = []) =>
  chosenOf(content, merges, use, acknowledged).links.map(
    (i) => `${content.elements.key[content.links.source[i]!]}${content.elements.key[content.links.target[i]!]}`,
  )
const whole = (form: Form, use: Use, one = content, merges: Parameters<typeof chosenOf>[1] = [], acknowledged = true) => {
  const chosen = chosenOf(one, merges, use, acknowledged)
  return Array.from({ length: partsIn(form, chosen) }, (_, part) => partOf(form, part, one, chosen, head(use, chosen.left_out))).join('')
}

describe('what handling codes forbid', () => {
  test('H1 keeps out of evidence, H2 out of all that leaves the member, H3 waits for its words', () => {
    expect(pairs('working', true)).toEqual(['AB', 'BC', 'CD', 'DE', 'EA'])
    // E was first told of by the row under H3, so it goes with it
    expect(pairs('working')).toEqual(['AB', 'BC', 'CD'])
    expect(pairs('sharing', true)).toEqual(['AB', 'BC', 'EA'])
    expect(pairs('evidence', true)).toEqual(['AB', 'EA'])
  })
  test('says how many of each, and what was left out', () => {
    const chosen = chosenOf(content, [], 'evidence', false)
    expect(chosen.hindrances).toEqual({ 'no-evidence': 2, 'no-sharing': 2, 'words-unacknowledged': 2 })
    expect(chosen.left_out).toEqual({ elements: 3, links: 4 })
  })
  test('an element is all that was merged into it: what forbids one forbids both', () => {
    // C came by a row under H1; merged into A, A may not go to court either
    expect(pairs('evidence', true, [{ into: 0, from: [2] }])).toEqual([])
    expect(chosenOf(content, [{ into: 0, from: [2] }], 'working', true).links.length).toBe(5)
  })
})

describe('what is written', () => {
  test('CSV: every row with its source, evaluation, handling and classification; taken in again it is the same', () => {
    const csv = whole('links-csv', 'working')
    expect(csv.split('\r\n')[1]).toBe('A,B,A,B,calls,2,,,f.csv,B2,,restricted')
    expect(csv).toContain('H3: not for the press')
    const again = read(csv)
    expect(again.links.source.length).toBe(content.links.source.length)
    expect(new Set(again.provenances.map((one) => JSON.stringify(one)))).toEqual(
      new Set(content.provenances.map((one) => JSON.stringify(one))),
    )
  })
  test('a key that a spreadsheet would run is quoted away, and comes back as it was', () => {
    const one = read('source,target\n+34600111222,=A1\n')
    const csv = whole('links-csv', 'working', one)
    expect(csv).toContain("'+34600111222,'=A1")
    expect(read(csv).elements.key).toEqual(['+34600111222', '=A1'])
  })
  test('elements: with what was merged into each, all sources and codes together, the highest classification', () => {
    const csv = whole('elements-csv', 'working', content, [{ into: 0, from: [2] }])
    const rows = csv.trim().split('\r\n')
    expect(rows).toHaveLength(5)
    expect(rows[1]).toBe('A,A,person,,,,,f.csv,,H1,restricted,C')
  })
  test('GraphML: well-formed, escaped, and the whole says what it is and what is left out', () => {
    const xml = whole('graphml', 'evidence', content, [], true)
    expect(xml).toContain('<data key="title">Broker &amp; &lt;sons&gt;</data>')
    expect(xml).toContain('<data key="left_out_links">3</data>')
    expect(xml).toContain('<data key="use">evidence</data><data key="exported_at">2026-01-01')
    expect([...xml.matchAll(/<edge /g)]).toHaveLength(2)
    expect(xml).not.toContain('H1')
    expect(xml.endsWith('</graph>\n</graphml>\n')).toBe(true)
    expect([...xml.matchAll(/<(node|edge|graph|graphml)[ >]/g)].length).toBe([...xml.matchAll(/<\/(node|edge|graph|graphml)>/g)].length)
  })
  test('a long chart comes in parts that are one file together', () => {
    const rows = Array.from({ length: 12_001 }, (_, i) => `n${i},n${i + 1}`)
    const long = read(`source,target\n${rows.join('\n')}\n`)
    const chosen = chosenOf(long, [], 'working', true)
    expect(partsIn('links-csv', chosen)).toBe(3)
    expect(partsIn('graphml', chosen)).toBe(5)
    expect(whole('links-csv', 'working', long).trim().split('\r\n')).toHaveLength(12_002)
    expect([...whole('graphml', 'working', long).matchAll(/<edge /g)]).toHaveLength(12_001)
  })
})
