// The fields that every statement has: words with their language, handling codes, evaluation, classification.
import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CLASSIFICATIONS, HANDLING_CODES, INFORMATION_GRADES, SOURCE_GRADES } from '#wire/vocabulary.ts'
import { useTerm } from '../language/term.ts'
import { DateField, FileDrop, type TypedWords } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './exchange.module.css'
import { MAX_FILE_BYTES, MAX_FILES } from './files.tsx'
import type { Classification, Evaluation, Handling, Words } from './types.ts'

const H3_MAX = 1_000

export type Typed = TypedWords

/** What was typed as it travels; nothing where nothing stands. */
export const wordsOf = ({ text, language }: Typed): Words | undefined => (text.trim() ? { text: text.trim(), language } : undefined)

/** The handling codes with what they mean; H3 needs its words. */
export function HandlingField({
  value,
  onChange,
  error,
}: {
  value: readonly Handling[]
  onChange: (value: Handling[]) => void
  error?: string | undefined
}) {
  const { t } = useTranslation('exchange')
  const { term, meaning } = useTerm()
  const words = value.find(({ code }) => code === 'H3')
  const toggle = (code: Handling['code'], on: boolean) =>
    onChange(
      HANDLING_CODES.filter((one) => (one === code ? on : value.some((each) => each.code === one))).map(
        (one) => value.find((each) => each.code === one) ?? { code: one },
      ),
    )
  return (
    <fieldset className={style.group}>
      <legend>{t('field.handling')}</legend>
      <p className={style.quiet}>{t('field.handling_hint')}</p>
      {HANDLING_CODES.map((code) => (
        <Checkbox
          key={code}
          py={4}
          label={
            <>
              <bdi dir="ltr" className={style.code}>
                {code}
              </bdi>{' '}
              {term('handling', code)}
            </>
          }
          description={meaning('handling', code)}
          checked={value.some((one) => one.code === code)}
          onChange={(event) => toggle(code, event.currentTarget.checked)}
        />
      ))}
      {words && (
        <Textarea
          label={t('field.h3_words')}
          description={t('field.h3_words_hint')}
          withAsterisk
          aria-required
          dir="auto"
          autosize
          minRows={2}
          maxLength={H3_MAX}
          value={words.words ?? ''}
          error={error}
          onChange={(event) => onChange(value.map((one) => (one.code === 'H3' ? { code: 'H3', words: event.currentTarget.value } : one)))}
        />
      )}
    </fieldset>
  )
}

/** Handling codes as they travel: words only with H3. */
export const handlingOf = (value: readonly Handling[]): Handling[] =>
  value.map(({ code, words }) => (code === 'H3' ? { code, words: (words ?? '').trim() } : { code }))

export const h3Wordless = (value: readonly Handling[]): boolean => value.some(({ code, words }) => code === 'H3' && !words?.trim())

/** The evaluation of source and information (4×4). */
export function EvaluationField({ value, onChange }: { value: Partial<Evaluation>; onChange: (value: Partial<Evaluation>) => void }) {
  const { t } = useTranslation('exchange')
  const { term } = useTerm()
  return (
    <div className={style.pair}>
      <NativeSelect
        label={t('field.source')}
        value={value.source ?? ''}
        onChange={(event) => onChange({ ...value, source: (event.currentTarget.value || undefined) as Evaluation['source'] })}
        data={[
          { value: '', label: t('field.not_evaluated') },
          ...SOURCE_GRADES.map((code) => ({ value: code, label: `${code} · ${term('source-grade', code)}` })),
        ]}
      />
      <NativeSelect
        label={t('field.information')}
        value={value.information ?? ''}
        onChange={(event) => onChange({ ...value, information: (event.currentTarget.value || undefined) as Evaluation['information'] })}
        data={[
          { value: '', label: t('field.not_evaluated') },
          ...INFORMATION_GRADES.map((code) => ({ value: code, label: `${code} · ${term('information-grade', code)}` })),
        ]}
      />
    </div>
  )
}

/** An evaluation counts only where both halves were given. */
export const evaluationOf = ({ source, information }: Partial<Evaluation>): Evaluation | undefined =>
  source && information ? { source, information } : undefined

/** The classification, up to the officer's own clearance. */
export function ClassificationField({ value, onChange }: { value: Classification; onChange: (value: Classification) => void }) {
  const { t } = useTranslation('exchange')
  const { term } = useTerm()
  const { officer } = useSession()
  return (
    <NativeSelect
      label={t('field.classification')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as Classification)}
      data={CLASSIFICATIONS.slice(0, officer.clearance + 1).map((code) => ({ value: code, label: term('classification', code) }))}
    />
  )
}

/** A day until which the partner may keep what is sent; the end of that day, UTC. */
export function KeepUntilField({ value, onChange }: { value: string | undefined; onChange: (value: string | undefined) => void }) {
  const { t } = useTranslation('exchange')
  return <DateField label={t('field.keep_until')} description={t('field.keep_until_hint')} value={value} onChange={onChange} />
}
export const endOfDay = (day: string): string => `${day}T23:59:59.000Z`

/** The files to be sent along. */
export function FilesField({ files, onChange }: { files: readonly File[]; onChange: (files: File[]) => void }) {
  const { t } = useTranslation('exchange')
  return (
    <div className={style.group}>
      <p className={style.label}>{t('field.files')}</p>
      <FileDrop label={t('field.files_choose')} max_bytes={MAX_FILE_BYTES} max_files={MAX_FILES} files={files} onChange={onChange} />
    </div>
  )
}

/** A short line of text. */
export function LineField({
  label,
  value,
  onChange,
  max,
  machine = false,
  required = false,
  error,
  description,
}: {
  label: string
  value: string | undefined
  onChange: (value: string) => void
  max: number
  /** Numbers and codes: left to right in the monospaced face. */
  machine?: boolean
  required?: boolean
  error?: string | undefined
  description?: ReactNode
}) {
  return (
    <TextInput
      label={label}
      description={description}
      withAsterisk={required}
      aria-required={required}
      error={error}
      dir={machine ? 'ltr' : 'auto'}
      autoComplete="off"
      spellCheck={!machine}
      {...(machine && { styles: { input: { fontFamily: 'var(--mono)', textAlign: 'start' } } })}
      maxLength={max}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
