/** A team at work, for tests that need one and are not about its agreement. */
import type { TestNetwork, TestNode } from './network.ts'

/** Founded by `leader`, agreed and signed by all, operational; its unit is `spoc` at each. */
export async function foundedTeam(net: TestNetwork, leader: string, others: readonly string[], title: string): Promise<string> {
  const at = (id: string) => net.nodes[id]!
  const { space } = (await at(leader).does('operations.found-space', {
    network: 'euromed',
    title: { text: title, language: 'en' },
    kind: 'investigation-team',
    parties: others.map((member) => ({ member, third_country: false })),
    clauses: [{ clause: 'purpose', value: { text: title, language: 'en' } }],
  })) as { space: string }
  await net.settle()
  for (const id of others) {
    await at(id).does('operations.assign-unit', { space, unit: 'spoc' })
    const { clauses } = (await at(id).does('operations.read-space', { space })) as { clauses: { id: string; version: object }[] }
    await at(id).does('operations.agree-clauses', { space, clauses: clauses.map(({ id, version }) => ({ clause: id, version })) })
    await net.settle()
  }
  for (const id of [leader, ...others]) {
    const { signable } = (await at(id).does('operations.read-space', { space })) as { signable: { sha256: string } }
    await at(id).does('operations.sign-agreement', { space, agreement: signable.sha256 })
    await net.settle()
  }
  await at(leader).does('operations.enter-state', { space, state: 'operational' })
  await net.settle()
  return space
}

/** Two supervisors of the leading member erase it. */
export async function eraseTeam(leader: TestNode, space: string): Promise<void> {
  const { proposal } = (await leader.does('operations.propose-erasure', { space, ground: 'handed-over' })) as { proposal: string }
  await leader.does('operations.confirm-erasure', { proposal }, { officer: { id: 'second-supervisor' } })
}
