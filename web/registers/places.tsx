// The places of the registers and the words that several of them use.
import { useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import type { Role } from '../api/actions.ts'
import { useSession } from '../session/session.tsx'
import style from './registers.module.css'

const PLACES: readonly { path: string; word: string; roles: readonly Role[] }[] = [
  { path: '/registers', word: 'records', roles: ['desk', 'analyst', 'supervisor'] },
  { path: '/registers/reviews', word: 'reviews', roles: ['desk', 'analyst', 'supervisor'] },
  { path: '/registers/hits', word: 'hits', roles: ['desk', 'analyst', 'supervisor', 'data-protection'] },
  { path: '/registers/imports', word: 'imports', roles: ['desk', 'supervisor'] },
  { path: '/registers/sharing', word: 'sharing', roles: ['desk', 'analyst', 'supervisor', 'data-protection'] },
  { path: '/registers/thresholds', word: 'thresholds', roles: ['desk', 'analyst', 'supervisor', 'data-protection', 'administrator'] },
  { path: '/registers/measurements', word: 'measurements', roles: ['supervisor', 'data-protection', 'administrator'] },
]

/** The places that this officer may go to. */
export function usePlaces() {
  const { has } = useSession()
  return PLACES.filter(({ roles }) => has(...roles))
}

/** The way between the places. */
export function Places() {
  const { t } = useTranslation('registers')
  const [path] = useLocation()
  const places = usePlaces()
  const nav = useRef<HTMLElement>(null)
  // on a telephone the row is longer than the screen
  useEffect(() => {
    // newer browsers answer with a promise, which is no way to end an effect
    void nav.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [])
  return (
    <nav ref={nav} className={style.places} aria-label={t('places.label')}>
      {places.map(({ path: to, word }) => (
        <Link
          key={to}
          href={to}
          className={style.place!}
          aria-current={path === to || (to !== '/registers' && path.startsWith(`${to}/`)) ? 'page' : undefined}
        >
          {t(`places.${word}`)}
        </Link>
      ))}
    </nav>
  )
}

/** The word for why something is not as it should be; a code without one is shown as it is. */
export function useReason(): (code: string) => string {
  const { t } = useTranslation('registers')
  return useCallback((code: string) => t(`reason.${code}`, { defaultValue: code }), [t])
}

/** The word for a field. */
export function useFieldName(): (field: string) => string {
  const { t } = useTranslation('registers')
  return useCallback((field: string) => t(`field.${field}`, { defaultValue: field }), [t])
}
