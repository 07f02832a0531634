/** Erasing a case takes two officers: one proposes, another confirms; what was to be kept until a time goes by itself. */
import Type from 'typebox'
import { act, type ClassAttributes, type View, view } from '#kernel/capability.ts'
import { confirm, findProposals, maybeProposal, proposalOut, propose, reject, toldOf } from '#kernel/proposals.ts'
import { Refusal } from '#wire/refusal.ts'
import { Uuid } from '../bodies.ts'
import { eraseCase } from '../erasure.ts'
import { closed, id, pageOf } from '../outputs.ts'
import { type CaseRow, changeCase } from '../store.ts'
import { aboutCase, conflict, limit, offset, onCase, oneCase, PAGE } from './finding.ts'

export const ERASURE = 'exchange.erasure'
export const ERASURE_GROUNDS = ['retention', 'data-subject', 'unlawful', 'mistaken'] as const

async function onProposal({ proposal: given }: { proposal: string }, looking: Pick<View, 'officer' | 'reading'>): Promise<ClassAttributes> {
  const proposal = await maybeProposal(looking.reading, looking.officer.member, ERASURE, given)
  if (!proposal) throw new Refusal('thing.unknown', { inside: `proposal ${given}` })
  return onCase({ case: proposal.thing }, looking)
}

function demandErasable(row: CaseRow): void {
  if (row.state !== 'closed') throw conflict('the case is open', '/case')
  if (row.erased_at) throw conflict('the case is erased', '/case')
}

const proposeErasure = act({
  name: 'exchange.propose-erasure',
  summary: 'Proposes to erase a closed case; another officer has to confirm it within a week',
  purpose: 'none',
  journal: 'always',
  input: closed({ case: Uuid, ground: Type.Enum([...ERASURE_GROUNDS]) }),
  output: closed({ proposal: id, expires_at: Type.String({ format: 'date-time' }) }),
  refusals: ['state.conflict'],
  on: onCase,
  subject: (input) => `case:${input.case}`,
  async run(input, doing) {
    const row = await oneCase(doing, input.case)
    demandErasable(row)
    const access_class = await doing.classOf(aboutCase(row))
    const made = await propose(doing, { kind: ERASURE, thing: row.id, access_class, ground: input.ground })
    return { proposal: made.id, expires_at: made.expires_at.toISOString() }
  },
})

const confirmErasure = act({
  name: 'exchange.confirm-erasure',
  summary: 'Confirms an erasure that another officer proposed: the keys of the case and of all it holds are destroyed, stubs stay',
  purpose: 'none',
  journal: 'always',
  input: closed({ proposal: Uuid }),
  output: closed({ case: id, erased: Type.Boolean({ description: 'false: more than 500 messages; the rest goes within minutes' }) }),
  refusals: ['state.conflict'],
  on: onProposal,
  subject: ({ proposal }, output) => (output ? `case:${output.case}` : `proposal:${proposal}`),
  async run({ proposal }, doing) {
    const { thing, ground, proposed_by } = await confirm(doing, ERASURE, proposal)
    const row = await oneCase(doing, thing)
    demandErasable(row)
    await doing.record('exchange.erasure-agreed', `case:${row.id}`, { ground, proposal, proposed_by })
    const erased = await eraseCase(doing, row, ground)
    // what is left is over its time from now on, and goes with the duty that erases such
    if (!erased) await changeCase(doing.writing, row, { keep_until: doing.now }, doing.now)
    return { case: row.id, erased }
  },
})

const rejectErasure = act({
  name: 'exchange.reject-erasure',
  summary: 'Turns down a proposed erasure, or takes back the own proposal',
  purpose: 'none',
  journal: 'always',
  input: closed({ proposal: Uuid }),
  output: closed({ case: id }),
  refusals: ['state.conflict'],
  on: onProposal,
  subject: ({ proposal }, output) => (output ? `case:${output.case}` : `proposal:${proposal}`),
  run: async ({ proposal }, doing) => ({ case: (await reject(doing, ERASURE, proposal)).thing }),
})

const findErasures = view({
  name: 'exchange.find-erasures',
  summary: 'Proposed and decided erasures of cases, newest first; `waiting` for those that can still be confirmed',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ waiting: Type.Optional(Type.Boolean()), limit, offset }),
  output: closed(pageOf(proposalOut(ERASURE_GROUNDS))),
  async run({ waiting, limit: wanted = PAGE, offset: from = 0 }, viewing) {
    const classes = await viewing.classes('exchange.find-erasures')
    const { rows, total } = await findProposals(viewing, { kind: ERASURE, classes, waiting }, { limit: wanted, offset: from })
    return { rows: rows.map((row) => toldOf(row, ERASURE_GROUNDS, viewing.now)), total }
  },
})

export const erasureActions = [proposeErasure, confirmErasure, rejectErasure, findErasures]
