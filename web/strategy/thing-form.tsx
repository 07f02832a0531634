// One form for things of every kind: put in, stated in the member's name by a supervisor in person, or kept at home as a draft.
import { Button, Modal } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Value } from '#wire/fields.ts'
import { useAct } from '../api/hooks.ts'
import { Banner, type FieldChoices, FieldInput, RefusalBanner, useMembers } from '../pieces/index.ts'
import { sentOf, type Typed, typedOf } from '../pieces/typed.ts'
import { useSession } from '../session/session.tsx'
import { fieldsOf, kindOf } from './kinds.ts'
import { useStrategyWords, useTitleOf } from './said.tsx'
import style from './strategy.module.css'
import type { Draft, Fields, ForumData, KindName, Thing } from './types.ts'

export type ThingFormProps = {
  forum: ForumData
  kind: KindName
  /** The thing of which more is said; without it a new one. */
  thing?: Thing | undefined
  /** A draft to look at and state. */
  draft?: Draft | undefined
  /** What is filled in already. */
  begin?: Readonly<Record<string, Value>> | undefined
  /** Fields that are settled by where the form was opened: kept, and not asked. */
  fixed?: readonly string[] | undefined
  /** What fields can point to. */
  things: readonly Thing[]
  onClose: () => void
  onDone?: ((thing: string) => void) | undefined
}

export function ThingForm({ forum, kind, thing, draft, begin = {}, fixed = [], things, onClose, onDone }: ThingFormProps) {
  const { t } = useTranslation('strategy')
  const { t: shell } = useTranslation()
  const { has } = useSession()
  const words = useStrategyWords()
  const titleOf = useTitleOf()
  const { nameOf } = useMembers(forum.network)
  const put = useAct('strategy.put-thing')
  const state = useAct('strategy.state-thing')
  const save = useAct('strategy.save-draft')
  const known = kindOf(kind)
  const binds = known?.binding === true
  const states = binds && has('supervisor')
  const fields = fieldsOf(kind)
  const before: Readonly<Record<string, Value>> = draft?.set ?? thing?.set ?? begin
  const [typed, setTyped] = useState<Typed>(() =>
    Object.fromEntries(fields.map(([field, { takes }]) => [field, typedOf(before[field], takes)])),
  )
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const members = [...forum.participants, ...forum.observers, ...forum.guests]
  const choices: FieldChoices = {
    members: members.map((one) => ({ value: one, label: nameOf(one) })),
    codeOf: words.code,
    thingsOf: (of) =>
      things
        .filter((one) => of.includes(one.kind) && !one.withdrawn && one.id !== thing?.id)
        .map((one) => ({
          value: one.id,
          label: `${of.length > 1 ? `${words.kind(one.kind)}: ` : ''}${titleOf(one) ?? t('thing.untitled')}`,
        })),
  }
  const shown = fields.filter(([field]) => !fixed.includes(field))
  const sent = shown.map(([field, { takes, required }]) => {
    const value = sentOf(typed[field], takes)
    const missing = required && value === undefined
    return {
      field,
      takes,
      required: required === true,
      value,
      fault: value === null ? t('form.wrong') : missing ? shell('fault.required') : undefined,
    }
  })
  const set: Record<string, Value> = {}
  for (const field of fixed) if (before[field] !== undefined) set[field] = before[field]
  for (const { field, value } of sent) if (value !== undefined && value !== null) set[field] = value
  const same =
    JSON.stringify(set) ===
    JSON.stringify(Object.fromEntries(fields.filter(([field]) => field in before).map(([field]) => [field, before[field]])))
  const nothing = thing !== undefined && draft === undefined && same
  const wrong = sent.some(({ fault }) => fault !== undefined)
  const running = put.running || state.running || save.running
  const error = put.error ?? state.error ?? save.error
  const faultFrom = (field: string) => {
    const reason = error?.details.find(({ path }) => path === `/set/${field}`)?.reason
    return reason && t(`fault.${reason.replace(/\W+/g, '_')}`, { defaultValue: t('form.wrong') })
  }
  const go = async (as: 'say' | 'draft') => {
    setTried(true)
    if (wrong || nothing) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
      return
    }
    const said = { forum: forum.id, thing: thing?.id ?? draft?.thing ?? null, kind, set: set as Fields }
    if (as === 'draft') {
      if (await save.run({ ...said, draft: draft?.id ?? null })) onClose()
      return
    }
    const done = states ? await state.run({ ...said, ...(draft && { draft: draft.id }) }) : await put.run(said)
    if (!done) return
    onDone?.(done.thing)
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<strong>{thing ? t('act.change_of', { what: titleOf(thing) ?? words.kind(kind) }) : words.kind(kind)}</strong>}
      closeButtonProps={{ 'aria-label': shell('page.close') }}
    >
      <form
        ref={form}
        className={style.stack}
        noValidate
        aria-label={words.kind(kind)}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void go(binds && !states ? 'draft' : 'say')
        }}
      >
        {binds && <Banner tone="info">{t(states ? 'form.binds' : 'form.drafts')}</Banner>}
        {sent.map(({ field, takes, required, fault }) => (
          <FieldInput
            key={field}
            field={field}
            takes={takes}
            label={words.field(kind, field)}
            required={required}
            value={typed[field]}
            onChange={(value) => setTyped((old) => ({ ...old, [field]: value }))}
            error={(tried ? fault : undefined) ?? faultFrom(field)}
            choices={choices}
          />
        ))}
        {known && <p className={style.quiet}>{t(`form.to_${known.to}`)}</p>}
        {tried && nothing && !wrong && <Banner tone="warning" title={t('form.nothing')} />}
        <RefusalBanner error={error} />
        <div className={style.row}>
          <Button type="submit" loading={running}>
            {t(states ? 'act.state' : binds ? 'act.draft' : 'act.put')}
          </Button>
          {states && (
            <Button variant="default" onClick={() => void go('draft')} disabled={running}>
              {t('act.draft')}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {shell('page.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
