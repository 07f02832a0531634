/** A national questionnaire: filled in, it comes back as contributions; a row that does not say what it counts is refused with its cell. */
import { expect, test } from 'vitest'
import { writeArchive } from '#lib/documents/archive.ts'
import { questionnaireTemplate } from '#lib/questionnaire/index.ts'
import { openArchive } from '#lib/tables/zip.ts'
import { LANGUAGES } from '#wire/vocabulary.ts'
import { faultsOf } from './kinds.ts'
import { contributionsIn, questionnaireOf } from './national-questionnaire.ts'
import type { Thing } from './things.ts'

const NOW = '2026-11-28T09:00:00.000Z'
const ID = '00000000-0000-4000-8000-000000000001'
const assessment: Thing = {
  id: ID,
  kind: 'assessment',
  by: 'esp',
  version: 1,
  first_at: NOW,
  said_at: NOW,
  came_at: NOW,
  set: { title: { text: 'EMTA', language: 'en' }, areas: ['firearms', 'cybercrime'] },
  withdrawn: undefined,
}
const SHEET = 'xl/worksheets/sheet2.xml'
/** As a hand would fill it in: D and on are the answers, rows 4 and 5 cybercrime and firearms. */
function filled(cells: Readonly<Record<string, string | number>>, language: 'en' | 'fr' | 'ar' | 'es' = 'en'): Uint8Array {
  const archive = openArchive(questionnaireTemplate(questionnaireOf(assessment), language, NOW))!
  return writeArchive(
    archive.names.map((name) => {
      let content = new TextDecoder().decode(archive.read(name, 10_000_000) as Uint8Array)
      if (name === SHEET)
        for (const [cell, value] of Object.entries(cells)) {
          const pattern = new RegExp(`<c r="${cell}" s="(\\d)"(/>|[^>]*>.*?</c>)`)
          expect([cell, pattern.test(content)]).toEqual([cell, true])
          content = content.replace(pattern, (_, style: string) =>
            typeof value === 'number'
              ? `<c r="${cell}" s="${style}"><v>${value}</v></c>`
              : `<c r="${cell}" s="${style}" t="inlineStr"><is><t>${value}</t></is></c>`,
          )
        }
      return { name, content }
    }),
  )
}

test('what was filled in is a contribution of the form that a forum takes; an empty row is none', () => {
  const read = contributionsIn(
    assessment,
    filled({ D5: 'armes saisies', E5: 12.5, F5: '3', G5: 2, J5: 'rising', O5: 'le sud manque' }),
    'fr',
  )
  expect(read).toEqual({
    ok: true,
    contributions: [
      {
        crime_area: 'firearms',
        set: {
          assessment: ID,
          crime_area: 'firearms',
          counting_unit: { text: 'armes saisies', language: 'fr' },
          quantity: '12.5',
          magnitude: '3',
          likelihood: '2',
          trend: 'rising',
          limitations: { text: 'le sud manque', language: 'fr' },
        },
      },
    ],
  })
  if (read.ok) for (const { set } of read.contributions) expect(faultsOf('contribution', set, true)).toEqual([])
})

test('a row that says something names what it counts and what limits it', () => {
  expect(contributionsIn(assessment, filled({ F4: '3' }), 'en')).toMatchObject({
    ok: false,
    reason: 'cells',
    faults: [
      { cell: 'D4', reason: 'missing' },
      { cell: 'O4', reason: 'missing' },
    ],
  })
  expect(contributionsIn(assessment, filled({ D4: 'cases', F4: 'plenty', O4: 'none' }), 'en')).toMatchObject({
    ok: false,
    faults: [{ cell: 'F4', reason: 'not-a-choice', found: 'plenty' }],
  })
  expect(contributionsIn({ ...assessment, id: ID.replace(/1$/, '2') }, filled({ D4: 'cases' }), 'en')).toMatchObject({
    reason: 'another-questionnaire',
  })
  expect(contributionsIn(assessment, new Uint8Array(100), 'en')).toMatchObject({ ok: false, reason: 'not-a-workbook' })
})

test('it is written in each language', () => {
  for (const language of LANGUAGES)
    expect(contributionsIn(assessment, filled({}, language), language)).toEqual({ ok: true, contributions: [] })
})
