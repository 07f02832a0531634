/** The work of a forum as it is read: a meeting with all that belongs to it, what is followed, who signed, how a vote stands. */
import Type from 'typebox'
import { type View, view } from '#kernel/capability.ts'
import type { MemberId } from '#wire/address.ts'
import { Code, closed, Day, Instant, Member, Sha256, Uuid } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import { wordsOf } from '../contents.ts'
import { agendaOf, comingTo, commitmentsAt, FOLLOWED_STATES, type Followed, followedIn } from '../following.ts'
import { type Known, knownForum, thingsIn } from '../saying.ts'
import { SIGNATURE_STATES, signingOf } from '../signing.ts'
import { wordsOfKinds } from '../store/words.ts'
import { live, newestOfEach, pointing, type Thing, thingsOf } from '../things.ts'
import { contradicting, DOUBTS, doubtsOf, inTime, neededFor, RESULTS, tallyOf } from '../voting.ts'
import { count, list, Members, MOST_MEMBERS, maybe, onForum, subjectOf, ThingOut, thingOut } from './shapes.ts'

const MOST_LINES = 2_000
const common = { purpose: 'none', journal: 'refusals', on: onForum, subject: subjectOf, refusals: ['thing.unknown'] } as const

const FollowedOut = closed({
  thing: ThingOut,
  meeting: maybe(Uuid),
  agreed_at: Instant,
  owners: Members,
  due: maybe(Day),
  state: Type.Enum([...FOLLOWED_STATES]),
  reports: list(ThingOut, 20),
  silent: Members,
  accepted_at: maybe(Instant),
  overdue_days: count,
  carried: count,
  carried_since: maybe(Uuid),
})
const REPORTS_SHOWN = 20
const followedOut = (one: Followed) => ({
  ...one,
  thing: thingOut(one.thing),
  owners: [...one.owners],
  silent: [...one.silent],
  reports: one.reports.slice(0, REPORTS_SHOWN).map(thingOut),
})
const things = (some: readonly Thing[]) => some.filter(live).slice(0, MOST_LINES).map(thingOut)

export const MEETING_KINDS = [
  'meeting',
  'item',
  'document',
  'attendance',
  'decision',
  'declaration',
  'commitment',
  'report',
  'acceptance',
] as const

/** A thing of a kind that stands; else `thing.unknown`. */
export function oneOf(all: readonly Thing[], kind: string, id: string): Thing {
  const there = all.find((one) => one.id === id && one.kind === kind)
  if (!there || !live(there)) throw new Refusal('thing.unknown', { inside: `${kind} ${id}` })
  return there
}

const readMeeting = view({
  ...common,
  name: 'strategy.read-meeting',
  summary: 'A meeting: its agenda, documents, who comes, what was decided, and the commitments that it takes over from meetings before',
  input: closed({ forum: Uuid, meeting: Uuid }),
  output: closed({
    meeting: ThingOut,
    agenda: list(ThingOut, MOST_LINES),
    documents: list(ThingOut, MOST_LINES),
    decisions: list(ThingOut, MOST_LINES),
    declarations: list(ThingOut, MOST_LINES),
    coming: list(
      closed({
        member: Member,
        part: Type.Enum(['chair', 'participant', 'observer', 'guest'] as const),
        says: maybe(Code),
        thing: maybe(Uuid),
      }),
      4 * MOST_MEMBERS,
    ),
    carried: list(FollowedOut, MOST_LINES),
    agreed: list(ThingOut, MOST_LINES),
  }),
  async run({ forum, meeting }, viewing) {
    const known = await knownForum(viewing, forum)
    const all = await thingsIn(viewing, known, MEETING_KINDS)
    const there = oneOf(all, 'meeting', meeting)
    return {
      meeting: thingOut(there),
      agenda: things(agendaOf(there, all)),
      documents: things(pointing(all, 'document', 'meeting', meeting)),
      decisions: things(pointing(all, 'decision', 'meeting', meeting)),
      declarations: things(pointing(all, 'declaration', 'meeting', meeting)),
      coming: comingTo(there, all, known.text.standing),
      carried: commitmentsAt(there, all, viewing.now.toISOString()).slice(0, MOST_LINES).map(followedOut),
      agreed: things(pointing(all, 'commitment', 'meeting', meeting)),
    }
  },
})

const findFollowed = view({
  ...common,
  name: 'strategy.find-followed',
  summary:
    'What is followed until it is shown done: whose it is, its day, what was reported, whether the chair accepted, how often it was carried over',
  input: closed({ forum: Uuid, kind: Type.Enum(['commitment', 'tracked', 'recommendation', 'mitigation'] as const) }),
  output: closed({ followed: list(FollowedOut, MOST_LINES), count }),
  async run({ forum, kind }, viewing) {
    const known = await knownForum(viewing, forum)
    const all = await thingsIn(viewing, known, [kind, 'declaration', 'meeting', 'report', 'acceptance'])
    const followed = followedIn(kind, all, viewing.now.toISOString())
    return { followed: followed.slice(0, MOST_LINES).map(followedOut), count: followed.length }
  },
})

/** How a declaration of a forum stands, by every version that is here; else `thing.unknown`. */
export async function signingIn({ reading, vault }: Pick<View, 'reading' | 'vault'>, known: Known, declaration: string) {
  const rows = await wordsOfKinds(reading, known.key, known.row.network, ['declaration', 'signature'])
  const signing = signingOf(declaration, wordsOf(vault, rows), known.text.standing)
  if (!signing) throw new Refusal('thing.unknown', { inside: `declaration ${declaration}` })
  return signing
}

const readDeclaration = view({
  ...common,
  name: 'strategy.read-declaration',
  summary: 'A declaration: its text and the hash that is signed, its translations, comments, who signed it and who did not',
  input: closed({ forum: Uuid, declaration: Uuid }),
  output: closed({
    declaration: ThingOut,
    sha256: Sha256,
    closed_at: maybe(Instant),
    renderings: list(ThingOut, MOST_LINES),
    comments: list(ThingOut, MOST_LINES),
    commitments: list(ThingOut, MOST_LINES),
    signatures: list(
      closed({
        member: Member,
        state: Type.Enum([...SIGNATURE_STATES]),
        said_at: Instant,
        sha256: Sha256,
        signatory: Type.String({ maxLength: 300 }),
        function: Type.String({ maxLength: 8_000 }),
        statement: Uuid,
      }),
      4 * MOST_MEMBERS,
    ),
    unsigned: Members,
  }),
  async run({ forum, declaration }, viewing) {
    const known = await knownForum(viewing, forum)
    const all = await thingsIn(viewing, known, ['declaration', 'rendering', 'comment', 'commitment'])
    const there = oneOf(all, 'declaration', declaration)
    const { sha256, closed_at, signatures, unsigned } = await signingIn(viewing, known, declaration)
    return {
      declaration: thingOut(there),
      sha256,
      closed_at,
      renderings: things(pointing(all, 'rendering', 'declaration', declaration)),
      comments: things(pointing(all, 'comment', 'on', declaration)),
      commitments: things(pointing(all, 'commitment', 'declaration', declaration)),
      signatures: signatures.slice(0, 4 * MOST_MEMBERS).map(({ member, state, word }) => ({
        member,
        state,
        said_at: word.said_at,
        sha256: typeof word.set.sha256 === 'string' && /^[0-9a-f]{64}$/.test(word.set.sha256) ? word.set.sha256 : '0'.repeat(64),
        signatory: nameIn(word.set.signatory),
        function: textIn(word.set.function),
        statement: word.statement,
      })),
      unsigned: [...unsigned],
    }
  },
})
export const nameIn = (value: unknown): string => (typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : '')
export const textIn = (value: unknown): string => (typeof value === 'object' && value !== null && 'text' in value ? String(value.text) : '')

const readConsultation = view({
  ...common,
  name: 'strategy.read-consultation',
  summary:
    'A consultation: who voted what and when, who did not, how many are needed, what the chair counted and whether this node counts the same',
  input: closed({ forum: Uuid, consultation: Uuid }),
  output: closed({
    consultation: ThingOut,
    over: Type.Boolean(),
    votes: list(closed({ vote: ThingOut, counts: Type.Boolean() }), MOST_LINES),
    silent: Members,
    contradicting: Members,
    tally: closed({ result: Type.Enum([...RESULTS]), yes: count, no: count, abstain: count, entitled: count }),
    needed: count,
    outcome: maybe(ThingOut),
    doubts: list(Type.Enum([...DOUBTS]), DOUBTS.length),
    comments: list(ThingOut, MOST_LINES),
  }),
  async run({ forum, consultation }, viewing) {
    const known = await knownForum(viewing, forum)
    const { standing } = known.text
    const all = await thingsIn(viewing, known, ['consultation', 'vote', 'outcome', 'comment'])
    const there = oneOf(all, 'consultation', consultation)
    const atEnd = await votesAtEnd(viewing, known, there)
    const outcome = pointing(all, 'outcome', 'consultation', consultation)[0]
    // what the chair counted stands; until then what came here in time
    const tally = tallyOf(there, all, standing)
    const counted = outcome && Array.isArray(outcome.set.counted) ? outcome.set.counted : tally.counted
    const shown = newestOfEach(pointing(outcome ? atEnd : all, 'vote', 'consultation', consultation))
    const voted: readonly MemberId[] = pointing(atEnd, 'vote', 'consultation', consultation)
      .filter((one) => outcome !== undefined || inTime(one, there))
      .map(({ by }) => by)
    const { counted: _, ...numbers } = tally
    return {
      consultation: thingOut(there),
      over: String(there.set.due) <= viewing.now.toISOString(),
      votes: shown.slice(0, MOST_LINES).map((one) => ({ vote: thingOut(one), counts: counted.includes(one.id) })),
      silent: standing.participants.filter((one) => !voted.includes(one)),
      contradicting: contradicting(there, all),
      tally: numbers,
      needed: neededFor(Number(there.set.quorum), tally.entitled),
      outcome: outcome ? thingOut(outcome) : null,
      doubts: outcome ? doubtsOf(outcome, there, atEnd, standing) : [],
      comments: things(pointing(all, 'comment', 'on', consultation)),
    }
  },
})

/** Votes as they stood when the consultation was over: a later version of one changes nothing. */
async function votesAtEnd({ reading, vault }: View, known: Known, { set }: Thing): Promise<Thing[]> {
  const rows = await wordsOfKinds(reading, known.key, known.row.network, ['vote'])
  return thingsOf(
    wordsOf(vault, rows).filter(({ said_at }) => said_at < String(set.due)),
    known.text.standing,
  )
}

export const meetingActions = [readMeeting, findFollowed, readDeclaration, readConsultation]
