// Warns before the session ends, and asks to sign in again over the page when it has, so that nothing typed is lost.
import { Button, Modal } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '../api/connection.ts'
import { Banner } from '../pieces/banner.tsx'
import { writeDuration } from '../pieces/date-time.tsx'
import { useNow } from '../pieces/now.ts'
import { useSessionHandle } from '../session/session.tsx'
import { SignInForm } from '../session/sign-in-form.tsx'

const WARN_BEFORE_MS = 5 * 60_000

export function SessionWatch() {
  const { t } = useTranslation('session')
  const { state, reload, signOut } = useSessionHandle()
  const now = useNow()
  const { reachable } = useConnection()
  const [asked, setAsked] = useState('')
  const expires_at = state.status === 'in' ? state.session.expires_at : ''
  const left = expires_at === '' ? Number.POSITIVE_INFINITY : Date.parse(expires_at) - now
  const due = left <= 0
  const ask = useCallback(() => reload().then((reached) => reached && setAsked(expires_at)), [reload, expires_at])
  // other pages may have moved the end: the node is asked before anybody is sent away
  useEffect(() => {
    if (due && reachable) void ask()
  }, [due, reachable, ask])
  if (state.status !== 'in') return null
  // a node that did not prolong the session when asked wants the officer to sign in again
  const over = state.ended || asked === expires_at

  return (
    <>
      {!over && left < WARN_BEFORE_MS && (
        <Banner
          tone="warning"
          title={t('ends', { time: writeDuration(Math.max(left, 60_000)) })}
          actions={
            <Button variant="default" size="xs" onClick={() => void ask()}>
              {t('stay')}
            </Button>
          }
        >
          {t('ends_kept')}
        </Banner>
      )}
      <Modal
        opened={over}
        onClose={() => {}}
        withCloseButton={false}
        closeOnEscape={false}
        closeOnClickOutside={false}
        title={<strong>{t('ended')}</strong>}
      >
        <p style={{ marginBlockStart: 0 }}>{t('ended_kept')}</p>
        <SignInForm onSignedIn={reload} />
        <Button variant="subtle" mt="md" fullWidth onClick={() => void signOut()}>
          {t('leave')}
        </Button>
      </Modal>
    </>
  )
}
