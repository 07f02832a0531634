// A paper of a team as a file: in which form and language, and the hash that proves the copy.
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Input } from '../api/client.ts'
import { useAct } from '../api/hooks.ts'
import { LANGUAGE_NAMES, LANGUAGES, type Language, useLanguage } from '../language/index.ts'
import { Mono, RefusalBanner, saveBytes, writeSize } from '../pieces/index.ts'
import style from './telephone.module.css'

type Asked = Input<'operations.make-paper'>

export function TakePaper({
  space,
  paper,
  thing,
  forms,
}: Pick<Asked, 'space' | 'paper'> & { thing?: string; forms: readonly Asked['form'][] }) {
  const { t } = useTranslation('patrols')
  const { t: words } = useTranslation('operations')
  const own = useLanguage().language
  const act = useAct('operations.make-paper', { touches: [] })
  const [form, setForm] = useState(forms[0]!)
  const [language, setLanguage] = useState<Language>(own)
  const [made, setMade] = useState<{ name: string; size: number; sha256: string } | undefined>()
  const make = async () => {
    setMade(undefined)
    const answer = await act.run({ space, paper, form, language, ...(thing && { thing }) })
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
          label={words('report.form')}
          value={form}
          data={forms.map((value) => ({ value, label: words(`report.${value}`) }))}
          onChange={(event) => setForm(event.currentTarget.value as Asked['form'])}
        />
        <NativeSelect
          label={words('report.language')}
          value={language}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        />
        <Button loading={act.running} onClick={() => void make()}>
          {t(`paper.${paper}`)}
        </Button>
      </div>
      <RefusalBanner error={act.error} />
      {made && (
        <p role="status">
          <bdi dir="ltr">{made.name}</bdi> <span className={style.quiet}>{writeSize(made.size)}</span> <Mono breaks>{made.sha256}</Mono>
        </p>
      )}
    </div>
  )
}
