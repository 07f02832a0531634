/** The questionnaire of a threat assessment: a row for each crime area asked about, and what comes back as national contributions. Pure. */
import type { QuestionnaireWords } from '#lib/questionnaire/index.ts'
import { type CellFault, type Questionnaire, readQuestionnaire } from '#lib/questionnaire/index.ts'
import { COLUMNS, columnName, LINES } from '#lib/questionnaire/questionnaire.ts'
import type { Fields, Text } from '#wire/fields.ts'
import { CRIME_AREAS, type CrimeArea, type Language } from '#wire/vocabulary.ts'
import { AREA_WORDS } from './area-words.ts'
import { ASSESSMENT_WORDS } from './assessment-words.ts'
import type { Thing } from './things.ts'
import type { RATINGS } from './vocabulary.ts'

const words = (en: string, fr: string, ar: string, es: string): QuestionnaireWords => ({ en, fr, ar, es })
const LONGEST = 1_800
const text = { kind: 'text', most_characters: LONGEST } as const
const rating = {
  kind: 'choice',
  choices: [
    { code: '0', title: words('0 none', '0 nul', '0 معدوم', '0 nulo') },
    { code: '1', title: words('1 low', '1 faible', '1 منخفض', '1 bajo') },
    { code: '2', title: words('2 medium', '2 moyen', '2 متوسط', '2 medio') },
    { code: '3', title: words('3 high', '3 élevé', '3 مرتفع', '3 alto') },
    { code: '4', title: words('4 very high', '4 très élevé', '4 مرتفع جدًا', '4 muy alto') },
  ] satisfies { code: (typeof RATINGS)[number]; title: QuestionnaireWords }[],
} as const
const said = (key: 'magnitude' | 'likelihood' | 'vulnerability' | 'impact' | 'quantity' | 'limits' | 'networks' | 'environment') =>
  words(ASSESSMENT_WORDS.en[key], ASSESSMENT_WORDS.fr[key], ASSESSMENT_WORDS.ar[key], ASSESSMENT_WORDS.es[key])

const ASKED: Questionnaire['columns'] = [
  { id: 'counting-unit', title: words('What is counted', 'Ce qui est compté', 'ما الذي يُعد', 'Qué se cuenta'), ...text },
  { id: 'quantity', title: said('quantity'), kind: 'decimal', most: 99_999_999_999 },
  { id: 'magnitude', title: said('magnitude'), ...rating },
  { id: 'likelihood', title: said('likelihood'), ...rating },
  { id: 'vulnerability', title: said('vulnerability'), ...rating },
  { id: 'impact', title: said('impact'), ...rating },
  {
    id: 'trend',
    title: words('Trend', 'Tendance', 'الاتجاه', 'Tendencia'),
    kind: 'choice',
    choices: [
      { code: 'rising', title: words('rising', 'en hausse', 'في ارتفاع', 'en aumento') },
      { code: 'steady', title: words('steady', 'stable', 'مستقر', 'estable') },
      { code: 'falling', title: words('falling', 'en baisse', 'في انخفاض', 'en descenso') },
      { code: 'unknown', title: words('unknown', 'inconnue', 'غير معروف', 'desconocida') },
    ],
  },
  { id: 'networks', title: said('networks'), ...text },
  { id: 'environment', title: said('environment'), ...text },
  { id: 'text', title: words('Description', 'Description', 'الوصف', 'Descripción'), ...text },
  { id: 'sources', title: words('Sources', 'Sources', 'المصادر', 'Fuentes'), ...text },
  { id: 'limitations', title: said('limits'), ...text },
]
/** What each row that says anything has to say. */
const DEMANDED = ['counting-unit', 'limitations'] as const

export function questionnaireOf(assessment: Thing): Questionnaire {
  const areas = CRIME_AREAS.filter((area) => Array.isArray(assessment.set.areas) && assessment.set.areas.includes(area))
  const title = (assessment.set.title as Text | undefined)?.text ?? ''
  const call = (assessment.set.call as Text | undefined)?.text
  const same = (one: string) => words(one, one, one, one)
  return {
    id: `assessment-${assessment.id}`,
    title: same(title.slice(0, 200) || '–'),
    marking: words(ASSESSMENT_WORDS.en.marking, ASSESSMENT_WORDS.fr.marking, ASSESSMENT_WORDS.ar.marking, ASSESSMENT_WORDS.es.marking),
    instructions: [
      ...(call ? [same(call.slice(0, LONGEST))] : []),
      words(
        'One row for each crime area. Leave a row empty where nothing is to be said. A row that says something names what it counts and what limits it.',
        'Une ligne par domaine criminel. Laissez vide une ligne dont il n’y a rien à dire. Une ligne renseignée nomme ce qu’elle compte et ce qui la limite.',
        'سطر لكل مجال إجرامي. يُترك السطر فارغًا إن لم يوجد ما يُقال. والسطر المعبأ يذكر ما يعدّه وما يحدّه.',
        'Una fila por ámbito delictivo. Deje vacía la fila de la que no haya nada que decir. Una fila rellenada nombra qué cuenta y qué la limita.',
      ),
    ],
    columns: ASKED,
    rows: areas.map((area) => ({
      id: area,
      title: { en: AREA_WORDS.en[area], fr: AREA_WORDS.fr[area], ar: AREA_WORDS.ar[area], es: AREA_WORDS.es[area] },
    })),
  }
}

export type ReadContributions =
  | { readonly ok: true; readonly contributions: readonly { readonly crime_area: CrimeArea; readonly set: Fields }[] }
  | { readonly ok: false; readonly reason: string; readonly faults: readonly CellFault[]; readonly fault_count: number }

/** A filled questionnaire as contributions, texts in the language in which it was filled in; whole or not at all. */
export function contributionsIn(assessment: Thing, bytes: Uint8Array, language: Language): ReadContributions {
  const questionnaire = questionnaireOf(assessment)
  const read = readQuestionnaire(questionnaire, bytes)
  if (!read.ok)
    return read.reason === 'cells'
      ? { ok: false, reason: 'cells', faults: read.faults, fault_count: read.fault_count }
      : { ok: false, reason: read.reason, faults: [], fault_count: 0 }
  const faults: CellFault[] = []
  const contributions = questionnaire.rows.flatMap(({ id }, row) => {
    const answers = read.answers[id] ?? {}
    if (Object.keys(answers).length === 0) return []
    for (const demanded of DEMANDED)
      if (answers[demanded] === undefined) {
        const column = ASKED.findIndex((one) => one.id === demanded)
        faults.push({ sheet: '', cell: `${columnName(COLUMNS.first + column)}${LINES.first + row}`, reason: 'missing', found: '' })
      }
    const set: Record<string, Fields[string]> = { assessment: assessment.id, crime_area: id }
    for (const column of ASKED) {
      const answer = answers[column.id]
      if (answer === undefined) continue
      const field = column.id.replaceAll('-', '_')
      if (column.kind === 'text') set[field] = { text: String(answer), language }
      else if (column.kind === 'decimal') set[field] = amountOf(Number(answer))
      else set[field] = String(answer)
    }
    return [{ crime_area: id as CrimeArea, set: set as Fields }]
  })
  if (faults.length > 0) return { ok: false, reason: 'cells', faults, fault_count: faults.length }
  return { ok: true, contributions }
}

/** As amounts are written: at most six places, never with an exponent. */
const amountOf = (value: number): string => value.toFixed(6).replace(/\.?0+$/, '')
