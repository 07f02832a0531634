// The parts of coincidences, and the names of the teams that they are of.
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { TabLinks } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'

export function Places() {
  const { t } = useTranslation('coincidences')
  const { has } = useSession()
  const works = has('desk', 'analyst', 'supervisor')
  const links = [
    ...(works
      ? [
          { href: '/coincidences', label: t('places.open') },
          { href: '/coincidences/settled', label: t('places.settled') },
          { href: '/coincidences/compared', label: t('places.compared') },
        ]
      : []),
    ...(has('supervisor', 'data-protection') ? [{ href: '/coincidences/counts', label: t('places.counts') }] : []),
  ]
  return <TabLinks label={t('places.label')} links={links} />
}

/** The teams of the own unit, newest first. */
export function useTeams() {
  const { has } = useSession()
  return useView('operations.find-spaces', { limit: 200, offset: 0 }, { enabled: has('desk', 'analyst', 'supervisor') })
}

export const teamOf = (matter: string): string | undefined => (matter.startsWith('space:') ? matter.slice('space:'.length) : undefined)

export const unitOf = (matter: string): string | undefined =>
  matter.startsWith('register:') ? matter.slice('register:'.length) : undefined

/** The title of a matter as the officer may see it. */
export function useMatterName(): (matter: string) => { text: string; language: string } | undefined {
  const { data } = useTeams()
  return useCallback((matter) => data?.spaces.find(({ id }) => id === teamOf(matter))?.title ?? undefined, [data])
}

/** What of a team can be compared. */
export const THINGS = { kinds: ['person', 'object'] as ('person' | 'object')[], limit: 1_000, offset: 0 }

export function nameOfThing({ fields }: Output<'operations.find-things'>['things'][number]): string {
  const value = (fields.full_name ?? fields.identifier)?.value
  return typeof value === 'object' && 'name' in value ? value.name : typeof value === 'string' ? value : '…'
}
