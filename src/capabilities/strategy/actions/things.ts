/** What members state in a forum: put, stated in the member's name, withdrawn; drafted at home first; read with every version. */
import Type from 'typebox'
import { type Act, act, view } from '#kernel/capability.ts'
import { closed, Fields, Instant, Member, Text, Uuid } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import { draftLabel, openWord, wordsOf } from '../contents.ts'
import { KIND_NAMES, kindOf } from '../kinds.ts'
import { withdrawalFault } from '../rules.ts'
import { forumToChange, type Known, knownForum, say, seedOf, speak, thingsIn } from '../saying.ts'
import { countDrafts, deleteDraft, draftsOf, MAX_DRAFTS, maybeDraft, saveDraft, wordsOn } from '../store/words.ts'
import { live, thingsOf } from '../things.ts'
import { tallyOf } from '../voting.ts'
import { count, list, maybe, onForum, subjectOf, ThingOut, thingOut } from './shapes.ts'

const Kind = Type.Enum([...KIND_NAMES])
const common = { purpose: 'none', journal: 'always', on: onForum, subject: subjectOf } as const
const REFUSALS = ['state.conflict', 'thing.unknown', 'input.malformed', 'record.not-owner'] as const

const Said = { forum: Uuid, thing: maybe(Uuid), kind: Kind, set: Fields }
const binds = (kind: string): boolean => kindOf(kind)?.binding === true

/** What a forum is now, with who is no longer named put among those who have left. */
function withLeft(known: Known, set: Fields): Fields {
  const { standing } = known.text
  const listed = (field: string) => (Array.isArray(set[field]) ? (set[field] as string[]) : [])
  const there = ['participants', 'observers', 'guests'].flatMap(listed)
  const gone = [...standing.left, ...standing.participants, ...standing.observers, ...standing.guests].filter((one) => !there.includes(one))
  const { left: _, ...rest } = set
  return gone.length > 0 ? { ...rest, left: [...new Set(gone)].sort() } : rest
}

async function stated(doing: Act, known: Known, kind: string, thing: string | null, set: Fields): Promise<string> {
  return say(doing, known, { kind, thing: thing ?? undefined, set: kind === 'forum' ? withLeft(known, set) : set })
}

const putThing = act({
  ...common,
  name: 'strategy.put-thing',
  summary: 'Puts something into a forum that binds nobody: a comment, a document, an indicator, a practice',
  input: closed(Said),
  output: closed({ thing: Uuid }),
  refusals: REFUSALS,
  async run({ forum, thing, kind, set }, doing) {
    if (binds(kind)) throw new Refusal('state.conflict', { details: [{ path: '/kind', reason: 'binds the member' }] })
    return { thing: await stated(doing, await forumToChange(doing, forum), kind, thing, set) }
  },
})

const stateThing = act({
  ...common,
  name: 'strategy.state-thing',
  summary: 'States something in the name of the member: a contribution, a position, a vote, a signature, a plan, progress',
  input: closed({ ...Said, draft: Type.Optional(Uuid) }),
  output: closed({ thing: Uuid }),
  refusals: REFUSALS,
  async run({ forum, thing, kind, set, draft }, doing) {
    if (!binds(kind)) throw new Refusal('state.conflict', { details: [{ path: '/kind', reason: 'binds nobody' }] })
    const known = await forumToChange(doing, forum)
    // by whom it was drafted, and that somebody else put it in the member's name, stays in the journal
    const from = draft === undefined ? undefined : await maybeDraft(doing.reading, known.key.holder, draft)
    if (draft !== undefined && (from?.forum !== forum || from.kind !== kind)) throw new Refusal('thing.unknown', { inside: draft })
    const said = await stated(doing, known, kind, thing, set)
    if (from) {
      await deleteDraft(doing.writing, known.key.holder, from.draft)
      await doing.record('strategy.draft-stated', `forum:${forum}`, { kind, thing: said, drafted_by: from.officer, unit: from.unit })
    }
    return { thing: said }
  },
})

const withdrawThing = act({
  ...common,
  name: 'strategy.withdraw-thing',
  summary: 'Withdraws what the own member stated; that it was there, and why it went, stays',
  input: closed({ forum: Uuid, thing: Uuid, reason: Text }),
  output: closed({ thing: Uuid }),
  refusals: ['state.conflict', 'thing.unknown', 'record.not-owner'],
  async run({ forum, thing, reason }, doing) {
    const known = await forumToChange(doing, forum)
    const things = await thingsIn(doing, known)
    const there = things.find(({ id }) => id === thing)
    if (!there || there.kind === 'forum') throw new Refusal('thing.unknown', { inside: thing })
    if (there.by !== doing.officer.member) throw new Refusal('record.not-owner', { inside: `${thing} is of ${there.by}` })
    if (!live(there)) throw new Refusal('state.conflict', { details: [{ path: '/thing', reason: 'withdrawn' }] })
    const fault = withdrawalFault(there, things, doing.now.toISOString())
    if (fault) throw new Refusal('state.conflict', { details: [{ path: `/${fault.field}`, reason: fault.reason }] })
    const seed = await seedOf(doing, known, there)
    await speak(doing, known, { maker: there.by, seed, kind: there.kind, withdrawn: reason, before: there.set })
    return { thing }
  },
})

const closeConsultation = act({
  ...common,
  name: 'strategy.close-consultation',
  summary: 'Ends a consultation: counts the votes, says whether the quorum was there, and what came of it',
  input: closed({ forum: Uuid, consultation: Uuid }),
  output: closed({ outcome: Uuid, result: Type.Enum(['adopted', 'rejected', 'no-quorum'] as const) }),
  refusals: REFUSALS,
  async run({ forum, consultation }, doing) {
    const known = await forumToChange(doing, forum)
    const things = await thingsIn(doing, known, ['consultation', 'vote', 'outcome'])
    const there = things.find(({ id, kind }) => id === consultation && kind === 'consultation')
    if (!there || !live(there)) throw new Refusal('thing.unknown', { inside: consultation })
    if (there.set.state !== 'open') throw new Refusal('state.conflict', { details: [{ path: '/consultation', reason: 'closed' }] })
    const tally = tallyOf(there, things, known.text.standing)
    const everybody = tally.yes + tally.no + tally.abstain === tally.entitled
    if (!everybody && doing.now.toISOString() < String(there.set.due))
      throw new Refusal('state.conflict', { details: [{ path: '/consultation', reason: 'not over yet' }] })
    const { counted, ...numbers } = tally
    const outcome = await say(doing, known, {
      kind: 'outcome',
      set: { consultation, ...numbers, ...(counted.length > 0 && { counted: [...counted] }) },
    })
    await say(doing, known, { kind: 'consultation', thing: consultation, set: { ...there.set, state: 'closed' } })
    return { outcome, result: tally.result }
  },
})

const findThings = view({
  ...common,
  name: 'strategy.find-things',
  summary: 'What stands in a forum of some kinds: who stated it, when, and what it says',
  journal: 'refusals',
  input: closed({
    forum: Uuid,
    kinds: Type.Array(Kind, { minItems: 1, maxItems: 30 }),
    limit: Type.Integer({ minimum: 1, maximum: 2_000 }),
    offset: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  }),
  output: closed({ things: list(ThingOut, 2_000), count }),
  async run({ forum, kinds, limit, offset }, viewing) {
    const things = (await thingsIn(viewing, await knownForum(viewing, forum), kinds)).reverse()
    return { things: things.slice(offset, offset + limit).map(thingOut), count: things.length }
  },
})

const readThing = view({
  ...common,
  name: 'strategy.read-thing',
  summary: 'One thing of a forum with every version of it, oldest first',
  journal: 'refusals',
  input: closed({ forum: Uuid, thing: Uuid }),
  output: closed({
    thing: ThingOut,
    versions: list(closed({ version: count, by: Member, said_at: Instant, set: Fields, withdrawn: maybe(Text), statement: Uuid }), 500),
  }),
  refusals: ['thing.unknown'],
  async run({ forum, thing }, viewing) {
    const known = await knownForum(viewing, forum)
    const rows = await wordsOn(viewing.reading, known.key, known.row.network, thing)
    const [there] = thingsOf(
      wordsOf(
        viewing.vault,
        rows.filter(({ latest }) => latest),
      ),
      known.text.standing,
    )
    if (!there) throw new Refusal('thing.unknown', { inside: thing })
    const versions = rows.flatMap((row) => {
      const text = openWord(viewing.vault, row)
      return text
        ? [
            {
              version: row.version,
              by: row.author,
              said_at: row.said_at.toISOString(),
              set: { ...text.set },
              withdrawn: text.withdrawn ?? null,
              statement: row.statement,
            },
          ]
        : []
    })
    return { thing: thingOut(there), versions }
  },
})

const saveDraftAct = act({
  ...common,
  name: 'strategy.save-draft',
  summary: 'Drafts what the own member may state: it stays at home until a supervisor states it',
  input: closed({ ...Said, draft: maybe(Uuid) }),
  output: closed({ draft: Uuid }),
  refusals: ['thing.unknown', 'state.conflict', 'quota.exceeded'],
  async run({ forum, draft, thing, kind, set }, doing) {
    const { key, row } = await knownForum(doing, forum)
    if (!binds(kind)) throw new Refusal('state.conflict', { details: [{ path: '/kind', reason: 'binds nobody' }] })
    const before = draft === null ? undefined : await maybeDraft(doing.reading, key.holder, draft)
    const own = before?.forum === forum && before.kind === kind && before.unit === doing.officer.unit
    if (draft !== null && !own) throw new Refusal('thing.unknown', { inside: draft })
    if (!before && (await countDrafts(doing.reading, key)) >= MAX_DRAFTS)
      throw new Refusal('quota.exceeded', { inside: 'drafts of this forum' })
    const id = draft ?? doing.newId()
    await saveDraft(doing.writing, {
      holder: key.holder,
      draft: id,
      forum,
      unit: doing.officer.unit,
      officer: doing.officer.id,
      kind,
      thing,
      changed_at: doing.now,
      slot: row.slot,
      sealed: doing.vault.sealJson(row.slot, draftLabel(id), set),
    })
    return { draft: id }
  },
})

const findDrafts = view({
  ...common,
  name: 'strategy.find-drafts',
  summary: 'What units of the own member want stated: the own unit, for a supervisor all of them',
  journal: 'refusals',
  input: closed({ forum: Uuid }),
  output: closed({
    drafts: list(
      closed({
        id: Uuid,
        unit: Type.String({ maxLength: 64 }),
        kind: Type.String({ maxLength: 32 }),
        thing: maybe(Uuid),
        changed_at: Instant,
        set: Fields,
        own: Type.Boolean(),
      }),
      MAX_DRAFTS,
    ),
  }),
  async run({ forum }, { reading, vault, officer }) {
    const { key } = await knownForum({ reading, vault, officer }, forum)
    const rows = await draftsOf(reading, key, officer.roles.includes('supervisor') ? undefined : officer.unit)
    return {
      drafts: rows.flatMap((row) => {
        const set = vault.openJson<Fields>(row.slot, draftLabel(row.draft), row.sealed)
        const { draft: id, unit, kind, thing } = row
        return set ? [{ id, unit, kind, thing, changed_at: row.changed_at.toISOString(), set: { ...set }, own: unit === officer.unit }] : []
      }),
    }
  },
})

const dropDraft = act({
  ...common,
  name: 'strategy.drop-draft',
  summary: 'Drops a draft: of the own unit, for a supervisor of any',
  input: closed({ forum: Uuid, draft: Uuid }),
  output: closed({ draft: Uuid }),
  refusals: ['thing.unknown'],
  async run({ forum, draft }, doing) {
    const { key } = await knownForum(doing, forum)
    const row = await maybeDraft(doing.reading, key.holder, draft)
    const may = row?.forum === forum && (doing.officer.roles.includes('supervisor') || row.unit === doing.officer.unit)
    if (!may) throw new Refusal('thing.unknown', { inside: draft })
    await deleteDraft(doing.writing, key.holder, draft)
    return { draft }
  },
})

export const thingActions = [
  putThing,
  stateThing,
  withdrawThing,
  closeConsultation,
  findThings,
  readThing,
  saveDraftAct,
  findDrafts,
  dropDraft,
]
