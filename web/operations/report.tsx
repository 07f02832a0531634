// The closing report as a file: in which form and language, what it leaves out, and the hash that proves the copy.
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { LANGUAGE_NAMES, LANGUAGES, type Language, useLanguage } from '../language/index.ts'
import { Mono, RefusalBanner, Section, saveBytes, writeSize } from '../pieces/index.ts'
import style from './operations.module.css'
import type { Team } from './types.ts'

const FORMS = ['pdf', 'docx', 'xlsx'] as const

export function TakeReport({ team }: { team: Team }) {
  const { t } = useTranslation('operations')
  const own = useLanguage().language
  const act = useAct('operations.closing-report', { touches: [] })
  const [form, setForm] = useState<(typeof FORMS)[number]>('pdf')
  const [language, setLanguage] = useState<Language>(own)
  const [made, setMade] = useState<{ name: string; size: number; sha256: string } | undefined>()
  const make = async () => {
    setMade(undefined)
    const answer = await act.run({ space: team.id, form, language })
    if (!answer) return
    saveBytes(
      answer.name,
      Uint8Array.from(atob(answer.content), (character) => character.charCodeAt(0)),
      answer.media_type,
    )
    setMade(answer)
  }
  return (
    <Section title={t('report.title')}>
      <p>{t('report.text')}</p>
      <div className={style.row}>
        <NativeSelect
          label={t('report.form')}
          value={form}
          data={FORMS.map((value) => ({ value, label: t(`report.${value}`) }))}
          onChange={(event) => setForm(event.currentTarget.value as typeof form)}
        />
        <NativeSelect
          label={t('report.language')}
          value={language}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        />
        <Button loading={act.running} onClick={() => void make()}>
          {t('report.act')}
        </Button>
      </div>
      <RefusalBanner error={act.error} />
      {made && (
        <p role="status" className={style.made}>
          <bdi dir="ltr">{made.name}</bdi> <span className={style.quiet}>{writeSize(made.size)}</span> <Mono breaks>{made.sha256}</Mono>
        </p>
      )}
    </Section>
  )
}
