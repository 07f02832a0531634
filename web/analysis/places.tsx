// The places of the charts, and the words that several of them use.
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { TabLinks } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'

export function Places() {
  const { t } = useTranslation('analysis')
  const { has } = useSession()
  const links = [
    ...(has('analyst', 'supervisor') ? [{ href: '/analysis', label: t('places.unit') }] : []),
    ...(has('data-protection') ? [{ href: '/analysis/member', label: t('places.member') }] : []),
  ]
  return <TabLinks label={t('places.label')} links={links} />
}

/** The word for why something is not as it should be; a code without one is shown as it is. */
export function useReason(): (code: string) => string {
  const { t } = useTranslation('analysis')
  return useCallback((code: string) => t(`reason.${code}`, { defaultValue: code }), [t])
}
export function useFieldName(): (field: string) => string {
  const { t } = useTranslation('analysis')
  return useCallback((field: string) => t(`field.${field}`, { defaultValue: field }), [t])
}
