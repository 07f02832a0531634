// A field for a day: typed as one says it, and written out below, so that day and month are never confused.
import { TextInput } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { writeDay } from './date-time.tsx'
import { readDay } from './day.ts'

export type DateFieldProps = {
  label: ReactNode
  /** `YYYY-MM-DD`, or less where `partial`. */
  value: string | undefined
  /** Answers undefined while what stands in the field is no day. */
  onChange: (value: string | undefined) => void
  /** Takes a year or a month alone. */
  partial?: boolean
  required?: boolean
  description?: ReactNode
  error?: ReactNode
}

export function DateField({ label, value, onChange, partial = false, required = false, description, error }: DateFieldProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(value ?? '')
  const [left, setLeft] = useState(false)
  const read = readDay(text)
  const found = read && (partial || read.length === 10) ? read : undefined
  // a value set from outside is shown; what is being typed stays as typed
  useEffect(() => {
    if (value !== undefined) setText((old) => (readDay(old) === value ? old : value))
  }, [value])
  const wrong = left && text.trim() !== '' && !found ? t('day.wrong') : undefined
  return (
    <TextInput
      label={label}
      withAsterisk={required}
      aria-required={required}
      dir="ltr"
      inputMode="numeric"
      autoComplete="off"
      styles={{ input: { textAlign: 'start' } }}
      placeholder={t(partial ? 'day.form_partial' : 'day.form')}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      description={found ? writeDay(found) : description}
      error={error ?? wrong}
      maxLength={12}
      value={text}
      onBlur={() => setLeft(true)}
      onChange={(event) => {
        const next = event.currentTarget.value
        setText(next)
        setLeft(false)
        const day = readDay(next)
        onChange(day && (partial || day.length === 10) ? day : undefined)
      }}
    />
  )
}
