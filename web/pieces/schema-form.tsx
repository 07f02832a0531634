// A form made from a published JSON Schema: every typed message has one without a line of page code.
import { ActionIcon, Button, Checkbox, NativeSelect, Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RefusalError } from '../api/client.ts'
import { useTerm, type Vocabulary } from '../language/term.ts'
import { DateField } from './date-field.tsx'
import { RefusalBanner } from './refusal-banner.tsx'
import { choicesOf, type Fault, faultsByPath, faultsIn, kindOf, pruned, resolved, type Schema } from './schema.ts'
import style from './schema-form.module.css'

export type SchemaFormProps = {
  schema: Schema
  /** The language file with the labels, under `field.<name>` (and `hint.<name>`). */
  namespace: string
  initial?: Record<string, unknown>
  /** The word on the button. */
  submit: string
  running?: boolean
  /** What the node refused: its details are shown at their fields, what was typed stays. */
  error?: RefusalError | undefined
  onSubmit: (value: Record<string, unknown>) => void
  onCancel?: () => void
  /** Vocabularies by field name, where the schema does not name them. */
  vocabularies?: Record<string, Vocabulary>
  /** Fields to leave out (set by the page). */
  omit?: readonly string[]
  /** Headings over the fields of a long form, in order; fields that none names stand last. */
  sections?: readonly { title: ReactNode; fields: readonly string[] }[]
  /** Fields drawn by the page instead. */
  replace?: Record<string, (value: unknown, set: (value: unknown) => void, error: string | undefined) => ReactNode>
  children?: ReactNode
}

type Context = Pick<SchemaFormProps, 'namespace' | 'vocabularies' | 'omit' | 'replace'> & { root: Schema; faults: Map<string, string> }
type FieldProps = {
  schema: Schema
  name: string
  path: string
  required: boolean
  value: unknown
  set: (value: unknown) => void
  context: Context
}

const FEW_CHOICES = 14
const KNOWN: Record<string, Vocabulary> = {
  purpose: 'purpose',
  crime_area: 'crime-area',
  handling: 'handling',
  reply_class: 'reply-class',
  ground: 'refusal-ground',
  classification: 'classification',
  role: 'role',
}

/** The form. Faults are shown on submit, at their fields, and the first one gets the focus. */
export function SchemaForm(props: SchemaFormProps) {
  const { schema, initial, submit, running = false, error, onSubmit, onCancel, children } = props
  const { t } = useTranslation()
  const [value, setValue] = useState<Record<string, unknown>>(() => ({ ...defaultsOf(schema), ...initial }))
  const [own, setOwn] = useState<Map<string, Fault>>(new Map())
  const form = useRef<HTMLFormElement>(null)

  const say = (fault: Fault) => t(`fault.${fault.fault}`, { limit: fault.limit ?? 0 })
  const faults = new Map([...faultsByPath(error?.details), ...[...own].map(([path, fault]) => [path, say(fault)] as const)])
  const send = (event: FormEvent) => {
    event.preventDefault()
    const out = pruned(schema, value) as Record<string, unknown>
    const found = faultsIn(schema, out)
    for (const name of props.omit ?? [])
      for (const path of found.keys()) if (path === `/${name}` || path.startsWith(`/${name}/`)) found.delete(path)
    setOwn(found)
    if (found.size === 0) onSubmit(out)
    else requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }
  const context: Context = { ...props, root: schema, faults }
  const whole = resolved(schema, schema)
  const named = (props.sections ?? []).flatMap(({ fields }) => fields)
  return (
    <form ref={form} className={style.form} onSubmit={send} noValidate>
      {(props.sections ?? []).map(({ title, fields }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: fixed sections
        <section key={i} className={style.section}>
          <h2 className={style.title}>{title}</h2>
          <Properties schema={partOf(whole, (name) => fields.includes(name))} path="" value={value} set={setValue} context={context} />
        </section>
      ))}
      <Properties schema={partOf(whole, (name) => !named.includes(name))} path="" value={value} set={setValue} context={context} />
      {children}
      <RefusalBanner error={error} />
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        <Button type="submit" loading={running}>
          {submit}
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {t('page.cancel')}
          </Button>
        )}
      </div>
    </form>
  )
}

function defaultsOf(schema: Schema): Record<string, unknown> {
  const found = Object.entries(resolved(schema, schema).properties ?? {}).filter(([, part]) => part.default !== undefined)
  return Object.fromEntries(found.map(([name, part]) => [name, part.default]))
}

/** The schema with some of its properties only. */
const partOf = (schema: Schema, wanted: (name: string) => boolean): Schema => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => wanted(name))),
})

type PropertiesProps = {
  schema: Schema
  path: string
  value: Record<string, unknown>
  set: (value: Record<string, unknown>) => void
  context: Context
}

function Properties({ schema, path, value, set, context }: PropertiesProps) {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => !(path === '' && context.omit?.includes(name)))
    .map(([name, part]) => {
      const rule = resolved(part, context.root)
      const put = (next: unknown) => set({ ...value, [name]: next })
      const at = `${path}/${name}`
      const drawn = path === '' ? context.replace?.[name] : undefined
      if (drawn) return <div key={name}>{drawn(value[name], put, context.faults.get(at))}</div>
      return (
        <Field
          key={name}
          schema={rule}
          name={name}
          path={at}
          required={schema.required?.includes(name) ?? false}
          value={value[name]}
          set={put}
          context={context}
        />
      )
    })
}

function Field(props: FieldProps) {
  const { schema, name, path, required, value, set, context } = props
  const { t } = useTranslation([context.namespace, 'shell'])
  const { term, meaning } = useTerm()
  const label = t(`field.${name}`, { ns: context.namespace, defaultValue: schema.title ?? name })
  const hint = t(`hint.${name}`, { ns: context.namespace, defaultValue: schema.description ?? '' })
  const error = context.faults.get(path)
  const vocabulary = (schema['x-vocabulary'] as Vocabulary | undefined) ?? context.vocabularies?.[name] ?? KNOWN[name]
  const common = { label, description: hint || undefined, error, withAsterisk: required, 'aria-required': required }
  const kind = kindOf(schema)
  const word = (code: string) =>
    vocabulary ? term(vocabulary, code) : t(`choice.${name}.${code}`, { ns: context.namespace, defaultValue: code })

  switch (kind) {
    case 'fixed':
      return null
    case 'boolean':
      return (
        <Checkbox
          label={label}
          description={hint || undefined}
          error={error}
          checked={value === true}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      )
    case 'choice': {
      const data = choicesOf(schema)!.map((code) => ({
        value: code,
        label: vocabulary && meaning(vocabulary, code) ? `${word(code)}: ${meaning(vocabulary, code)}` : word(code),
      }))
      if (data.length > FEW_CHOICES)
        return (
          <Select
            {...common}
            data={data}
            searchable
            clearable={!required}
            value={(value as string) ?? null}
            onChange={(next) => set(next ?? undefined)}
            nothingFoundMessage={t('form.nothing', { ns: 'shell' })}
          />
        )
      return (
        <NativeSelect
          {...common}
          value={(value as string) ?? ''}
          onChange={(event) => set(event.currentTarget.value || undefined)}
          data={[{ value: '', label: t('form.choose', { ns: 'shell' }) }, ...data]}
        />
      )
    }
    case 'choices':
      return (
        <fieldset className={style.group}>
          <legend>{label}</legend>
          {choicesOf(schema.items!)!.map((code) => {
            const chosen = (value as string[] | undefined) ?? []
            return (
              <Checkbox
                key={code}
                label={word(code)}
                checked={chosen.includes(code)}
                onChange={(event) => set(event.currentTarget.checked ? [...chosen, code] : chosen.filter((one) => one !== code))}
              />
            )
          })}
          {error && <p className={style.bad}>{error}</p>}
        </fieldset>
      )
    case 'date':
      return (
        <DateField
          label={label}
          description={hint || undefined}
          error={error}
          required={required}
          value={value as string | undefined}
          onChange={set}
        />
      )
    case 'date-time':
      return (
        <TextInput
          {...common}
          type="datetime-local"
          value={localOf(value)}
          onChange={(event) => set(instantOf(event.currentTarget.value))}
        />
      )
    case 'number':
      return (
        <TextInput
          {...common}
          inputMode="decimal"
          dir="ltr"
          defaultValue={value === undefined ? '' : String(value)}
          onChange={(event) =>
            set(event.currentTarget.value.trim() === '' ? undefined : Number(event.currentTarget.value.replace(',', '.')))
          }
        />
      )
    case 'long-text':
      return (
        <Textarea
          {...common}
          autosize
          minRows={4}
          maxRows={16}
          dir="auto"
          maxLength={schema.maxLength}
          value={(value as string) ?? ''}
          onChange={(event) => set(event.currentTarget.value)}
        />
      )
    case 'list':
      return <ListField {...props} label={label} hint={hint} error={error} />
    case 'group':
      return (
        <fieldset className={style.group}>
          <legend>{label}</legend>
          {hint && <p className={style.hint}>{hint}</p>}
          {error && <p className={style.bad}>{error}</p>}
          <Properties schema={schema} path={path} value={(value as Record<string, unknown>) ?? {}} set={set} context={context} />
        </fieldset>
      )
    case 'text': {
      if (schema['x-partial-date'])
        return (
          <DateField
            label={label}
            description={hint || undefined}
            error={error}
            required={required}
            partial
            value={value as string | undefined}
            onChange={set}
          />
        )
      const machine = schema['x-machine'] === true
      return (
        <TextInput
          {...common}
          dir={machine ? 'ltr' : 'auto'}
          {...(machine
            ? { classNames: { input: style.machine! }, autoCapitalize: 'characters', autoCorrect: 'off', spellCheck: false }
            : {})}
          type={schema.format === 'email' ? 'email' : 'text'}
          maxLength={schema.maxLength}
          value={(value as string) ?? ''}
          onChange={(event) => set(event.currentTarget.value)}
        />
      )
    }
    case 'unknown':
      return <p className={style.hint}>{t('form.unknown', { ns: 'shell', name: label })}</p>
  }
}

function ListField({
  schema,
  name,
  path,
  value,
  set,
  context,
  label,
  hint,
  error,
}: FieldProps & { label: string; hint: string; error: string | undefined }) {
  const { t } = useTranslation()
  const items = (value as unknown[] | undefined) ?? []
  const rule = resolved(schema.items ?? {}, context.root)
  const full = items.length >= (schema.maxItems ?? 100)
  if (kindOf(rule) === 'text')
    return (
      <TagsInput
        label={label}
        description={hint || t('form.tags')}
        error={error}
        value={items as string[]}
        onChange={set}
        maxTags={schema.maxItems ?? 100}
        dir="auto"
      />
    )
  return (
    <fieldset className={style.group}>
      <legend>{label}</legend>
      {hint && <p className={style.hint}>{hint}</p>}
      {items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items of a form have no identity but their place
        <div key={i} className={style.item}>
          <Field
            schema={rule}
            name={name}
            path={`${path}/${i}`}
            required
            value={item}
            set={(next) => set(items.map((old, j) => (j === i ? next : old)))}
            context={context}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('form.remove', { name: label, number: i + 1 })}
            onClick={() => set(items.filter((_, j) => j !== i))}
          >
            <IconX size={18} />
          </ActionIcon>
        </div>
      ))}
      {error && <p className={style.bad}>{error}</p>}
      <div>
        <Button
          variant="default"
          size="xs"
          disabled={full}
          leftSection={<IconPlus size={16} />}
          onClick={() => set([...items, kindOf(rule) === 'group' ? {} : undefined])}
        >
          {t('form.add', { name: label })}
        </Button>
      </div>
    </fieldset>
  )
}

/** An instant as the field for date and time wants it: local, to the minute. */
function localOf(value: unknown): string {
  const date = new Date(String(value ?? ''))
  if (Number.isNaN(date.getTime())) return ''
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

const instantOf = (local: string) => (local === '' ? undefined : new Date(local).toISOString())
