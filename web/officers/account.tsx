// One account: what it may do, its tokens, and what can be changed about it.
import { Button, Textarea } from '@mantine/core'
import { IconArrowLeft, IconKey, IconPencil, IconUserCheck, IconUserOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useAct, useView } from '../api/hooks.ts'
import { LANGUAGE_NAMES } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Banner, Confirm, DateTime, Facts, Loading, Mono, Page, RefusalBanner, Section } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { AccountForm, type Fields } from './account-form.tsx'
import { type AccountRow, StandingMark } from './accounts.tsx'
import { useFault } from './faults.tsx'
import style from './officers.module.css'
import { CLEARANCES, changeNeedsTwo } from './powers.ts'
import { TokenSection } from './token-section.tsx'

export function Account({ id }: { id: string }) {
  const { t } = useTranslation('officers')
  const view = useView('officers.read-one', { id })
  const { data } = view
  return (
    <Page
      title={data ? <bdi dir="auto">{data.name}</bdi> : t('account')}
      windowTitle={data?.name ?? t('account')}
      lead={
        <Link href="/officers" className={style.back!}>
          <IconArrowLeft size={18} className="mirror" aria-hidden="true" /> {t('back')}
        </Link>
      }
    >
      {data ? <Known account={data} /> : view.error ? <RefusalBanner error={view.error} onRetry={view.reload} /> : <Loading />}
    </Page>
  )
}

type Doing = 'change' | 'reset' | 'disable' | 'enable'

function Known({ account }: { account: AccountRow }) {
  const { t } = useTranslation('officers')
  const { term } = useTerm()
  const { officer, has } = useSession()
  const [doing, setDoing] = useState<Doing | undefined>()
  const [said, setSaid] = useState<string | undefined>()
  const own = account.id === officer.id
  const may = has('administrator') && !own
  const done = (words?: string) => {
    setDoing(undefined)
    setSaid(words)
  }
  return (
    <>
      {said && <Banner tone="good" title={said} actions={<Link href="/officers/changes">{t('part.changes')}</Link>} />}
      {own && has('administrator') && <Banner title={t('own.title')}>{t('own.why')}</Banner>}
      <Section
        title={t('account')}
        actions={
          may && (
            <>
              <Button variant="default" size="xs" leftSection={<IconPencil size={16} />} onClick={() => setDoing('change')}>
                {t('change')}
              </Button>
              <Button variant="default" size="xs" leftSection={<IconKey size={16} />} onClick={() => setDoing('reset')}>
                {t('reset.act')}
              </Button>
              {account.disabled ? (
                <Button variant="default" size="xs" leftSection={<IconUserCheck size={16} />} onClick={() => setDoing('enable')}>
                  {t('enable.act')}
                </Button>
              ) : (
                <Button variant="default" size="xs" leftSection={<IconUserOff size={16} />} onClick={() => setDoing('disable')}>
                  {t('disable.act')}
                </Button>
              )}
            </>
          )
        }
      >
        {doing === 'change' ? (
          <Change account={account} onDone={done} />
        ) : (
          <Facts
            items={[
              [t('field.standing'), <StandingMark key="s" account={account} />],
              [t('field.sign_in_name'), <Mono key="n">{account.sign_in_name}</Mono>],
              [
                t('field.unit'),
                <bdi key="u" dir="auto">
                  {account.unit}
                </bdi>,
              ],
              [t('field.roles'), account.roles.map((role) => term('role', role)).join(' · ')],
              [t('field.clearance'), term('classification', CLEARANCES[account.clearance] ?? '')],
              [t('field.language'), <bdi key="l">{LANGUAGE_NAMES[account.language]}</bdi>],
              [
                t('field.oidc_subject'),
                account.oidc_subject && (
                  <Mono key="o" breaks>
                    {account.oidc_subject}
                  </Mono>
                ),
              ],
              [t('field.signed_in_at'), account.signed_in_at ? <DateTime key="i" at={account.signed_in_at} /> : t('never')],
              [t('field.created_at'), <DateTime key="c" at={account.created_at} />],
              [t('field.changed_at'), <DateTime key="g" at={account.changed_at} />],
              [t('field.reset_at'), account.reset_at && <DateTime key="r" at={account.reset_at} />],
            ]}
          />
        )}
      </Section>
      <TokenSection account={account} may={has('administrator')} onProposed={() => setSaid(t('two.proposed'))} />
      {doing === 'reset' && <Reset account={account} onDone={done} />}
      {(doing === 'disable' || doing === 'enable') && <Standing account={account} what={doing} onDone={done} />}
    </>
  )
}

function Change({ account, onDone }: { account: AccountRow; onDone: (said?: string) => void }) {
  const { t } = useTranslation('officers')
  const change = useAct('officers.change-one')
  const propose = useAct('officers.propose-change')
  const before = { ...account, oidc_subject: account.oidc_subject ?? '' }
  const submit = async (fields: Fields, reason: string | undefined) => {
    const { name, unit, roles, clearance, language } = fields
    const next = { name, unit, roles, clearance, language, oidc_subject: fields.oidc_subject || null }
    const { id, version } = account
    if (reason !== undefined) {
      if (await propose.run({ kind: 'change', id, version, change: next, reason })) onDone(t('two.proposed'))
    } else if (await change.run({ id, version, ...next })) onDone()
  }
  return (
    <AccountForm
      initial={before}
      needsTwo={(fields) => changeNeedsTwo(account, { ...fields, oidc_subject: fields.oidc_subject || null, disabled: account.disabled })}
      submit={t('save')}
      running={change.running || propose.running}
      error={change.error ?? propose.error}
      onSubmit={(fields, reason) => void submit(fields, reason)}
      onCancel={() => onDone()}
    />
  )
}

function Reset({ account, onDone }: { account: AccountRow; onDone: (said?: string) => void }) {
  const { t } = useTranslation('officers')
  const propose = useAct('officers.propose-change')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <Confirm
      open
      title={t('reset.title', { name: account.name })}
      happens={[t('reset.old'), t('reset.sessions'), t('two.why')]}
      seenBy={[t('reset.seen_two')]}
      act={t('two.propose')}
      running={propose.running}
      error={propose.error}
      onClose={() => onDone()}
      onConfirm={async () => {
        setTried(true)
        if (reason.trim() === '') return
        if (await propose.run({ kind: 'reset', id: account.id, reason: reason.trim() })) onDone(t('two.proposed'))
      }}
    >
      <Textarea
        label={t('two.reason')}
        description={t('two.reason_hint')}
        withAsterisk
        dir="auto"
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={tried && reason.trim() === '' ? t('fault.reason') : undefined}
      />
    </Confirm>
  )
}

function Standing({ account, what, onDone }: { account: AccountRow; what: 'disable' | 'enable'; onDone: (said?: string) => void }) {
  const { t } = useTranslation('officers')
  const change = useAct('officers.change-one')
  const propose = useAct('officers.propose-change')
  const { banner } = useFault(change.error ?? propose.error)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const disabled = what === 'disable'
  const two = changeNeedsTwo(account, { ...account, disabled })
  return (
    <Confirm
      open
      title={t(`${what}.title`, { name: account.name })}
      happens={disabled ? [t('disable.sessions'), t('disable.stays')] : [t('enable.what'), ...(two ? [t('two.why')] : [])]}
      seenBy={[t('disable.seen')]}
      act={two ? t('two.propose') : t(`${what}.act`)}
      danger={disabled}
      running={change.running || propose.running}
      onClose={() => onDone()}
      onConfirm={async () => {
        const { id, version } = account
        if (two) {
          setTried(true)
          if (reason.trim() === '') return
          if (await propose.run({ kind: 'change', id, version, change: { disabled }, reason: reason.trim() })) onDone(t('two.proposed'))
        } else if (await change.run({ id, version, disabled })) onDone()
      }}
    >
      {two && (
        <Textarea
          label={t('two.reason')}
          withAsterisk
          dir="auto"
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && reason.trim() === '' ? t('fault.reason') : undefined}
        />
      )}
      {banner}
    </Confirm>
  )
}
