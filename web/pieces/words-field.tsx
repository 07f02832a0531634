// A free text and the language that it is written in.
import { NativeSelect, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../language/index.ts'
import style from './field-input.module.css'

const TEXT_MAX = 20_000

export type TypedWords = { text: string; language: Language }

export function WordsField({
  label,
  description,
  value,
  onChange,
  required = false,
  error,
  rows = 3,
}: {
  label: string
  description?: ReactNode
  value: TypedWords
  onChange: (value: TypedWords) => void
  required?: boolean
  error?: string | undefined
  rows?: number
}) {
  const { t } = useTranslation()
  return (
    <div className={style.words}>
      <Textarea
        label={label}
        description={description}
        withAsterisk={required}
        aria-required={required}
        value={value.text}
        error={error}
        dir="auto"
        autosize
        minRows={rows}
        maxRows={16}
        maxLength={TEXT_MAX}
        onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('form.language_of', { field: label })}
        value={value.language}
        onChange={(event) => onChange({ ...value, language: event.currentTarget.value as Language })}
        data={LANGUAGES.map((code) => ({ value: code, label: LANGUAGE_NAMES[code] }))}
      />
    </div>
  )
}
