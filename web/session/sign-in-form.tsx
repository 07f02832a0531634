// Name, password and code; or, on a demonstration node only, one click on a listed officer.
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useView } from '../api/hooks.ts'
import { useTerm } from '../language/term.ts'
import { Banner } from '../pieces/banner.tsx'
import { RefusalBanner } from '../pieces/refusal-banner.tsx'
import style from './sign-in.module.css'

/** The ways to sign in that the node offers. */
export function SignInForm({ onSignedIn, name: known }: { onSignedIn: () => unknown; name?: string }) {
  const { t } = useTranslation('session')
  const { term } = useTerm()
  const options = useView('session.options', {})
  const signIn = useAct('session.sign-in', { touches: [] })
  const demonstration = useAct('session.demonstration', { touches: [] })
  const [name, setName] = useState(known ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [missing, setMissing] = useState(false)

  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim() || !password || code.length !== 6) return setMissing(true)
    setMissing(false)
    const done = await signIn.run({ name: name.trim(), password, code })
    setCode('')
    if (done !== undefined) await onSignedIn()
  }
  const officers = options.data?.officers ?? []
  const needed = (empty: boolean) => (missing && empty ? t('needed') : undefined)
  return (
    <div className={style.ways}>
      {options.data?.demonstration && officers.length > 0 && (
        <section aria-labelledby="demonstration-officers">
          <Banner tone="warning" title={t('demonstration')}>
            {t('demonstration_why')}
          </Banner>
          <h2 className={style.subtitle} id="demonstration-officers">
            {t('as')}
          </h2>
          <ul className={style.officers}>
            {officers.map((officer) => (
              <li key={officer.id}>
                <button
                  type="button"
                  className={style.officer}
                  disabled={demonstration.running}
                  onClick={async () => {
                    if ((await demonstration.run({ officer: officer.id })) !== undefined) await onSignedIn()
                  }}
                >
                  <span className={style.who}>
                    <bdi dir="auto">{officer.name}</bdi>
                  </span>
                  <span className={style.role}>{term('role', officer.role)}</span>
                  <span className={style.unit}>
                    <bdi dir="auto">{officer.unit}</bdi>
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <RefusalBanner error={demonstration.error} />
          <p className={style.or}>{t('or')}</p>
        </section>
      )}
      <form onSubmit={send} className={style.form} noValidate>
        <TextInput
          label={t('name')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          dir="auto"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={needed(!name.trim())}
        />
        <PasswordInput
          label={t('password')}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={needed(!password)}
          visibilityToggleButtonProps={{ 'aria-label': t('show_password') }}
        />
        <TextInput
          label={t('code')}
          description={t('code_hint')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          dir="ltr"
          maxLength={6}
          classNames={{ input: style.code! }}
          value={code}
          onChange={(event) => setCode(digitsOf(event.currentTarget.value))}
          error={needed(code.length !== 6)}
        />
        <RefusalBanner error={signIn.error} />
        <Button type="submit" size="md" loading={signIn.running} fullWidth>
          {t('sign_in')}
        </Button>
      </form>
      {options.data?.oidc && (
        <Button component="a" href="/api/session/oidc" variant="default" size="md" fullWidth>
          {t('oidc', { name: options.data.oidc.name })}
        </Button>
      )}
      <RefusalBanner error={options.error} onRetry={options.reload} />
    </div>
  )
}

/** The digits of what was typed, Arabic ones as Latin. */
export function digitsOf(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15)).replace(/\D/g, '')
}
