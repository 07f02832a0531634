/** Erasing a record takes two officers: one proposes, another confirms; withdrawing it, which can be undone, takes one. */
import Type from 'typebox'
import { act, type ClassAttributes, type View, view } from '#kernel/capability.ts'
import { confirm, findProposals, maybeProposal, proposalOut, propose, reject, toldOf } from '#kernel/proposals.ts'
import { Refusal } from '#wire/refusal.ts'
import { closed, oneOf, Uuid } from '../kinds.ts'
import { countChange } from '../store/compared.ts'
import { eraseRecord, maybeRecordToChange } from '../store/records.ts'
import { destroyWritten } from '../written-names.ts'
import { onRecord, recordClass } from './records.ts'
import { DEFAULT_LIMIT, ERASURE, ERASURE_GROUNDS, Limit, Moment, Offset } from './shapes.ts'

/** The class of the record that a proposal is about, as it is now. */
async function onProposal(
  { proposal: id }: { proposal: string },
  { officer, reading }: Pick<View, 'officer' | 'reading'>,
): Promise<ClassAttributes> {
  const proposal = await maybeProposal(reading, officer.member, ERASURE, id)
  if (!proposal) throw new Refusal('thing.unknown', { inside: `proposal ${id}` })
  return onRecord({ record: proposal.thing }, { officer, reading })
}

export const proposeErasure = act({
  name: 'registers.propose-erasure',
  summary: 'Propose to erase a record; another officer has to confirm it within a week',
  purpose: 'none',
  journal: 'always',
  input: closed({ record: Uuid, ground: oneOf(ERASURE_GROUNDS) }),
  output: closed({ proposal: Uuid, expires_at: Moment }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onRecord,
  subject: ({ record }) => `record:${record}`,
  async run({ record, ground }, act) {
    const before = await maybeRecordToChange(act.writing, act.officer.member, record)
    if (before === undefined || before.status === 'erased') throw new Refusal('thing.unknown')
    const access_class = await act.classOf(recordClass(before))
    const { id, expires_at } = await propose(act, { kind: ERASURE, thing: record, access_class, ground })
    return { proposal: id, expires_at: expires_at.toISOString() }
  },
})

export const confirmErasure = act({
  name: 'registers.confirm-erasure',
  summary: 'Confirm an erasure that another officer proposed: the key is destroyed and with it every copy, back-ups included',
  purpose: 'none',
  journal: 'always',
  input: closed({ proposal: Uuid }),
  output: closed({ record: Uuid }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onProposal,
  subject: ({ proposal }, output) => (output ? `record:${output.record}` : `proposal:${proposal}`),
  async run({ proposal: id }, act) {
    const { now, writing, officer } = act
    const { thing: record, ground, proposed_by } = await confirm(act, ERASURE, id)
    const before = await maybeRecordToChange(writing, officer.member, record)
    if (before === undefined || before.status === 'erased') throw new Refusal('thing.unknown')
    await eraseRecord(writing, record, now, officer.id)
    await countChange(writing, { record }, now)
    act.vault.destroy([before.slot])
    await destroyWritten(act.vault, officer.member)
    await act.record('registers.erased', `record:${record}`, { ground, proposal: id, proposed_by })
    return { record }
  },
})

export const rejectErasure = act({
  name: 'registers.reject-erasure',
  summary: 'Turn down a proposed erasure, or take back the own proposal',
  purpose: 'none',
  journal: 'always',
  input: closed({ proposal: Uuid }),
  output: closed({ record: Uuid }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onProposal,
  subject: ({ proposal }, output) => (output ? `record:${output.record}` : `proposal:${proposal}`),
  run: async ({ proposal: id }, act) => ({ record: (await reject(act, ERASURE, id)).thing }),
})

export const findErasures = view({
  name: 'registers.find-erasures',
  summary: 'Proposed and decided erasures of records, newest first; `waiting` for those that can still be confirmed',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ waiting: Type.Optional(Type.Boolean()), limit: Limit, offset: Offset }),
  output: closed({ rows: Type.Array(proposalOut(ERASURE_GROUNDS)), total: Type.Integer() }),
  async run({ waiting, limit = DEFAULT_LIMIT, offset = 0 }, view) {
    const classes = await view.classes('registers.find-erasures')
    const { rows, total } = await findProposals(view, { kind: ERASURE, classes, waiting }, { limit, offset })
    return { rows: rows.map((row) => toldOf(row, ERASURE_GROUNDS, view.now)), total }
  },
})

export const erasureActions = [proposeErasure, confirmErasure, rejectErasure, findErasures]
