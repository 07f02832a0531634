/** Ratings of groups: a group is named, each rater's answers are written down with reason and source, put together with their spread, taken out, withdrawn. */
import Type from 'typebox'
import { act, type View, view } from '#kernel/capability.ts'
import { MEDIA_TYPES, madeDocument } from '#kernel/documents.ts'
import { base64, hex, sha256 } from '#lib/bytes.ts'
import { DOUBTS, MAX_GROUPS, MAX_RATINGS, maximumOf, SLEIPNIR, SLEIPNIR_ATTRIBUTES, SLEIPNIR_LEVELS } from '#lib/risk/index.ts'
import { closed, oneOf, Uuid } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import { CLASSIFICATIONS, HANDLING_CODES, LANGUAGES } from '#wire/vocabulary.ts'
import { type KeptRating, RATING_LABEL } from '../contents.ts'
import { chosenRatings, type GivenRating, ratedGroups } from '../ratings.ts'
import { MAX_DOCUMENT_CHARACTERS, ratingsDocument } from '../ratings-document.ts'
import { MAX_GROUP_ELEMENTS, USES } from '../rules.ts'
import {
  type ChartRow,
  countRatings,
  deleteRating,
  deleteRatingsOf,
  insertRating,
  maybeRating,
  maybeRatingBy,
  ratingsOf,
} from '../store.ts'
import {
  aboutOf,
  ChartId,
  chartToChange,
  conflict,
  contentOf,
  keepWork,
  Moment,
  malformed,
  onChart,
  openChart,
  orNull,
  subject,
  unknown,
  workOf,
} from './shapes.ts'

const GroupNumber = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const Name = Type.String({ minLength: 1, maxLength: 120 })
const HandlingSchema = Type.Array(
  closed({ code: oneOf(HANDLING_CODES), words: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })) }),
  {
    maxItems: HANDLING_CODES.length,
  },
)
const Answer = closed({
  attribute: oneOf(SLEIPNIR_ATTRIBUTES),
  level: oneOf(SLEIPNIR_LEVELS),
  reason: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
})
/** What a rater said; what is not answered is not sent. */
const Said = {
  rater: Name,
  /** ISO 3166-1 alpha-3 of the rater. */
  country: Type.String({ pattern: '^[A-Z]{3}$' }),
  answers: Type.Array(Answer, { maxItems: SLEIPNIR_ATTRIBUTES.length }),
  reason: Type.String({ minLength: 3, maxLength: 500 }),
  source: Type.String({ minLength: 1, maxLength: 200 }),
  evaluation: Type.String({ pattern: '^([ABCX][1-4])?$' }),
  handling: HandlingSchema,
  classification: oneOf(CLASSIFICATIONS),
}

export const keepGroup = act({
  name: 'analysis.keep-group',
  summary: 'Name elements of a chart as a group that can be rated: an organisation, or a community; with a number it is said anew',
  purpose: 'none',
  journal: 'always',
  input: closed({
    chart: Uuid,
    group: Type.Optional(GroupNumber),
    name: Name,
    elements: Type.Array(Type.Integer({ minimum: 0, maximum: 10_000_000 }), {
      minItems: 1,
      maxItems: MAX_GROUP_ELEMENTS,
      uniqueItems: true,
    }),
  }),
  output: closed({ group: Type.Integer() }),
  refusals: ['thing.unknown', 'state.conflict', 'quota.exceeded'],
  on: onChart,
  subject,
  async run({ chart, group, name, elements }, act) {
    const row = await chartToChange(chart, act)
    if (elements.some((one) => one >= row.elements)) throw malformed('/elements', 'element-unknown')
    const work = workOf(row, act)
    if (group !== undefined && !work.groups.some(({ id }) => id === group)) throw conflict('/group', 'group-unknown')
    if (group === undefined && work.groups.length >= MAX_GROUPS)
      throw new Refusal('quota.exceeded', { details: [{ path: '', reason: `more than ${MAX_GROUPS}` }] })
    const id = group ?? Math.max(0, ...work.groups.map((one) => one.id)) + 1
    const kept = { id, name, elements, by: act.officer.id, at: act.now.toISOString() }
    await keepWork(act, row, { ...work, groups: [...work.groups.filter((one) => one.id !== id), kept].sort((a, b) => a.id - b.id) })
    return { group: id }
  },
})

export const removeGroup = act({
  name: 'analysis.remove-group',
  summary: 'Take a group back, with all its ratings; its elements stay',
  purpose: 'none',
  journal: 'always',
  input: closed({ chart: Uuid, group: GroupNumber }),
  output: closed({ ratings: Type.Integer() }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onChart,
  subject,
  async run({ chart, group }, act) {
    const row = await chartToChange(chart, act)
    const work = workOf(row, act)
    if (!work.groups.some(({ id }) => id === group)) throw conflict('/group', 'group-unknown')
    // what a colleague wrote down does not go with a press by somebody else
    const others = (await ratingsOf(act.writing, chart, MAX_RATINGS)).filter(
      (one) => one.of_group === group && one.officer !== act.officer.id,
    )
    if (others.length > 0 && !act.officer.roles.includes('supervisor')) throw conflict('/group', 'rated-by-others')
    const ratings = await deleteRatingsOf(act.writing, chart, group)
    await keepWork(act, row, { ...work, groups: work.groups.filter(({ id }) => id !== group) })
    return { ratings }
  },
})

export const rateGroup = act({
  name: 'analysis.rate-group',
  summary: 'Write down how one rater rates a group by Sleipnir, why, and from where it is known; the same rater again is written anew',
  purpose: 'none',
  journal: 'always',
  input: closed({ chart: Uuid, group: GroupNumber, ...Said }),
  output: closed({ rating: Uuid }),
  refusals: ['thing.unknown', 'state.conflict', 'quota.exceeded'],
  on: onChart,
  subject,
  async run({ chart, group, source, evaluation, handling, classification, ...said }, act) {
    const row = await chartToChange(chart, act)
    if (!workOf(row, act).groups.some(({ id }) => id === group)) throw conflict('/group', 'group-unknown')
    if (CLASSIFICATIONS.indexOf(classification) > CLASSIFICATIONS.indexOf(row.classification))
      throw malformed('/classification', 'above-the-chart')
    if (new Set(said.answers.map(({ attribute }) => attribute)).size !== said.answers.length) throw malformed('/answers', 'answered-twice')
    if (
      new Set(handling.map(({ code }) => code)).size !== handling.length ||
      handling.some(({ code, words }) => (code === 'H3') !== (words !== undefined))
    )
      throw malformed('/handling', 'handling-unknown')
    const rater = act.vault.digest(
      'analysis.rater',
      `${chart} ${group} ${said.country} ${said.rater.normalize('NFC').trim().toLowerCase()}`,
    )
    const before = await maybeRatingBy(act.writing, chart, group, rater)
    // nobody says otherwise in another's name
    if (before && before.officer !== act.officer.id) throw conflict('/rater', 'written-by-another')
    if (before) await deleteRating(act.writing, before.id)
    else if ((await countRatings(act.writing, chart)) >= MAX_RATINGS)
      throw new Refusal('quota.exceeded', { details: [{ path: '', reason: `more than ${MAX_RATINGS}` }] })
    const kept: KeptRating = { ...said, provenance: { source, evaluation, handling, classification } }
    const id = act.newId()
    await insertRating(act.writing, {
      id,
      chart,
      of_group: group,
      rater,
      officer: act.officer.id,
      rated_at: act.now,
      sealed: act.vault.sealJson(row.slot, RATING_LABEL, kept),
    })
    await act.record('analysis.rated', `chart:${chart}`, {
      group,
      country: said.country,
      answered: said.answers.length,
      anew: before !== undefined,
    })
    return { rating: id }
  },
})

export const withdrawRating = act({
  name: 'analysis.withdraw-rating',
  summary: 'Withdraw a rating: who wrote it down, or a supervisor',
  purpose: 'none',
  journal: 'always',
  input: closed({ chart: Uuid, rating: Uuid }),
  output: ChartId,
  refusals: ['thing.unknown', 'access.denied'],
  on: onChart,
  subject,
  async run({ chart, rating }, act) {
    await chartToChange(chart, act)
    const row = await maybeRating(act.writing, chart, rating)
    if (row === undefined) throw new Refusal('thing.unknown', { inside: `rating ${rating}` })
    if (row.officer !== act.officer.id && !act.officer.roles.includes('supervisor'))
      throw new Refusal('access.denied', { inside: `rating ${rating} of another officer` })
    await deleteRating(act.writing, rating)
    return { chart }
  },
})

const RangeShape = closed({ least: Type.Number(), most: Type.Number() })
const PlacesShape = closed({ best: Type.Integer(), worst: Type.Integer() })
const GivenShape = closed({
  id: Uuid,
  rater: Type.String(),
  country: Type.String(),
  officer: Type.String(),
  rated_at: Moment,
  answers: Type.Array(closed({ attribute: Type.String(), level: Type.String(), reason: Type.Optional(Type.String()) })),
  reason: Type.String(),
  source: Type.String(),
  evaluation: Type.String(),
  handling: HandlingSchema,
  classification: oneOf(CLASSIFICATIONS),
  least: Type.Number(),
  most: Type.Number(),
  answered: Type.Integer(),
  unknown: Type.Integer(),
})

export const readRatings = view({
  name: 'analysis.read-ratings',
  summary: 'The groups of a chart with their Sleipnir scores, the spread by rater and country, and what their order hangs on',
  purpose: 'required',
  journal: 'always',
  input: ChartId,
  output: closed({
    maximum: Type.Number(),
    attributes: Type.Array(closed({ name: Type.String(), weight: Type.Number() })),
    groups: Type.Array(
      closed({
        id: Type.Integer(),
        name: Type.String(),
        elements: Type.Array(Type.Integer()),
        by: Type.String(),
        at: Moment,
        middle: orNull(RangeShape),
        whole: orNull(RangeShape),
        place: orNull(PlacesShape),
        over_all: orNull(PlacesShape),
        doubts: Type.Array(closed({ doubt: oneOf(DOUBTS), ...PlacesShape.properties })),
        countries: Type.Array(closed({ country: Type.String(), raters: Type.Integer(), middle: RangeShape, whole: RangeShape })),
        criteria: Type.Array(
          closed({
            name: Type.String(),
            weight: Type.Number(),
            apart: Type.Number(),
            unanswered: Type.Integer(),
            levels: Type.Record(Type.String(), Type.Integer()),
          }),
        ),
        ratings: Type.Array(GivenShape),
      }),
    ),
  }),
  refusals: ['thing.unknown'],
  on: onChart,
  subject,
  async run({ chart }, view) {
    const row = await openChart(chart, view)
    const groups = ratedGroups(workOf(row, view).groups, await givenRatings(row, view))
    return {
      maximum: maximumOf(SLEIPNIR),
      attributes: SLEIPNIR_ATTRIBUTES.map((name) => ({ name, weight: SLEIPNIR.weights[name] })),
      groups: groups.map(({ group, ratings, spread, sensitivity }) => ({
        ...group,
        elements: [...group.elements],
        middle: spread?.middle ?? null,
        whole: spread?.whole ?? null,
        place: sensitivity?.places['as-rated'] ?? null,
        over_all: sensitivity?.over_all ?? null,
        doubts: DOUBTS.flatMap((doubt) => {
          const places = sensitivity?.places[doubt]
          return places ? [{ doubt, ...places }] : []
        }),
        countries: [...(spread?.countries ?? [])],
        criteria: (spread?.criteria ?? []).map(({ criterion, weight, apart, unanswered, levels }) => ({
          name: criterion,
          weight,
          apart,
          unanswered,
          levels: { ...levels },
        })),
        ratings: ratings.map(({ provenance, group: _, ...one }, i) => {
          const { score } = spread!.raters[i]!
          return {
            ...one,
            answers: one.answers.map((answer) => ({ ...answer })),
            source: provenance.source,
            evaluation: provenance.evaluation,
            handling: provenance.handling as never,
            classification: provenance.classification as never,
            least: score.least,
            most: score.most,
            answered: score.answered,
            unknown: score.unknown.length,
          }
        }),
      })),
    }
  },
})

/** All ratings of a chart that can be opened. */
async function givenRatings({ id, slot }: ChartRow, { reading, vault }: Pick<View, 'reading' | 'vault'>): Promise<GivenRating[]> {
  return (await ratingsOf(reading, id, MAX_RATINGS)).flatMap((row) => {
    const kept = vault.openJson<KeptRating>(slot, RATING_LABEL, row.sealed)
    return kept ? [{ ...kept, id: row.id, group: row.of_group, officer: row.officer, rated_at: row.rated_at.toISOString() }] : []
  })
}

interface Made {
  readonly bytes: Uint8Array
  readonly left_out: { readonly groups: number; readonly ratings: number }
  readonly groups: number
  readonly ratings: number
}

export const exportRatings = act({
  name: 'analysis.export-ratings',
  summary: 'Take the ratings of a chart out as a workbook: evidence without H1, sharing without H2, and H3 once its words are acknowledged',
  purpose: 'required',
  journal: 'always',
  input: closed({
    chart: Uuid,
    use: oneOf(USES),
    language: oneOf(LANGUAGES),
    /** Only these groups; all where it is not said. */
    groups: Type.Optional(Type.Array(GroupNumber, { minItems: 1, maxItems: MAX_GROUPS, uniqueItems: true })),
    /** The words of H3 were read. */
    acknowledged: Type.Optional(Type.Boolean()),
    /** Leaves out what may not be taken out; else the whole export is refused. */
    leave_out: Type.Optional(Type.Boolean()),
  }),
  output: closed({
    name: Type.String(),
    media_type: Type.String(),
    content: Type.String({ description: 'base64' }),
    sha256: Type.String(),
    groups: Type.Integer(),
    ratings: Type.Integer(),
    left_out_groups: Type.Integer(),
    left_out_ratings: Type.Integer(),
  }),
  refusals: ['thing.unknown', 'handling.forbids', 'call.busy', 'input.too-large'],
  on: onChart,
  subject,
  async prepare({ chart, use, language, groups: wanted, acknowledged = false, leave_out = false }, view): Promise<Made> {
    const row = await openChart(chart, view)
    const about = aboutOf(row, view)
    if (about === undefined) throw unknown(chart)
    const isWanted = (group: number) => wanted === undefined || wanted.includes(group)
    const chosen = chosenRatings(
      await contentOf(row, view),
      workOf(row, view).groups.filter(({ id }) => isWanted(id)),
      (await givenRatings(row, view)).filter(({ group }) => isWanted(group)),
      use,
      acknowledged,
    )
    const hindrances = Object.entries(chosen.hindrances)
    if (hindrances.length > 0 && !leave_out)
      throw new Refusal('handling.forbids', { details: hindrances.map(([reason, count]) => ({ path: `/${count}`, reason })) })
    const document = ratingsDocument(
      {
        chart,
        title: about.title,
        synthetic: about.synthetic || view.demonstration,
        classification: row.classification,
        purpose: view.purpose ?? row.purpose,
        use,
        now: view.now,
        rated: ratedGroups(chosen.groups, chosen.ratings),
        left_out: chosen.left_out,
      },
      language,
    )
    if (JSON.stringify(document).length > MAX_DOCUMENT_CHARACTERS)
      throw new Refusal('input.too-large', { details: [{ path: '/groups', reason: 'too-long' }] })
    return {
      bytes: await madeDocument(document, 'xlsx'),
      left_out: chosen.left_out,
      groups: chosen.groups.length,
      ratings: chosen.ratings.length,
    }
  },
  async run({ chart, use, language }, act) {
    // it may have been forgotten meanwhile
    await openChart(chart, act)
    const { bytes, left_out, groups, ratings } = act.ready as Made
    const digest = hex(sha256(bytes))
    await act.record('analysis.exported', `chart:${chart}`, {
      form: 'ratings-xlsx',
      use,
      left_out_groups: left_out.groups,
      left_out_ratings: left_out.ratings,
      sha256: digest,
    })
    return {
      name: `ratings-${act.now.toISOString().slice(0, 10)}-${language}.xlsx`,
      media_type: MEDIA_TYPES.xlsx,
      content: base64(bytes),
      sha256: digest,
      groups,
      ratings,
      left_out_groups: left_out.groups,
      left_out_ratings: left_out.ratings,
    }
  },
})

export const ratingActions = [keepGroup, removeGroup, rateGroup, withdrawRating, readRatings, exportRatings]
