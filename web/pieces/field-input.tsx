// The input for one field of a thing, by the form that the field takes.
import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldForm } from '#wire/fields.ts'
import { useLanguage } from '../language/index.ts'
import { DateField } from './date-field.tsx'
import style from './field-input.module.css'
import type { Typed } from './typed.ts'
import { WordsField } from './words-field.tsx'

interface Choice {
  readonly value: string
  readonly label: string
}

/** What a field can be given from: members by name, things by title, codes in words. */
export interface FieldChoices {
  readonly members: readonly Choice[]
  readonly codeOf: (field: string, code: string) => string
  readonly thingsOf: (kinds: readonly string[]) => readonly Choice[]
}

export function FieldInput({
  field,
  takes,
  label,
  required,
  value,
  onChange,
  error,
  choices,
}: {
  field: string
  takes: FieldForm
  label: string
  required: boolean
  value: Typed[string]
  onChange: (value: Typed[string]) => void
  error: string | undefined
  choices: FieldChoices
}) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const text = typeof value === 'string' ? value : ''
  const common = { label, error, withAsterisk: required, 'aria-required': required } as const
  const choice = (options: readonly Choice[]) => (
    <NativeSelect
      {...common}
      value={text}
      data={[{ value: '', label: t('form.choose') }, ...options]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
  const several = (options: readonly Choice[]) => (
    <Checkbox.Group
      label={label}
      withAsterisk={required}
      error={error}
      value={Array.isArray(value) ? [...value] : []}
      onChange={(next) => onChange(next)}
    >
      <div className={style.choices}>
        {options.map((one) => (
          <Checkbox key={one.value} value={one.value} label={one.label} />
        ))}
        {options.length === 0 && <p className={style.quiet}>{t('form.no_thing')}</p>}
      </div>
    </Checkbox.Group>
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
  const coded = (of: readonly string[]): Choice[] => of.map((one) => ({ value: one, label: choices.codeOf(field, one) }))
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
      return choice(coded(takes.of))
    case 'codes':
      return several(coded(takes.of))
    case 'yes-no':
      return choice([
        { value: 'yes', label: t('form.yes') },
        { value: 'no', label: t('form.no') },
      ])
    case 'member':
      return choice(choices.members)
    case 'members':
      return several(choices.members)
    case 'thing': {
      const named = choices.thingsOf(takes.of)
      return choice(named.length > 0 ? named : [{ value: '', label: t('form.no_thing') }])
    }
    case 'things':
      return several(choices.thingsOf(takes.of))
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
    case 'countries':
      return line({ machine: true, max: 200, description: t('form.code_hint') })
    case 'sha256':
      return (
        <div className={style.stack}>
          {line({ machine: true, max: 64 })}
          <HashOfFile onHash={onChange} />
        </div>
      )
    default:
      return line()
  }
}

/** SHA-256 as hexadecimal, worked out on this device. */
export async function hashOf(file: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The hash of a file, worked out here: the file goes nowhere. */
function HashOfFile({ onHash }: { onHash: (hash: string) => void }) {
  const { t } = useTranslation()
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
