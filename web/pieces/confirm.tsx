// Asks once before what cannot be undone: names what will happen, and who will see it.
import { Button, Modal } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { RefusalError } from '../api/client.ts'
import style from './confirm.module.css'
import { RefusalBanner } from './refusal-banner.tsx'

export type ConfirmProps = {
  open: boolean
  title: string
  /** What will happen, one sentence each. */
  happens: readonly ReactNode[]
  /** Who will see it; an empty list says that nobody outside the unit does. */
  seenBy: readonly ReactNode[]
  /** The word on the button: the act itself, never "OK". */
  act: string
  danger?: boolean
  running?: boolean
  error?: RefusalError | undefined
  onConfirm: () => void
  onClose: () => void
  children?: ReactNode
}

/** The question. Focus stands on the way back, so that Enter does no harm. */
export function Confirm({
  open,
  title,
  happens,
  seenBy,
  act,
  danger = false,
  running = false,
  error,
  onConfirm,
  onClose,
  children,
}: ConfirmProps) {
  const { t } = useTranslation()
  const describedBy = useId()
  return (
    <Modal opened={open} onClose={onClose} title={<strong>{title}</strong>} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <div className={style.body} id={describedBy}>
        <div>
          <p className={style.label}>{t('confirm.happens')}</p>
          <ul className={style.list}>
            {happens.map((line, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: fixed sentences
              <li key={i}>{line}</li>
            ))}
          </ul>
        </div>
        <div>
          <p className={style.label}>{t('confirm.seen')}</p>
          <ul className={style.list}>
            {seenBy.length === 0 ? <li>{t('confirm.nobody')}</li> : null}
            {seenBy.map((line, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: fixed names
              <li key={i}>{line}</li>
            ))}
          </ul>
        </div>
        {children}
        <RefusalBanner error={error} />
        <div className={style.buttons}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('confirm.back')}
          </Button>
          <Button {...(danger ? { color: 'red' } : {})} onClick={onConfirm} loading={running} aria-describedby={describedBy}>
            {act}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
