// Changing one's own password; all sessions end with it, so signing in again is the next step.
import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { RefusalBanner } from '../pieces/refusal-banner.tsx'
import style from './sign-in.module.css'

/** As the node demands it. */
const LEAST = 12

export function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const { t } = useTranslation('session')
  const change = useAct('officers.change-password', { touches: [] })
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [fault, setFault] = useState<{ field: 'current' | 'next' | 'again'; why: string } | undefined>()
  const at = (field: 'current' | 'next' | 'again') =>
    fault?.field === field ? t(`password_fault.${fault.why}`, { least: LEAST }) : undefined

  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (!current) return setFault({ field: 'current', why: 'missing' })
    if ([...next].length < LEAST) return setFault({ field: 'next', why: 'too-short' })
    if (next !== again) return setFault({ field: 'again', why: 'differs' })
    setFault(undefined)
    const output = await change.run({ current, next })
    if (!output) return
    if (output.changed) return onChanged()
    setFault({ field: output.reason === 'current' ? 'current' : 'next', why: output.reason ?? 'too-simple' })
  }
  const toggle = { 'aria-label': t('show_password') }
  return (
    <form className={style.form} onSubmit={send} noValidate>
      <PasswordInput
        label={t('password_current')}
        name="current-password"
        autoComplete="current-password"
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        error={at('current')}
        visibilityToggleButtonProps={toggle}
      />
      <PasswordInput
        label={t('password_next')}
        description={t('password_hint', { least: LEAST })}
        name="new-password"
        autoComplete="new-password"
        value={next}
        onChange={(event) => setNext(event.currentTarget.value)}
        error={at('next')}
        visibilityToggleButtonProps={toggle}
      />
      <PasswordInput
        label={t('password_again')}
        name="new-password-again"
        autoComplete="new-password"
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
        error={at('again')}
        visibilityToggleButtonProps={toggle}
      />
      <RefusalBanner error={change.error} />
      <Button type="submit" size="md" loading={change.running}>
        {t('password_change')}
      </Button>
    </form>
  )
}
