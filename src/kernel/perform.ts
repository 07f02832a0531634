/** The one door for people: validates, authorises, runs in a transaction, and journals the outcome, refusals included. */

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Static, TSchema } from 'typebox'
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { Refusal } from '#wire/refusal.ts'
import type { Purpose } from '#wire/vocabulary.ts'
import { send } from './applying.ts'
import type { Act, Action, Channel, ClassAttributes, Later, Officer, View } from './capability.ts'
import type { Writer } from './database/port.ts'
import { newId } from './identity.ts'
import { mattersOf } from './matters.ts'
import { networksOf } from './networks.ts'
import type { Node } from './node.ts'
import { askPartner } from './post/ask.ts'
import { digester, sealing, settledDooms, unsealing } from './sealing.ts'

export interface Caller {
  readonly officer: Officer
  /** Id of the session or the token, for the journal. */
  readonly session: string
  readonly purpose: Purpose | null
  readonly place: string | null
  readonly channel: Channel
}

export interface Door {
  actions(): readonly Action[]
  /** Performs an action by name; throws Refusal. The output is released only once its journal entry is committed. */
  perform(name: string, input: unknown, caller: Caller): Promise<unknown>
  /** Resolves when all work left by acts is done. */
  idle(): Promise<void>
}

const MAX_AFTERWARDS = 256
/** What the same session is shown again within this time is the same reading. */
const SAME_READING_MS = 3_600_000
const KEPT_READINGS = 10_000

export function createDoor(node: Node): Door {
  const actions = new Map(node.capabilities.flatMap((capability) => capability.actions.map((action) => [action.name as string, action])))
  const validatorOf = inputValidators()
  const afterwards = new Set<Promise<void>>()
  const readings = recentReadings()

  async function perform(name: string, input: unknown, caller: Caller): Promise<unknown> {
    const action = actions.get(name)
    if (!action) throw new Refusal('action.unknown', { inside: name })
    let valid = false
    try {
      validate(validatorOf(action), input)
      valid = true
      if (action.purpose === 'required' && caller.purpose === null) throw new Refusal('purpose.missing')
      return action.kind === 'act' ? await runAct(action, input, caller) : await runView(action, input, caller)
    } catch (thrown) {
      const refusal = thrown instanceof Refusal ? thrown : undefined
      if (!refusal) node.report('action.failed', { action: name, inside: thrown instanceof Error ? thrown.stack : String(thrown) })
      await journalRefusal(action, caller, refusal, valid ? action.subject?.(input as never, undefined) : undefined)
      throw refusal ?? new Refusal('node.failed', { inside: name })
    }
  }

  async function runAct(action: Action, input: unknown, caller: Caller): Promise<unknown> {
    const left: ((later: Later) => Promise<void>)[] = []
    const ready = action.prepare && (await prepared(action, input, caller))
    const output = await node.database.transaction(async (writing) => {
      left.length = 0
      const view = viewOf(writing, caller)
      const on = await resourceOf(action, input, view)
      const policies = demand(action.name, on, caller)
      const output = await action.run(input as Static<TSchema>, actOf(writing, view, caller, left, ready))
      await settledDooms(writing)
      await node.journal.append(
        writing,
        eventOf(action, caller, 'done', action.subject?.(input as Static<TSchema>, output) ?? `${on.kind}:${on.member}`, policies),
      )
      return output
    })
    for (const work of left) runAfterwards(work, action, caller)
    return output
  }

  async function runView(action: Action, input: unknown, caller: Caller): Promise<unknown> {
    let noted = false
    const noting = () => {
      noted = true
    }
    const view = { ...viewOf(node.database, caller), note: noting }
    const on = await resourceOf(action, input, view)
    const policies = demand(action.name, on, caller)
    const output = await action.run(input as Static<TSchema>, view as Act)
    const reading = noted
      ? { of: digestOf(caller.session, caller.officer.id, action.name, input), shown: digestOf(output), now: view.now }
      : undefined
    if (action.journal === 'always' || (reading && readings.isNew(reading))) {
      const subject = action.subject?.(input as Static<TSchema>, output) ?? `${on.kind}:${on.member}`
      await node.database.transaction((writing) => node.journal.append(writing, eventOf(action, caller, 'done', subject, policies)))
      if (reading) readings.keep(reading)
    }
    return output
  }

  const resourceOf = async (action: Action, input: unknown, view: View): Promise<ClassAttributes> =>
    (await action.on?.(input as Static<TSchema>, view)) ?? {
      kind: action.name.split('.')[0]!,
      member: view.officer.member,
      classification: 'unclassified',
      unit: '',
    }

  function demand(action: string, on: ClassAttributes, { officer, purpose, channel }: Caller): readonly string[] {
    const { allowed, policies } = node.access.decide(officer, action, on, { purpose, channel })
    if (!allowed) throw new Refusal('access.denied', { inside: `${action} on ${on.kind} of ${on.member}` })
    return policies
  }

  function viewOf(reading: View['reading'], caller: Caller): View {
    const { officer, purpose, channel } = caller
    const view: View = {
      officer,
      purpose,
      channel,
      now: node.clock.now(),
      reading,
      vault: { ...unsealing(node), digest: digester(node) },
      networks: networksOf(node.peers, officer.member),
      matters: mattersOf(node.capabilities, () => view),
      demonstration: node.demonstration,
      classes: (action) => node.access.classes(reading, officer, action, { purpose, channel }),
      note() {},
      async demand(action, on) {
        demand(action, on, caller)
      },
    }
    return view
  }

  /** Nobody makes the node work who may not do the act; the transaction asks again. */
  async function prepared(action: Action, input: unknown, caller: Caller): Promise<unknown> {
    const view = viewOf(node.database, caller)
    demand(action.name, await resourceOf(action, input, view), caller)
    return action.prepare?.(input as Static<TSchema>, view)
  }

  function actOf(writing: Writer, view: View, { officer }: Caller, left: ((later: Later) => Promise<void>)[], ready: unknown): Act {
    return {
      ...view,
      ready,
      writing,
      vault: sealing(node, writing),
      newId: () => newId(view.now),
      classOf: (attributes) => node.access.classOf(writing, attributes),
      send: (draft) => send(node, writing, { network: draft.network, member: view.networks.own(draft.network) }, draft),
      async record(event, subject, detail) {
        await node.journal.append(writing, { event, actor: officer.id, subject, ...(detail && { detail }) })
      },
      afterwards(work) {
        if (afterwards.size + left.length >= MAX_AFTERWARDS)
          throw new Refusal('call.busy', { inside: 'work left by acts', retry_after_s: 2 })
        left.push(work)
      },
    }
  }

  function runAfterwards(work: (later: Later) => Promise<void>, action: Action, { officer, session, purpose }: Caller) {
    const later: Later = {
      now: () => node.clock.now(),
      networks: networksOf(node.peers, officer.member),
      ask: (draft) =>
        askPartner(
          node,
          { network: draft.network, member: networksOf(node.peers, officer.member).own(draft.network) },
          { ...draft, ...(purpose && !draft.purpose && { purpose }) },
        ),
      tell: (topic) => node.bells.ring(topic),
      transaction: (inner) =>
        node.database.transaction(async (writing) => {
          const done = await inner(writing, sealing(node, writing))
          await settledDooms(writing)
          return done
        }),
    }
    const running: Promise<void> = work(later)
      .catch((failure: unknown) =>
        node.report('afterwards.failed', {
          action: action.name,
          session,
          inside: failure instanceof Error ? failure.stack : String(failure),
        }),
      )
      .finally(() => afterwards.delete(running))
    afterwards.add(running)
  }

  async function journalRefusal(action: Action, caller: Caller, refusal: Refusal | undefined, subject = 'none') {
    const event = eventOf(action, caller, refusal ? 'refused' : 'failed', subject, [])
    await node.database
      .transaction((writing) =>
        node.journal.append(writing, { ...event, detail: { ...event.detail, code: refusal?.code ?? 'node.failed' } }),
      )
      .catch((failure: unknown) => node.report('journal.failed', { inside: String(failure) }))
  }

  return {
    actions: () => [...actions.values()],
    perform,
    async idle() {
      while (afterwards.size > 0) await Promise.all(afterwards)
    },
  }
}

interface Reading {
  /** Who read what, and what was shown: digests, so that nothing of either stays in memory. */
  readonly of: string
  readonly shown: string
  readonly now: Date
}

const digestOf = (...values: readonly unknown[]): string => hex(sha256(utf8(JSON.stringify(values))))

/** What each session was shown last; a restart forgets it, which costs an entry too many and none too few. */
function recentReadings() {
  const known = new Map<string, { shown: string; at: number }>()
  return {
    isNew({ of, shown, now }: Reading): boolean {
      const before = known.get(of)
      return before?.shown !== shown || now.getTime() - before.at >= SAME_READING_MS
    },
    keep({ of, shown, now }: Reading) {
      known.delete(of)
      known.set(of, { shown, at: now.getTime() })
      if (known.size > KEPT_READINGS) known.delete(known.keys().next().value!)
    },
  }
}

const eventOf = (
  action: Action,
  { officer, session, purpose, place, channel }: Caller,
  outcome: 'done' | 'refused' | 'failed',
  subject: string,
  policies: readonly string[],
) => ({
  event: action.name,
  actor: officer.id,
  subject,
  outcome,
  detail: { session, member: officer.member, unit: officer.unit, purpose, place, channel, policy: policies.join(' ') || null },
})

/**
 * The same rules as for partners: nothing is coerced, completed or dropped. Each is compiled at first use, which spares a start a second; that
 * all of them are schemas is asked by test/capability-contract.test.ts.
 */
function inputValidators(): (action: Action) => ValidateFunction {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    coerceTypes: false,
    removeAdditional: false,
    useDefaults: false,
    validateFormats: false,
    validateSchema: false,
  })
  const compiled = new Map<string, ValidateFunction>()
  return ({ name, input }) => {
    const validator = compiled.get(name) ?? ajv.compile(input)
    compiled.set(name, validator)
    return validator
  }
}

function validate(validator: ValidateFunction, input: unknown) {
  if (!isPlain(input)) throw new Refusal('input.malformed', { details: [{ path: '', reason: 'holds U+0000 or half a character' }] })
  if (validator(input)) return
  const details = (validator.errors ?? []).slice(0, 20).map(({ instancePath, message, params }) => ({
    path: 'missingProperty' in params ? `${instancePath}/${params.missingProperty}` : instancePath,
    reason: message ?? 'invalid',
  }))
  throw new Refusal('input.malformed', { details })
}

/** U+0000 and lone surrogates are refused at every door: neither database nor signature could hold them. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed()
  if (Array.isArray(value)) return value.every(isPlain)
  if (typeof value === 'object' && value !== null) return Object.entries(value).every(([key, inner]) => isPlain(key) && isPlain(inner))
  return true
}
