/**
 * What a forum works with: the kinds of things that its members state, who may state each, who gets it, and what is said of it. Each thing is said by
 * the member that made it and by nobody else; others answer with things of their own. A node keeps kinds that it does not know.
 */
import { SLEIPNIR_ATTRIBUTES, SLEIPNIR_LEVELS } from '#lib/risk/sleipnir.ts'
import { code, codes, type Field, type Fields, type FieldTable, faultsIn, fittingIn, must, plain, thing, things } from '#wire/fields.ts'
import { CRIME_AREAS } from '#wire/vocabulary.ts'
import {
  ACTION_STATES,
  ACTION_TYPES,
  CURRENCIES,
  FORUM_KINDS,
  FUNCTIONS,
  RATINGS,
  REGIONS,
  RESULT_CATEGORIES,
  RESULT_UNITS,
} from './vocabulary.ts'

/** Who may state it: the member in the chair, those who take part, or observers too. */
export type By = 'chair' | 'participants' | 'anybody'
/** Who gets it. A guest gets what it is named in, and nothing else. */
export type To = 'all' | 'participants' | 'chair'
/** What is for the chair alone goes to all who take part where its maker says so. */
export const SHARED = 'shared'

export interface Kind {
  readonly by: By
  readonly to: To
  /** It binds the member: a supervisor states it, in person; others of the member draft it. */
  readonly binding?: true
  readonly fields: FieldTable
}

const text = plain('text')
const name = plain('name')
const day = plain('day')
const time = plain('time')
const member = plain('member')
const members = plain('members')
const amount = plain('amount')
const count = plain('count')
const area = code(...CRIME_AREAS)
const areas = codes(...CRIME_AREAS)
const rated = code(...RATINGS)
const currency = code(...CURRENCIES)
/** Any id of content that is published with this software, or of a record elsewhere: `space:ID`. */
const address = plain('code-free')

const ANSWERABLE = [
  'assessment',
  'priority',
  'goal',
  'plan',
  'declaration',
  'decision',
  'alert',
  'document',
  'procedure',
  'definition',
] as const
const FOLLOWED = ['commitment', 'recommendation', 'mitigation', 'tracked'] as const

const sleipnir: { [field: string]: Field } = Object.fromEntries(
  SLEIPNIR_ATTRIBUTES.map((attribute) => [attribute.replaceAll('-', '_'), code(...SLEIPNIR_LEVELS)]),
)

export const KINDS = {
  forum: {
    by: 'chair',
    to: 'all',
    binding: true,
    fields: {
      title: must(text),
      kind: must(code(...FORUM_KINDS)),
      about: text,
      // who has had the chair, the last one has it
      chairs: must(members),
      participants: must(members),
      observers: members,
      guests: members,
      left: members,
      quorum: count,
      state: code('open', 'closed'),
    },
  },

  // the Forum
  meeting: {
    by: 'chair',
    to: 'all',
    binding: true,
    fields: {
      title: must(text),
      at: must(time),
      until: time,
      place: name,
      online: plain('yes-no'),
      state: code('called', 'held', 'cancelled'),
      minutes: text,
    },
  },
  item: {
    by: 'anybody',
    to: 'all',
    fields: { meeting: must(thing('meeting')), title: must(text), order: count, text, about: things(...ANSWERABLE) },
  },
  document: {
    by: 'anybody',
    to: 'all',
    fields: { meeting: thing('meeting'), title: must(text), text, sha256: plain('sha256'), where: address },
  },
  attendance: {
    by: 'anybody',
    to: 'all',
    binding: true,
    fields: { meeting: must(thing('meeting')), says: must(code('comes', 'online', 'excused')), head: name, delegation: count },
  },
  decision: {
    by: 'chair',
    to: 'all',
    binding: true,
    fields: { meeting: must(thing('meeting')), title: must(text), text, about: things(...ANSWERABLE) },
  },
  declaration: {
    by: 'chair',
    to: 'all',
    binding: true,
    fields: {
      meeting: thing('meeting'),
      title: must(text),
      text: must(text),
      state: must(code('draft', 'open', 'closed')),
      source: address,
    },
  },
  // the same text in another language; the one in the declaration is signed
  rendering: { by: 'chair', to: 'all', fields: { declaration: must(thing('declaration')), title: text, text: must(text) } },
  signature: {
    by: 'participants',
    to: 'all',
    binding: true,
    fields: { declaration: must(thing('declaration')), sha256: must(plain('sha256')), signatory: must(name), function: text },
  },
  commitment: {
    by: 'chair',
    to: 'all',
    binding: true,
    fields: {
      declaration: thing('declaration'),
      meeting: thing('meeting'),
      title: must(text),
      text,
      owners: members,
      due: day,
      crime_area: area,
      source: address,
    },
  },
  // what was done about something that is followed until it is done
  report: {
    by: 'participants',
    to: 'all',
    binding: true,
    fields: {
      on: must(thing(...FOLLOWED)),
      meeting: thing('meeting'),
      state: must(code('open', 'under-way', 'done')),
      text: must(text),
      evidence: address,
    },
  },
  acceptance: {
    by: 'chair',
    to: 'all',
    binding: true,
    fields: { on: must(thing(...FOLLOWED)), meeting: thing('meeting'), accepted: must(plain('yes-no')), text },
  },
  consultation: {
    by: 'chair',
    to: 'all',
    binding: true,
    fields: {
      title: must(text),
      question: must(text),
      about: things(...ANSWERABLE),
      due: must(time),
      // in percent of those who take part; who abstains is there, and not for it
      quorum: must(count),
      majority: must(code('simple', 'two-thirds', 'unanimity')),
      state: must(code('open', 'closed')),
    },
  },
  vote: {
    by: 'participants',
    to: 'all',
    binding: true,
    fields: { consultation: must(thing('consultation')), says: must(code('yes', 'no', 'abstain')), reason: text },
  },
  outcome: {
    by: 'chair',
    to: 'all',
    binding: true,
    fields: {
      consultation: must(thing('consultation')),
      result: must(code('adopted', 'rejected', 'no-quorum')),
      counted: things('vote'),
      yes: must(count),
      no: must(count),
      abstain: must(count),
      entitled: must(count),
    },
  },
  // a member's word on something that the forum adopts
  position: {
    by: 'participants',
    to: 'all',
    binding: true,
    fields: { on: must(thing(...ANSWERABLE)), says: must(code('agree', 'object', 'abstain')), reason: text, sha256: plain('sha256') },
  },
  comment: {
    by: 'anybody',
    to: 'all',
    fields: { on: must(thing(...ANSWERABLE, 'chapter', 'action', 'consultation')), text: must(text), wording: text },
  },

  // the threat assessment
  assessment: {
    by: 'chair',
    to: 'all',
    binding: true,
    fields: {
      title: must(text),
      call: text,
      due: must(time),
      from: must(day),
      until: must(day),
      areas: must(areas),
      combiner: must(code('product', 'geometric-mean', 'weighted-mean', 'matrix')),
      // of the two means; what is not said weighs one
      weight_magnitude: count,
      weight_likelihood: count,
      weight_vulnerability: count,
      weight_impact: count,
      before: thing('assessment'),
      limitations: text,
      state: must(code('call', 'drafting', 'adopted', 'published')),
    },
  },
  contribution: {
    by: 'participants',
    to: 'chair',
    binding: true,
    fields: {
      assessment: must(thing('assessment')),
      crime_area: must(area),
      counting_unit: must(text),
      quantity: amount,
      magnitude: rated,
      likelihood: rated,
      vulnerability: rated,
      impact: rated,
      trend: code('rising', 'steady', 'falling', 'unknown'),
      networks: text,
      environment: text,
      text,
      sources: text,
      limitations: must(text),
      // who states it says whether it goes to all who take part, or to the chair alone
      shared: plain('yes-no'),
    },
  },
  indicator: {
    by: 'participants',
    to: 'participants',
    fields: {
      assessment: must(thing('assessment')),
      focus: must(code('networks', 'crime-area', 'environment')),
      title: must(text),
      crime_area: area,
      value: amount,
      unit: text,
      year: count,
      source: must(text),
    },
  },
  // Sleipnir: one rater's answers on one group
  'group-rating': {
    by: 'participants',
    to: 'chair',
    binding: true,
    fields: { assessment: must(thing('assessment')), group: must(name), crime_area: area, shared: plain('yes-no'), ...sleipnir },
  },
  chapter: {
    by: 'chair',
    to: 'participants',
    fields: {
      assessment: must(thing('assessment')),
      part: must(code('summary', 'method', 'networks', 'crime-area', 'environment', 'limitations', 'outlook')),
      crime_area: area,
      title: must(text),
      text: must(text),
      // only what may be said to everybody stands in the public version
      public: plain('yes-no'),
      order: count,
    },
  },

  // priorities and goals
  priority: {
    by: 'chair',
    to: 'all',
    binding: true,
    fields: {
      title: must(text),
      crime_area: area,
      tier: code('1', '2', '3', 'cross-cutting'),
      assessment: thing('assessment'),
      text,
      source: address,
      from: day,
      until: day,
      state: must(code('proposed', 'consultation', 'endorsed', 'dropped')),
    },
  },
  goal: {
    by: 'chair',
    to: 'all',
    binding: true,
    fields: { priority: thing('priority'), scope: must(code('common', 'specific')), title: must(text), text, source: address },
  },

  // operational action plans
  plan: {
    by: 'participants',
    to: 'all',
    binding: true,
    fields: {
      title: must(text),
      year: must(count),
      priority: thing('priority'),
      driver: must(member),
      co_drivers: members,
      resources: text,
      opportunities: text,
      challenges: text,
      limitations: text,
      state: must(code('draft', 'agreed', 'running', 'closed')),
    },
  },
  coordinator: {
    by: 'participants',
    to: 'participants',
    binding: true,
    fields: { plan: must(thing('plan')), name: must(name), contact: name },
  },
  action: {
    by: 'participants',
    to: 'participants',
    binding: true,
    fields: {
      plan: must(thing('plan')),
      title: must(text),
      type: must(code(...ACTION_TYPES)),
      goal: thing('goal'),
      alert: thing('alert'),
      leader: must(member),
      co_leaders: members,
      participants: members,
      // third countries, bodies, judicial authorities and private partners without a node of their own
      others: text,
      objective: text,
      from: must(day),
      until: must(day),
      depends_on: things('action'),
      budget: amount,
      currency,
      grant: name,
      expected: text,
      indicator: text,
      target: amount,
      audience: text,
      team: address,
      course: address,
      state: must(code(...ACTION_STATES)),
    },
  },
  progress: {
    by: 'anybody',
    to: 'participants',
    binding: true,
    fields: {
      action: must(thing('action')),
      from: must(day),
      until: must(day),
      state: must(code(...ACTION_STATES)),
      text: must(text),
      obstacles: text,
      reached: amount,
      // of a campaign: how many it reached, and what it did
      reach: count,
      effect: text,
      evidence: address,
    },
  },
  result: {
    by: 'anybody',
    to: 'participants',
    binding: true,
    fields: {
      progress: must(thing('progress')),
      category: must(code(...RESULT_CATEGORIES)),
      quantity: must(amount),
      unit: must(code(...RESULT_UNITS)),
      crime_area: area,
      happened_on: day,
      claimed_by: must(members),
      team: address,
      // the result of the team that it was taken from: however many report it, it counts once
      of: address,
    },
  },
  alert: {
    by: 'participants',
    to: 'all',
    binding: true,
    fields: {
      title: must(text),
      text: must(text),
      crime_area: must(area),
      noticed_on: must(day),
      urgency: must(code('immediate', 'weeks', 'next-plan')),
      sources: text,
      state: must(code('notice', 'assessed', 'agreed', 'closed')),
    },
  },
  evaluation: {
    by: 'chair',
    to: 'all',
    binding: true,
    fields: { plan: must(thing('plan')), question: must(text), finding: must(text), evaluator: name, independent: plain('yes-no') },
  },
  recommendation: {
    by: 'chair',
    to: 'all',
    binding: true,
    fields: { evaluation: must(thing('evaluation')), title: must(text), owners: must(members), due: must(day) },
  },

  // groups
  practice: {
    by: 'anybody',
    to: 'all',
    fields: { title: must(text), text: must(text), crime_area: area, country: plain('code-free'), source: text },
  },
  procedure: {
    by: 'participants',
    to: 'participants',
    fields: { title: must(text), text: must(text), crime_area: area, issue: name, from: day },
  },
  definition: { by: 'participants', to: 'all', fields: { term: must(text), text: must(text), source: text, crime_area: area } },
  instrument: {
    by: 'participants',
    to: 'all',
    binding: true,
    fields: {
      instrument: must(address),
      title: text,
      state: must(code('none', 'signed', 'ratified', 'in-force', 'reserved')),
      since: day,
      note: text,
    },
  },
  tracked: {
    by: 'participants',
    to: 'participants',
    binding: true,
    fields: { title: must(text), by_body: must(name), rating: name, due: day, crime_area: area, text },
  },

  // the review of overlaps
  function: {
    by: 'anybody',
    to: 'all',
    fields: {
      organisation: must(name),
      function: must(code(...FUNCTIONS)),
      crime_areas: must(areas),
      regions: must(codes(...REGIONS)),
      text,
      source: text,
    },
  },
  mitigation: {
    by: 'chair',
    to: 'all',
    binding: true,
    fields: {
      title: must(text),
      functions: things('function'),
      projects: things('project'),
      text,
      owners: members,
      due: day,
    },
  },
  project: {
    by: 'anybody',
    to: 'all',
    fields: {
      title: must(text),
      funder: must(name),
      implementer: name,
      amount,
      currency,
      from: must(day),
      until: must(day),
      crime_areas: must(areas),
      functions: must(codes(...FUNCTIONS)),
      regions: codes(...REGIONS),
      partners: members,
    },
  },
} as const satisfies { readonly [kind: string]: Kind }
export type KindName = keyof typeof KINDS
export const KIND_NAMES = Object.keys(KINDS) as KindName[]

/** The kind of a name; `undefined` for one that this node does not know. */
export const kindOf = (kind: string): Kind | undefined => (Object.hasOwn(KINDS, kind) ? KINDS[kind as KindName] : undefined)
export const faultsOf = (kind: string, set: Fields, first: boolean) => faultsIn(kindOf(kind)?.fields, set, first)
export const fittingOf = (kind: string, set: Fields): Fields => fittingIn(kindOf(kind)?.fields, set)

/** What a thing belongs to, by the field that says it: so that a plan is read without all other plans. */
const PARENTS: { readonly [kind: string]: string } = {
  item: 'meeting',
  attendance: 'meeting',
  signature: 'declaration',
  rendering: 'declaration',
  vote: 'consultation',
  outcome: 'consultation',
  contribution: 'assessment',
  indicator: 'assessment',
  'group-rating': 'assessment',
  chapter: 'assessment',
  coordinator: 'plan',
  action: 'plan',
  evaluation: 'plan',
  progress: 'action',
  result: 'progress',
  recommendation: 'evaluation',
  report: 'on',
  acceptance: 'on',
  position: 'on',
  comment: 'on',
}
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
export function parentOf(kind: string, set: Fields): string | null {
  const field = Object.hasOwn(PARENTS, kind) ? PARENTS[kind] : undefined
  const value = field && Object.hasOwn(set, field) ? set[field] : undefined
  return typeof value === 'string' && UUID.test(value) ? value : null
}
