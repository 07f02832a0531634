// The tokens of one account, and giving it a further one.
import { Button, Checkbox, Modal, Textarea, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { useTerm } from '../language/term.ts'
import { Banner, DateField, Section } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import type { AccountRow } from './accounts.tsx'
import { useFault } from './faults.tsx'
import style from './officers.module.css'
import { TokenTable } from './token-table.tsx'

type Props = { account: AccountRow; may: boolean; onProposed: () => void }

export function TokenSection(props: Props) {
  const { t } = useTranslation('officers')
  const [giving, setGiving] = useState(false)
  return (
    <Section
      title={t('part.tokens')}
      flush
      actions={
        props.may &&
        !props.account.disabled && (
          <Button variant="default" size="xs" leftSection={<IconPlus size={16} />} onClick={() => setGiving(true)}>
            {t('token.give')}
          </Button>
        )
      }
    >
      <TokenTable officer={props.account.id} />
      {giving && <Give {...props} onClose={() => setGiving(false)} />}
    </Section>
  )
}

const DAY_MS = 86_400_000
/** The longest that the node gives. */
const MOST_DAYS = 366
const USUAL_DAYS = 180

function Give({ account, onProposed, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation('officers')
  const { t: shell } = useTranslation()
  const { term } = useTerm()
  const { purposes: all } = useSession()
  const propose = useAct('officers.propose-change')
  const { at, banner } = useFault(propose.error)
  const [label, setLabel] = useState('')
  const [roles, setRoles] = useState(account.roles)
  const [purposes, setPurposes] = useState<typeof all>([])
  const [until, setUntil] = useState<string | undefined>(() => new Date(Date.now() + USUAL_DAYS * DAY_MS).toISOString().slice(0, 10))
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const days = until ? (Date.parse(`${until}T23:59:59`) - Date.now()) / DAY_MS : 0
  const wrong = {
    label: label.trim() === '',
    roles: roles.length === 0,
    purposes: purposes.length === 0,
    until: !(days > 0 && days <= MOST_DAYS),
    reason: reason.trim() === '',
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.values(wrong).some(Boolean)) return
    const token = { label: label.trim(), roles, purposes, expires_at: new Date(`${until}T23:59:59`).toISOString() }
    if (!(await propose.run({ kind: 'token', id: account.id, token, reason: reason.trim() }))) return
    onProposed()
    onClose()
  }
  const fault = (field: keyof typeof wrong) => (tried && wrong[field] ? t(`fault.${field}`) : undefined)
  const toggle = <T,>(list: readonly T[], one: T, on: boolean): T[] => (on ? [...list, one] : list.filter((other) => other !== one))
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<strong>{t('token.give')}</strong>}
      closeButtonProps={{ 'aria-label': shell('page.close') }}
    >
      <form className={style.form} onSubmit={send} noValidate>
        <p className={style.flat}>{t('token.give_what', { name: account.name })}</p>
        <TextInput
          data-autofocus
          label={t('token.label')}
          description={t('token.label_hint')}
          withAsterisk
          dir="auto"
          maxLength={100}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          error={fault('label') ?? at('/token/label')}
        />
        <fieldset className={style.roles}>
          <legend>{t('field.roles')}</legend>
          {account.roles.map((role) => (
            <Checkbox
              key={role}
              label={term('role', role)}
              checked={roles.includes(role)}
              onChange={(event) => setRoles(toggle(roles, role, event.currentTarget.checked))}
            />
          ))}
          {fault('roles') && <p className={style.bad}>{fault('roles')}</p>}
        </fieldset>
        <fieldset className={style.roles}>
          <legend>{t('token.purposes')}</legend>
          {all.map((purpose) => (
            <Checkbox
              key={purpose}
              label={term('purpose', purpose)}
              checked={purposes.includes(purpose)}
              onChange={(event) => setPurposes(toggle(purposes, purpose, event.currentTarget.checked))}
            />
          ))}
          {fault('purposes') && <p className={style.bad}>{fault('purposes')}</p>}
        </fieldset>
        <DateField label={t('token.expires')} required value={until} onChange={setUntil} error={fault('until') ?? at('/expires_at')} />
        <Banner title={t('two.title')}>{t('two.why')}</Banner>
        <Textarea
          label={t('two.reason')}
          description={t('two.reason_hint')}
          withAsterisk
          dir="auto"
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fault('reason')}
        />
        {banner}
        <div className={style.buttons}>
          <Button type="submit" loading={propose.running}>
            {t('two.propose')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {shell('page.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
