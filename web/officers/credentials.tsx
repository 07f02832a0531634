// One half of new credentials, shown once: plain enough to be read out and typed. The other half is another administrator's.
import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner, Facts, Mono } from '../pieces/index.ts'
import style from './officers.module.css'

export type Shown = {
  name: string
  sign_in_name?: string | undefined
  password?: string | undefined
  totp_uri?: string | undefined
  token_start?: string | undefined
  token_end?: string | undefined
}

/** The secret of an `otpauth://` address in groups of four. */
export const secretIn = (uri: string): string => (new URL(uri).searchParams.get('secret') ?? '').replace(/(.{4})(?=.)/g, '$1 ')

export function Credentials({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  const { t } = useTranslation('officers')
  const isToken = shown.token_start !== undefined || shown.token_end !== undefined
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<strong>{t(isToken ? 'credentials.token_title' : 'credentials.title', { name: shown.name })}</strong>}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <div className={style.form}>
        <Banner tone="warning" title={t('credentials.once')}>
          {t(isToken ? 'credentials.token_why' : 'credentials.why')}
        </Banner>
        <Facts
          items={[
            [t('field.sign_in_name'), shown.sign_in_name && <Mono key="n">{shown.sign_in_name}</Mono>],
            [
              t('credentials.password'),
              shown.password && (
                <span key="p" className={style.secret}>
                  <Mono breaks>{shown.password}</Mono>
                </span>
              ),
            ],
            [
              t('credentials.secret'),
              shown.totp_uri && (
                <span key="s" className={style.stack}>
                  <span className={style.secret}>
                    <Mono breaks>{secretIn(shown.totp_uri)}</Mono>
                  </span>
                  <span className={style.quiet}>{t('credentials.kind')}</span>
                  <a href={shown.totp_uri}>{t('credentials.open')}</a>
                </span>
              ),
            ],
            ...(['token_start', 'token_end'] as const).map((half): [string, ReactNode] => [
              t(`credentials.${half}`),
              shown[half] && (
                <span key={half} className={style.secret}>
                  <Mono breaks>{shown[half]}</Mono>
                </span>
              ),
            ]),
          ]}
        />
        {!isToken && (
          <ol className={style.steps}>
            <li>{t('credentials.step1')}</li>
            <li>{t('credentials.step2')}</li>
            <li>{t('credentials.step3')}</li>
          </ol>
        )}
        <div className={style.buttons}>
          <Button onClick={onClose} data-autofocus>
            {t('credentials.done')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
