/** Every asking against the table, and each policy without each of its pieces: the table notices. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Access, createAccess, readPolicies } from '#kernel/access.ts'
import type { Channel, ClassAttributes, Officer } from '#kernel/capability.ts'
import { capabilities } from '#main/capabilities.ts'
import { CLASSIFICATIONS, ROLES, type Role } from '#wire/vocabulary.ts'
import { type Asking, allowed, EXPECTED_ACTIONS, needsPurpose, policyAllows } from './expected.ts'
import { actionsOf, attributesOf, type Dimension, jsonOf, type Mutant, mutantsOf } from './policies.ts'

const policies = readPolicies(capabilities.map(({ policy }) => policy))
const parsed = new Map(Object.entries(policies).map(([id, text]) => [id, jsonOf(text)]))
const purposeRules = new Map(
  capabilities.flatMap(({ actions }) => actions.map(({ name, purpose }) => [name as string, purpose === 'required'] as const)),
)

const others = ROLES.filter((role) => role !== 'administrator')
/** None, each alone, who runs the node with each other role, and two that are often held together. */
const ROLE_SETS: readonly (readonly Role[])[] = [
  [],
  ...ROLES.map((role) => [role]),
  ...others.map((role): Role[] => ['administrator', role]),
  ['desk', 'supervisor'],
  ['supervisor', 'data-protection'],
]
const UNITS = ['own', 'other', 'none'] as const
const LEVELS = [0, 1, 2] as const
const CHANNELS: readonly Channel[] = ['page', 'api', 'stream', 'export']
const BOTH = [true, false]

/** All combinations for one action; a dimension that is not listed keeps to its first value. */
function* askings(action: string, listed: ReadonlySet<Dimension> | 'all' = 'all'): Generator<Asking> {
  const of = <T>(dimension: Dimension, values: readonly T[]) => (listed === 'all' || listed.has(dimension) ? values : values.slice(0, 1))
  for (const roles of of('roles', ROLE_SETS))
    for (const own_member of of('own_member', BOTH))
      for (const unit of of('unit', UNITS))
        for (const classification of of('classification', LEVELS))
          for (const clearance of of('clearance', LEVELS))
            for (const channel of of('channel', CHANNELS))
              for (const has_purpose of of('has_purpose', BOTH))
                yield { action, roles, own_member, unit, classification, clearance, channel, has_purpose }
}

const UNIT = 'drugs'
function decide(access: Access, { action, roles, own_member, unit, classification, clearance, channel, has_purpose }: Asking): boolean {
  const officer: Officer = { id: 'o', name: 'o', member: 'esp', unit: UNIT, roles, clearance, language: 'en' }
  const on: ClassAttributes = {
    kind: action.split('.')[0]!,
    member: own_member ? 'esp' : 'mar',
    unit: { own: UNIT, other: 'ports', none: '' }[unit],
    classification: CLASSIFICATIONS[classification]!,
  }
  return access.decide(officer, action, on, { purpose: has_purpose ? 'investigation' : null, channel }).allowed
}

/** The policies that can bear on an action; Cedar passes over all others by their scope. */
const bearingOn = (action: string) => Object.keys(policies).filter((id) => actionsOf(parsed.get(id)!).includes(action))
const dimensionsOf = (action: string) => attributesOf(bearingOn(action).map((id) => parsed.get(id)!))
const keyOf = (asking: Asking, dimensions: ReadonlySet<Dimension>) =>
  [...dimensions].map((dimension) => String(asking[dimension])).join('|')

const told = ({ action, roles, own_member, unit, classification, clearance, channel, has_purpose }: Asking) =>
  `${action} by ${roles.join('+') || 'nobody'}, clearance ${clearance}, ${channel}, ${has_purpose ? 'with' : 'no'} purpose, ` +
  `on ${own_member ? 'own' : "another member's"}, ${CLASSIFICATIONS[classification]}, unit ${unit}`

/** What Cedar says of an action in every asking it can tell apart, by the key of the asking. */
interface Decided {
  readonly action: string
  readonly dimensions: ReadonlySet<Dimension>
  readonly answers: ReadonlyMap<string, boolean>
}

let questions = 0
let access: Access
const decided = new Map<string, Decided>()

beforeAll(() => {
  access = createAccess(policies)
  // actions that the same policies name, and no policy tells apart, are decided alike: Cedar is asked once for all of them
  const alike = Map.groupBy(EXPECTED_ACTIONS, (action) => bearingOn(action).join(' '))
  for (const [ids, actions] of alike) {
    const dimensions = dimensionsOf(actions[0]!)
    const few = createAccess(
      Object.fromEntries(
        ids
          .split(' ')
          .filter(Boolean)
          .map((id) => [id, policies[id]!]),
      ),
    )
    const answers = new Map<string, boolean>()
    for (const asking of askings(actions[0]!, dimensions)) {
      answers.set(keyOf(asking, dimensions), decide(few, asking))
      questions += 1
    }
    for (const action of actions) decided.set(action, { action, dimensions, answers })
  }
}, 120_000)

describe('every asking', () => {
  test('the table has every action of the product, and none besides', () => {
    const asked = new Set([...purposeRules.keys(), ...[...parsed.values()].flatMap(actionsOf)])
    expect([...EXPECTED_ACTIONS]).toEqual([...asked].sort())
  })

  test('the door asks for a purpose where the table does', () => {
    expect([...purposeRules].filter(([name, required]) => required !== needsPurpose(name))).toEqual([])
  })

  test('role × action × member × unit × classification × clearance × purpose × channel: as the table says', () => {
    let count = 0
    const red: string[] = []
    for (const action of EXPECTED_ACTIONS) {
      const { dimensions, answers } = decided.get(action)!
      for (const asking of askings(action)) {
        count += 1
        const is_allowed = answers.get(keyOf(asking, dimensions))! && (asking.has_purpose || !purposeRules.get(action))
        if (is_allowed !== allowed(asking)) red.push(`${is_allowed ? 'allowed' : 'denied'}: ${told(asking)}`)
      }
    }
    console.log(`access: ${count} askings of ${EXPECTED_ACTIONS.length} actions compared, over ${questions} questions to Cedar`)
    expect(summary(red)).toEqual([])
    expect(count).toBeGreaterThan(500_000)
  })

  test('the product itself, all policies together, answers the same on a spread of them', () => {
    let count = 0
    const red: string[] = []
    for (const [i, action] of EXPECTED_ACTIONS.entries()) {
      let place = i
      for (const asking of askings(action)) {
        place += 1
        // a step that shares no factor with the sizes of the dimensions walks through all of their values
        if (place % 1_009 !== 0) continue
        count += 1
        const { dimensions, answers } = decided.get(action)!
        if (decide(access, asking) !== answers.get(keyOf(asking, dimensions))) red.push(told(asking))
      }
    }
    expect(count).toBeGreaterThan(500)
    expect(red).toEqual([])
  })
})

/** Many cells of one action tell one story. */
const summary = (red: readonly string[]) =>
  [...Map.groupBy(red, (one) => one.split(' by ')[0]!)].map(([action, all]) => `${action}: ${all.length} cells, as ${all[0]}`)

describe('each policy without each of its pieces', () => {
  /** Whether the table notices: an asking that was right becomes wrong. */
  function isNoticed({ policy, text, bears_on }: Mutant): boolean {
    for (const action of bears_on) {
      const ids = bearingOn(action)
      const set = Object.fromEntries(ids.flatMap((id) => (id !== policy ? [[id, policies[id]!]] : text === undefined ? [] : [[id, text]])))
      const mutated = createAccess(set)
      const { dimensions, answers } = decided.get(action)!
      for (const asking of nearest(action, dimensions)) {
        const before = answers.get(keyOf(asking, dimensions))!
        if (before === policyAllows(asking) && decide(mutated, asking) !== before) return true
      }
    }
    return false
  }

  const orders = new Map<string, Asking[]>()
  /** The askings of an action, those next to the border between allowed and denied first: there a lost piece shows. */
  function nearest(action: string, dimensions: ReadonlySet<Dimension>): Asking[] {
    const known = orders.get(action)
    if (known) return known
    const all = [...askings(action, dimensions)]
    const permitted = all.filter(policyAllows)
    const distance = (a: Asking, b: Asking) => [...dimensions].filter((dimension) => a[dimension] !== b[dimension]).length
    const border = (asking: Asking) => (policyAllows(asking) ? 1 : Math.min(9, ...permitted.map((one) => distance(asking, one))))
    const order = Map.groupBy(all, border)
    const sorted = [...order.keys()].sort().flatMap((key) => order.get(key)!)
    orders.set(action, sorted)
    return sorted
  }

  describe.each(Object.keys(policies))('%s', (id) => {
    test('is missed, whole and piece by piece', () => {
      const mutants = mutantsOf(id, policies[id]!)
      expect(mutants.length).toBeGreaterThan(0)
      expect(mutants.filter((mutant) => !isNoticed(mutant)).map(({ without }) => without)).toEqual([])
    })
  })

  test('how many', () => {
    const all = Object.entries(policies).flatMap(([id, text]) => mutantsOf(id, text))
    console.log(`access: ${all.length} policies with one piece less, of ${Object.keys(policies).length} policies`)
    expect(all.length).toBeGreaterThan(200)
  })
})
