// Taking a chart out as a file: for what, in which form, and what its handling codes leave out of it.
import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { act, RefusalError } from '../api/client.ts'
import { locale } from '../language/index.ts'
import { Banner, RefusalBanner } from '../pieces/index.ts'
import style from './analysis.module.css'
import type { Workbench } from './use-workbench.ts'

type Form = 'links-csv' | 'elements-csv' | 'graphml'
type Use = 'working' | 'sharing' | 'evidence'

export function TakeOut({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const [form, setForm] = useState<Form>('graphml')
  const [use, setUse] = useState<Use>('working')
  const [acknowledged, setAcknowledged] = useState(false)
  const [error, setError] = useState<RefusalError | undefined>()
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState<{ elements: number; links: number; left_out_elements: number; left_out_links: number } | undefined>()
  const number = new Intl.NumberFormat(locale())
  const handling = bench.summary?.handling ?? {}
  const take = async (leave_out: boolean) => {
    setBusy(true)
    setError(undefined)
    setTold(undefined)
    try {
      const parts: string[] = []
      let name = ''
      let type = ''
      for (let part: number | null = 0; part !== null; ) {
        const answer: Awaited<ReturnType<typeof act<'analysis.export-chart'>>> = await act('analysis.export-chart', {
          chart: bench.id,
          form,
          use,
          acknowledged,
          leave_out,
          part,
        })
        parts.push(answer.content)
        name = answer.name
        type = answer.media_type
        part = answer.next
        setTold(answer)
      }
      // the mark makes spreadsheets read Arabic as UTF-8
      const marked = type.startsWith('text/csv') ? ['\uFEFF', ...parts] : parts
      const address = URL.createObjectURL(new Blob(marked, { type }))
      const link = document.createElement('a')
      link.href = address
      link.download = name
      link.click()
      setTimeout(() => URL.revokeObjectURL(address), 10_000)
    } catch (thrown) {
      setError(thrown instanceof RefusalError ? thrown : new RefusalError('page.failed', String(thrown), 0))
    } finally {
      setBusy(false)
    }
  }
  const hinders = error?.code === 'handling.forbids' ? error.details : []
  return (
    <div className={style.stack}>
      <p className={style.quiet}>{t('out.text')}</p>
      <div className={style.row}>
        <NativeSelect
          label={t('out.form')}
          value={form}
          data={(['graphml', 'links-csv', 'elements-csv'] as const).map((value) => ({ value, label: t(`out.${value}`) }))}
          onChange={(event) => setForm(event.currentTarget.value as Form)}
        />
        <NativeSelect
          label={t('out.use')}
          value={use}
          data={(['working', 'sharing', 'evidence'] as const).map((value) => ({ value, label: t(`out.${value}`) }))}
          onChange={(event) => {
            setUse(event.currentTarget.value as Use)
            setError(undefined)
          }}
        />
      </div>
      {(handling.H3 ?? 0) > 0 && (
        <Checkbox label={t('out.acknowledge')} checked={acknowledged} onChange={(event) => setAcknowledged(event.currentTarget.checked)} />
      )}
      {hinders.length > 0 ? (
        <Banner
          tone="warning"
          title={t('out.forbidden')}
          actions={
            <Button size="xs" loading={busy} onClick={() => void take(true)}>
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
        <RefusalBanner error={error} />
      )}
      <div>
        <Button loading={busy} onClick={() => void take(false)}>
          {t('out.act')}
        </Button>
      </div>
      {told && (
        <p role="status">
          {t('out.told', { elements: number.format(told.elements), links: number.format(told.links) })}{' '}
          {told.left_out_elements + told.left_out_links > 0 &&
            t('out.left', { elements: number.format(told.left_out_elements), links: number.format(told.left_out_links) })}
        </p>
      )}
    </div>
  )
}
