/** What officers do with checks: recognise a text, ask, follow the answers, look at past checks. */
import Type, { type Static } from 'typebox'
import { type Act, act, type ClassAttributes, type Later, type View, view } from '#kernel/capability.ts'
import { askCheck, type CheckQuestion } from '#kernel/checking.ts'
import { Answer, type AnswerBody } from '#wire/checks/answers.ts'
import { clearanceOf, STATES, visibleTo } from '#wire/checks/outcomes.ts'
import { closed, KINDS, kindOf, oneOf, type Subject, Subjects, subjectFaults, titleOf, Uuid } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import { PURPOSES, type Purpose, type RefusalGround } from '#wire/vocabulary.ts'
import { chosenOf, MAX_TEXT, recognise as recogniseText } from './recognising.ts'
import { DEFAULT_TIMEOUT_MS, KEPT_DAYS, LONGEST_TIMEOUT_MS, MAX_PARTNERS } from './rules.ts'
import {
  ANSWER_LABEL,
  type AnswerRow,
  type Asked,
  answersAfter,
  answersOf,
  answersOfMany,
  CHECK_LABEL,
  type CheckRow,
  countWaiting,
  findChecks,
  insertCheck,
  keepAnswer,
  maybeCheck,
} from './store.ts'

const MemberId = Type.String({ pattern: '^[a-z][a-z0-9-]{1,31}$' })
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200 }))
const Offset = Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 }))
const Moment = Type.String({ format: 'date-time' })
/** How long after its time limit a check counts as still being looked at by who asked. */
const FOLLOWED_MS = 60_000

const checkClass = ({ member, unit }: Pick<CheckRow, 'member' | 'unit'>): ClassAttributes => ({
  kind: 'checks.check',
  member,
  classification: 'unclassified',
  unit,
})

async function onCheck({ check }: { check: string }, { officer, reading }: Pick<View, 'officer' | 'reading'>): Promise<ClassAttributes> {
  const row = await maybeCheck(reading, officer.member, check)
  if (row === undefined) throw unknown(check)
  return checkClass(row)
}

const unknown = (check: string) => new Refusal('thing.unknown', { inside: `check ${check}` })

const CheckDigit = closed({ field: Type.String(), printed: Type.String(), computed: Type.String(), ok: Type.Boolean() })
const Correction = closed({ line: Type.Integer(), column: Type.Integer(), from: Type.String(), to: Type.String(), reason: Type.String() })

export const recognise = view({
  name: 'checks.recognise',
  summary: 'What a typed, pasted or scanned text may be, surest first',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ text: Type.String({ minLength: 1, maxLength: MAX_TEXT }) }),
  output: closed({
    candidates: Type.Array(
      closed({
        as: Type.String(),
        /** Tells the candidates apart; `checks.run` takes it as `as`. */
        choice: Type.String(),
        confidence: Type.Number(),
        reason: Type.String(),
        notes: Type.Array(Type.String()),
        display: Type.String(),
        country: Type.Optional(Type.String()),
        scheme: Type.Optional(Type.String()),
        proposals: Type.Optional(
          Type.Array(closed({ value: Type.String(), slip: oneOf(['swapped', 'look-alike', 'one-character']), at: Type.Integer() }), {
            maxItems: 4,
          }),
        ),
        subjects: Subjects,
        mrz: Type.Optional(
          closed({
            format: Type.String(),
            document_code: Type.String(),
            issuer: Type.String(),
            document_number: Type.String(),
            primary: Type.String(),
            secondary: Type.String(),
            names_truncated: Type.Boolean(),
            nationality: Type.String(),
            birth_date: Type.String(),
            sex: Type.String(),
            expiry_date: Type.String(),
            valid: Type.Boolean(),
            checks: Type.Array(CheckDigit),
            corrections: Type.Array(Correction),
            alternatives: Type.Array(Type.String()),
          }),
        ),
      }),
    ),
  }),
  async run({ text }, { officer, now }) {
    const candidates = recogniseText(text, officer.member, now).filter(({ subjects }) => subjects.length > 0)
    return {
      candidates: candidates.map(({ mrz, notes, subjects, proposals, ...rest }) => ({
        ...rest,
        notes: [...notes],
        subjects: [...subjects],
        ...(proposals && { proposals: [...proposals] }),
        ...(mrz && {
          mrz: {
            format: mrz.format,
            document_code: mrz.document_code,
            issuer: mrz.issuer,
            document_number: mrz.document_number,
            primary: mrz.names.primary,
            secondary: mrz.names.secondary,
            names_truncated: mrz.names.truncated,
            nationality: mrz.nationality,
            birth_date: mrz.birth_date.iso ?? mrz.birth_date.printed,
            sex: mrz.sex,
            expiry_date: mrz.expiry_date.iso ?? mrz.expiry_date.printed,
            valid: mrz.valid,
            checks: mrz.checks,
            corrections: mrz.corrections,
            alternatives: mrz.alternatives,
          },
        }),
      })),
    }
  },
})

const RunInput = closed({
  /** Chosen by the caller: the same check sent twice is asked once. */
  id: Type.Optional(Uuid),
  network: Type.Optional(MemberId),
  purpose: Type.Optional(oneOf(PURPOSES)),
  place: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  /** The partners to ask; all of the network unless said. The own registers are always asked. */
  partners: Type.Optional(Type.Array(MemberId, { maxItems: MAX_PARTNERS, uniqueItems: true })),
  timeout_ms: Type.Optional(Type.Integer({ minimum: 100, maximum: LONGEST_TIMEOUT_MS })),
  /** Also look-alike readings of numbers; a hit on one says so. */
  alternatives: Type.Optional(Type.Boolean()),
  subjects: Type.Optional(Subjects),
  /** Instead of subjects: a text as typed, and as which of its recognitions it is meant: a `choice`, or the surest of a kind. */
  text: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_TEXT })),
  as: Type.Optional(Type.String({ maxLength: 24 })),
})

export const run = act({
  name: 'checks.run',
  summary: 'Check up to three things in the own registers and with all partners at once',
  purpose: 'required',
  journal: 'always',
  input: RunInput,
  output: closed({ check: Uuid, network: Type.String(), subjects: Subjects, partners: Type.Array(Type.String()) }),
  refusals: ['partner.unknown', 'state.conflict'],
  on: (_, { officer }) => checkClass(officer),
  subject: (_, output) => `check:${output?.check ?? 'none'}`,
  async run(input, act) {
    const { officer, now, vault, writing } = act
    const purpose = act.purpose ?? input.purpose
    if (purpose === undefined) throw new Refusal('purpose.missing')
    const subjects = subjectsOf(input, act)
    const network = networkOf(input.network, act)
    const own = act.networks.own(network)
    const partners = partnersOf(input.partners, network, act)
    const asked: Asked = {
      subjects,
      alternatives: input.alternatives ?? false,
      partners,
      ...(input.text !== undefined && { text: input.text }),
      ...(input.place !== undefined && { place: input.place }),
    }
    const id = input.id ?? act.newId()
    const output = { check: id, network, subjects, partners: [own, ...partners] }
    if (input.id !== undefined && (await isRepeat(act, id, asked))) return output
    const [slot] = await vault.newSlots(1)
    const timeout_ms = input.timeout_ms ?? DEFAULT_TIMEOUT_MS
    const row = {
      id,
      network,
      member: officer.member,
      officer: officer.id,
      unit: officer.unit,
      purpose,
      kinds: [...new Set(subjects.map(kindOf))],
      access_class: await act.classOf(checkClass(officer)),
      asked_at: now,
      deadline_at: new Date(now.getTime() + timeout_ms),
      keep_until: new Date(now.getTime() + KEPT_DAYS * 86_400_000),
      slot: slot!,
      sealed: vault.sealJson(slot!, CHECK_LABEL, asked),
    }
    if (!(await insertCheck(writing, row, [own, ...partners])))
      throw new Refusal('state.conflict', { details: [{ path: '/id', reason: 'taken' }] })
    const question = {
      network,
      unit: officer.unit,
      purpose,
      language: officer.language,
      timeout_ms,
      clearance: clearanceOf(officer.clearance),
      subjects,
      alternatives: asked.alternatives,
    }
    act.afterwards((later) => askAll(later, row, question, [own, ...partners]))
    return output
  },
})

/** Everyone at once; each answer is kept as it comes, and one that is slow or down keeps nobody waiting. */
async function askAll(
  later: Later,
  check: Pick<CheckRow, 'id' | 'slot'>,
  question: CheckQuestion,
  partners: readonly string[],
): Promise<void> {
  const settled = await Promise.allSettled(partners.map((partner) => askOne(later, check, question, partner)))
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

async function askOne(later: Later, { id, slot }: Pick<CheckRow, 'id' | 'slot'>, question: CheckQuestion, partner: string): Promise<void> {
  const began = later.now().getTime()
  const { outcome, failure } = await askCheck(later, question, partner)
  const took_ms = Math.max(0, later.now().getTime() - began)
  await later.transaction((writing, vault) =>
    keepAnswer(writing, id, partner, outcome, took_ms, () =>
      outcome.body ? vault.sealJson(slot, `${ANSWER_LABEL}:${partner}`, outcome.body) : null,
    ),
  )
  later.tell(`check:${id}`)
  if (failure !== undefined) throw failure
}

function subjectsOf({ subjects, text, as }: Static<typeof RunInput>, { officer, now }: Act): Subject[] {
  if ((subjects === undefined) === (text === undefined)) throw malformed('/subjects', 'subjects-or-text')
  if (subjects !== undefined) {
    const faults = subjectFaults(subjects)
    if (faults.length > 0) throw new Refusal('input.malformed', { details: faults })
    return subjects
  }
  const chosen = chosenOf(recogniseText(text!, officer.member, now), as)
  if (chosen === undefined || chosen.subjects.length === 0) throw malformed('/text', 'not-recognised')
  const faults = subjectFaults(chosen.subjects)
  if (faults.length > 0) throw malformed('/text', faults[0]!.reason)
  return [...chosen.subjects]
}

function networkOf(stated: string | undefined, { networks, officer }: Act): string {
  const mine = networks.all().filter(({ own }) => own === officer.member)
  if (stated === undefined && mine.length === 1) return mine[0]!.network
  const found = mine.find(({ network }) => network === stated)
  if (found === undefined) throw malformed('/network', stated === undefined ? 'several-networks' : 'network-unknown')
  return found.network
}

function partnersOf(stated: readonly string[] | undefined, network: string, { networks }: Act): string[] {
  const known = networks.partners(network).map(({ id }) => id)
  const unknown = stated?.find((partner) => !known.includes(partner))
  if (unknown !== undefined) throw new Refusal('partner.unknown', { details: [{ path: '/partners', reason: 'unknown' }] })
  return [...(stated ?? known)].sort().slice(0, MAX_PARTNERS)
}

/** The same question under the same id by the same officer is a repeat; anything else under it is a conflict. */
async function isRepeat({ writing, vault, officer }: Act, id: string, asked: Asked): Promise<boolean> {
  const before = await maybeCheck(writing, officer.member, id)
  if (before === undefined) return false
  const same =
    before.officer === officer.id && JSON.stringify(vault.openJson(before.slot, CHECK_LABEL, before.sealed)) === JSON.stringify(asked)
  if (!same) throw new Refusal('state.conflict', { details: [{ path: '/id', reason: 'taken' }] })
  return true
}

const malformed = (path: string, reason: string) => new Refusal('input.malformed', { details: [{ path, reason }] })

const CheckLine = closed({
  id: Uuid,
  network: Type.String(),
  officer: Type.String(),
  unit: Type.String(),
  purpose: oneOf(PURPOSES),
  kinds: Type.Array(oneOf(KINDS)),
  title: Type.String(),
  place: Type.Union([Type.String(), Type.Null()]),
  asked_at: Moment,
  keep_until: Moment,
  /** How many partners answered what, as this officer sees it. */
  counts: closed({
    waiting: Type.Integer(),
    hit: Type.Integer(),
    no_hit: Type.Integer(),
    refused: Type.Integer(),
    no_answer: Type.Integer(),
  }),
})

export const readOne = view({
  name: 'checks.read-one',
  summary: 'A check with the answers of all partners, waiting ones included',
  purpose: 'none',
  journal: 'always',
  input: closed({ check: Uuid }),
  output: closed({
    ...CheckLine.properties,
    subjects: Subjects,
    alternatives: Type.Boolean(),
    text: Type.Union([Type.String(), Type.Null()]),
    answers: Type.Array(Answer),
    complete: Type.Boolean(),
  }),
  refusals: ['thing.unknown'],
  on: onCheck,
  subject: ({ check }) => `check:${check}`,
  async run({ check }, view) {
    const row = await readable(check, view)
    const asked = view.vault.openJson<Asked>(row.slot, CHECK_LABEL, row.sealed)
    if (asked === undefined) throw unknown(check)
    const rows = await answersOf(view.reading, check)
    const answers = rows.map((one) => shown(one, row, view))
    return {
      ...lineOf(row, asked, answers),
      subjects: [...asked.subjects],
      alternatives: asked.alternatives,
      text: asked.text ?? null,
      answers,
      complete: rows.every(({ state }) => state !== 'waiting'),
    }
  },
})

export const readAnswers = view({
  name: 'checks.read-answers',
  summary: 'The answers to a check that came after a place in their order; for following it',
  purpose: 'none',
  journal: 'noted',
  input: closed({ check: Uuid, after: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })) }),
  output: closed({ answers: Type.Array(Answer), after: Type.Integer(), complete: Type.Boolean() }),
  refusals: ['thing.unknown'],
  on: onCheck,
  subject: ({ check }) => `check:${check}`,
  async run({ check, after = 0 }, view) {
    const row = await readable(check, view)
    // counted first: an answer that comes in between is then only told once more
    const waiting = await countWaiting(view.reading, check)
    const rows = await answersAfter(view.reading, check, after)
    // who asks and waits for the answers has one entry, that of the asking
    const isFollowed = row.officer === view.officer.id && view.now.getTime() - row.deadline_at.getTime() < FOLLOWED_MS
    if (rows.length > 0 && !isFollowed) view.note()
    return { answers: rows.map((one) => shown(one, row, view)), after: rows.at(-1)?.position ?? after, complete: waiting === 0 }
  },
})

const FindInput = closed({
  state: Type.Optional(oneOf(STATES)),
  since: Type.Optional(Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{5,12}Z)?$' })),
  limit: Limit,
  offset: Offset,
})
const FindOutput = closed({ rows: Type.Array(CheckLine), total: Type.Integer() })

export const findMany = view({
  name: 'checks.find-many',
  summary: "The officer's own checks of the last thirty days, newest first",
  purpose: 'none',
  journal: 'noted',
  input: FindInput,
  output: FindOutput,
  run: (input, view) => find(input, view, 'checks.find-many', { officer: view.officer.id }),
})

export const findUnitMany = view({
  name: 'checks.find-unit-many',
  summary: "The checks of the supervisor's unit",
  purpose: 'none',
  journal: 'always',
  input: FindInput,
  output: FindOutput,
  on: (_, { officer }) => checkClass(officer),
  run: (input, view) => find(input, view, 'checks.find-unit-many', { unit: view.officer.unit }),
})

export const actions = [recognise, run, readOne, readAnswers, findMany, findUnitMany]

async function find(
  { state, since, limit = 50, offset = 0 }: Static<typeof FindInput>,
  view: View,
  action: string,
  whose: { officer: string } | { unit: string },
) {
  const { officer, reading, vault } = view
  const from = since === undefined ? undefined : new Date(since)
  if (from !== undefined && Number.isNaN(from.getTime())) throw malformed('/since', 'no-such-time')
  const classes = await view.classes(action)
  const filter = {
    member: officer.member,
    classes,
    ...whose,
    ...(state !== undefined && { state }),
    ...(from !== undefined && { since: from }),
  }
  const { rows, total } = await findChecks(reading, filter, { limit, offset })
  if (rows.length > 0) view.note()
  const answers = Map.groupBy(
    await answersOfMany(
      reading,
      rows.map(({ id }) => id),
    ),
    ({ check_id }) => check_id,
  )
  return {
    rows: rows.map((row) => {
      const asked = vault.openJson<Asked>(row.slot, CHECK_LABEL, row.sealed)
      return lineOf(
        row,
        asked,
        (answers.get(row.id) ?? []).map((one) => shown(one, row, view)),
      )
    }),
    total,
  }
}

/** The officer's own check; another's only where the policy lets the officer see those of the unit. */
async function readable(check: string, { officer, reading, demand }: View): Promise<CheckRow> {
  const row = await maybeCheck(reading, officer.member, check)
  if (row === undefined) throw unknown(check)
  if (row.officer !== officer.id) await demand('checks.find-unit-many', checkClass(row))
  return row
}

function shown(row: AnswerRow, { slot, network, member }: CheckRow, { officer, vault, networks }: View): Static<typeof Answer> {
  const body = row.sealed === null ? undefined : vault.openJson<AnswerBody>(slot, `${ANSWER_LABEL}:${row.partner}`, row.sealed)
  const { state, hits } = visibleTo(officer.clearance, row.state, body?.hits ?? [])
  return {
    partner: row.partner,
    name: networks.nameOf(network, row.partner),
    own: row.partner === member,
    state,
    ground: row.ground as RefusalGround | null,
    refusal: row.refusal,
    took_ms: row.took_ms,
    refused: [...(body?.refused ?? [])],
    hits,
    more: body?.more ?? false,
    threshold: body?.threshold ?? null,
  }
}

function lineOf(row: CheckRow, asked: Asked | undefined, answers: readonly Static<typeof Answer>[]): Static<typeof CheckLine> {
  const count = (state: (typeof STATES)[number]) => answers.filter((answer) => answer.state === state).length
  return {
    id: row.id,
    network: row.network,
    officer: row.officer,
    unit: row.unit,
    purpose: row.purpose as Purpose,
    kinds: row.kinds,
    title: asked ? titleOf(asked.subjects) : '',
    place: asked?.place ?? null,
    asked_at: row.asked_at.toISOString(),
    keep_until: row.keep_until.toISOString(),
    counts: {
      waiting: count('waiting'),
      hit: count('hit'),
      no_hit: count('no-hit'),
      refused: count('refused'),
      no_answer: count('no-answer'),
    },
  }
}
