// The fields of an account; where they give grave powers, the reason that a second administrator reads.
import { Autocomplete, Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../api/actions.ts'
import type { RefusalError } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Banner } from '../pieces/index.ts'
import { useFault } from './faults.tsx'
import style from './officers.module.css'
import { CLEARANCES, ROLES, UNIT } from './powers.ts'

export type Fields = {
  sign_in_name: string
  name: string
  unit: string
  roles: Role[]
  clearance: number
  language: Language
  oidc_subject: string
}

export type AccountFormProps = {
  initial: Fields
  /** A new account has a name to sign in with; later it stays. */
  fresh?: boolean
  needsTwo: (fields: Fields) => boolean
  /** The word on the button while one administrator is enough. */
  submit: string
  running: boolean
  error: RefusalError | undefined
  /** `reason` is stated exactly where two are needed. */
  onSubmit: (fields: Fields, reason: string | undefined) => void
  onCancel: () => void
}

export function AccountForm({ initial, fresh = false, needsTwo, submit, running, error, onSubmit, onCancel }: AccountFormProps) {
  const { t } = useTranslation('officers')
  const { t: shell } = useTranslation()
  const { term } = useTerm()
  const { at, banner } = useFault(error)
  const colleagues = useView('officers.find-colleagues', { limit: 200 })
  const units = [...new Set(colleagues.data?.rows.map(({ unit }) => unit) ?? [])].sort()
  const [fields, setFields] = useState(initial)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const two = needsTwo(fields)
  const set = (change: Partial<Fields>) => setFields((old) => ({ ...old, ...change }))

  const wrong = {
    sign_in_name: fresh && fields.sign_in_name.trim().length < 2,
    name: fields.name.trim() === '',
    unit: !UNIT.test(fields.unit),
    roles: fields.roles.length === 0,
    reason: two && reason.trim() === '',
  }
  const fault = (field: keyof typeof wrong) =>
    tried && wrong[field] ? t(`fault.${field}`) : (at(`/${field}`) ?? at(`/account/${field}`) ?? at(`/change/${field}`))
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.values(wrong).some(Boolean)) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-error]')?.focus())
      return
    }
    onSubmit(
      { ...fields, sign_in_name: fields.sign_in_name.trim(), name: fields.name.trim(), oidc_subject: fields.oidc_subject.trim() },
      two ? reason.trim() : undefined,
    )
  }
  return (
    <form className={style.form} onSubmit={send} ref={form} noValidate>
      <TextInput
        label={t('field.name')}
        description={t('hint.name')}
        withAsterisk
        dir="auto"
        maxLength={120}
        value={fields.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={fault('name')}
      />
      {fresh && (
        <TextInput
          label={t('field.sign_in_name')}
          description={t('hint.sign_in_name')}
          withAsterisk
          dir="ltr"
          autoCapitalize="none"
          spellCheck={false}
          autoComplete="off"
          maxLength={64}
          value={fields.sign_in_name}
          onChange={(event) => set({ sign_in_name: event.currentTarget.value })}
          error={fault('sign_in_name')}
        />
      )}
      <Autocomplete
        label={t('field.unit')}
        description={t('hint.unit')}
        withAsterisk
        dir="ltr"
        data={units}
        maxLength={32}
        value={fields.unit}
        onChange={(unit) => set({ unit: unit.toLowerCase() })}
        error={fault('unit')}
      />
      <fieldset className={style.roles} aria-invalid={fault('roles') ? 'true' : undefined}>
        <legend>{t('field.roles')}</legend>
        {ROLES.map((role) => (
          <Checkbox
            key={role}
            label={term('role', role)}
            description={t(`role.${role}`)}
            checked={fields.roles.includes(role)}
            onChange={(event) =>
              set({ roles: event.currentTarget.checked ? [...fields.roles, role] : fields.roles.filter((one) => one !== role) })
            }
          />
        ))}
        {fault('roles') && (
          <p className={style.bad} role="alert">
            {fault('roles')}
          </p>
        )}
      </fieldset>
      <NativeSelect
        label={t('field.clearance')}
        description={t('hint.clearance')}
        value={String(fields.clearance)}
        onChange={(event) => set({ clearance: Number(event.currentTarget.value) })}
        data={CLEARANCES.map((code, i) => ({ value: String(i), label: term('classification', code) }))}
      />
      <NativeSelect
        label={t('field.language')}
        value={fields.language}
        onChange={(event) => set({ language: event.currentTarget.value as Language })}
        data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
      <TextInput
        label={t('field.oidc_subject')}
        description={t('hint.oidc_subject')}
        dir="ltr"
        maxLength={200}
        value={fields.oidc_subject}
        onChange={(event) => set({ oidc_subject: event.currentTarget.value })}
        error={at('/oidc_subject')}
      />
      {two && (
        <>
          <Banner title={t('two.title')}>{t('two.why')}</Banner>
          <Textarea
            label={t('two.reason')}
            description={t('two.reason_hint')}
            withAsterisk
            autosize
            minRows={2}
            maxRows={8}
            dir="auto"
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={fault('reason')}
          />
        </>
      )}
      {banner}
      <div className={style.buttons}>
        <Button type="submit" loading={running}>
          {two ? t('two.propose') : submit}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {shell('page.cancel')}
        </Button>
      </div>
    </form>
  )
}
