// Views: what a chart is looked at by, kept under a name for the unit.
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { DateTime, RefusalBanner } from '../pieces/index.ts'
import { useColleagues } from '../session/colleagues.ts'
import { useSession } from '../session/session.tsx'
import style from './analysis.module.css'
import { NO_FILTER } from './model.ts'
import { SETTINGS, type Settings, type Workbench } from './use-workbench.ts'

/** Settings as they were kept; what is missing or of another form is as at the beginning. */
export function readSettings(text: string): Settings {
  try {
    const kept = JSON.parse(text) as Partial<Settings>
    return { ...SETTINGS, ...kept, filter: { ...NO_FILTER, ...kept.filter } }
  } catch {
    return SETTINGS
  }
}

const LONGEST = 4_000

export function Views({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const { has } = useSession()
  const nameOf = useColleagues()
  const [name, setName] = useState('')
  const save = useAct('analysis.save-view', { touches: ['analysis.read-chart'] })
  const remove = useAct('analysis.remove-view', { touches: ['analysis.read-chart'] })
  const text = JSON.stringify(bench.settings)
  const keep = async (event: FormEvent) => {
    event.preventDefault()
    if (await save.run({ chart: bench.id, name: name.trim(), settings: text })) setName('')
  }
  const views = bench.about?.views ?? []
  return (
    <div className={style.stack}>
      <p className={style.quiet}>{t('views.text')}</p>
      {has('analyst') && (
        <form className={style.row} onSubmit={(event) => void keep(event)} aria-label={t('views.keep')}>
          <TextInput label={t('views.name')} maxLength={60} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <Button type="submit" loading={save.running} disabled={name.trim() === '' || text.length > LONGEST}>
            {t('views.keep')}
          </Button>
        </form>
      )}
      {text.length > LONGEST && <p className={style.quiet}>{t('views.too_long')}</p>}
      <RefusalBanner error={save.error ?? remove.error} />
      {views.length === 0 && <p className={style.quiet}>{t('views.none')}</p>}
      <ul className={style.plainList}>
        {views.map((one) => (
          <li key={one.name} className={style.known}>
            <div className={style.between}>
              <span>
                <bdi dir="auto">{one.name}</bdi>
                <br />
                <span className={style.quiet}>
                  <bdi dir="auto">{nameOf(one.by) ?? one.by}</bdi> · <DateTime at={one.at} form="short" />
                </span>
              </span>
              <span className={style.buttons}>
                <Button size="xs" variant="default" onClick={() => bench.change(readSettings(one.settings))}>
                  {t('views.show')}
                </Button>
                {has('analyst') && (
                  <Button
                    size="xs"
                    variant="subtle"
                    loading={remove.running}
                    onClick={() => void remove.run({ chart: bench.id, name: one.name })}
                  >
                    {t('views.remove')}
                  </Button>
                )}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}
