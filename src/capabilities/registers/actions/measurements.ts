/** What the comparison of names is worth: labelled pairs through the node's own matcher, and what another threshold would change. */
import Type, { type Static } from 'typebox'
import { type Act, act, type ClassAttributes, type View, view } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import { PURPOSES } from '#wire/vocabulary.ts'
import { closed, oneOf, PartialDate, SEXES, Uuid, words } from '../kinds.ts'
import synthetic from '../labelled-pairs.json' with { type: 'json' }
import {
  compared,
  curveOf,
  figuresAt,
  type Group,
  type LabelledPair,
  MAX_PAIRS_CHARACTERS,
  readPairs,
  SCORE_UNIT,
  together,
} from '../measuring.ts'
import { measure } from '../measuring-run.ts'
import {
  countMeasurements,
  GROUPS_LABEL,
  insertMeasurement,
  keepMeasurement as keepRow,
  findMeasurements as listMeasurements,
  MEASUREMENT_LABEL,
  type MeasurementRow,
  maybeMeasurement,
  maybeMeasurementHeld,
  PAIRS_LABEL,
  removeMeasurement as removeRow,
  SCORES_LABEL,
  sealedParts,
} from '../store/measurements.ts'
import { thresholdsSet } from '../store/thresholds.ts'
import { LEAST_THRESHOLD, MOST_THRESHOLD, thresholdFor } from '../thresholds.ts'
import { DEFAULT_LIMIT, Limit, Moment, Offset } from './shapes.ts'

const HOUR_MS = 3_600_000
/** The longest session: what nobody saved is gone by then, whatever happens. */
const UNSAVED_MS = 12 * HOUR_MS
const SAVED_MS = 365 * 24 * HOUR_MS
const MOST_OF_A_MEMBER = 100
const MOST_RUNNING = 2
const MOST_UNSAVED = 10
const MOST_PAIRS_SHOWN = 50

/** The pairs that come with the product; made by this project, of people who do not exist. */
type Side = readonly [name: string, birth_date: string, sex: string, nationality: string]
const personOf = ([name, birth_date, sex, nationality]: Side): LabelledPair['a'] => ({
  name,
  ...(birth_date && { birth_date }),
  ...(sex && { sex: sex as 'F' | 'M' | 'X' }),
  ...(nationality && { nationality }),
})
const SYNTHETIC: readonly LabelledPair[] = (synthetic.pairs as unknown as readonly (readonly [Side, Side, 0 | 1])[]).map(
  ([a, b, label]) => ({
    a: personOf(a),
    b: personOf(b),
    is_match: label === 1,
  }),
)

const Count = Type.Integer({ minimum: 0 })
const Score = Type.Number({ minimum: 0, maximum: 1 })
const maybe = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

const Figures = closed({
  threshold: Score,
  found: Count,
  false_hits: Count,
  missed: Count,
  precision: maybe(Score),
  recall: maybe(Score),
  f1: maybe(Score),
  false_per_thousand: maybe(Type.Number({ minimum: 0, maximum: 1_000 })),
})

const Line = closed({
  id: Uuid,
  /** `synthetic`: the project's own set, of people who do not exist. */
  source: oneOf(['synthetic', 'upload'] as const),
  title: Type.String(),
  /** Birth date, sex and nationality were left out of the comparison. */
  names_alone: Type.Boolean(),
  pairs: Count,
  done: Count,
  state: oneOf(['running', 'done', 'interrupted'] as const),
  officer: Type.String(),
  begun_at: Moment,
  finished_at: maybe(Moment),
  /** Saved by choice; else it goes with the session. */
  kept: Type.Boolean(),
  keep_until: Moment,
})

interface Named {
  readonly title: string
}

function lineOf(row: MeasurementRow, { vault }: Pick<View, 'vault'>): Static<typeof Line> {
  const { id, source, names_alone, pairs, done, state, officer, begun_at, finished_at, kept, keep_until } = row
  const named = vault.openJson<Named>(row.slot, MEASUREMENT_LABEL, row.sealed)
  return {
    ...{ id, source, names_alone, pairs, done, state, officer, kept },
    title: named?.title ?? '',
    begun_at: begun_at.toISOString(),
    finished_at: finished_at?.toISOString() ?? null,
    keep_until: keep_until.toISOString(),
  }
}

const onMeasurements = (_: unknown, { officer }: Pick<View, 'officer'>): ClassAttributes => ({
  kind: 'registers.measurement',
  member: officer.member,
  classification: 'unclassified',
  unit: '',
})
const subject = ({ measurement }: { measurement: string }) => `measurement:${measurement}`
const unknown = (id: string) => new Refusal('thing.unknown', { inside: `measurement ${id}` })
const malformed = (path: string, reason: string) => new Refusal('input.malformed', { details: [{ path, reason }] })

export const beginMeasurement = act({
  name: 'registers.begin-measurement',
  summary: 'Run labelled pairs of names through the own comparison: the built-in synthetic set, a CSV file, or those of an earlier run',
  purpose: 'none',
  journal: 'always',
  input: closed({
    source: oneOf(['synthetic', 'upload', 'again'] as const),
    /** CSV with the headings `name1`, `name2`, `is_match`, and where known `birth_date1`, `birth_date2`, sex and nationality. */
    text: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_PAIRS_CHARACTERS })),
    file_name: Type.Optional(words(200)),
    /** Whose pairs are run again. */
    measurement: Type.Optional(Uuid),
    names_alone: Type.Optional(Type.Boolean()),
  }),
  output: closed({ measurement: Uuid, pairs: Count }),
  refusals: ['thing.unknown', 'import.invalid', 'quota.exceeded'],
  on: onMeasurements,
  subject: (_, output) => `measurement:${output?.measurement ?? 'none'}`,
  async run(input, act) {
    const { officer, now, vault, writing } = act
    const counted = await countMeasurements(writing, officer.member, officer.id)
    if (counted.running >= MOST_RUNNING) throw tooMany('measurement-runs')
    if (counted.unsaved >= MOST_UNSAVED) throw tooMany('too-many-unsaved')
    if (counted.all >= MOST_OF_A_MEMBER) throw tooMany('too-many-saved')
    const { source, title, pairs } = await chosen(input, act)
    const id = act.newId()
    const [slot] = (await vault.newSlots(1)) as [number]
    const names_alone = input.names_alone ?? false
    await insertMeasurement(writing, {
      id,
      member: officer.member,
      officer: officer.id,
      source,
      names_alone,
      pairs: pairs.length,
      begun_at: now,
      keep_until: new Date(now.getTime() + UNSAVED_MS),
      slot,
      sealed: vault.sealJson(slot, MEASUREMENT_LABEL, { title } satisfies Named),
      sealed_pairs: vault.sealJson(slot, PAIRS_LABEL, pairs),
    })
    act.afterwards((later) => measure(later, { id, slot, pairs, names_alone }))
    return { measurement: id, pairs: pairs.length }
  },
})

const tooMany = (reason: string) => new Refusal('quota.exceeded', { details: [{ path: '/source', reason }] })

interface Chosen {
  readonly source: MeasurementRow['source']
  readonly title: string
  readonly pairs: readonly LabelledPair[]
}

async function chosen(
  { source, text, file_name, measurement }: Static<(typeof beginMeasurement)['input']>,
  { writing, officer, vault }: Act,
): Promise<Chosen> {
  if (source === 'synthetic') return { source, title: synthetic.version, pairs: SYNTHETIC }
  if (source === 'upload') {
    if (text === undefined) throw malformed('/text', 'missing')
    const read = readPairs(text)
    if (!read.ok)
      throw new Refusal('import.invalid', {
        details: read.faults.map(({ line, field, reason }) => ({ path: `/line/${line}/${field}`, reason })),
      })
    return { source, title: file_name ?? '', pairs: read.pairs }
  }
  if (measurement === undefined) throw malformed('/measurement', 'missing')
  const row = await maybeMeasurement(writing, officer.member, officer.id, measurement)
  if (row === undefined) throw unknown(measurement)
  const pairs = await pairsOf(row, { reading: writing, vault })
  return { source: row.source, title: vault.openJson<Named>(row.slot, MEASUREMENT_LABEL, row.sealed)?.title ?? '', pairs }
}

async function pairsOf(
  { id, slot }: MeasurementRow,
  { reading, vault }: Pick<View, 'reading' | 'vault'>,
): Promise<readonly LabelledPair[]> {
  const { sealed_pairs } = await sealedParts(reading, id)
  const pairs = vault.openJson<readonly LabelledPair[]>(slot, PAIRS_LABEL, sealed_pairs)
  if (pairs === undefined) throw unknown(id)
  return pairs
}

const Bins = Type.Array(Count, { maxItems: 100 })

export const readMeasurement = view({
  name: 'registers.read-measurement',
  summary:
    'Precision, recall and false hits of a measurement at every threshold, on the whole and by script, and at the threshold of each purpose',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ measurement: Uuid }),
  output: closed({
    ...Line.properties,
    least: Score,
    most: Score,
    /** Pairs by the scripts of their names; how many have a score in each hundredth. */
    groups: Type.Array(closed({ scripts: Type.String(), matches: Bins, others: Bins })),
    curve: Type.Array(Figures),
    purposes: Type.Array(closed({ purpose: oneOf(PURPOSES), figures: Figures })),
  }),
  refusals: ['thing.unknown'],
  on: onMeasurements,
  subject,
  async run({ measurement }, view) {
    const { officer, reading, vault } = view
    const row = await maybeMeasurement(reading, officer.member, officer.id, measurement)
    if (row === undefined) throw unknown(measurement)
    const { sealed_groups } = await sealedParts(reading, row.id)
    const groups = (sealed_groups && vault.openJson<Group[]>(row.slot, GROUPS_LABEL, sealed_groups)) || []
    const set = await thresholdsSet(reading, officer.member)
    const whole = together(groups)
    return {
      ...lineOf(row, view),
      least: LEAST_THRESHOLD,
      most: MOST_THRESHOLD,
      groups: groups.map(({ scripts, matches, others }) => ({ scripts, matches: [...matches], others: [...others] })),
      curve: groups.length === 0 ? [] : curveOf(groups, LEAST_THRESHOLD, MOST_THRESHOLD),
      purposes: PURPOSES.map((purpose) => ({ purpose, figures: figuresAt(whole, thresholdFor(set, purpose)) })),
    }
  },
})

const PersonShown = closed({
  name: Type.String(),
  birth_date: Type.Optional(PartialDate),
  sex: Type.Optional(oneOf(SEXES)),
  nationality: Type.Optional(Type.String()),
})
const Stretch = maybe(closed({ text: Type.String(), start: Type.Integer(), end: Type.Integer() }))

export const findMeasuredPairs = view({
  name: 'registers.find-measured-pairs',
  summary:
    'The pairs of a measurement with a score from `least` to below `most`, with the reasons: those that change side between two thresholds',
  purpose: 'none',
  journal: 'always',
  input: closed({
    measurement: Uuid,
    least: Type.Number({ minimum: 0, maximum: 1.01 }),
    most: Type.Number({ minimum: 0, maximum: 1.01 }),
    is_match: Type.Optional(Type.Boolean()),
    limit: Limit,
    offset: Offset,
  }),
  output: closed({
    rows: Type.Array(
      closed({
        number: Count,
        a: PersonShown,
        b: PersonShown,
        is_match: Type.Boolean(),
        score: Score,
        parts: Type.Array(closed({ asked: Stretch, held: Stretch, rule: Type.String(), score: Type.Number() })),
        birth_date: Type.String(),
        sex: Type.String(),
        nationality: Type.String(),
      }),
    ),
    total: Type.Integer(),
  }),
  refusals: ['thing.unknown'],
  on: onMeasurements,
  subject,
  async run({ measurement, least, most, is_match, limit = DEFAULT_LIMIT, offset = 0 }, view) {
    const { officer, reading, vault } = view
    const row = await maybeMeasurement(reading, officer.member, officer.id, measurement)
    if (row === undefined) throw unknown(measurement)
    const pairs = await pairsOf(row, view)
    const { sealed_scores } = await sealedParts(reading, row.id)
    const bytes = sealed_scores && vault.open(row.slot, SCORES_LABEL, sealed_scores)
    if (!bytes) return { rows: [], total: 0 }
    const scores = new Uint16Array(new Uint8Array(bytes).buffer)
    const [from, to] = [Math.round(least * SCORE_UNIT), Math.round(most * SCORE_UNIT)]
    const found = pairs.flatMap((pair, number) => {
      const score = scores[number]!
      return score >= from && score < to && (is_match === undefined || pair.is_match === is_match) ? [{ pair, number, score }] : []
    })
    found.sort((x, y) => y.score - x.score || x.number - y.number)
    const shown = found.slice(offset, offset + Math.min(limit, MOST_PAIRS_SHOWN))
    return { rows: shown.map((one) => shownPair(one, row.names_alone)), total: found.length }
  },
})

function shownPair({ pair, number, score }: { pair: LabelledPair; number: number; score: number }, names_alone: boolean) {
  const { comparison } = compared(pair, names_alone)
  return {
    number,
    a: pair.a,
    b: pair.b,
    is_match: pair.is_match,
    score: score / SCORE_UNIT,
    parts: comparison.reasons
      .slice(0, 16)
      .map(({ a, b, rule, score: likeness }) => ({ asked: a, held: b, rule: rule as string, score: likeness })),
    birth_date: comparison.birth_date.verdict,
    sex: comparison.sex.verdict,
    nationality: comparison.nationality.verdict,
  }
}

export const findMeasurements = view({
  name: 'registers.find-measurements',
  summary: 'The saved measurements of the member and the own unsaved ones, newest first',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ limit: Limit, offset: Offset }),
  output: closed({ rows: Type.Array(Line), total: Type.Integer() }),
  on: onMeasurements,
  async run({ limit = DEFAULT_LIMIT, offset = 0 }, view) {
    const { officer, reading } = view
    const { rows, total } = await listMeasurements(reading, { member: officer.member, officer: officer.id }, { limit, offset })
    return { rows: rows.map((row) => lineOf(row, view)), total }
  },
})

export const keepMeasurement = act({
  name: 'registers.keep-measurement',
  summary: 'Save a measurement with its pairs for a year, under a title; supervisors and administrators then see its figures',
  purpose: 'none',
  journal: 'always',
  input: closed({ measurement: Uuid, title: words(120) }),
  output: closed({ measurement: Uuid, keep_until: Moment }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onMeasurements,
  subject,
  async run({ measurement, title }, act) {
    const row = await held(measurement, act)
    if (row.state !== 'done') throw new Refusal('state.conflict', { details: [{ path: '/measurement', reason: row.state }] })
    const keep_until = new Date(act.now.getTime() + SAVED_MS)
    const sealed = act.vault.sealJson(row.slot, MEASUREMENT_LABEL, { title } satisfies Named)
    await keepRow(act.writing, { id: measurement, sealed, keep_until })
    return { measurement, keep_until: keep_until.toISOString() }
  },
})

export const removeMeasurement = act({
  name: 'registers.remove-measurement',
  summary: 'Remove a measurement; the key of its pairs is destroyed',
  purpose: 'none',
  journal: 'always',
  input: closed({ measurement: Uuid }),
  output: closed({ measurement: Uuid }),
  refusals: ['thing.unknown'],
  on: onMeasurements,
  subject,
  async run({ measurement }, act) {
    const row = await held(measurement, act)
    await removeRow(act.writing, measurement)
    act.vault.destroy([row.slot])
    return { measurement }
  },
})

async function held(id: string, { writing, officer }: Act): Promise<MeasurementRow> {
  const row = await maybeMeasurementHeld(writing, officer.member, officer.id, id)
  if (row === undefined) throw unknown(id)
  return row
}

export const measurementActions = [
  beginMeasurement,
  readMeasurement,
  findMeasuredPairs,
  findMeasurements,
  keepMeasurement,
  removeMeasurement,
]
