// Who is signed in: known to all pages, kept when the session ends in the middle of work.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { CurrentSession, Role } from '../api/actions.ts'
import { act, onExpiry, onSessionEnded, RefusalError, view } from '../api/client.ts'
import { forget, refresh } from '../api/hooks.ts'
import { preferLanguage } from '../language/index.ts'
import { setPerson } from '../pieces/preference.ts'
import { forgetSearches } from '../pieces/searches.ts'

export type SessionState =
  | { status: 'unknown'; error?: RefusalError }
  | { status: 'out' }
  /** `ended`: the page stays, but somebody has to sign in again before anything is sent. */
  | { status: 'in'; session: CurrentSession; ended: boolean }

type Handle = {
  state: SessionState
  /** Reads the session again: after signing in, to keep it alive, or after a loss. Answers whether the node was reached. */
  reload: () => Promise<boolean>
  signOut: () => Promise<void>
  /** Takes the session as the node answered it. */
  update: (session: CurrentSession) => void
  /** Asks for signing in again over the page. */
  renew: () => void
}

const Context = createContext<Handle | undefined>(undefined)

/** Keeps the session for the pages inside. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<SessionState>({ status: 'unknown' })
  const officer = useRef<string | undefined>(undefined)

  const reload = useCallback(async () => {
    try {
      const session = await view('session.current', {})
      // another person at this device starts from an empty page
      if (officer.current && officer.current !== session.officer.id) {
        location.assign('/')
        return true
      }
      // what the node refused while nobody was signed in is read again
      if (officer.current) refresh('')
      officer.current = session.officer.id
      setPerson(session.officer.id)
      preferLanguage(session.officer.language)
      setState({ status: 'in', session, ended: false })
      return true
    } catch (error) {
      const refusal = error instanceof RefusalError ? error : new RefusalError('page.failed', String(error), 0)
      const over = refusal.status === 401
      setState((old) =>
        old.status === 'in' ? { ...old, ended: old.ended || over } : over ? { status: 'out' } : { status: 'unknown', error: refusal },
      )
      return refusal.status !== 0
    }
  }, [])

  const signOut = useCallback(async () => {
    try {
      await act('session.sign-out', {})
    } finally {
      forget()
      forgetSearches()
      officer.current = undefined
      setState({ status: 'out' })
    }
  }, [])

  const update = useCallback((session: CurrentSession) => setState((old) => (old.status === 'in' ? { ...old, session } : old)), [])

  const renew = useCallback(() => setState((old) => (old.status === 'in' ? { ...old, ended: true } : old)), [])

  useEffect(() => {
    void reload()
    const stops = [
      onSessionEnded(renew),
      onExpiry((expires_at) =>
        setState((old) =>
          old.status === 'in' && old.session.expires_at !== expires_at ? { ...old, session: { ...old.session, expires_at } } : old,
        ),
      ),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [reload, renew])

  const handle = useMemo(() => ({ state, reload, signOut, update, renew }), [state, reload, signOut, update, renew])
  return <Context value={handle}>{children}</Context>
}

/** The session and what can be done with it. */
export function useSessionHandle(): Handle {
  const handle = useContext(Context)
  if (!handle) throw new TypeError('outside of SessionProvider')
  return handle
}

/** The signed-in officer, node and purposes. Only for pages, which are not shown without. */
export function useSession(): CurrentSession & { has: (...roles: Role[]) => boolean } {
  const { state } = useSessionHandle()
  if (state.status !== 'in') throw new TypeError('nobody is signed in')
  const { session } = state
  return { ...session, has: (...roles) => roles.some((role) => session.officer.roles.includes(role)) }
}
