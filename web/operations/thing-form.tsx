// One form for things of every kind: its fields are those of the kind, what is filled in is what is said.
import { Button, Checkbox, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RefusalError } from '../api/client.ts'
import { useAct } from '../api/hooks.ts'
import { WordsField } from '../exchange/fields.tsx'
import { MAX_FILE_BYTES, upload } from '../exchange/files.tsx'
import { useLanguage } from '../language/index.ts'
import { Banner, DateField, RefusalBanner, useMembers, writeSize } from '../pieces/index.ts'
import { hashOf } from './evidence.tsx'
import { type FieldForm, fieldsOf, kindOf } from './kinds.ts'
import style from './operations.module.css'
import { useThingWords, useTitleOf } from './said.tsx'
import { sentOf, type Typed, typedOf } from './typed.ts'
import type { Fields, KindName, Team, Thing, Value } from './types.ts'

export function ThingForm({
  team,
  kind,
  thing,
  begin = {},
  things,
  onClose,
}: {
  team: Team
  kind: KindName
  /** The thing of which more is said; without it a new one. */
  thing?: Thing
  /** What is filled in already. */
  begin?: Readonly<Record<string, Value>>
  /** What fields can point to. */
  things: readonly Thing[]
  onClose: () => void
}) {
  const { t } = useTranslation('operations')
  const { t: shell } = useTranslation()
  const words = useThingWords()
  const { nameOf } = useMembers(team.network)
  const act = useAct('operations.put-things')
  const fields = fieldsOf(kind)
  const operational = kindOf(kind)?.operational ?? false
  const others = team.members.filter((member) => member !== team.own)
  const first = (): Typed =>
    Object.fromEntries(fields.map(([field, { takes }]) => [field, typedOf(thing?.fields[field]?.value ?? begin[field], takes)]))
  const [typed, setTyped] = useState<Typed>(first)
  const [to, setTo] = useState<string[]>(others)
  const [file, setFile] = useState<File | undefined>()
  const [sending, setSending] = useState(false)
  const [unsent, setUnsent] = useState<RefusalError | undefined>()
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const sent = fields.map(([field, { takes, required }]) => {
    const value = sentOf(typed[field], takes)
    const missing = required && value === undefined && !thing
    return { field, takes, required, value, fault: value === null ? t('form.wrong') : missing ? shell('fault.required') : undefined }
  })
  const set: Record<string, Value> = {}
  for (const { field, value } of sent)
    if (value !== undefined && value !== null && JSON.stringify(value) !== JSON.stringify(thing?.fields[field]?.value)) set[field] = value
  const nothing = Object.keys(set).length === 0
  const faulty = sent.some(({ fault }) => fault !== undefined) || (operational && others.length > 0 && to.length === 0)
  const faultFrom = (field: string) => {
    const reason = act.error?.details.find(({ path }) => path === `/things/0/set/${field}`)?.reason
    return reason && t(`fault.${reason.replace(/\W+/g, '_')}`, { defaultValue: t('form.wrong') })
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (faulty || nothing) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
      return
    }
    let attachments: string[] = []
    if (file) {
      setSending(true)
      setUnsent(undefined)
      try {
        attachments = await upload([file])
      } catch (thrown) {
        setUnsent(thrown instanceof RefusalError ? thrown : new RefusalError('page.failed', String(thrown), 0))
        return
      } finally {
        setSending(false)
      }
    }
    const done = await act.run({
      space: team.id,
      things: [{ thing: thing?.id ?? null, kind, set: set as Fields }],
      ...(operational && { to }),
      ...(attachments.length > 0 && { attachments }),
    })
    if (done) onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<strong>{t(thing ? 'thing.change_title' : 'work.add', { kind: words.kind(kind) })}</strong>}
      closeButtonProps={{ 'aria-label': shell('page.close') }}
    >
      <form ref={form} className={style.stack} onSubmit={(event) => void submit(event)} noValidate aria-label={words.kind(kind)}>
        {operational && <Banner tone="info">{t('operational.hint')}</Banner>}
        {kind === 'identity-case' && <Banner tone="info">{t('stops.rule')}</Banner>}
        {kind === 'count' && <Banner tone="info">{t('form.count_hint')}</Banner>}
        {sent.map(({ field, takes, required, fault }) => (
          <FieldInput
            key={field}
            kind={kind}
            field={field}
            takes={takes}
            required={required === true && !thing}
            value={typed[field]}
            onChange={(value) => setTyped((old) => ({ ...old, [field]: value }))}
            error={(tried ? fault : undefined) ?? faultFrom(field)}
            team={team}
            things={things}
          />
        ))}
        {kind === 'evidence' && !thing && (
          <EvidenceFile
            onFile={(chosen, hash) => {
              setFile(chosen)
              if (hash) setTyped((old) => ({ ...old, sha256: hash }))
            }}
          />
        )}
        {operational && others.length > 0 && (
          <Checkbox.Group
            label={t('operational.to')}
            withAsterisk
            value={to}
            onChange={setTo}
            error={tried && to.length === 0 ? shell('fault.required') : undefined}
          >
            <div className={style.choices}>
              {others.map((member) => (
                <Checkbox key={member} value={member} label={nameOf(member)} />
              ))}
            </div>
          </Checkbox.Group>
        )}
        {tried && nothing && !faulty && <Banner tone="warning" title={t('form.nothing_changed')} />}
        <RefusalBanner error={unsent ?? act.error} />
        <div className={style.row}>
          <Button type="submit" loading={act.running || sending}>
            {t('save')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {shell('page.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function FieldInput({
  kind,
  field,
  takes,
  required,
  value,
  onChange,
  error,
  team,
  things,
}: {
  kind: string
  field: string
  takes: FieldForm
  required: boolean
  value: Typed[string]
  onChange: (value: Typed[string]) => void
  error: string | undefined
  team: Team
  things: readonly Thing[]
}) {
  const { t } = useTranslation('operations')
  const { t: shell } = useTranslation()
  const { language } = useLanguage()
  const { nameOf } = useMembers(team.network)
  const words = useThingWords()
  const titleOf = useTitleOf()
  const label = words.field(kind, field)
  const text = typeof value === 'string' ? value : ''
  const common = { label, error, withAsterisk: required, 'aria-required': required } as const
  const choice = (options: readonly { value: string; label: string }[]) => (
    <NativeSelect
      {...common}
      value={text}
      data={[{ value: '', label: shell('form.choose') }, ...options]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
  const line = (more: { description?: string; machine?: boolean; max?: number; numeric?: 'decimal' | 'numeric' } = {}) => (
    <TextInput
      {...common}
      description={more.description}
      dir={more.machine ? 'ltr' : 'auto'}
      inputMode={more.numeric}
      autoComplete="off"
      maxLength={more.max ?? 300}
      {...(more.machine && { styles: { input: { textAlign: 'start' as const } } })}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
  switch (takes.form) {
    case 'text':
      return (
        <WordsField
          label={label}
          required={required}
          rows={field === 'title' ? 1 : 2}
          value={value && typeof value === 'object' && 'text' in value ? value : { text: '', language }}
          onChange={onChange}
          error={error}
        />
      )
    case 'code':
      return choice(takes.of.map((one) => ({ value: one, label: words.code(field, one) })))
    case 'yes-no':
      return choice(['yes', 'no'].map((one) => ({ value: one, label: t(one) })))
    case 'member':
      return choice(team.members.map((one) => ({ value: one, label: nameOf(one) })))
    case 'members':
      return (
        <Checkbox.Group
          label={label}
          withAsterisk={required}
          error={error}
          value={Array.isArray(value) ? [...value] : []}
          onChange={(next) => onChange(next)}
        >
          <div className={style.choices}>
            {team.members.map((one) => (
              <Checkbox key={one} value={one} label={nameOf(one)} />
            ))}
          </div>
        </Checkbox.Group>
      )
    case 'thing': {
      const options = things.filter((one) => takes.of.includes(one.kind) && !one.withdrawn)
      const named = options.map((one) => ({
        value: one.id,
        label: `${takes.of.length > 1 ? `${words.kind(one.kind)}: ` : ''}${titleOf(one) ?? t('thing.untitled')}`,
      }))
      return choice(named.length > 0 ? named : [{ value: '', label: t('form.no_thing') }])
    }
    case 'time':
      return (
        <TextInput
          {...common}
          type="datetime-local"
          dir="ltr"
          styles={{ input: { textAlign: 'start' } }}
          description={t('form.time_hint')}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'day':
      return <DateField label={label} required={required} value={text || undefined} onChange={(day) => onChange(day ?? '')} error={error} />
    case 'amount':
      return line({ machine: true, numeric: 'decimal', max: 20, description: t('form.amount_hint') })
    case 'degree':
      return line({ machine: true, numeric: 'decimal', max: 12, description: t('form.degree_hint') })
    case 'corners':
      return (
        <Textarea
          {...common}
          description={t('form.corners_hint')}
          dir="ltr"
          styles={{ input: { textAlign: 'start' as const } }}
          autosize
          minRows={4}
          maxRows={12}
          maxLength={5_000}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'count':
      return line({ machine: true, numeric: 'numeric', max: 9 })
    case 'code-free':
      return line({ machine: true, max: 200, description: t('form.code_hint') })
    case 'sha256':
      return (
        <div className={style.stackTight}>
          {line({ machine: true, max: 64 })}
          <HashOfFile onHash={onChange} />
        </div>
      )
    default:
      return line()
  }
}

/** The file itself: its hash is worked out here first, so that whoever gets it can hold the one against the other. */
function EvidenceFile({ onFile }: { onFile: (file: File | undefined, hash: string | undefined) => void }) {
  const { t } = useTranslation('operations')
  const id = useId()
  const [large, setLarge] = useState(false)
  return (
    <div>
      <label htmlFor={id}>{t('file.add')}</label>
      <p className={style.quiet}>{t('file.add_text')}</p>
      <input
        id={id}
        type="file"
        className={style.file}
        onChange={async (event) => {
          const file = event.currentTarget.files?.[0]
          const fits = file !== undefined && file.size <= MAX_FILE_BYTES
          setLarge(file !== undefined && !fits)
          onFile(fits ? file : undefined, fits ? await hashOf(file) : undefined)
        }}
      />
      {large && <p role="alert">{t('file.large', { size: writeSize(MAX_FILE_BYTES) })}</p>}
    </div>
  )
}

/** The hash of a file, worked out here: the file goes nowhere. */
function HashOfFile({ onHash }: { onHash: (hash: string) => void }) {
  const { t } = useTranslation('operations')
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className={style.quiet}>
        {t('form.hash_file')}
      </label>{' '}
      <input
        id={id}
        type="file"
        className={style.file}
        onChange={async (event) => {
          const file = event.currentTarget.files?.[0]
          if (!file) return
          onHash(await hashOf(file))
        }}
      />
    </div>
  )
}
