// The places of the lists, and the words that several of them use.
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { TabLinks } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'

/** The way between one's own lists, those of the unit, and those of the member; who may go there. */
export function Places() {
  const { t } = useTranslation('screening')
  const { has } = useSession()
  const links = [
    ...(has('desk', 'analyst', 'supervisor') ? [{ href: '/screening', label: t('places.own') }] : []),
    ...(has('supervisor') ? [{ href: '/screening/unit', label: t('places.unit') }] : []),
    ...(has('data-protection') ? [{ href: '/screening/member', label: t('places.member') }] : []),
  ]
  return <TabLinks label={t('places.label')} links={links} />
}

/** The word for why something is not as it should be; a code without one is shown as it is. */
export function useReason(): (code: string) => string {
  const { t } = useTranslation('screening')
  return useCallback((code: string) => t(`reason.${code}`, { defaultValue: code }), [t])
}

export function useFieldName(): (field: string) => string {
  const { t } = useTranslation('screening')
  return useCallback((field: string) => t(`field.${field}`, { defaultValue: field }), [t])
}
