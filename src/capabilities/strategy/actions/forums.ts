/** Forums: opened, found, read with who belongs to them. */
import Type from 'typebox'
import { act, view } from '#kernel/capability.ts'
import { ID_PATTERN } from '#wire/address.ts'
import { closed, type Fields, Member, Text, Uuid } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import { openForum } from '../contents.ts'
import { faultOf } from '../rules.ts'
import { knownForum, newSeed } from '../saying.ts'
import { countForums, forumsPage } from '../store/forums.ts'
import { thingId } from '../thing-id.ts'
import { FORUM_KINDS, type ForumKind } from '../vocabulary.ts'
import { count, ForumLine, list, Members, onForum, onOwn, Page, subjectOf } from './shapes.ts'

const openForumAct = act({
  name: 'strategy.open-forum',
  summary: 'Opens a forum with the own member in the chair: who takes part, who looks on, who is a guest',
  purpose: 'none',
  journal: 'always',
  input: closed({
    network: Type.String({ pattern: ID_PATTERN }),
    title: Text,
    kind: Type.Enum([...FORUM_KINDS]),
    about: Type.Optional(Text),
    /** Beside the own member. */
    participants: Members,
    observers: Members,
    guests: Members,
    quorum: Type.Integer({ minimum: 1, maximum: 100, description: 'percent of those who take part' }),
  }),
  output: closed({ forum: Uuid }),
  refusals: ['partner.unknown', 'state.conflict'],
  on: onOwn,
  subject: (_, output) => `forum:${output?.forum ?? 'new'}`,
  async run({ network, title, kind, about, participants, observers, guests, quorum }, doing) {
    const own = doing.networks.own(network)
    if (own !== doing.officer.member) throw new Refusal('partner.unknown', { details: [{ path: '/network', reason: network }] })
    const partners = doing.networks.partners(network).map(({ id }) => id)
    const all = [...participants, ...observers, ...guests]
    const stranger = all.find((id) => !partners.includes(id))
    if (stranger !== undefined) throw new Refusal('partner.unknown', { details: [{ path: '/participants', reason: stranger }] })
    const set: Fields = {
      title,
      kind,
      ...(about && { about }),
      chairs: [own],
      participants: [own, ...participants],
      ...(observers.length > 0 && { observers }),
      ...(guests.length > 0 && { guests }),
      quorum,
      state: 'open',
    }
    const nobody = { chairs: [], chair: own, participants: [], observers: [], guests: [], left: [], closed: false }
    const fault = faultOf({ kind: 'forum', set, known: undefined, things: [], forum: nobody, own, now: doing.now.toISOString() })
    if (fault) throw new Refusal('state.conflict', { details: [{ path: `/${fault.field}`, reason: fault.reason }] })
    const seed = newSeed()
    const forum = thingId(own, seed)
    const { unit, language } = doing.officer
    await doing.send({
      network,
      case: forum,
      space: { id: forum, epoch: 0 },
      to: all,
      unit,
      type: 'strategy.word.v1',
      classification: 'restricted',
      language,
      body: { thing: forum, maker: own, seed, kind: 'forum', version: Math.floor(doing.now.getTime() / 1_000), set },
    })
    return { forum }
  },
})

const findForums = view({
  name: 'strategy.find-forums',
  summary: 'Forums and groups that this member belongs to, those touched last first',
  purpose: 'none',
  journal: 'refusals',
  input: closed(Page),
  output: closed({ forums: list(ForumLine, 200), total: count }),
  on: onOwn,
  async run({ limit, offset }, { reading, vault, officer, classes }) {
    const allowed = await classes('strategy.find-forums')
    const rows = await forumsPage(reading, officer.member, allowed, { limit, offset })
    const forums = rows.flatMap((row) => {
      const text = openForum(vault, row)
      if (!text) return []
      return [
        {
          id: row.forum,
          network: row.network,
          title: text.set.title as Text,
          kind: row.kind as ForumKind,
          state: row.state,
          part: row.part,
          chair: text.standing.chair,
          participants: text.standing.participants.length,
          touched_at: row.touched_at.toISOString(),
        },
      ]
    })
    return { forums, total: await countForums(reading, officer.member, allowed) }
  },
})

const readForum = view({
  name: 'strategy.read-forum',
  summary: 'A forum: who has the chair, who takes part, who looks on, who is a guest, who has left',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ forum: Uuid }),
  output: closed({
    ...ForumLine.properties,
    about: Type.Union([Text, Type.Null()]),
    own: Member,
    quorum: count,
    chairs: Members,
    participants: Members,
    observers: Members,
    guests: Members,
    left: Members,
  }),
  on: onForum,
  subject: subjectOf,
  async run({ forum }, viewing) {
    const { row, text } = await knownForum(viewing, forum)
    const { standing, set } = text
    return {
      id: row.forum,
      network: row.network,
      title: set.title as Text,
      about: (set.about as Text | undefined) ?? null,
      kind: row.kind as ForumKind,
      state: row.state,
      part: row.part,
      own: viewing.officer.member,
      chair: standing.chair,
      quorum: typeof set.quorum === 'number' ? set.quorum : 50,
      chairs: [...standing.chairs],
      participants: [...standing.participants],
      observers: [...standing.observers],
      guests: [...standing.guests],
      left: [...standing.left],
      touched_at: row.touched_at.toISOString(),
    }
  },
})

export const forumActions = [openForumAct, findForums, readForum]
