/** Errands: work of a node that asks partners by itself, part after part, and is stopped by nothing but its own end. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Errand, Underway } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { addAccount, changeAccount, prepareCredentials } from '#kernel/officers/index.ts'
import { sealing } from '#kernel/sealing.ts'
import { drill, drillTypes } from './drill/index.ts'
import { network, type TestNetwork } from './network.ts'

describe('an errand', () => {
  let net: TestNetwork
  let runs: string[] = []
  let errand: (how: Underway) => Promise<boolean> = async () => false
  const failing: Errand = {
    name: 'failing',
    async run({ own }) {
      runs.push(`failing ${own}`)
      throw new Error('on purpose')
    },
  }
  beforeAll(async () => {
    const asking: Errand = { name: 'asking', run: (how) => (how.own === 'esp' ? errand(how) : Promise.resolve(false)) }
    net = await network(['esp', 'mar'], { capabilities: [{ ...drill, errands: [failing, asking] }], types: drillTypes })
  })
  beforeEach(() => {
    runs = []
    errand = async () => false
  })
  afterAll(() => net.close())

  test('asks partners between transactions, again and again until nothing is left, beside another that fails', async () => {
    let left = 3
    const doubled: unknown[] = []
    errand = async (how) => {
      if (left === 0) return false
      const answer = await how.ask({
        network: how.network,
        to: 'mar',
        type: 'drill.question.v1',
        unit: 'spoc',
        language: 'en',
        timeout_ms: 60_000,
        body: { number: left },
      })
      left -= 1
      doubled.push(answer?.body)
      await how.transaction(async (writing, { record, newId }) => {
        await writing.run(sql`insert into drill_effect (network, own, partner, id, direction, number)
          values (${how.network}, ${how.own}, 'mar', ${newId()}, 'errand', ${left})`)
        await record('drill.errand', `drill:${left}`, { left }, 'o-1')
      })
      return true
    }
    await net.settle()
    expect(doubled).toEqual([{ double: 6 }, { double: 4 }, { double: 2 }])
    const { n } = await net.nodes.esp!.node.database.one<{ n: number }>(
      sql`select count(*) as n from drill_effect where direction = 'errand'`,
    )
    expect(n).toBe(3)
    const leaves = await net.nodes.esp!.node.database.many<{ actor: string }>(
      sql`select actor from journal_entry where event = 'drill.errand'`,
    )
    expect(leaves.map(({ actor }) => actor)).toEqual(['o-1', 'o-1', 'o-1'])
    expect(runs.filter((run) => run === 'failing esp').length).toBeGreaterThan(0)
  })

  test('a transaction that fails leaves nothing, and the errand is run again', async () => {
    let tries = 0
    errand = async (how) => {
      tries++
      await how.transaction(async (writing, { newId }) => {
        await writing.run(sql`insert into drill_effect (network, own, partner, id, direction, number)
          values (${how.network}, ${how.own}, 'mar', ${newId()}, 'torn', 1)`)
        if (tries === 1) throw new Error('torn')
      })
      return false
    }
    await net.settle()
    await net.settle()
    const { n } = await net.nodes.esp!.node.database.one<{ n: number }>(
      sql`select count(*) as n from drill_effect where direction = 'torn'`,
    )
    expect([tries >= 2, n]).toEqual([true, tries - 1])
  })

  test('sees the officer as the account stands, and what policies let the officer do', async () => {
    const { node } = net.nodes.esp!
    const id = '0190a000-0000-7000-8000-00000000000a'
    const account = {
      sign_in_name: 'e.1',
      name: 'E One',
      member: 'esp',
      unit: 'spoc',
      roles: ['desk' as const],
      clearance: 1 as const,
      language: 'es' as const,
    }
    const prepared = await prepareCredentials()
    await node.database.transaction((writing) =>
      addAccount({ writing, vault: sealing(node, writing), now: net.clock.now() }, id, account, prepared),
    )
    const seen: unknown[] = []
    errand = async ({ maybeOfficer, may, own }) => {
      const officer = await maybeOfficer(id)
      const on = { kind: 'drill', member: own, classification: 'unclassified' as const, unit: '' }
      seen.push(
        officer && [officer.roles, may(officer, 'drill.say', on, 'investigation'), may(officer, 'drill.unknown', on, 'investigation')],
      )
      return false
    }
    await net.settle()
    await node.database.transaction((writing) => changeAccount({ writing, now: net.clock.now() }, { id, change: { disabled: true } }))
    await net.settle()
    expect([seen[0], seen.at(-1)]).toEqual([[['desk'], true, false], undefined])
  })
})
