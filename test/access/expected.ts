/**
 * Who may do what, by role: written from the profession's rules (need to know, need to be in the unit, separation of duties, four eyes)
 * and not from the policies, which have to come to the same for every asking.
 */
import type { Channel } from '#kernel/capability.ts'
import type { Role } from '#wire/vocabulary.ts'

/** One asking, with everything that a decision may depend on. */
export interface Asking {
  readonly roles: readonly Role[]
  readonly action: string
  /** The thing is of the officer's own member. */
  readonly own_member: boolean
  /** The unit that the thing is kept to, seen from the officer: the own, another, or none. */
  readonly unit: 'own' | 'other' | 'none'
  /** 0 unclassified, 1 restricted, 2 confidential. */
  readonly classification: 0 | 1 | 2
  readonly clearance: 0 | 1 | 2
  readonly has_purpose: boolean
  readonly channel: Channel
}

type Condition = (asking: Asking) => boolean

const both =
  (...conditions: readonly Condition[]): Condition =>
  (asking) =>
    conditions.every((condition) => condition(asking))

// how far a role's word reaches
const anywhere: Condition = () => true
const member: Condition = ({ own_member }) => own_member
const cleared: Condition = both(member, ({ clearance, classification }) => clearance >= classification)
const notOfAnotherUnit: Condition = both(member, ({ unit }) => unit !== 'other')
const ownUnitAlone: Condition = both(member, ({ unit }) => unit === 'own')
const ofNoUnit: Condition = both(member, ({ unit }) => unit === 'none')
/** Need to know: high enough cleared, and of the unit where a thing is kept to one. */
const contents: Condition = both(cleared, notOfAnotherUnit)
/** By a person at a page: no token hands out or changes what people sign in with. */
const inPerson: Condition = both(member, ({ channel }) => channel === 'page')

type Powers = readonly (readonly [Condition, readonly string[]])[]

/** What every account can do, whatever the role. */
const EVERYBODY: Powers = [
  [anywhere, ['directory.find-contacts', 'directory.find-members', 'directory.read-member']],
  [member, ['officers.read-own', 'officers.change-language']],
  [inPerson, ['officers.change-password']],
]

/** Asking and looking at the answers: all who do police work. What a hit shows above the clearance is cut inside the answer. */
const CHECKING: Powers = [
  [member, ['checks.recognise', 'checks.run']],
  // from where on a name is a hit is what "no hit" means
  [member, ['registers.read-thresholds']],
  [notOfAnotherUnit, ['checks.read-one', 'checks.read-answers', 'checks.find-many']],
]

const RECORD_READING: Powers = [
  [
    contents,
    [
      'registers.find-many',
      'registers.find-due-reviews',
      'registers.read-one',
      'registers.read-version',
      // whom one's records concern elsewhere is part of the record
      'registers.find-notices',
    ],
  ],
  [member, ['registers.find-sharing-rules']],
]

const RECORD_KEEPING: Powers = [
  [contents, ['registers.add-one', 'registers.change-one', 'registers.review-one', 'registers.withdraw-one']],
  // a file on its way in holds records
  [
    contents,
    [
      'registers.begin-import',
      'registers.add-import-part',
      'registers.preview-import',
      'registers.run-import',
      'registers.read-import',
      'registers.find-imports',
      'registers.find-import-errors',
      'registers.withdraw-import',
    ],
  ],
]

/** Many people at once, from a desk: restricted, in the own unit, and by nobody who stands at a counter. Whose list it is stands in no policy. */
const SCREENING: Powers = [
  [
    contents,
    [
      'screening.begin-list',
      'screening.add-part',
      'screening.prepare-list',
      'screening.start-list',
      'screening.pause-list',
      'screening.resume-list',
      'screening.stop-list',
      'screening.ask-again',
      'screening.close-list',
      'screening.read-list',
      'screening.read-progress',
      'screening.find-lists',
      'screening.find-bad-lines',
      'screening.find-hits',
      'screening.find-silent',
      'screening.read-line',
      'screening.confirm-hit',
      'screening.discard-hit',
      'screening.reopen-hit',
    ],
  ],
  [member, ['screening.read-quota']],
]

/** Charts of the own unit: an analyst makes them, a supervisor reads them, takes them out and has them forgotten. */
const CHART_READING: Powers = [
  [contents, ['analysis.find-charts', 'analysis.read-chart', 'analysis.read-content', 'analysis.export-chart', 'analysis.erase-chart']],
  // whose rating it is, the capability looks
  [contents, ['analysis.read-ratings', 'analysis.export-ratings', 'analysis.withdraw-rating']],
]

const CHART_MAKING: Powers = [
  [
    contents,
    [
      'analysis.begin-chart',
      'analysis.change-chart',
      'analysis.begin-import',
      'analysis.add-part',
      'analysis.prepare-import',
      'analysis.run-import',
      'analysis.withdraw-import',
      'analysis.find-imports',
      'analysis.merge-elements',
      'analysis.undo-merge',
      'analysis.save-view',
      'analysis.remove-view',
      'analysis.keep-group',
      'analysis.remove-group',
      'analysis.rate-group',
      // what of a space, the space's own rule says
      'analysis.find-handed',
      'analysis.take-over',
      'analysis.let-go',
    ],
  ],
]

/** The picture is public figures, and what members state at a classification; who reads it may take it out, with its sources. */
const PICTURE_READING: Powers = [
  [
    cleared,
    [
      'picture.find-datasets',
      'picture.read-totals',
      'picture.read-series',
      'picture.read-flows',
      'picture.read-rates',
      'picture.read-places',
      'picture.find-cells',
      'picture.compare-datasets',
      'picture.find-seizures',
      'picture.export-totals',
    ],
  ],
]
/** Only what is published is taken in. */
const PICTURE_MAKING: Powers = [
  [
    member,
    [
      'picture.begin-import',
      'picture.add-part',
      'picture.prepare-import',
      'picture.run-import',
      'picture.withdraw-import',
      'picture.find-imports',
      'picture.erase-dataset',
    ],
  ],
]

/** What training a unit needs is its own to say; what binds the member, and what others answered, is not for everybody. */
const TRAINING: Powers = [
  [cleared, ['training.find-surveys', 'training.read-survey', 'training.find-topics', 'training.save-draft']],
  [cleared, ['training.find-courses', 'training.read-course', 'training.verify-certificate']],
]

/** What a forum works with is every unit's to see and to draft; what binds the member a supervisor states, in person. */
const FORUMS: Powers = [
  [
    cleared,
    [
      'strategy.find-forums',
      'strategy.read-forum',
      'strategy.find-things',
      'strategy.read-thing',
      'strategy.find-plans',
      'strategy.read-plan',
      'strategy.take-plan-calendar',
      'strategy.take-year-report',
      'strategy.read-thread',
      'strategy.read-technical-board',
      'strategy.find-team-results',
      'strategy.read-assessment',
      'strategy.take-assessment',
      'strategy.make-questionnaire',
      'strategy.read-questionnaire',
      'strategy.put-thing',
      'strategy.save-draft',
      'strategy.find-drafts',
      'strategy.drop-draft',
      'strategy.read-meeting',
      'strategy.find-followed',
      'strategy.read-declaration',
      'strategy.read-consultation',
      'strategy.take-paper',
      'strategy.take-calendar',
    ],
  ],
]

/** A team's space is of the unit that works in it, and of no other; where none is named yet, of nobody but who names it. */
const TEAM_LOGGING: Powers = [
  [
    both(cleared, ownUnitAlone),
    [
      'operations.read-space',
      'operations.find-things',
      'operations.read-board',
      'operations.read-conversation',
      'operations.read-last-change',
      'operations.put-things',
      'operations.read-device-key',
      'operations.make-paper',
    ],
  ],
  [member, ['operations.find-spaces', 'operations.find-due']],
]
const TEAM_WORK: Powers = [
  ...TEAM_LOGGING,
  [
    both(cleared, ownUnitAlone),
    [
      'operations.read-log',
      'operations.read-figures',
      'operations.read-attachment',
      'operations.closing-report',
      'operations.find-awaiting',
      'operations.withdraw-thing',
      'operations.take-contents',
      'operations.propose-clause',
      'operations.agree-clauses',
      'operations.object-to-clause',
    ],
  ],
]

/** What of a unit's matters met elsewhere is the unit's to see; confidential, so about a target, the supervisor's alone. */
const notConfidential: Condition = ({ classification }) => classification < 2
const COINCIDENCES: Powers = [
  [member, ['coincidences.find-many', 'coincidences.find-rules']],
  [both(cleared, ownUnitAlone, notConfidential), ['coincidences.read-one', 'coincidences.settle-one']],
]

const CASE_READING: Powers = [
  [contents, ['exchange.find-cases', 'exchange.read-case', 'exchange.read-attachment', 'exchange.partner-statistics']],
]

const CASE_LEADING: Powers = [
  [
    contents,
    [
      'exchange.find-inbox',
      'exchange.file-message',
      'exchange.open-case',
      'exchange.mark-opened',
      'exchange.close-case',
      'exchange.reopen-case',
      'exchange.open-request',
      'exchange.ask-clarification',
      'exchange.answer-clarification',
      'exchange.answer',
      'exchange.refuse',
      'exchange.recall',
      'exchange.correct',
      'exchange.request-permission',
      'exchange.forward',
      'exchange.export-case',
    ],
  ],
]

const ROLE: Record<Role, Powers> = {
  'front-line': [...CHECKING, ...TEAM_LOGGING, [member, ['oversight.read-partners']]],

  desk: [
    ...CHECKING,
    ...RECORD_READING,
    ...RECORD_KEEPING,
    ...SCREENING,
    ...TRAINING,
    ...FORUMS,
    ...CASE_READING,
    ...CASE_LEADING,
    ...TEAM_WORK,
    ...COINCIDENCES,
    // what is kept to a unit is let out of it by a supervisor alone
    [both(cleared, ofNoUnit), ['exchange.assign-case']],
    [member, ['officers.find-colleagues', 'oversight.read-partners']],
  ],

  analyst: [
    ...CHECKING,
    ...SCREENING,
    ...TRAINING,
    ...FORUMS,
    ...CHART_READING,
    ...CHART_MAKING,
    ...PICTURE_READING,
    ...PICTURE_MAKING,
    [cleared, ['training.read-results', 'training.take-report', 'strategy.read-strategic-board']],
    ...RECORD_READING,
    ...CASE_READING,
    ...TEAM_WORK,
    ...COINCIDENCES,
    [member, ['officers.find-colleagues', 'oversight.read-partners']],
  ],

  supervisor: [
    ...CHECKING,
    ...CHART_READING,
    ...PICTURE_READING,
    // a member's word on what it seized
    [
      cleared,
      [
        'picture.state-seizures',
        'training.read-results',
        'training.take-report',
        'strategy.read-strategic-board',
        'strategy.read-political-board',
      ],
    ],
    [
      both(cleared, inPerson),
      [
        'strategy.open-forum',
        'strategy.state-thing',
        'strategy.withdraw-thing',
        'strategy.close-consultation',
        'strategy.take-team-results',
        'strategy.take-over',
      ],
    ],
    [both(cleared, inPerson), ['strategy.take-commitments', 'strategy.take-bundle']],
    [both(cleared, inPerson), ['training.open-survey', 'training.change-survey', 'training.answer-survey']],
    // who is nominated is personal; nominating, seats and courses bind the member
    [cleared, ['training.read-candidates', 'training.read-certificates', 'training.take-certificate']],
    [both(cleared, inPerson), ['training.open-course', 'training.change-course', 'training.nominate', 'training.give-seats']],
    [both(cleared, inPerson), ['training.record-attendance', 'training.issue-certificates']],
    ...RECORD_READING,
    ...RECORD_KEEPING,
    ...SCREENING,
    ...TRAINING,
    ...FORUMS,
    ...CASE_READING,
    ...CASE_LEADING,
    ...TEAM_WORK,
    ...COINCIDENCES,
    [contents, ['operations.read-space', 'operations.read-log', 'operations.assign-unit']],
    [both(cleared, ownUnitAlone), ['coincidences.read-one', 'coincidences.settle-one']],
    // what of the unit's is compared with others, and with whom at all
    [both(cleared, ownUnitAlone, inPerson), ['coincidences.change-rule', 'coincidences.mark-target']],
    [inPerson, ['coincidences.change-partner']],
    [member, ['coincidences.find-counts']],
    // what binds the member before others, and what of a third country goes on to them
    [
      both(contents, inPerson),
      [
        'operations.found-space',
        'operations.sign-agreement',
        'operations.enter-state',
        'operations.leave-space',
        'operations.verify-upload',
      ],
    ],
    // what leaves the member for good, and what was late
    [
      contents,
      [
        'exchange.assign-case',
        'exchange.decide-permission',
        'exchange.hand-over',
        'exchange.find-notices',
        'exchange.dismiss-notices',
        'registers.export-many',
        // who may not read a record or a case may not destroy it either, nor propose it
        'registers.propose-erasure',
        'registers.reject-erasure',
        'registers.find-erasures',
        'exchange.propose-erasure',
        'exchange.reject-erasure',
        'exchange.find-erasures',
        'operations.propose-erasure',
        'operations.reject-erasure',
        'operations.find-erasures',
      ],
    ],
    // a second officer agrees in person
    [both(contents, inPerson), ['registers.confirm-erasure', 'exchange.confirm-erasure', 'operations.confirm-erasure']],
    // the question is just whether the owning unit may be another
    [cleared, ['registers.change-of-other-unit']],
    [ownUnitAlone, ['checks.find-unit-many', 'oversight.find-unit-journal', 'screening.find-unit-lists', 'screening.stop-of-unit']],
    [
      member,
      [
        'registers.change-sharing-rule',
        'registers.remove-sharing-rule',
        'registers.change-quota',
        'screening.change-quota',
        'registers.find-threshold-changes',
        'registers.reject-threshold',
        'registers.find-measurements',
        'registers.read-measurement',
        // whoever proposes a threshold sees whom it would have met
        'registers.find-measured-pairs',
        'directory.change-unit',
        'directory.remove-unit',
        'directory.change-contact',
        'directory.remove-contact',
        'directory.publish',
        'directory.confirm',
        'directory.read-draft',
        'oversight.read-partners',
        'oversight.read-statistics',
        'officers.find-colleagues',
      ],
    ],
    // what every later check depends on: two officers, both in person
    [inPerson, ['registers.propose-threshold', 'registers.confirm-threshold']],
  ],

  // watches over everything and reads the contents of nothing; erases by right of the data subject, whatever the class
  'data-protection': [
    [
      member,
      [
        'registers.propose-erasure',
        'registers.reject-erasure',
        'registers.find-erasures',
        'exchange.propose-erasure',
        'exchange.reject-erasure',
        'exchange.find-erasures',
        'operations.propose-erasure',
        'operations.reject-erasure',
        'operations.find-erasures',
        'registers.find-notices',
        'registers.find-sharing-rules',
        'registers.read-thresholds',
        'registers.find-threshold-changes',
        'registers.reject-threshold',
        'registers.begin-measurement',
        'registers.keep-measurement',
        'registers.remove-measurement',
        'registers.find-measurements',
        'registers.read-measurement',
        'registers.find-measured-pairs',
        // who ran which list and why, in counts
        'screening.find-member-lists',
        'operations.read-log',
        'operations.find-logs',
        // what is compared and how much was asked, in counts
        'coincidences.find-rules',
        'coincidences.find-counts',
        'screening.read-quota',
        // who keeps which chart and for what
        'analysis.find-member-charts',
        'officers.find-colleagues',
        'officers.find-many',
        'officers.read-one',
        'officers.find-tokens',
        'officers.find-changes',
        'oversight.read-partners',
        'oversight.read-network',
        'oversight.read-checkpoints',
        'oversight.find-journal',
        'oversight.find-accesses',
        'oversight.read-entry',
        'oversight.read-statistics',
        'oversight.propose-erasure',
        'oversight.confirm-erasure',
        'oversight.withdraw-erasure',
        'oversight.find-erasures',
      ],
    ],
    [contents, ['exchange.partner-statistics']],
    [inPerson, ['registers.confirm-threshold', 'registers.confirm-erasure', 'exchange.confirm-erasure', 'operations.confirm-erasure']],
  ],

  // runs the node: accounts, links, the directory; no case, no record, no check, no journal of persons
  administrator: [
    [
      member,
      [
        'officers.find-colleagues',
        'officers.find-many',
        'officers.read-one',
        'officers.find-tokens',
        'officers.find-changes',
        'officers.change-one',
        'officers.withdraw-token',
        'officers.reject-change',
        'directory.change-unit',
        'directory.remove-unit',
        'directory.change-contact',
        'directory.remove-contact',
        'directory.publish',
        'directory.confirm',
        'directory.read-draft',
        'registers.read-thresholds',
        'registers.find-measurements',
        'registers.read-measurement',
        'oversight.read-partners',
        'oversight.read-network',
        'oversight.read-checkpoints',
        'oversight.find-outbox',
        'oversight.find-failed',
        'oversight.retry-failed',
      ],
    ],
    [inPerson, ['officers.propose-change', 'officers.confirm-change', 'officers.collect-half']],
  ],
}

/** Who runs the machine does not erase its journal, whatever else the officer is. */
const NEVER_BESIDE: readonly (readonly [Role, readonly string[]])[] = [
  ['administrator', ['oversight.propose-erasure', 'oversight.confirm-erasure']],
]

/**
 * A purpose is stated to search or read records and cases, to ask partners, to say anything to them, and to take anything out. Not for
 * one's own list of work, not for keeping records, not for running and watching the node.
 */
const WITH_PURPOSE: readonly string[] = [
  'analysis.begin-chart',
  'analysis.read-content',
  'analysis.export-chart',
  'analysis.read-ratings',
  'analysis.export-ratings',
  'analysis.take-over',
  'checks.run',
  'screening.start-list',
  'registers.find-many',
  'registers.read-one',
  'registers.read-version',
  'registers.export-many',
  'exchange.read-case',
  'exchange.read-attachment',
  'exchange.mark-opened',
  'exchange.file-message',
  'exchange.open-request',
  'exchange.ask-clarification',
  'exchange.answer-clarification',
  'exchange.answer',
  'exchange.refuse',
  'exchange.recall',
  'exchange.correct',
  'exchange.request-permission',
  'exchange.decide-permission',
  'exchange.forward',
  'exchange.hand-over',
  'exchange.export-case',
  'operations.found-space',
  'coincidences.change-rule',
  'coincidences.mark-target',
  'coincidences.change-partner',
  'operations.closing-report',
  'operations.make-paper',
  'picture.export-totals',
  'picture.state-seizures',
  'operations.read-attachment',
]

export const needsPurpose = (action: string): boolean => WITH_PURPOSE.includes(action)

const reachOf = (powers: Powers, action: string): readonly Condition[] =>
  powers.filter(([, actions]) => actions.includes(action)).map(([condition]) => condition)

const LISTED = [EVERYBODY, ...Object.values(ROLE)]
/** Every action of the table. */
export const EXPECTED_ACTIONS: readonly string[] = [...new Set(LISTED.flatMap((powers) => powers.flatMap(([, actions]) => actions)))].sort()

/** What the policies have to say of an asking; the purpose is the door's own question. */
export function policyAllows(asking: Asking): boolean {
  const { roles, action } = asking
  if (NEVER_BESIDE.some(([role, actions]) => roles.includes(role) && actions.includes(action))) return false
  return [EVERYBODY, ...roles.map((role) => ROLE[role])].some((powers) => reachOf(powers, action).some((condition) => condition(asking)))
}

/** What the whole door has to say of it. */
export const allowed = (asking: Asking): boolean => policyAllows(asking) && (asking.has_purpose || !needsPurpose(asking.action))
