// Before anything else: the one-time password that an administrator handed over is replaced by one's own.
import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../pieces/banner.tsx'
import { useWindowTitle } from '../pieces/page.tsx'
import { LanguageRow } from './language-row.tsx'
import { PasswordForm } from './password-form.tsx'
import { useSession, useSessionHandle } from './session.tsx'
import style from './sign-in.module.css'

export default function FirstPassword() {
  const { t } = useTranslation('session')
  const { officer, node } = useSession()
  const { signOut } = useSessionHandle()
  const [changed, setChanged] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useWindowTitle(t('first_title'))
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <div className={style.page}>
      <header className={style.head}>
        <span className={style.brand}>
          <img src="/mark.svg" width="28" height="28" alt="" />
          <bdi>Portolan</bdi>
        </span>
        <LanguageRow />
      </header>
      <main className={style.main}>
        <h1 className={style.title} tabIndex={-1} ref={heading}>
          {t('first_title')}
        </h1>
        <p className={style.node}>
          <bdi dir="auto">{officer.name}</bdi> · <bdi dir="auto">{node.name}</bdi>
        </p>
        {changed ? (
          <div className={style.ways}>
            <Banner tone="good" title={t('password_changed')}>
              {t('password_changed_why')}
            </Banner>
            <Button size="md" onClick={() => void signOut()}>
              {t('sign_in_again')}
            </Button>
          </div>
        ) : (
          <div className={style.ways}>
            <p style={{ margin: 0 }}>{t('first_why')}</p>
            <PasswordForm onChanged={() => setChanged(true)} />
            <Button variant="subtle" onClick={() => void signOut()}>
              {t('first_later')}
            </Button>
          </div>
        )}
      </main>
    </div>
  )
}
