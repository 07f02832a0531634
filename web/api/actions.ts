// The actions of a node as the browser sees them: name, kind, what goes in, what comes out.
import type { Static } from 'typebox'
import type { Actions as NodeActions } from '../../src/main/actions-type.ts'
import type { Current, Demonstration, Nothing, Options, Shift, SignIn } from '../../src/server/session-routes.ts'

export type CurrentSession = Static<typeof Current>
export type Role = CurrentSession['officer']['roles'][number]

export type SignInOptions = Static<typeof Options> & {
  /** Whose node this is, where it says so before anybody is signed in. */
  node?: { id: string; name: string }
}

/** What the server itself answers, beside the capabilities' actions. */
interface SessionActions {
  'session.current': { kind: 'view'; input: Static<typeof Nothing>; output: CurrentSession }
  'session.options': { kind: 'view'; input: Static<typeof Nothing>; output: SignInOptions }
  'session.sign-in': { kind: 'act'; input: Static<typeof SignIn>; output: CurrentSession }
  'session.demonstration': { kind: 'act'; input: Static<typeof Demonstration>; output: CurrentSession }
  'session.shift': { kind: 'act'; input: Static<typeof Shift>; output: CurrentSession }
  'session.sign-out': { kind: 'act'; input: Static<typeof Nothing>; output: Static<typeof Nothing> }
}

export type Actions = NodeActions & SessionActions
