// A new account: made at once, or proposed to a second administrator.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useAct } from '../api/hooks.ts'
import { Page, Section } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { AccountForm, type Fields } from './account-form.tsx'
import { Credentials, type Shown } from './credentials.tsx'
import { addingNeedsTwo } from './powers.ts'

export function AddAccount() {
  const { t } = useTranslation('officers')
  const { officer } = useSession()
  const [, navigate] = useLocation()
  const add = useAct('officers.add-one')
  const propose = useAct('officers.propose-change')
  const [shown, setShown] = useState<(Shown & { id: string }) | undefined>()
  const submit = async ({ oidc_subject, ...fields }: Fields, reason: string | undefined) => {
    const account = { ...fields, ...(oidc_subject && { oidc_subject }) }
    if (reason !== undefined) {
      if (await propose.run({ kind: 'add', account, reason })) navigate('/officers/changes')
      return
    }
    const made = await add.run(account)
    if (made)
      setShown({ id: made.id, name: account.name, sign_in_name: account.sign_in_name, password: made.password, totp_uri: made.totp_uri })
  }
  return (
    <Page title={t('add')} lead={t('add_lead')} width="narrow">
      <Section title={t('form')}>
        <AccountForm
          fresh
          initial={{ sign_in_name: '', name: '', unit: '', roles: [], clearance: 0, language: officer.language, oidc_subject: '' }}
          needsTwo={addingNeedsTwo}
          submit={t('add')}
          running={add.running || propose.running}
          error={add.error ?? propose.error}
          onSubmit={(fields, reason) => void submit(fields, reason)}
          onCancel={() => navigate('/officers')}
        />
      </Section>
      {shown && <Credentials shown={shown} onClose={() => navigate(`/officers/account/${shown.id}`)} />}
    </Page>
  )
}
