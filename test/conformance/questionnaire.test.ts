/** Questionnaires filled in by a program written elsewhere: openpyxl, as Debian ships it, opens the template, fills it in and saves it. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Questionnaire, type QuestionnaireWords, questionnaireTemplate, readQuestionnaire } from '#lib/questionnaire/index.ts'

const PYTHON = '/usr/bin/python3'
const installed = spawnSync(PYTHON, ['-c', 'import openpyxl'], { timeout: 30_000 }).status === 0
const why = installed ? '' : ' (not run: python3-openpyxl is not installed)'

const folder = mkdtempSync(join(tmpdir(), 'portolan-questionnaire-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const said = (en: string, ar: string): QuestionnaireWords => ({ en, fr: en, ar, es: en })
const THREATS: Questionnaire = {
  id: 'emta-2027',
  title: said('Threats', 'التهديدات'),
  marking: said('Restricted', 'مقيد التداول'),
  instructions: [said('Answer for the year 2026.', 'أجب عن سنة 2026.')],
  columns: [
    {
      id: 'trend',
      title: said('Trend', 'الاتجاه'),
      required: true,
      kind: 'choice',
      choices: [
        { code: 'rising', title: said('Rising', 'في ازدياد') },
        { code: 'falling', title: said('Falling', 'في تراجع') },
      ],
    },
    { id: 'cases', title: said('Cases', 'القضايا'), kind: 'whole' },
    { id: 'share', title: said('Share', 'الحصة'), kind: 'decimal', most: 100 },
    { id: 'since', title: said('Since', 'منذ'), kind: 'date' },
    { id: 'remarks', title: said('Remarks', 'ملاحظات'), kind: 'text', most_characters: 200 },
  ],
  rows: [
    { id: 'drugs', title: said('Drug trafficking', 'الاتجار بالمخدرات'), unit: said('investigations', 'تحقيقات') },
    { id: 'firearms', title: said('Firearms', 'الأسلحة النارية') },
  ],
}

function filledIn(cells: Readonly<Record<string, string | number>>, more: { merge?: string } = {}) {
  const [template, back] = [join(folder, 'template.xlsx'), join(folder, 'back.xlsx')]
  writeFileSync(template, questionnaireTemplate(THREATS, 'ar', '2026-11-28T09:00:00.000Z'))
  const script = new URL('./questionnaire_peer.py', import.meta.url).pathname
  const input = JSON.stringify({ template, back, cells, ...more })
  const seen = JSON.parse(execFileSync(PYTHON, [script], { input, encoding: 'utf8', timeout: 60_000 }))
  return { seen, read: readQuestionnaire(THREATS, new Uint8Array(readFileSync(back))) }
}

test.skipIf(!installed)(`openpyxl sees the template as it is meant, and we read what it filled in${why}`, () => {
  const { seen, read } = filledIn({
    D4: 'في ازدياد',
    E4: 120,
    F4: 12.5,
    G4: 'date:2026-03-31',
    H4: 'كبتاغون – Captagon',
    D5: 'في تراجع',
  })
  expect(seen).toEqual({
    sheets: ['طريقة التعبئة', 'الأجوبة', 'الاختيارات'],
    hidden_sheets: ['الاختيارات'],
    from_right: true,
    hidden_rows: [1, 2],
    hidden_columns: ['A'],
    is_protected: true,
    unlocked: ['D4', 'D5', 'E4', 'E5', 'F4', 'F5', 'G4', 'G5', 'H4', 'H5'],
    headings: ['السؤال', 'ما يُحسب', 'الاتجاه *', 'القضايا', 'الحصة', 'منذ', 'ملاحظات'],
    validations: { D4: 'list', E4: 'whole', F4: 'decimal', G4: 'date', H4: 'textLength' },
    offered: ['في ازدياد', 'في تراجع'],
  })
  expect(read).toMatchObject({
    ok: true,
    answers: {
      drugs: { trend: 'rising', cases: 120, share: 12.5, since: '2026-03-31', remarks: 'كبتاغون – Captagon' },
      firearms: { trend: 'falling' },
    },
  })
})

test.skipIf(!installed)(`what it filled in wrongly is named by its cell${why}`, () => {
  const { read } = filledIn({ D4: 'nowhere', E4: '=1+2', F4: '12,5', G4: 'date:2026-03-31', E5: 7, H5: 'x' }, { merge: 'F5:G5' })
  expect(read).toMatchObject({ ok: false, reason: 'cells' })
  const faults = read.ok || read.reason !== 'cells' ? [] : read.faults
  expect(faults.map(({ sheet, cell, reason }) => [sheet, cell, reason])).toEqual([
    ['الأجوبة', 'D4', 'not-a-choice'],
    ['الأجوبة', 'E4', 'formula'],
    ['الأجوبة', 'F4', 'comma-decimal'],
    ['الأجوبة', 'D5', 'missing'],
    ['الأجوبة', 'F5', 'merged'],
  ])
})
