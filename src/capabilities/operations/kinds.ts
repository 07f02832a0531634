/** The kinds of things that a team works with, what is said of each, and which of it is operational data. A node keeps kinds that it does not know. */
import { code, type Field, type Fields, type FieldTable, faultsIn, fittingIn, must, plain, thing } from '#wire/fields.ts'
import { CRIME_AREAS, HANDLING_CODES, INFORMATION_GRADES, SOURCE_GRADES } from '#wire/vocabulary.ts'

export interface Kind {
  /** Erased when all it is for have taken it, and after four weeks at most. */
  readonly operational: boolean
  /** Only who put it first says more of it: what others say of it is not read. */
  readonly own_words?: true
  readonly fields: FieldTable
}

const text = plain('text')
const name = plain('name')
const time = plain('time')
const day = plain('day')
const member = plain('member')
/** The 4×4 grades, and where it comes from. */
const GRADED = { source_grade: code(...SOURCE_GRADES), information_grade: code(...INFORMATION_GRADES), source: text }
const LATITUDE: Field = { takes: { form: 'degree', most: 90 } }
const LONGITUDE: Field = { takes: { form: 'degree', most: 180 } }
const WHERE = { place: name, latitude: LATITUDE, longitude: LONGITUDE }

/** The elements of a joint operation plan: Regulation (EU) 2019/1896, article 38(3), points (a) to (o). */
export const PLAN_ELEMENTS = [
  'situation_and_aim',
  'duration',
  'area',
  'tasks_and_powers',
  'teams',
  'command',
  'equipment',
  'incident_reporting',
  'evaluation_benchmarks',
  'sea_law',
  'third_country_terms',
  'fundamental_rights',
  'referrals',
  'complaints',
  'logistics',
] as const

export const KINDS: { readonly [kind: string]: Kind } = {
  task: {
    operational: false,
    fields: { title: must(text), detail: text, assignee: member, due: time, state: code('open', 'doing', 'done', 'dropped') },
  },
  decision: { operational: false, fields: { title: must(text), reason: text, taken_at: time } },
  // `post` is what nodes called the sending post before posts could be named by what is entered of them
  message: {
    operational: false,
    own_words: true,
    fields: { text: must(text), from: thing('post'), to: thing('post'), urgent: plain('yes-no'), answers: thing('message'), post: name },
  },
  acknowledgement: { operational: false, own_words: true, fields: { message: must(thing('message')), post: must(thing('post')) } },
  event: {
    operational: false,
    fields: {
      title: must(text),
      category: must(code('crossing', 'crime', 'search-and-rescue', 'violence', 'technical', 'other')),
      happened_at: must(time),
      ...WHERE,
      // EUROSUR, Implementing Regulation (EU) 2021/581: credibility × reliability × validation
      credibility: code('1', '2', '3', '4', '5', '6'),
      reliability: code('A', 'B', 'C', 'D', 'E', 'F'),
      validation: code('automatic', 'officer', 'second-officer'),
      impact: code('low', 'medium', 'high', 'critical'),
      owner: member,
      // what was told from the field and is reported by this
      incident: thing('incident'),
      next_due: time,
      state: code('open', 'closed'),
      closing_reason: code('not-happened', 'too-minor', 'ended'),
    },
  },
  'follow-up': { operational: false, fields: { event: must(thing('event')), text: must(text), at: time, next_due: time } },
  evidence: {
    operational: true,
    fields: {
      title: must(text),
      description: text,
      sha256: plain('sha256'),
      ...GRADED,
      seized_at: time,
      handling: code(...HANDLING_CODES),
    },
  },
  custody: {
    operational: false,
    fields: {
      evidence: must(thing('evidence')),
      step: must(code('seized', 'received', 'handed-over', 'examined', 'stored', 'returned', 'destroyed')),
      at: must(time),
      by: name,
      to: member,
      sha256: plain('sha256'),
      note: text,
    },
  },
  person: {
    operational: true,
    fields: {
      full_name: must(name),
      birth_date: plain('code-free'),
      sex: code('F', 'M', 'X'),
      nationality: plain('code-free'),
      part: text,
      ...GRADED,
    },
  },
  organisation: { operational: true, fields: { name: must(name), part: text, ...GRADED } },
  object: {
    operational: true,
    fields: {
      category: must(code('vehicle', 'document', 'firearm', 'telephone', 'account', 'vessel', 'aircraft', 'container', 'other')),
      identifier: must(name),
      description: text,
      ...GRADED,
    },
  },
  place: {
    operational: true,
    fields: { name: must(name), latitude: LATITUDE, longitude: LONGITUDE, description: text, ...GRADED },
  },
  link: {
    operational: true,
    fields: {
      from: must(thing('person', 'organisation', 'object', 'place', 'event')),
      to: must(thing('person', 'organisation', 'object', 'place', 'event')),
      relation: must(text),
      since: time,
      until: time,
      ...GRADED,
    },
  },
  result: {
    operational: false,
    fields: {
      category: must(code('arrest', 'victim', 'drugs', 'cash', 'firearm', 'document', 'vehicle', 'goods', 'case')),
      quantity: must(plain('amount')),
      unit: must(code('person', 'kg', 'piece', 'EUR', 'MAD', 'XOF', 'case')),
      crime_area: code(...CRIME_AREAS),
      happened_at: must(time),
      ...WHERE,
      event: thing('event'),
      // whose result it is: each counts it, the team counts it once
      claimed_by: must(plain('members')),
      same_as: thing('result'),
    },
  },
  cost: {
    operational: false,
    fields: {
      title: must(text),
      amount: must(plain('amount')),
      currency: must(code('EUR', 'MAD', 'XOF', 'TND', 'DZD', 'USD')),
      borne_by: member,
      grant: name,
      day: day,
    },
  },
  mentoring: {
    operational: false,
    fields: { level: must(code('organisational', 'strategic', 'operational')), text: must(text), mentor: name, day: day },
  },
  'powers-card': {
    operational: false,
    fields: {
      officer: must(name),
      member: must(member),
      host: must(member),
      powers: must(text),
      executive: must(plain('yes-no')),
      weapon: plain('yes-no'),
      from: must(day),
      until: must(day),
    },
  },
  instruction: { operational: false, fields: { title: must(text), text: must(text), basis: text } },
  referral: {
    operational: true,
    fields: {
      category: must(code('victim', 'minor', 'asylum', 'medical', 'other')),
      to: must(name),
      at: must(time),
      note: text,
      state: code('made', 'accepted', 'closed'),
    },
  },
  complaint: {
    operational: false,
    fields: { about: must(text), received_at: must(time), state: code('open', 'in-review', 'upheld', 'not-upheld'), outcome: text },
  },
  plan: { operational: false, fields: Object.fromEntries(PLAN_ELEMENTS.map((element) => [element, text])) },
  'identity-case': {
    operational: true,
    fields: {
      person: thing('person'),
      reference: must(name),
      state: must(code('opened', 'identified', 'document-issued', 'cleared', 'returned', 'stopped')),
      // a person has to look at each of these before a return
      non_refoulement: code('open', 'cleared', 'stop'),
      minor: code('open', 'cleared', 'stop'),
      asylum: code('open', 'cleared', 'stop'),
      assessed_by: name,
      note: text,
    },
  },
  'desk-request': {
    operational: false,
    fields: {
      type: must(code('identity', 'vehicle', 'document', 'criminal-record', 'readmission', 'surveillance', 'other')),
      channel: must(code('in-person', 'telephone', 'message', 'e-mail', 'radio')),
      urgency: must(code('urgent', 'normal')),
      asked_by: must(member),
      asked_of: must(member),
      received_at: must(time),
      answered_at: time,
      state: must(code('open', 'answered', 'refused', 'withdrawn')),
    },
  },
  shift: {
    operational: false,
    fields: {
      officer: must(name),
      member: must(member),
      host: member,
      from: must(time),
      until: must(time),
      handed_over: text,
    },
  },
  patrol: {
    operational: false,
    fields: {
      title: must(text),
      from: must(time),
      until: must(time),
      members: must(plain('members')),
      // on whose ground: who comes from another member is a guest there
      host: member,
      officers: text,
      area: text,
      area_drawn: thing('area'),
      ...WHERE,
      state: code('planned', 'under-way', 'done', 'cancelled'),
    },
  },
  // where patrols go, as it is drawn on a map
  area: { operational: false, fields: { name: must(name), corners: must(plain('corners')), note: text } },
  // one officer of a patrol: each member says its own, and no word of one takes the place of another's
  crew: {
    operational: false,
    fields: {
      patrol: must(thing('patrol')),
      officer: must(name),
      member: must(member),
      function: code('leader', 'officer', 'driver', 'interpreter'),
    },
  },
  'patrol-log': { operational: false, fields: { patrol: must(thing('patrol')), at: must(time), text: must(text), ...WHERE } },
  incident: {
    operational: false,
    fields: {
      patrol: thing('patrol'),
      category: must(code('use-of-force', 'injury', 'damage', 'complaint', 'rights', 'other')),
      at: must(time),
      text: must(text),
      ...WHERE,
    },
  },
  count: {
    operational: false,
    fields: {
      post: must(name),
      at: must(time),
      persons: plain('count'),
      vehicles: plain('count'),
      premises: plain('count'),
      hits: plain('count'),
      new_cases: plain('count'),
      officers: plain('count'),
    },
  },
  // a part of an action day: where the posts gather what they know, and where they act on it
  phase: {
    operational: false,
    fields: { phase: must(code('intelligence', 'field')), from: must(time), until: time, note: text },
  },
  post: { operational: false, fields: { name: must(name), member: must(member), telephone: name, ...WHERE } },
}

/** The kind of a name; `undefined` for one that this node does not know. */
export const kindOf = (kind: string): Kind | undefined => (Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined)

/** What is wrong with what is said of a thing of this kind. */
export const faultsOf = (kind: string, set: Fields, first: boolean) => faultsIn(kindOf(kind)?.fields, set, first)

/** What is of its form in what is said of a thing of this kind. */
export const fittingOf = (kind: string, set: Fields): Fields => fittingIn(kindOf(kind)?.fields, set)
