// An address that leads nowhere, or nowhere for this officer.
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { EmptyState } from '../pieces/empty-state.tsx'
import { Page } from '../pieces/page.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Page title={t('missing.title')}>
      <EmptyState title={t('missing.what')} actions={<Link href="/">{t('missing.home')}</Link>}>
        {t('missing.why')}
      </EmptyState>
    </Page>
  )
}
