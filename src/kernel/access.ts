/** Who may do what: decisions by Cedar policies that a lawyer can read, and the access classes that cut lists in the SQL. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { CLASSIFICATIONS, type Purpose } from '#wire/vocabulary.ts'
import type { Channel, ClassAttributes, Officer } from './capability.ts'
import type { Reader, Writer } from './database/port.ts'
import { sql } from './database/sql.ts'
import { patiently } from './wasm-tiering.ts'

const { policySetTextToParts, preparsePolicySet, statefulIsAuthorized } = patiently(
  () => createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs') as typeof import('@cedar-policy/cedar-wasm/nodejs'),
)

export interface Circumstances {
  readonly purpose: Purpose | null
  readonly channel: Channel
}

export interface Decision {
  readonly allowed: boolean
  /** Ids of the policies that decided. */
  readonly policies: readonly string[]
}

export interface Access {
  decide(officer: Officer, action: string, on: ClassAttributes, circumstances: Circumstances): Decision
  /** The access classes on which the officer may do the action. */
  classes(reading: Reader, officer: Officer, action: string, circumstances: Circumstances): Promise<readonly number[]>
  /** The id of a class, made at first use. */
  classOf(writing: Writer, attributes: ClassAttributes): Promise<number>
}

const MAX_CLASSES = 2_000
let made = 0

/** Reads and parses the policies; throws TypeError where one does not parse. */
export function readPolicies(files: readonly URL[]): Record<string, string> {
  const policies: Record<string, string> = {}
  for (const file of files) {
    const parts = policySetTextToParts(readFileSync(file, 'utf8'))
    if (parts.type === 'failure') throw new TypeError(`${file.pathname}: ${parts.errors.map(({ message }) => message).join('; ')}`)
    for (const text of parts.policies) {
      const id = /@id\("([a-z0-9.-]+)"\)/.exec(text)?.[1]
      if (!id || id in policies) throw new TypeError(`${file.pathname}: a policy has no id of its own: ${text.slice(0, 80)}`)
      policies[id] = text
    }
  }
  return policies
}

export function createAccess(policies: Record<string, string>): Access {
  const set = `portolan-${++made}`
  const parsed = preparsePolicySet(set, { staticPolicies: policies })
  if (parsed.type === 'failure') throw new TypeError(parsed.errors.map(({ message }) => message).join('; '))
  const ids = new Map<string, number>()
  const decided = new Map<string, Decision>()

  function decide(officer: Officer, action: string, on: ClassAttributes, { purpose, channel }: Circumstances): Decision {
    const question = JSON.stringify([
      officer.member,
      officer.unit,
      officer.roles,
      officer.clearance,
      action,
      on.kind,
      on.member,
      on.unit,
      on.classification,
      purpose,
      channel,
    ])
    const known = decided.get(question)
    if (known) return known
    const principal = { type: 'Officer', id: 'asking' }
    const resource = { type: 'Thing', id: 'asked' }
    const answer = statefulIsAuthorized({
      principal,
      action: { type: 'Action', id: action },
      resource,
      context: { purpose: purpose ?? '', channel, own: on.member === officer.member },
      preparsedPolicySetId: set,
      entities: [
        {
          uid: principal,
          attrs: { roles: [...officer.roles], unit: officer.unit, member: officer.member, clearance: officer.clearance },
          parents: [],
        },
        {
          uid: resource,
          attrs: { kind: on.kind, member: on.member, unit: on.unit, classification: CLASSIFICATIONS.indexOf(on.classification) },
          parents: [],
        },
      ],
    })
    if (answer.type === 'failure') throw new TypeError(answer.errors.map(({ message }) => message).join('; '))
    const { diagnostics } = answer.response
    // a policy that could not be evaluated must not be passed over: a forbid among them would be lost
    const allowed = answer.response.decision === 'allow' && diagnostics.errors.length === 0
    const decision = { allowed, policies: diagnostics.reason }
    if (decided.size >= 20_000) decided.clear()
    decided.set(question, decision)
    return decision
  }

  return {
    decide,

    async classes(reading, officer, action, circumstances) {
      const all = await reading.many<ClassAttributes & { id: number }>(
        sql`select id, kind, member, classification, unit from access_class order by id limit ${MAX_CLASSES}`,
      )
      return all.filter((one) => decide(officer, action, one, circumstances).allowed).map(({ id }) => id)
    },

    async classOf(writing, { kind, member, classification, unit }) {
      const spelled = JSON.stringify([kind, member, classification, unit])
      const known = ids.get(spelled)
      if (known !== undefined) return known
      await writing.run(
        sql`insert into access_class (kind, member, classification, unit) values (${kind}, ${member}, ${classification}, ${unit}) on conflict do nothing`,
      )
      const { id } = await writing.one<{ id: number }>(
        sql`select id from access_class where kind = ${kind} and member = ${member} and classification = ${classification} and unit = ${unit}`,
      )
      writing.afterCommit(() => ids.set(spelled, id))
      return id
    },
  }
}
