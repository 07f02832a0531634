// A new account, proposed to a second administrator.
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useAct } from '../api/hooks.ts'
import { Page, Section } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { AccountForm, type Fields } from './account-form.tsx'

export function AddAccount() {
  const { t } = useTranslation('officers')
  const { officer } = useSession()
  const [, navigate] = useLocation()
  const propose = useAct('officers.propose-change')
  const submit = async ({ oidc_subject, ...fields }: Fields, reason = '') => {
    const account = { ...fields, ...(oidc_subject && { oidc_subject }) }
    if (await propose.run({ kind: 'add', account, reason })) navigate('/officers/changes')
  }
  return (
    <Page title={t('add')} lead={t('add_lead')} width="narrow">
      <Section title={t('form')}>
        <AccountForm
          fresh
          initial={{ sign_in_name: '', name: '', unit: '', roles: [], clearance: 0, language: officer.language, oidc_subject: '' }}
          needsTwo={() => true}
          submit={t('add')}
          running={propose.running}
          error={propose.error}
          onSubmit={(fields, reason) => void submit(fields, reason)}
          onCancel={() => navigate('/officers')}
        />
      </Section>
    </Page>
  )
}
