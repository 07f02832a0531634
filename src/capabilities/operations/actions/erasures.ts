/** Erasing a space takes two officers of the leading member: one proposes, another confirms; then it is said to all, and every key goes everywhere. */
import Type from 'typebox'
import { act, type ClassAttributes, type View, view } from '#kernel/capability.ts'
import { confirm, findProposals, maybeProposal, proposalOut, propose, reject, toldOf } from '#kernel/proposals.ts'
import { Uuid } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import { mayEnter } from '../agreement.ts'
import { type Known, say, spaceToChange } from '../saying.ts'
import { ERASURE, ERASURE_GROUNDS } from '../vocabulary.ts'
import { closed, count, list, Page, time } from './shapes.ts'
import { onSpace, subjectOf } from './spaces.ts'

const onProposal = async ({ proposal: id }: { proposal: string }, looking: Pick<View, 'officer' | 'reading'>): Promise<ClassAttributes> => {
  const proposal = await maybeProposal(looking.reading, looking.officer.member, ERASURE, id)
  if (!proposal) throw new Refusal('thing.unknown', { inside: `proposal ${id}` })
  return onSpace({ space: proposal.thing }, looking)
}

/** Only who leads erases, and nothing that is still at work. */
function demandErasable({ standing, key }: Known): void {
  if (standing.leader !== key.member || !mayEnter(standing.state, 'erased'))
    throw new Refusal('state.conflict', { inside: `${standing.state} to erased`, details: [{ path: '/space', reason: standing.state }] })
}

const proposeErasure = act({
  name: 'operations.propose-erasure',
  summary: 'Proposes to erase a team’s space at every member; another officer has to confirm it within a week',
  purpose: 'none',
  journal: 'always',
  input: closed({ space: Uuid, ground: Type.Enum([...ERASURE_GROUNDS]) }),
  output: closed({ proposal: Uuid, expires_at: time }),
  on: onSpace,
  subject: subjectOf,
  refusals: ['state.conflict', 'thing.unknown'],
  async run({ space, ground }, doing) {
    const known = await spaceToChange(doing, space)
    demandErasable(known)
    const made = await propose(doing, { kind: ERASURE, thing: space, access_class: known.space.access_class, ground })
    return { proposal: made.id, expires_at: made.expires_at.toISOString() }
  },
})

const confirmErasure = act({
  name: 'operations.confirm-erasure',
  summary: 'Confirms an erasure that another officer proposed: every member destroys its keys and proves it; the log stays three years',
  purpose: 'none',
  journal: 'always',
  input: closed({ proposal: Uuid }),
  output: closed({ space: Uuid, entry: Uuid }),
  on: onProposal,
  subject: ({ proposal }, output) => (output ? `space:${output.space}` : `proposal:${proposal}`),
  refusals: ['state.conflict', 'thing.unknown'],
  async run({ proposal }, doing) {
    const { thing: space, ground, proposed_by } = await confirm(doing, ERASURE, proposal)
    const known = await spaceToChange(doing, space)
    demandErasable(known)
    await doing.record('operations.erasure-agreed', `space:${space}`, { ground, proposal, proposed_by })
    return { space, entry: await say(doing, known, { acts: [{ do: 'enter', state: 'erased' }] }) }
  },
})

const rejectErasure = act({
  name: 'operations.reject-erasure',
  summary: 'Turns down a proposed erasure of a space, or takes back the own proposal',
  purpose: 'none',
  journal: 'always',
  input: closed({ proposal: Uuid }),
  output: closed({ space: Uuid }),
  on: onProposal,
  subject: ({ proposal }, output) => (output ? `space:${output.space}` : `proposal:${proposal}`),
  refusals: ['state.conflict', 'thing.unknown'],
  run: async ({ proposal }, doing) => ({ space: (await reject(doing, ERASURE, proposal)).thing }),
})

const findErasures = view({
  name: 'operations.find-erasures',
  summary: 'Proposed and decided erasures of spaces, newest first; `waiting` for those that can still be confirmed',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ waiting: Type.Optional(Type.Boolean()), ...Page }),
  output: closed({ rows: list(proposalOut(ERASURE_GROUNDS), 200), total: count }),
  async run({ waiting, limit, offset }, viewing) {
    const classes = await viewing.classes('operations.find-erasures')
    const { rows, total } = await findProposals(viewing, { kind: ERASURE, classes, waiting }, { limit, offset })
    return { rows: rows.map((row) => toldOf(row, ERASURE_GROUNDS, viewing.now)), total }
  },
})

export const erasureActions = [proposeErasure, confirmErasure, rejectErasure, findErasures]
