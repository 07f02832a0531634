/** What officers do with coincidences: see those of their matters, and say what came of them. */
import Type from 'typebox'
import { act, type ClassAttributes, type View, view } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import { Side } from '../bodies.ts'
import { NOTE_LABEL, THEIRS_LABEL } from '../meeting.ts'
import { metClass } from '../rules.ts'
import { countMet, type MetRow, maybeMet, metPage, settleMet } from '../store/met.ts'
import { KINDS, OUTCOMES, RULES } from '../vocabulary.ts'
import { closed, count, Id, list, Matter, maybe, time, Uuid } from './shapes.ts'

const MetOut = closed({
  id: Uuid,
  network: Id,
  partner: Id,
  reference: Uuid,
  kind: Type.Enum([...KINDS]),
  matter: Matter,
  thing: Type.String({ maxLength: 64 }),
  unit: Id,
  rule: Type.Enum([...RULES]),
  target: Type.Boolean(),
  found_at: time,
  told_at: maybe(time),
  answered_at: maybe(time),
  theirs: maybe(Side),
  outcome: maybe(Type.Enum([...OUTCOMES])),
  settled_at: maybe(time),
})

const shown = ({ vault }: Pick<View, 'vault'>, met: MetRow) => ({
  id: met.id,
  network: met.network,
  partner: met.partner,
  reference: met.reference,
  kind: met.kind,
  matter: met.matter,
  thing: met.thing,
  unit: met.unit,
  rule: met.rule,
  target: met.target,
  found_at: met.found_at.toISOString(),
  told_at: met.told_at?.toISOString() ?? null,
  answered_at: met.answered_at?.toISOString() ?? null,
  theirs: (met.theirs && vault.openJson<Side>(met.slot, THEIRS_LABEL, met.theirs)) ?? null,
  outcome: met.outcome,
  settled_at: met.settled_at?.toISOString() ?? null,
})

async function onMet({ id }: { readonly id: string }, { reading, officer }: Pick<View, 'reading' | 'officer'>): Promise<ClassAttributes> {
  const met = await maybeMet(reading, officer.member, id)
  if (!met) throw new Refusal('thing.unknown', { inside: `coincidence ${id}` })
  return metClass(met)
}

const findMany = view({
  name: 'coincidences.find-many',
  summary: 'Coincidences of the matters that the officer may see, newest first',
  purpose: 'none',
  journal: 'noted',
  input: closed({
    settled: Type.Boolean(),
    limit: Type.Integer({ minimum: 1, maximum: 200 }),
    offset: Type.Integer({ minimum: 0, maximum: 100_000 }),
  }),
  output: closed({ coincidences: list(MetOut, 200), count }),
  async run({ settled, limit, offset }, viewing) {
    const classes = await viewing.classes('coincidences.read-one')
    const page = await metPage(viewing.reading, viewing.officer.member, classes, { settled, limit, offset })
    if (page.length > 0) viewing.note()
    return {
      coincidences: page.map((met) => shown(viewing, met)),
      count: await countMet(viewing.reading, viewing.officer.member, classes, settled),
    }
  },
})

const readOne = view({
  name: 'coincidences.read-one',
  summary: 'One coincidence: what of the own met, whom to speak to, and what came of it',
  purpose: 'none',
  journal: 'always',
  input: closed({ id: Uuid }),
  output: closed({ ...MetOut.properties, note: maybe(Type.String({ maxLength: 4_000 })) }),
  refusals: ['thing.unknown'],
  on: onMet,
  subject: ({ id }) => `coincidence:${id}`,
  async run({ id }, viewing) {
    const met = (await maybeMet(viewing.reading, viewing.officer.member, id))!
    const note = met.note && viewing.vault.openJson<string>(met.slot, NOTE_LABEL, met.note)
    return { ...shown(viewing, met), note: note ?? null }
  },
})

const settleOne = act({
  name: 'coincidences.settle-one',
  summary: 'Says what came of a coincidence when the two sides had spoken; it may be said anew',
  purpose: 'none',
  journal: 'always',
  input: closed({ id: Uuid, outcome: Type.Enum([...OUTCOMES]), note: Type.Optional(Type.String({ minLength: 1, maxLength: 4_000 })) }),
  output: closed({ id: Uuid }),
  refusals: ['thing.unknown'],
  on: onMet,
  subject: ({ id }) => `coincidence:${id}`,
  async run({ id, outcome, note }, doing) {
    const { slot } = (await maybeMet(doing.writing, doing.officer.member, id))!
    const sealed = note === undefined ? null : doing.vault.sealJson(slot, NOTE_LABEL, note)
    await settleMet(doing.writing, id, { outcome, note: sealed, by: doing.officer.id, at: doing.now })
    return { id }
  },
})

export const metActions = [findMany, readOne, settleOne]
