/** What may be said of a thing, by what is known of it, of the forum and of what it points to. Pure. */
import type { MemberId } from '#wire/address.ts'
import type { Fields, Value } from '#wire/fields.ts'
import { ownersOf, reportsOn } from './following.ts'
import type { Forum } from './forum.ts'
import { kindOf } from './kinds.ts'
import { INTERNATIONAL_INSTRUMENTS } from './published/index.ts'
import { declarationHash } from './signing.ts'
import { codeIn, live, membersIn, newestOfEach, pointing, type Thing } from './things.ts'
import { tallyOf } from './voting.ts'

export interface Saying {
  readonly kind: string
  /** All that is said of the thing from now on. */
  readonly set: Fields
  readonly known: Thing | undefined
  /** What stands in the forum, of the kinds that `needed` names. */
  readonly things: readonly Thing[]
  readonly forum: Forum
  readonly own: MemberId
  readonly now: string
}
export interface Fault {
  readonly field: string
  readonly reason: string
}

/** Kinds to have at hand to judge a word on this kind. */
export function needed(kind: string): string[] {
  const kinds = new Set([kind, ...(ALSO[kind] ?? [])])
  for (const { takes } of Object.values(kindOf(kind)?.fields ?? {}))
    if (takes.form === 'thing' || takes.form === 'things') for (const one of takes.of) kinds.add(one)
  return [...kinds]
}
const ALSO: Readonly<Record<string, readonly string[]>> = {
  acceptance: ['report'],
  outcome: ['vote', 'consultation'],
  consultation: ['vote', 'outcome'],
  declaration: ['signature'],
  assessment: ['chapter'],
  priority: ['consultation', 'outcome', 'position', 'forum'],
  result: ['action'],
}

/** What is wrong with saying this; nothing where it may be said. */
export function faultOf(saying: Saying): Fault | undefined {
  return pointsWrong(saying) ?? endsBefore(saying) ?? strangers(saying) ?? RULES[saying.kind]?.(saying)
}

function pointsWrong({ kind, set, known, things }: Saying): Fault | undefined {
  for (const [field, { takes }] of Object.entries(kindOf(kind)?.fields ?? {})) {
    if (takes.form !== 'thing' && takes.form !== 'things') continue
    const value = set[field]
    const ids = value === undefined ? [] : Array.isArray(value) ? value : [String(value)]
    for (const id of ids) {
      const there = things.find((one) => one.id === id)
      if (!there || !takes.of.includes(there.kind) || !live(there)) return { field, reason: 'no such thing here' }
      if (id === known?.id) return { field, reason: 'points to itself' }
    }
  }
  return undefined
}

function endsBefore({ set }: Saying): Fault | undefined {
  const [from, until] = [set.from ?? set.at, set.until]
  return typeof from === 'string' && typeof until === 'string' && until < from
    ? { field: 'until', reason: 'ends before it begins' }
    : undefined
}

/** Members that are named belong to the forum. */
function strangers({ kind, set, forum }: Saying): Fault | undefined {
  if (kind === 'forum') return undefined
  const all = [...forum.participants, ...forum.observers, ...forum.guests, ...forum.left]
  for (const [field, { takes }] of Object.entries(kindOf(kind)?.fields ?? {})) {
    // a team has members that the forum has not: their results are theirs
    if ((takes.form !== 'member' && takes.form !== 'members') || field === 'claimed_by') continue
    const value = set[field]
    const named = value === undefined ? [] : Array.isArray(value) ? value : [String(value)]
    if (named.some((one) => !all.includes(one))) return { field, reason: 'not of the forum' }
  }
  return undefined
}

type Rule = (saying: Saying) => Fault | undefined
const pointedTo = ({ set, things }: Saying, field: string): Thing | undefined => things.find(({ id }) => id === set[field])
const filled = (value: Value | undefined): boolean => value !== undefined

/** A member has one of these on a thing, and changes that. */
const once =
  (field: string, also?: string): Rule =>
  ({ kind, set, known, things, own }) => {
    const other = pointing(things, kind, field, String(set[field])).find(
      (one) => one.by === own && one.id !== known?.id && (also === undefined || one.set[also] === set[also]),
    )
    return other ? { field, reason: 'said already: change that' } : undefined
  }
const first =
  (...rules: Rule[]): Rule =>
  (saying) => {
    for (const rule of rules) {
      const fault = rule(saying)
      if (fault) return fault
    }
    return undefined
  }
const inState =
  (field: string, ...states: string[]): Rule =>
  (saying) =>
    states.includes(codeIn(pointedTo(saying, field), 'state') ?? states[0]!) ? undefined : { field, reason: 'closed' }

/** In their order. */
const ASSESSMENT_STATES = ['call', 'drafting', 'adopted', 'published']
const ADOPTED = ASSESSMENT_STATES.indexOf('adopted')
const WEIGHED = ['weight_magnitude', 'weight_likelihood', 'weight_vulnerability', 'weight_impact'] as const
const HEAVIEST = 1_000
/** Whether weights of an assessment are such, one of them something. */
export function weightsSound(set: Fields): boolean {
  const weights = WEIGHED.map((field) => (typeof set[field] === 'number' ? (set[field] as number) : 1))
  return weights.every((weight) => weight >= 0 && weight <= HEAVIEST) && weights.some((weight) => weight > 0)
}

const PLAN_FIELDS = ['resources', 'opportunities', 'challenges', 'limitations'] as const

const RULES: Readonly<Record<string, Rule>> = {
  forum: ({ set, own, known }) => {
    const lists = ['participants', 'observers', 'guests'].map((field) => ({
      field,
      members: Array.isArray(set[field]) ? (set[field] as string[]) : [],
    }))
    const seen = new Set<string>()
    for (const { field, members } of lists)
      for (const one of members) {
        if (seen.has(one)) return { field, reason: 'named twice' }
        seen.add(one)
      }
    const chairs = Array.isArray(set.chairs) ? set.chairs : []
    if (!lists[0]!.members.includes(chairs.at(-1) ?? '')) return { field: 'chairs', reason: 'the chair takes part' }
    const before = membersIn(known, 'chairs')
    const goes_on = before.every((one, i) => chairs[i] === one) && (known !== undefined || chairs.at(-1) === own)
    return goes_on ? undefined : { field: 'chairs', reason: 'who had the chair stays in the list' }
  },
  attendance: first(inState('meeting', 'called', 'held'), once('meeting')),
  declaration: ({ set, known, things }) => {
    if (!known) return undefined
    if (known.set.state === 'closed' && set.state !== 'closed') return { field: 'state', reason: 'closed' }
    const same = declarationHash(known.set) === declarationHash(set) && set.state !== 'draft'
    return same || pointing(things, 'signature', 'declaration', known.id).length === 0
      ? undefined
      : { field: 'text', reason: 'signed already' }
  },
  signature: first(inState('declaration', 'open'), once('declaration'), (saying) =>
    declarationHash(pointedTo(saying, 'declaration')?.set ?? {}) === saying.set.sha256
      ? undefined
      : { field: 'sha256', reason: 'another text' },
  ),
  report: (saying) => {
    const owners = ownersOf(pointedTo(saying, 'on'))
    return owners.length === 0 || owners.includes(saying.own) ? undefined : { field: 'on', reason: 'not its owner' }
  },
  acceptance: (saying) => {
    const on = pointedTo(saying, 'on')
    const done = on && reportsOn(on, saying.things).some((one) => one.set.state === 'done')
    return saying.set.accepted !== true || done ? undefined : { field: 'accepted', reason: 'nobody reported it done' }
  },
  consultation: ({ set, now, known, things }) => {
    if (typeof set.quorum === 'number' && set.quorum > 100) return { field: 'quorum', reason: 'over a hundred percent' }
    if (!known) return set.state === 'open' && String(set.due) <= now ? { field: 'due', reason: 'over already' } : undefined
    const counted = pointing(things, 'outcome', 'consultation', known.id).length > 0
    if (set.state === 'closed' && !counted) return { field: 'state', reason: 'not counted yet' }
    if (set.state === 'open' && counted) return { field: 'state', reason: 'counted already' }
    const voted = pointing(things, 'vote', 'consultation', known.id).length > 0
    const moved = (['title', 'question', 'due', 'quorum', 'majority'] as const).find(
      (field) => JSON.stringify(set[field]) !== JSON.stringify(known.set[field]),
    )
    return voted && moved ? { field: moved, reason: 'voted already' } : undefined
  },
  vote: first(inState('consultation', 'open'), once('consultation'), (saying) =>
    saying.now < String(pointedTo(saying, 'consultation')?.set.due) ? undefined : { field: 'consultation', reason: 'closed' },
  ),
  outcome: (saying) => {
    const consultation = pointedTo(saying, 'consultation')
    if (saying.known || pointing(saying.things, 'outcome', 'consultation', String(saying.set.consultation)).length > 0)
      return { field: 'consultation', reason: 'counted already' }
    const tally = consultation && tallyOf(consultation, saying.things, saying.forum)
    const same = tally && (['result', 'yes', 'no', 'abstain', 'entitled'] as const).every((field) => tally[field] === saying.set[field])
    return same ? undefined : { field: 'result', reason: 'not what was voted' }
  },
  position: once('on'),
  instrument: first(once('instrument'), ({ set }) =>
    INTERNATIONAL_INSTRUMENTS.some(({ id }) => id === set.instrument) || filled(set.title)
      ? undefined
      : { field: 'title', reason: 'missing' },
  ),
  assessment: ({ set, known, things }) => {
    if (!weightsSound(set)) return { field: 'weight_magnitude', reason: 'not a weight' }
    const [before, after] = [ASSESSMENT_STATES.indexOf(String(known?.set.state)), ASSESSMENT_STATES.indexOf(String(set.state))]
    if (before >= ADOPTED && after < ADOPTED) return { field: 'state', reason: 'adopted already' }
    if (after < ADOPTED) return undefined
    const chapters = known ? pointing(things, 'chapter', 'assessment', known.id).filter((one) => one.set.part === 'limitations') : []
    if (!filled(set.limitations) && chapters.length === 0) return { field: 'limitations', reason: 'missing' }
    // nobody outside reads figures without what limits them
    return set.state === 'published' && !chapters.some((one) => one.set.public === true)
      ? { field: 'state', reason: 'no public limitations' }
      : undefined
  },
  // what was adopted does not change under those who agreed to it
  chapter: inState('assessment', 'call', 'drafting'),
  contribution: first(inState('assessment', 'call', 'drafting'), once('assessment', 'crime_area'), (saying) => {
    const asked = pointedTo(saying, 'assessment')?.set.areas
    return Array.isArray(asked) && asked.includes(String(saying.set.crime_area))
      ? undefined
      : { field: 'crime_area', reason: 'not asked about' }
  }),
  'group-rating': inState('assessment', 'call', 'drafting'),
  priority: ({ set, known, things, forum }) => {
    if (set.state !== 'endorsed') return undefined
    if (set.tier === undefined) return { field: 'tier', reason: 'missing' }
    return known?.set.state === 'endorsed' || (known && isBacked(known, things, forum))
      ? undefined
      : { field: 'state', reason: 'not endorsed by the members' }
  },
  plan: ({ set, own, known }) => {
    if (!known && set.driver !== own) return { field: 'driver', reason: 'only the driver' }
    const bare = PLAN_FIELDS.find((field) => !filled(set[field]))
    return bare && ['agreed', 'running'].includes(String(set.state)) ? { field: bare, reason: 'missing' } : undefined
  },
  coordinator: once('plan'),
  action: first(inState('plan', 'draft', 'agreed', 'running'), ({ set, known, things }) => {
    const after = (id: string): readonly string[] =>
      id === known?.id ? [] : ((things.find((one) => one.id === id)?.set.depends_on as string[]) ?? [])
    const seen = new Set<string>()
    const queue = Array.isArray(set.depends_on) ? [...set.depends_on] : []
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      if (id === known?.id) return { field: 'depends_on', reason: 'goes in a circle' }
      if (seen.has(id)) continue
      seen.add(id)
      queue.push(...after(id))
    }
    return undefined
  }),
  progress: (saying) => (inAction(pointedTo(saying, 'action'), saying.own) ? undefined : { field: 'action', reason: 'not in the action' }),
  result: (saying) => (pointedTo(saying, 'progress')?.by === saying.own ? undefined : { field: 'progress', reason: 'not its owner' }),
  recommendation: ({ set }) => (Array.isArray(set.owners) && set.owners.length > 0 ? undefined : { field: 'owners', reason: 'missing' }),
}

/** Whether a member leads an action or takes part in it. */
export const inAction = (action: Thing | undefined, member: MemberId): boolean =>
  action !== undefined &&
  [codeIn(action, 'leader'), ...membersIn(action, 'co_leaders'), ...membersIn(action, 'participants')].includes(member)

/** Whether a vote adopted it, or as many as the forum's quorum agree each in a position of its own and nobody objects. */
export function isBacked({ id }: Thing, things: readonly Thing[], forum: Forum): boolean {
  const votes = things.filter(
    (one) => one.kind === 'consultation' && live(one) && Array.isArray(one.set.about) && one.set.about.includes(id),
  )
  const adopted = votes.some((vote) => pointing(things, 'outcome', 'consultation', vote.id).some((one) => one.set.result === 'adopted'))
  if (adopted) return true
  const said = newestOfEach(pointing(things, 'position', 'on', id)).filter(({ by }) => forum.participants.includes(by))
  const quorum = things.find(({ kind }) => kind === 'forum')?.set.quorum
  const agree = said.filter((one) => one.set.says === 'agree').length
  const enough = said.length * 100 >= (typeof quorum === 'number' ? quorum : 50) * forum.participants.length
  return enough && agree > 0 && !said.some((one) => one.set.says === 'object')
}

/** Why something cannot be withdrawn; nothing where it can. What others built on stays. */
export function withdrawalFault(there: Thing, things: readonly Thing[], now: string): Fault | undefined {
  const stays = { field: 'thing', reason: 'stays as it was given' }
  if (['signature', 'outcome', 'acceptance'].includes(there.kind)) return stays
  if (there.kind === 'declaration' && pointing(things, 'signature', 'declaration', there.id).length > 0) return stays
  if (there.kind === 'consultation' && pointing(things, 'outcome', 'consultation', there.id).length > 0) return stays
  const consultation = there.kind === 'vote' ? things.find(({ id }) => id === there.set.consultation) : undefined
  return consultation && (consultation.set.state === 'closed' || String(consultation.set.due) <= now) ? stays : undefined
}
