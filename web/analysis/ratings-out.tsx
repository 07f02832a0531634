// Taking the ratings out as a workbook, as the handling of each rating and of each group's elements allows.
import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { type Language, locale } from '../language/index.ts'
import { Banner, RefusalBanner, Section, saveBytes } from '../pieces/index.ts'
import style from './analysis.module.css'
import type { Rated } from './ratings.tsx'

type Use = 'working' | 'sharing' | 'evidence'

export function RatingsOut({ chart, rated }: { chart: string; rated: Rated }) {
  const { t, i18n } = useTranslation('analysis')
  const number = new Intl.NumberFormat(locale())
  const out = useAct('analysis.export-ratings', { touches: [] })
  const [use, setUse] = useState<Use>('working')
  const [acknowledged, setAcknowledged] = useState(false)
  const [told, setTold] = useState<{ groups: number; ratings: number; left_out_ratings: number } | undefined>()
  const words = rated.groups.some(({ ratings }) => ratings.some(({ handling }) => handling.some(({ code }) => code === 'H3')))
  const hinders = out.error?.code === 'handling.forbids' ? out.error.details : []
  const take = async (leave_out: boolean) => {
    setTold(undefined)
    const made = await out.run({ chart, use, language: i18n.language as Language, acknowledged, leave_out })
    if (!made) return
    saveBytes(
      made.name,
      Uint8Array.from(atob(made.content), (one) => one.charCodeAt(0)),
      made.media_type,
    )
    setTold(made)
  }
  return (
    <Section title={t('rating.out')}>
      <div className={style.stack}>
        <div className={style.row}>
          <NativeSelect
            label={t('out.use')}
            value={use}
            data={(['working', 'sharing', 'evidence'] as const).map((value) => ({ value, label: t(`out.${value}`) }))}
            onChange={(event) => {
              setUse(event.currentTarget.value as Use)
              out.reset()
            }}
          />
        </div>
        {words && (
          <Checkbox
            label={t('out.acknowledge')}
            checked={acknowledged}
            onChange={(event) => setAcknowledged(event.currentTarget.checked)}
          />
        )}
        {hinders.length > 0 ? (
          <Banner
            tone="warning"
            title={t('out.forbidden')}
            actions={
              <Button size="xs" loading={out.running} onClick={() => void take(true)}>
                {t('out.without')}
              </Button>
            }
          >
            <ul className={style.list}>
              {hinders.map(({ path, reason }) => (
                <li key={reason}>
                  {number.format(Number(path.slice(1)))} × {t(`out.${reason}`)}
                </li>
              ))}
            </ul>
          </Banner>
        ) : (
          <RefusalBanner error={out.error} />
        )}
        <div>
          <Button loading={out.running} onClick={() => void take(false)}>
            {t('rating.out')}
          </Button>
        </div>
        {told && (
          <p role="status">
            {t('rating.out_told', {
              groups: number.format(told.groups),
              ratings: number.format(told.ratings),
              left: number.format(told.left_out_ratings),
            })}
          </p>
        )}
      </div>
    </Section>
  )
}
