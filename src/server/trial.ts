/** What tests of the server stand on: real officers in a real database behind a small door of three actions. */
import { randomBytes } from 'node:crypto'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { LightMyRequestResponse } from 'fastify'
import Type from 'typebox'
import { type Act, type Action, act, view } from '#kernel/capability.ts'
import { newId } from '#kernel/identity.ts'
import { addToken } from '#kernel/officers/index.ts'
import { openTrial, TRIAL_PASSWORD } from '#kernel/officers/trial.ts'
import type { Caller, Door } from '#kernel/perform.ts'
import { Refusal } from '#wire/refusal.ts'
import type { Purpose, Role } from '#wire/vocabulary.ts'
import { createServer } from './app.ts'
import type { Parts } from './parts.ts'

const closed = { additionalProperties: false }

const writeOne = act({
  name: 'notes.write-one',
  summary: 'Writes a note',
  purpose: 'required',
  journal: 'always',
  input: Type.Object({ text: Type.String({ maxLength: 2_000_000 }), purpose: Type.Optional(Type.String({ maxLength: 40 })) }, closed),
  output: Type.Object({ id: Type.String(), by: Type.String() }, closed),
  refusals: ['quota.exceeded'],
  async run({ text }, { officer }) {
    if (text === 'break') throw new TypeError('a secret from inside')
    if (text === 'later') throw new Refusal('quota.exceeded', { inside: 'a secret from inside', retry_after_s: 7 })
    return { id: '1', by: officer.id }
  },
})

const findMany = view({
  name: 'notes.find-many',
  summary: 'Finds notes',
  purpose: 'none',
  journal: 'refusals',
  input: Type.Object(
    {
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      open: Type.Optional(Type.Boolean()),
      words: Type.Optional(Type.String({ pattern: '^[a-z0-9]{1,100}$' })),
      kinds: Type.Optional(Type.Array(Type.Enum(['a', 'b']), { maxItems: 2 })),
    },
    closed,
  ),
  output: Type.Object({ asked: Type.Unknown(), roles: Type.Array(Type.String()) }, closed),
  async run(asked, { officer }) {
    return { asked, roles: [...officer.roles] }
  },
})

/** What it takes names persons: never in an address. */
const search = view({
  name: 'notes.search',
  summary: 'Searches notes by words',
  purpose: 'none',
  journal: 'always',
  input: Type.Object({ words: Type.String({ maxLength: 100 }) }, closed),
  output: Type.Object({ asked: Type.String() }, closed),
  async run({ words }) {
    return { asked: words }
  },
})

export async function openServerTrial(more: Partial<Parts> = {}) {
  const trial = await openTrial()
  const journal: { event: string; subject: string; detail: Record<string, unknown> }[] = []
  const reports: { event: string; fields: Record<string, unknown> | undefined }[] = []
  const performed: { name: string; input: unknown; caller: Caller }[] = []
  const answers: { text: string }[] = []
  const bells = new Map<string, Set<() => void>>()

  const readAnswers = view({
    name: 'checks.read-answers',
    summary: 'Reads the answers to a check',
    purpose: 'none',
    journal: 'refusals',
    input: Type.Object(
      { check: Type.String({ pattern: '^[a-z0-9-]{1,64}$' }), after: Type.Optional(Type.Integer({ minimum: 0 })) },
      closed,
    ),
    output: Type.Object(
      { rows: Type.Array(Type.Object({ text: Type.String() })), after: Type.Integer(), complete: Type.Boolean() },
      closed,
    ),
    async run({ check, after = 0 }) {
      if (check === 'unknown') throw new Refusal('thing.unknown')
      return { rows: answers.slice(after), after: answers.length, complete: answers.at(-1)?.text === 'last' }
    },
  })

  const actions = [writeOne, findMany, search, readAnswers] as unknown as readonly Action[]
  const ajv = new Ajv2020({ strict: false })
  const validators = new Map(actions.map((action) => [action.name as string, ajv.compile(action.input)]))
  const door: Door = {
    actions: () => actions,
    async perform(name, input, caller) {
      performed.push({ name, input, caller })
      const action = actions.find((one) => one.name === name)
      if (!action) throw new Refusal('action.unknown')
      if (!validators.get(name)!(input)) throw new Refusal('input.malformed', { details: [{ path: '/', reason: 'schema' }] })
      if (action.purpose === 'required' && caller.purpose === null) throw new Refusal('purpose.missing')
      return action.run(input as never, caller as unknown as Act)
    },
    idle: async () => {},
  }

  const parts: Parts = {
    node: { id: 'esp', name: 'Spain', version: '0.1.0', demonstration: false, members: ['esp'] },
    faces: 'both',
    now: () => trial.clock.now(),
    door,
    sessions: trial.sessions,
    networks: { all: () => [{ network: 'euromed', title: 'EuroMed Police', own: 'esp' }] },
    async journal(event, subject, detail) {
      journal.push({ event, subject, detail })
    },
    subscribe(topic, wake) {
      const set = bells.get(topic) ?? new Set()
      bells.set(topic, set.add(wake))
      return () => set.delete(wake)
    },
    health: async () => ({ state: 'serving' }),
    report: (event, fields) => {
      reports.push({ event, fields })
    },
    ...more,
  }
  const app = createServer(parts)

  /** A page of this node, with the cookie it was given. */
  function page() {
    let cookie = ''
    const call = async (method: 'GET' | 'POST', url: string, body?: unknown, headers: Record<string, string> = {}) => {
      const answer = await app.inject({
        method,
        url,
        headers: {
          host: 'localhost:8400',
          ...(cookie ? { cookie } : {}),
          ...(method === 'POST' ? { 'x-portolan': '1', 'content-type': 'application/json' } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const set = answer.cookies.find(({ name }) => name === 'portolan-esp')
      if (set) cookie = set.value === '' ? '' : `portolan-esp=${set.value}`
      return answer
    }
    return {
      get: (url: string, headers?: Record<string, string>) => call('GET', url, undefined, headers),
      post: (url: string, body: unknown = {}, headers?: Record<string, string>) => call('POST', url, body, headers),
      get cookie() {
        return cookie
      },
      set cookie(value) {
        cookie = value
      },
    }
  }

  return {
    ...trial,
    app,
    parts,
    journal,
    reports,
    performed,
    answers,
    page,
    ring(topic: string) {
      for (const wake of bells.get(topic) ?? []) wake()
    },
    listeners: (topic: string) => bells.get(topic)?.size ?? 0,
    async signedIn(name: string, roles: readonly Role[] = ['desk']) {
      const officer = await trial.officer({ sign_in_name: name, roles })
      const own = page()
      const answer = await own.post('/api/session/sign-in', { name, password: TRIAL_PASSWORD, code: officer.code() })
      if (answer.statusCode !== 200) throw new TypeError(answer.body)
      return { ...own, page: own, id: officer.id, code: officer.code }
    },
    async token(officer: string, roles: readonly Role[], purposes: readonly Purpose[]) {
      const now = trial.clock.now()
      const expires_at = new Date(now.getTime() + 3_600_000)
      return trial.database.transaction((writing) =>
        addToken({ writing, now }, newId(now), { officer, label: 'gates', roles, purposes, expires_at, created_by: officer }),
      )
    },
    async close() {
      await app.close()
      await trial.close()
    },
  }
}

export const codeIn = (answer: LightMyRequestResponse): string => (answer.json() as { error?: { code: string } }).error?.code ?? 'none'
export const chance = (bytes: number): Uint8Array => randomBytes(bytes)
