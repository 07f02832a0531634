// My account: who I am here, in which language, and changing the password.
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useView } from '../api/hooks.ts'
import { LANGUAGE_NAMES, LANGUAGES, type Language, useLanguage } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Banner } from '../pieces/banner.tsx'
import { countryName } from '../pieces/country-name.tsx'
import { DateTime } from '../pieces/date-time.tsx'
import { Mono } from '../pieces/mono.tsx'
import { Facts, Page, Section } from '../pieces/page.tsx'
import { RefusalBanner } from '../pieces/refusal-banner.tsx'
import { PasswordForm } from './password-form.tsx'
import { useSession, useSessionHandle } from './session.tsx'

const CLEARANCES = ['unclassified', 'restricted', 'confidential'] as const

export default function MyAccount() {
  const { t } = useTranslation('session')
  const { term } = useTerm()
  const { officer } = useSession()
  const { signOut } = useSessionHandle()
  const { language, choose } = useLanguage()
  const own = useView('officers.read-own', {})
  const change = useAct('officers.change-language', { touches: ['officers.read-own'] })
  const [changed, setChanged] = useState(false)
  return (
    <Page title={t('account')} lead={t('account_lead')} width="narrow">
      <Section title={t('account_facts')}>
        <Facts
          items={[
            [
              t('account_name'),
              <bdi key="n" dir="auto">
                {officer.name}
              </bdi>,
            ],
            [t('name'), own.data && <Mono key="s">{own.data.sign_in_name}</Mono>],
            [t('account_member'), <bdi key="m">{countryName(officer.member)}</bdi>],
            [
              t('account_unit'),
              <bdi key="u" dir="auto">
                {officer.unit}
              </bdi>,
            ],
            [t('account_roles'), officer.roles.map((role) => term('role', role)).join(' · ')],
            [t('account_clearance'), term('classification', CLEARANCES[officer.clearance as 0 | 1 | 2])],
            [t('account_last'), own.data?.signed_in_at && <DateTime key="l" at={own.data.signed_in_at} />],
          ]}
        />
        <RefusalBanner error={own.error} onRetry={own.reload} />
      </Section>
      <Section title={t('account_language')}>
        <NativeSelect
          label={t('account_language')}
          description={t('account_language_why')}
          value={language}
          onChange={(event) => {
            const next = event.currentTarget.value as Language
            void choose(next)
            void change.run({ language: next })
          }}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />
        <RefusalBanner error={change.error} />
      </Section>
      <Section title={t('password_change')}>
        {changed ? (
          <Banner
            tone="good"
            title={t('password_changed')}
            actions={
              <Button size="xs" onClick={() => void signOut()}>
                {t('sign_in_again')}
              </Button>
            }
          >
            {t('password_changed_why')}
          </Banner>
        ) : (
          <PasswordForm onChanged={() => setChanged(true)} />
        )}
      </Section>
    </Page>
  )
}
