/** What people do in a space: put things, withdraw them, verify what a third country sent, take operational contents over. */
import Type from 'typebox'
import { type Act, act, view } from '#kernel/capability.ts'
import { attachmentsOf } from '#kernel/post/attachments.ts'
import { Fields, Member, Text, Uuid, Value } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import { partyOf, type Standing } from '../agreement.ts'
import { ActRef, MAX_ACTS, MAX_PARTIES } from '../bodies.ts'
import { openContents, openEntry } from '../contents.ts'
import { type Conversation, conversationOf, unsayable } from '../conversation.ts'
import { faultsOf, KINDS } from '../kinds.ts'
import { whyMissing, workOf } from '../reading.ts'
import { lookAlikes, mayPut, orderFault, rightsFault, totalsOf } from '../rules.ts'
import { type Known, knownSpace, say, spaceToChange } from '../saying.ts'
import { entriesAwaiting, maybeContents, maybeEntry, takersOf } from '../store/entries.ts'
import { mayAdd, type Thing } from '../things.ts'
import { closed, count, LookAlikes, list, maybe, TotalOut, time } from './shapes.ts'
import { onSpace, subjectOf } from './spaces.ts'

const Kind = Type.Enum(Object.keys(KINDS))
const Said = closed({ entry: Uuid })
const common = { purpose: 'none', journal: 'always', on: onSpace, subject: subjectOf } as const

const ofFile = {
  name: Type.String({ maxLength: 255 }),
  media_type: Type.String({ maxLength: 141 }),
  size: count,
  sha256: Type.String({ maxLength: 64 }),
}
const ATTACHMENT_ID = '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}_[0-9]$'
const AttachmentOut = closed({
  id: Type.String({ maxLength: 40, description: 'for GET /api/attachments/ID?space=SPACE' }),
  ...ofFile,
})
const ThingOut = closed({
  id: Uuid,
  kind: Type.String({ maxLength: 32 }),
  by: Member,
  at: time,
  changed_at: time,
  fields: Type.Record(Type.String({ maxLength: 40 }), closed({ value: Value, by: Member, at: time }), { maxProperties: 60 }),
  withdrawn: maybe(closed({ by: Member, at: time, reason: Text })),
  missing: list(
    closed({ ...ActRef.properties, why: Type.Enum(['not-for-us', 'not-verified', 'rejected', 'erased', 'on-its-way'] as const) }),
    200,
  ),
  entry: maybe(Uuid),
  operational: maybe(closed({ to: list(Member, MAX_PARTIES), taken: list(Member, MAX_PARTIES), erased_by: time })),
  attachments: list(AttachmentOut, 50),
})

/** What a post says in its member's name. */
const SPOKEN: readonly string[] = ['message', 'acknowledgement']

const putThings = act({
  ...common,
  name: 'operations.put-things',
  summary: 'Puts things into the work of the team, or says more of things that are there; operational ones to those named',
  input: closed({
    space: Uuid,
    things: Type.Array(closed({ thing: maybe(Uuid), kind: Kind, set: Fields }), { minItems: 1, maxItems: MAX_ACTS }),
    to: Type.Optional(list(Member, MAX_PARTIES)),
    attachments: Type.Optional(list(Uuid, 10)),
    once: Type.Optional(
      Type.Boolean({
        description:
          'new things under ids of the caller: what this member has put under such an id already is left as it is, and nothing is said twice',
      }),
    ),
  }),
  output: closed({ entry: Uuid, things: list(Uuid, MAX_ACTS) }),
  refusals: ['state.conflict', 'thing.unknown', 'input.malformed', 'record.not-owner'],
  async run({ space, things: asked, to, attachments = [], once = false }, doing) {
    const known = await spaceToChange(doing, space)
    const { standing, key } = known
    const named = asked.flatMap(({ thing }) => (thing === null ? [] : [thing]))
    // each is judged by what was known before: two words on one thing would pass each other by
    if (new Set(named).size < named.length)
      throw new Refusal('input.malformed', { details: [{ path: '/things', reason: 'one thing twice' }] })
    if (once && named.length < asked.length)
      throw new Refusal('input.malformed', { details: [{ path: '/things', reason: 'without an id nothing is put once' }] })
    const before = once ? await putBefore(doing, known, asked) : new Map<string, string>()
    const things = asked.filter(({ thing }) => thing === null || !before.has(thing))
    if (things.length === 0) return { entry: before.get(named[0]!)!, things: named }
    const operational = things.map(({ kind }) => KINDS[kind]!.operational)
    if (operational.some((one) => one !== operational[0]))
      throw new Refusal('input.malformed', { details: [{ path: '/things', reason: 'operational things go apart from others' }] })
    const ids: string[] = []
    let conversation: Conversation | undefined
    for (const [i, { thing, kind, set }] of things.entries()) {
      if (!mayPut(standing, kind)) throw new Refusal('state.conflict', { inside: `${kind} in ${standing.state}` })
      const there = thing === null ? undefined : (await workOf(doing, key, standing, { thing })).things[0]
      if (there && (there.kind !== kind || there.withdrawn)) throw new Refusal('state.conflict', { inside: `${thing} is a ${there.kind}` })
      if (there && !mayAdd(there, key.member)) throw new Refusal('record.not-owner', { inside: `${thing} is of ${there.by}` })
      const faults = faultsOf(kind, set, !there).map(({ path, reason }) => ({ path: `/things/${i}${path}`, reason }))
      const order = orderFault(kind, there, set)
      if (order) faults.push({ path: `/things/${i}/set/until`, reason: order })
      if (faults.length > 0) throw new Refusal('input.malformed', { details: faults.slice(0, 20) })
      const stop = rightsFault(kind, there, set, doing.channel === 'page')
      if (stop) throw new Refusal('state.conflict', { inside: stop, details: [{ path: `/things/${i}/set/state`, reason: stop }] })
      if (SPOKEN.includes(kind)) {
        conversation ??= conversationOf((await workOf(doing, key, standing, { kinds: [...SPOKEN, 'post'] })).things)
        const wrong = unsayable(kind, set, key.member, conversation)
        if (wrong) throw new Refusal('state.conflict', { details: [{ path: `/things/${i}/set/${wrong.field}`, reason: wrong.reason }] })
      }
      ids.push(thing ?? doing.newId())
    }
    const third = partyOf(standing, key.member)?.third_country ?? false
    const apart = operational[0] === true || third || attachments.length > 0
    if (!apart) {
      const acts = things.map(({ kind, set }, i) => ({ do: 'put' as const, thing: ids[i]!, kind, set }))
      return { entry: await say(doing, known, { acts }), things: once ? named : ids }
    }
    const addressees = addresseesNamed(standing, key.member, to)
    const entry = await say(doing, known, {
      acts: things.map(({ kind }, i) => ({ do: 'put' as const, thing: ids[i]!, kind })),
      held: {
        sets: things.map(({ set }, index) => ({ index, set })),
        to: addressees,
        operational: operational[0] === true,
        attachments: await attachmentsOf(doing.writing, doing.vault, attachments, doing.officer),
      },
    })
    return { entry, things: once ? named : ids }
  },
})

/** What the own member has put under these ids, by the entry that did; an id that is another's, or of another kind, is refused. */
async function putBefore(
  doing: Act,
  { key, standing }: Known,
  asked: readonly { readonly thing: string | null; readonly kind: string }[],
): Promise<Map<string, string>> {
  const before = new Map<string, string>()
  for (const { thing, kind } of asked) {
    const there = thing === null ? undefined : (await workOf(doing, key, standing, { thing })).things[0]
    if (!there) continue
    if (there.by !== key.member || there.kind !== kind) throw new Refusal('state.conflict', { inside: `${thing} is another thing` })
    before.set(there.id, there.entry)
  }
  return before
}

/** Those named, or all others; nobody who is not of the team. */
function addresseesNamed({ members }: Standing, own: string, to: readonly string[] | undefined): string[] {
  const others = members.filter((member) => member !== own)
  for (const member of to ?? [])
    if (!others.includes(member)) throw new Refusal('partner.unknown', { details: [{ path: '/to', reason: member }] })
  return [...new Set(to ?? others)].sort()
}

const withdrawThing = act({
  ...common,
  name: 'operations.withdraw-thing',
  summary: 'Withdraws a thing: who first put it may, and the leader',
  input: closed({ space: Uuid, thing: Uuid, reason: Text }),
  output: Said,
  refusals: ['state.conflict', 'thing.unknown', 'record.not-owner'],
  async run({ space, thing, reason }, doing) {
    const known = await spaceToChange(doing, space)
    const there = (await workOf(doing, known.key, known.standing, { thing })).things[0]
    if (!there) throw new Refusal('thing.unknown', { inside: thing })
    if (there.by !== known.key.member && known.standing.leader !== known.key.member) throw new Refusal('record.not-owner')
    return { entry: await say(doing, known, { acts: [{ do: 'withdraw', thing, reason }] }) }
  },
})

const verifyUpload = act({
  ...common,
  name: 'operations.verify-upload',
  summary: 'The leader lets what a third country sent go on to those it is for, or keeps it back',
  input: closed({ space: Uuid, entry: Uuid, accepted: Type.Boolean(), reason: Type.Optional(Text) }),
  output: Said,
  refusals: ['state.conflict', 'thing.unknown'],
  async run({ space, entry, accepted, reason }, doing) {
    const known = await spaceToChange(doing, space)
    const row = await maybeEntry(doing.writing, known.key, entry)
    if (!row) throw new Refusal('thing.unknown', { inside: entry })
    if (known.standing.leader !== known.key.member || row.verified !== 'waiting')
      throw new Refusal('state.conflict', { inside: 'not the leader, or not waiting' })
    if (!(await maybeContents(doing.writing, known.key, entry)))
      throw new Refusal('state.conflict', { inside: 'its contents are not here' })
    return { entry: await say(doing, known, { acts: [{ do: 'verify', entry, accepted, ...(reason && { reason }) }] }) }
  },
})

const takeContents = act({
  ...common,
  name: 'operations.take-contents',
  summary: 'Takes operational contents over into the own files; once all they are for have done so, they are erased everywhere',
  input: closed({ space: Uuid, entry: Uuid }),
  output: closed({ entry: Uuid, sets: list(closed({ thing: Uuid, kind: Type.String({ maxLength: 32 }), set: Fields }), MAX_ACTS) }),
  refusals: ['state.conflict', 'thing.unknown'],
  async run({ space, entry }, doing) {
    const known = await spaceToChange(doing, space)
    const row = await maybeEntry(doing.writing, known.key, entry)
    if (!row?.operational || !row.held_to?.includes(known.key.member)) throw new Refusal('thing.unknown', { inside: entry })
    const held = await maybeContents(doing.writing, known.key, entry)
    const contents = held && openContents(doing.vault, held)
    if (!contents || (row.verified !== null && row.verified !== 'accepted'))
      throw new Refusal('state.conflict', { inside: 'the contents are not here' })
    const acts = openEntry(doing.vault, row)?.body.acts ?? []
    const sets = contents.sets.flatMap(({ index, set }) => {
      const put = acts[index]
      return put?.do === 'put' ? [{ thing: put.thing, kind: put.kind, set }] : []
    })
    if (!(await takersOf(doing.writing, known.key, entry)).includes(known.key.member))
      await say(doing, known, { acts: [{ do: 'take', entry }] })
    return { entry, sets }
  },
})

const findThings = view({
  name: 'operations.find-things',
  summary: 'The things of some kinds in a space, as all its members see them',
  purpose: 'none',
  journal: 'noted',
  input: closed({
    space: Uuid,
    kinds: Type.Array(Kind, { minItems: 1, maxItems: 30 }),
    limit: Type.Integer({ minimum: 1, maximum: 1_000 }),
    offset: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  }),
  output: closed({ things: list(ThingOut, 1_000), count }),
  on: onSpace,
  subject: subjectOf,
  async run({ space, kinds, limit, offset }, viewing) {
    const { standing, key } = await knownSpace(viewing, space)
    viewing.note()
    const work = await workOf(viewing, key, standing, { kinds })
    const newest = [...work.things].reverse()
    const page = newest.slice(offset, offset + limit)
    const things = []
    for (const thing of page) things.push(await shown(thing))
    return { things, count: newest.length }

    async function shown(thing: Thing) {
      const first = work.entries.get(thing.entry)
      const own = [...work.attachments].filter(([entry]) => entry === first?.id).flatMap(([, attachments]) => attachments)
      return {
        ...thing,
        fields: { ...thing.fields },
        withdrawn: thing.withdrawn ?? null,
        missing: thing.missing.slice(0, 200).map((ref) => ({ ...ref, why: whyMissing(work.entries.get(ref.entry), key.member) })),
        entry: first?.id ?? null,
        operational: first?.operational
          ? {
              to: [...(first.held_to ?? [])],
              taken: await takersOf(viewing.reading, key, first.id),
              erased_by: new Date(first.said_at.getTime() + 28 * 86_400_000).toISOString(),
            }
          : null,
        attachments: own.map(({ name, media_type, size, sha256 }, i) => ({ id: `${first?.id}_${i}`, name, media_type, size, sha256 })),
      }
    }
  },
})

const findAwaiting = view({
  name: 'operations.find-awaiting',
  summary: 'What third countries sent and the leader has not verified, with its contents at the leader alone',
  purpose: 'none',
  journal: 'noted',
  input: closed({ space: Uuid }),
  output: closed({
    entries: list(
      closed({
        entry: Uuid,
        author: Member,
        at: time,
        to: list(Member, MAX_PARTIES),
        sets: maybe(list(closed({ kind: Type.String({ maxLength: 32 }), set: Fields }), MAX_ACTS)),
      }),
      200,
    ),
  }),
  on: onSpace,
  subject: subjectOf,
  async run({ space }, viewing) {
    const { standing, key } = await knownSpace(viewing, space)
    viewing.note()
    const entries = []
    for (const row of await entriesAwaiting(viewing.reading, key, 200)) {
      const held = standing.leader === key.member ? await maybeContents(viewing.reading, key, row.id) : undefined
      const contents = held && openContents(viewing.vault, held)
      const acts = openEntry(viewing.vault, row)?.body.acts ?? []
      entries.push({
        entry: row.id,
        author: row.author,
        at: row.at,
        to: [...(row.held_to ?? [])],
        sets:
          contents?.sets.map(({ index, set }) => {
            const put = acts[index]
            return { kind: put?.do === 'put' ? put.kind : '', set }
          }) ?? null,
      })
    }
    return { entries }
  },
})

const readFigures = view({
  name: 'operations.read-figures',
  summary: 'Results of the team, each counted once, and those that look like one told twice',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ space: Uuid }),
  output: closed({
    totals: list(TotalOut, 100),
    look_alikes: LookAlikes,
  }),
  on: onSpace,
  subject: subjectOf,
  async run({ space }, viewing) {
    const { standing, key } = await knownSpace(viewing, space)
    const { things } = await workOf(viewing, key, standing, { kinds: ['result'] })
    return { totals: totalsOf(things).map((one) => ({ ...one, by_member: [...one.by_member] })), look_alikes: lookAlikes(things) }
  },
})

const readAttachment = view({
  name: 'operations.read-attachment',
  summary: 'Names the file and the key of an attachment in a space, for the door that hands out its bytes',
  purpose: 'required',
  journal: 'always',
  input: closed({
    space: Uuid,
    attachment: Type.String({ pattern: ATTACHMENT_ID, description: 'the id of the entry, an underscore, the place' }),
  }),
  output: closed({ ...ofFile, sealed_sha256: Type.String({ maxLength: 64 }), key: Type.String({ maxLength: 64 }) }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onSpace,
  subject: ({ attachment }) => `statement:${attachment.slice(0, 36)}`,
  async run({ space, attachment }, viewing) {
    const { standing, key } = await knownSpace(viewing, space)
    const row = await maybeEntry(viewing.reading, key, attachment.slice(0, 36))
    const held = row?.standing === 'counted' ? await maybeContents(viewing.reading, key, row.id) : undefined
    const found = held && openContents(viewing.vault, held)?.attachments[Number(attachment.slice(37))]
    if (!row || !found) throw new Refusal('thing.unknown', { inside: attachment })
    // what a third country sent is the leader's alone to look at until it is verified, and nobody's once it is kept back
    if (row.verified === 'rejected' || (row.verified === 'waiting' && standing.leader !== key.member))
      throw new Refusal('state.conflict', { inside: `${row.id} is ${row.verified}` })
    return { ...found }
  },
})

export const workActions = [putThings, withdrawThing, verifyUpload, takeContents, findThings, findAwaiting, readFigures, readAttachment]
