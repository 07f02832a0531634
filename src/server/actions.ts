/** The routes of the door: every action is POST /api/<capability>/<verb>; a view that takes nothing but codes is also GET, with its input as the query. */
import type { FastifyInstance } from 'fastify'
import type { Action } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import { PURPOSES } from '#wire/vocabulary.ts'
import { callerOf, mayState, sessionOf } from './callers.ts'
import type { Parts } from './parts.ts'
import { inputFrom, isAddressable, type Query } from './query.ts'

/** `exchange.open-request` is at /api/exchange/open-request. */
export const addressOf = (name: string): string => `/api/${name.replace('.', '/')}`

/** What a one-time password opens. */
const BEFORE_CHANGE: readonly string[] = ['officers.change-password', 'officers.read-own']

export function serveActions(api: FastifyInstance, { door }: Parts): void {
  for (const action of door.actions()) {
    api.route({
      method: isRead(action) ? ['GET', 'POST'] : 'POST',
      exposeHeadRoute: false,
      url: addressOf(action.name),
      handler: async (request, reply) => {
        const session = sessionOf(request)
        if (session.change_password && !BEFORE_CHANGE.includes(action.name)) throw passwordFirst()
        const input = request.method === 'GET' ? inputFrom(request.query as Query, action.input) : (request.body ?? {})
        const caller = callerOf(request)
        const { purpose } = input as { purpose?: unknown }
        mayState(session, purpose)
        // an act that states its own purpose is done for that one; in a view it may be a filter
        const stated = action.kind === 'act' ? PURPOSES.find((one) => one === purpose) : undefined
        const output = await door.perform(action.name, input, stated ? { ...caller, purpose: stated } : caller)
        return reply.header('cache-control', 'no-store').send(output ?? {})
      },
    })
  }
}

export const passwordFirst = () => new Refusal('access.denied', { details: [{ path: '', reason: 'change-password' }] })

/** Whether an action can be called by an address alone. */
export const isRead = (action: Action): boolean => action.kind === 'view' && isAddressable(action.input)
