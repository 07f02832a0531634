/** Seizures: what the own member states of a year to its partners, and what all of them stated. */
import Type from 'typebox'
import { type Act, act, view } from '#kernel/capability.ts'
import { addTotals, type Total } from '#lib/series/index.ts'
import type { NetworkId } from '#wire/address.ts'
import { ID_PATTERN } from '#wire/address.ts'
import { closed, oneOf } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import { CLASSIFICATIONS, HANDLING_CODES, LANGUAGES } from '#wire/vocabulary.ts'
import { Counting, FIRST_YEAR, Figure, type FiguresBody, LAST_YEAR, MAX_BELOW, MAX_FIGURES } from '../bodies.ts'
import { seizuresClass } from '../dataset-class.ts'
import { keepStatement, openStatement } from '../keeping.ts'
import { faultsOf, heldBack, MAX_CHARACTERS, nextVersion, quantityOf, saysTheSame, seizuresOf } from '../seizures.ts'
import { newestVersion, ownStatements, sentVersions, statementsIn } from '../store/statements.ts'
import { SEIZED_KINDS, SEIZED_UNITS } from '../vocabulary.ts'
import { Moment, orNull, Range, rangeOf } from './shapes.ts'

const Id = Type.String({ pattern: ID_PATTERN })
const Said = closed({ text: Type.String({ minLength: 1, maxLength: 1_000 }), language: oneOf(LANGUAGES) })
const Handling = closed({ code: oneOf(HANDLING_CODES), words: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })) })
const SHARED_AT_ONCE = 200

function ownIn({ networks }: Pick<Act, 'networks'>, network: NetworkId): string {
  const found = networks.all().find((one) => one.network === network)
  if (!found)
    throw new Refusal('thing.unknown', {
      inside: `network ${network}`,
      details: [{ path: '/network', reason: 'not a network of this member' }],
    })
  return found.own
}

export const stateSeizures = act({
  name: 'picture.state-seizures',
  summary:
    'State the seizures of a year, all of it anew, to all partners: by month, kind and unit, of the whole country; no person, no case',
  purpose: 'required',
  journal: 'always',
  input: closed({
    network: Id,
    year: Type.Integer({ minimum: FIRST_YEAR, maximum: LAST_YEAR }),
    counting: Counting,
    figures: Type.Array(Figure, { maxItems: MAX_FIGURES }),
    /** Counts of seizures below it are told as that, with no amount beside, before anything leaves. */
    hold_back_below: Type.Optional(Type.Integer({ minimum: 2, maximum: MAX_BELOW })),
    correction: Type.Optional(Said),
    classification: oneOf(CLASSIFICATIONS),
    handling: Type.Optional(Type.Array(Handling, { maxItems: 4 })),
  }),
  output: closed({ version: Type.Integer(), told: Type.Array(Type.String()), held_back: Type.Integer() }),
  refusals: ['thing.unknown', 'state.conflict', 'input.too-large'],
  on: ({ classification }, { officer }) => seizuresClass(officer.member, classification),
  subject: ({ network, year }) => `seizures:${network}/${year}`,
  async run({ network, year, counting, figures: typed, hold_back_below, correction, classification, handling = [] }, act) {
    const member = ownIn(act, network)
    if (member !== act.officer.member) throw new Refusal('thing.unknown', { inside: `${member} is not the officer's` })
    const faults = faultsOf(typed, year, act.now)
    if (faults.length > 0) throw new Refusal('state.conflict', { inside: 'figures do not hold together', details: faults.slice(0, 20) })
    const figures = heldBack(typed, hold_back_below)
    const held_back = figures.filter((figure, i) => figure !== typed[i]).length
    const [held] = (await ownStatements(act.writing, network, member)).filter((row) => row.year === year)
    const before = held && openStatement(act.vault, held)
    const partners = act.networks.partners(network).map(({ id }) => id)
    const same =
      before !== undefined &&
      held!.classification === classification &&
      JSON.stringify(before.handling) === JSON.stringify(handling) &&
      saysTheSame(before, { counting, figures })
    // what is said again goes to those alone that have not been told
    const version = same ? held!.version : nextVersion(await newestVersion(act.writing, member, network, member, year), act.now)
    const sent = new Map(
      (await sentVersions(act.writing, network, member)).filter((one) => one.year === year).map((one) => [one.partner, one.version]),
    )
    const missing = partners.filter((id) => (sent.get(id) ?? 0) < version)
    if (same && missing.length === 0)
      throw new Refusal('state.conflict', { details: [{ path: '/figures', reason: 'all partners have it' }] })
    if (before !== undefined && !same && correction === undefined)
      throw new Refusal('state.conflict', { details: [{ path: '/correction', reason: 'say why' }] })
    const kept = same ? before : undefined
    const body: FiguresBody = {
      version,
      stated_at: kept?.stated_at ?? act.now.toISOString(),
      year,
      counting,
      figures: kept?.figures ?? figures,
      ...((kept ? kept.correction : correction) && { correction: kept ? kept.correction! : correction! }),
    }
    if (JSON.stringify(body).length > MAX_CHARACTERS)
      throw new Refusal('input.too-large', { details: [{ path: '', reason: `over ${MAX_CHARACTERS} characters` }] })
    for (let from = 0; from < missing.length; from += SHARED_AT_ONCE)
      await act.send({
        network,
        to: missing.slice(from, from + SHARED_AT_ONCE),
        type: 'picture.figures.v1',
        unit: act.officer.unit,
        classification,
        handling,
        language: act.officer.language,
        body,
      })
    if (partners.length === 0)
      await keepStatement(
        { writing: act.writing, vault: act.vault, at: act.now, classOf: act.classOf },
        member,
        { network, member, id: act.newId() },
        { classification, handling },
        body,
      )
    return { version, told: missing, held_back }
  },
})

const Told = Type.Union([closed({ value: Type.Number() }), closed({ below: Type.Integer() }), closed({ withheld: Type.Literal(true) })])

export const findSeizures = view({
  name: 'picture.find-seizures',
  summary:
    'What each member stated of its seizures, by year: its counting rule, its handling, when it was corrected, and totals that stay ranges',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ network: Type.Optional(Id), year: Type.Optional(Type.Integer({ minimum: FIRST_YEAR, maximum: LAST_YEAR })) }),
  output: closed({
    statements: Type.Array(
      closed({
        network: Type.String(),
        member: Type.String(),
        member_name: Type.String(),
        own: Type.Boolean(),
        year: Type.Integer(),
        version: Type.Integer(),
        statement: Type.String(),
        stated_at: Moment,
        received_at: Moment,
        classification: oneOf(CLASSIFICATIONS),
        handling: Type.Array(Handling),
        counting: Counting,
        correction: orNull(Said),
        figures: Type.Array(
          closed({
            month: Type.Integer(),
            kind: oneOf(SEIZED_KINDS),
            unit: oneOf(SEIZED_UNITS),
            quantity: Told,
            seizures: Type.Optional(Told),
          }),
        ),
        /** What was stated before: when, and how many figures; not what. */
        before: Type.Array(closed({ version: Type.Integer(), stated_at: Moment, figures: Type.Integer() })),
        /** Partners that were sent this version; of the own statements. */
        told: orNull(Type.Integer()),
      }),
    ),
    totals: Type.Array(
      closed({
        network: Type.String(),
        year: Type.Integer(),
        member: Type.String(),
        kind: oneOf(SEIZED_KINDS),
        unit: oneOf(SEIZED_UNITS),
        months: Type.Integer(),
        quantity: Range,
        seizures: orNull(Range),
      }),
    ),
  }),
  async run({ network, year }, view) {
    const classes = await view.classes('picture.find-seizures')
    const holder = view.officer.member
    const rows = await statementsIn(view.reading, { holder, classes, network, year })
    const sent = new Map<string, number>()
    for (const one of view.networks.all())
      if (one.own === holder)
        for (const { year: of, version } of await sentVersions(view.reading, one.network, holder))
          sent.set(`${one.network} ${of} ${version}`, (sent.get(`${one.network} ${of} ${version}`) ?? 0) + 1)
    const open = rows.flatMap((row) => {
      const kept = openStatement(view.vault, row)
      return kept === undefined ? [] : [{ row, kept }]
    })
    const statements = open.map(({ row, kept }) => ({
      network: row.network,
      member: row.member,
      member_name: view.networks.nameOf(row.network, row.member),
      own: row.member === holder,
      year: row.year,
      version: row.version,
      statement: row.statement,
      stated_at: row.stated_at.toISOString(),
      received_at: row.received_at.toISOString(),
      classification: row.classification,
      handling: kept.handling.map((one) => ({ ...one })),
      counting: kept.counting,
      correction: kept.correction ?? null,
      figures: [...kept.figures],
      before: rows
        .filter((one) => one.network === row.network && one.member === row.member && one.year === row.year && one.version < row.version)
        .map(({ version, stated_at, figures }) => ({ version, stated_at: stated_at.toISOString(), figures })),
      told: row.member === holder ? (sent.get(`${row.network} ${row.year} ${row.version}`) ?? 0) : null,
    }))
    const totals = new Map<
      string,
      {
        key: readonly [string, number, string, Figure['kind'], Figure['unit']]
        months: number
        quantity: Total
        seizures: Total | undefined
      }
    >()
    for (const { row, kept } of open)
      for (const figure of kept.figures) {
        const key = [row.network, row.year, row.member, figure.kind, figure.unit] as const
        const before = totals.get(key.join(' '))
        const seizures = seizuresOf(figure)
        totals.set(key.join(' '), {
          key,
          months: (before?.months ?? 0) + 1,
          quantity: before ? addTotals(before.quantity, quantityOf(figure)) : quantityOf(figure),
          // where one month does not say how many, their number is not known
          seizures: before === undefined ? seizures : before.seizures && seizures ? addTotals(before.seizures, seizures) : undefined,
        })
      }
    return {
      statements,
      totals: [...totals.values()].map(({ key: [of_network, of, member, kind, unit], months, quantity, seizures }) => ({
        network: of_network,
        year: of,
        member,
        kind,
        unit,
        months,
        quantity: rangeOf(quantity),
        seizures: seizures === undefined ? null : rangeOf(seizures),
      })),
    }
  },
})

export const seizureActions = [stateSeizures, findSeizures]
