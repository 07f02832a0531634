// A document made by the node as a file: in which form and language; its hash proves the copy.
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RefusalError } from '../api/client.ts'
import { LANGUAGE_NAMES, LANGUAGES, type Language, useLanguage } from '../language/index.ts'
import { writeSize } from './file-drop.tsx'
import { Mono } from './mono.tsx'
import { RefusalBanner } from './refusal-banner.tsx'
import { saveBytes } from './save.ts'
import style from './take-document.module.css'

const FORMS = ['pdf', 'docx', 'xlsx'] as const
export type DocumentForm = (typeof FORMS)[number]
export interface MadeDocument {
  readonly name: string
  readonly media_type: string
  readonly size: number
  readonly sha256: string
  /** Base64. */
  readonly content: string
}

export function TakeDocument({
  forms = FORMS,
  label,
  running,
  error,
  make,
}: {
  /** In which it is made, the usual one first. */
  forms?: readonly DocumentForm[]
  /** What the button says, where "make the report" does not. */
  label?: string
  running: boolean
  error: RefusalError | undefined
  make: (form: DocumentForm, language: Language) => Promise<MadeDocument | undefined>
}) {
  const { t } = useTranslation()
  const own = useLanguage().language
  const [form, setForm] = useState<DocumentForm>(forms[0]!)
  const [language, setLanguage] = useState<Language>(own)
  const [made, setMade] = useState<Pick<MadeDocument, 'name' | 'size' | 'sha256'> | undefined>()
  const take = async () => {
    setMade(undefined)
    const answer = await make(form, language)
    if (!answer) return
    saveBytes(
      answer.name,
      Uint8Array.from(atob(answer.content), (character) => character.charCodeAt(0)),
      answer.media_type,
    )
    setMade(answer)
  }
  return (
    <div className={style.stack}>
      <div className={style.row}>
        <NativeSelect
          label={t('document.form')}
          value={form}
          data={forms.map((value) => ({ value, label: t(`document.${value}`) }))}
          onChange={(event) => setForm(event.currentTarget.value as DocumentForm)}
        />
        <NativeSelect
          label={t('document.language')}
          value={language}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        />
        <Button loading={running} onClick={() => void take()}>
          {label ?? t('document.act')}
        </Button>
      </div>
      <RefusalBanner error={error} />
      {made && (
        <p role="status" className={style.made}>
          <bdi dir="ltr">{made.name}</bdi> <span className={style.quiet}>{writeSize(made.size)}</span> <Mono breaks>{made.sha256}</Mono>
        </p>
      )}
    </div>
  )
}
