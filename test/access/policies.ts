/** The policies as the test handles them: which actions each names, what each decision can depend on, and each with one piece taken away. */
import { type Expr, type PolicyJson, policyToJson, policyToText } from '@cedar-policy/cedar-wasm/nodejs'

export const jsonOf = (text: string): PolicyJson => {
  const answer = policyToJson(text)
  if (answer.type === 'failure') throw new TypeError(answer.errors.map(({ message }) => message).join('; '))
  return answer.json
}
const textOf = (policy: PolicyJson): string => {
  const answer = policyToText(policy)
  if (answer.type === 'failure') throw new TypeError(answer.errors.map(({ message }) => message).join('; '))
  return answer.text
}

/** The actions that a policy names; throws TypeError for one that names none, for it would bear on all. */
export function actionsOf({ action }: PolicyJson): readonly string[] {
  const named = [...JSON.stringify(action).matchAll(/"id":"([^"]+)"/g)].map(([, name]) => name!)
  if (named.length === 0) throw new TypeError('a policy names no action')
  return named
}

/** What policies ask of an asking, as `principal.unit`; throws TypeError for what the table does not know. */
export function attributesOf(policies: readonly PolicyJson[]): ReadonlySet<Dimension> {
  const said = JSON.stringify(policies.map(({ conditions }) => conditions)).matchAll(
    /\{"\.":\{"left":\{"Var":"(\w+)"\},"attr":"(\w+)"\}\}/g,
  )
  return new Set(
    [...said].flatMap(([, variable, attribute]) => {
      const dimensions = DIMENSIONS[`${variable}.${attribute}`]
      if (!dimensions) throw new TypeError(`the table of expected decisions does not know ${variable}.${attribute}`)
      return dimensions
    }),
  )
}

export type Dimension = 'roles' | 'own_member' | 'unit' | 'classification' | 'clearance' | 'has_purpose' | 'channel'
const DIMENSIONS: Record<string, readonly Dimension[]> = {
  'principal.roles': ['roles'],
  'principal.unit': ['unit'],
  'resource.unit': ['unit'],
  'principal.clearance': ['clearance'],
  'resource.classification': ['classification'],
  'principal.member': ['own_member'],
  'resource.member': ['own_member'],
  'context.own': ['own_member'],
  'context.purpose': ['has_purpose'],
  'context.channel': ['channel'],
}

export interface Mutant {
  readonly policy: string
  /** What was taken away, in words. */
  readonly without: string
  /** The policy's text, or `undefined` where all of it is gone. */
  readonly text: string | undefined
  /** The actions whose decisions can differ. */
  readonly bears_on: readonly string[]
}

/** A policy without each single piece: all of it, each action, each role, each conjunct, each alternative. */
export function mutantsOf(policy: string, text: string): Mutant[] {
  const json = jsonOf(text)
  const without = (what: string, mutated: PolicyJson, bears_on = actionsOf(json)): Mutant => ({
    policy,
    without: what,
    text: textOf(mutated),
    bears_on,
  })
  return [
    { policy, without: 'all of it', text: undefined, bears_on: actionsOf(json) },
    ...withoutAction(json).map(([action, mutated]) => without(action, mutated, [action])),
    ...json.conditions.flatMap((clause, i) =>
      pruned(clause.body).map(([what, body]) =>
        without(what, { ...json, conditions: json.conditions.map((one, j) => (i === j ? { ...one, body } : one)) }),
      ),
    ),
  ]
}

function withoutAction(json: PolicyJson): [string, PolicyJson][] {
  const { action } = json
  if (action.op !== 'in' || !('entities' in action)) return []
  const { entities } = action
  return entities.map((_, i) => [actionsOf(json)[i]!, { ...json, action: { ...action, entities: entities.filter((_, j) => j !== i) } }])
}

const TRUE: Expr = { Value: true }
type Pair = { readonly left: Expr; readonly right: Expr }
type Pruned = readonly [string, Expr]

/** The expression with one piece taken away, in every way: a conjunct becomes true, an alternative is gone, a set loses one element. */
function pruned(expression: Expr): Pruned[] {
  const pieces = expression as Record<string, unknown>
  if ('&&' in pieces) {
    const { left, right } = pieces['&&'] as Pair
    return [
      ...conjunct(left, right, (one) => ({ '&&': { left: one, right } })),
      ...conjunct(right, left, (one) => ({ '&&': { left, right: one } })),
    ]
  }
  if ('||' in pieces) {
    const { left, right } = pieces['||'] as Pair
    return [
      ...alternative(left, right, (one) => ({ '||': { left: one, right } })),
      ...alternative(right, left, (one) => ({ '||': { left, right: one } })),
    ]
  }
  if ('containsAny' in pieces) {
    const { left, right } = pieces.containsAny as Pair
    const { Set: roles } = right as { Set: Expr[] }
    return [
      whole(expression),
      ...roles.map(
        (role, i): Pruned => [
          `the role ${JSON.stringify(role)}`,
          { containsAny: { left, right: { Set: roles.filter((_, j) => j !== i) } } },
        ],
      ),
    ]
  }
  return [whole(expression)]
}

const whole = (expression: Expr): Pruned => [`the condition ${JSON.stringify(expression)}`, TRUE]

function conjunct(one: Expr, rest: Expr, around: (one: Expr) => Expr): Pruned[] {
  const is_chain = '&&' in (one as object)
  return pruned(one).map(([what, mutated]) => [what, !is_chain && isTrue(mutated) ? rest : around(mutated)])
}

/** A condition alone in an alternative cannot be taken away without opening it to all; with it goes the alternative as well. */
function alternative(one: Expr, rest: Expr, around: (one: Expr) => Expr): Pruned[] {
  return [[`the alternative ${JSON.stringify(one)}`, rest], ...pruned(one).map(([what, mutated]): Pruned => [what, around(mutated)])]
}

const isTrue = (expression: Expr) => 'Value' in (expression as object) && (expression as { Value: unknown }).Value === true
