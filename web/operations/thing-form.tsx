// One form for things of every kind: its fields are those of the kind, what is filled in is what is said.
import { Button, Checkbox, Modal } from '@mantine/core'
import { type FormEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RefusalError } from '../api/client.ts'
import { useAct } from '../api/hooks.ts'
import { MAX_FILE_BYTES, upload } from '../exchange/files.tsx'
import { Banner, type FieldChoices, FieldInput, hashOf, RefusalBanner, useMembers, writeSize } from '../pieces/index.ts'
import { sentOf, type Typed, typedOf } from '../pieces/typed.ts'
import { fieldsOf, kindOf } from './kinds.ts'
import style from './operations.module.css'
import { useThingWords, useTitleOf } from './said.tsx'
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
  const titleOf = useTitleOf()
  const choices: FieldChoices = {
    members: team.members.map((one) => ({ value: one, label: nameOf(one) })),
    codeOf: words.code,
    thingsOf: (of) =>
      things
        .filter((one) => of.includes(one.kind) && !one.withdrawn)
        .map((one) => ({
          value: one.id,
          label: `${of.length > 1 ? `${words.kind(one.kind)}: ` : ''}${titleOf(one) ?? t('thing.untitled')}`,
        })),
  }
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
            field={field}
            takes={takes}
            label={words.field(kind, field)}
            required={required === true && !thing}
            value={typed[field]}
            onChange={(value) => setTyped((old) => ({ ...old, [field]: value }))}
            error={(tried ? fault : undefined) ?? faultFrom(field)}
            choices={choices}
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
