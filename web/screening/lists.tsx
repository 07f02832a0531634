// Own lists, and the beginning of a new one: its file, and nothing else yet.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { act } from '../api/client.ts'
import { refresh, useAct, useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { locale } from '../language/index.ts'
import {
  Banner,
  type Column,
  DateTime,
  Deadline,
  FileDrop,
  Page,
  ProgressBar,
  RefusalBanner,
  Section,
  Table,
  useListState,
  writeSize,
  writeTime,
} from '../pieces/index.ts'
import type { Line } from './follow.ts'
import { Places } from './places.tsx'
import style from './screening.module.css'
import { ENDINGS, MAX_FILE_BYTES, type Sending, useSending } from './upload.ts'

export function Lists() {
  const { t } = useTranslation('screening')
  const state = useListState([])
  const view = useView('screening.find-lists', pageInput(state), { every_ms: 5_000 })
  const number = new Intl.NumberFormat(locale())
  const columns: Column<Line>[] = [
    {
      key: 'file',
      label: t('list.file'),
      fixed: true,
      render: (row) =>
        row.file_name === null ? <span className={style.quiet}>{t('list.forgotten')}</span> : <bdi dir="auto">{row.file_name}</bdi>,
      text: (row) => row.file_name ?? '',
    },
    {
      key: 'state',
      label: t('list.state'),
      fixed: true,
      render: (row) => <strong>{t(`state.${row.state}`)}</strong>,
      text: (row) => t(`state.${row.state}`),
    },
    { key: 'lines', label: t('list.lines'), end: true, render: (row) => number.format(row.lines), text: (row) => String(row.lines) },
    { key: 'hits', label: t('list.hits'), end: true, render: (row) => number.format(row.hits), text: (row) => String(row.hits) },
    {
      key: 'open',
      label: t('list.undecided'),
      end: true,
      render: (row) => (row.state === 'closed' ? '' : number.format(row.hits - row.confirmed - row.discarded)),
      text: (row) => String(row.hits - row.confirmed - row.discarded),
    },
    {
      key: 'forget',
      label: t('list.forget'),
      render: (row) =>
        row.state !== 'closed' && row.forget_at && row.asked_at ? (
          <Deadline from={row.asked_at} due={row.forget_at} />
        ) : (
          row.closed_at && <DateTime at={row.closed_at} form="short" />
        ),
      text: (row) => row.forget_at ?? row.closed_at ?? '',
    },
    {
      key: 'at',
      label: t('list.begun'),
      render: (row) => <DateTime at={row.begun_at} form="short" />,
      text: (row) => writeTime(row.begun_at),
    },
  ]
  return (
    <Page title={t('title')} lead={t('lead')} width="wide">
      <Places />
      <Begin />
      <Table
        name="screening.own"
        caption={t('places.own')}
        columns={columns}
        state={state}
        view={view}
        keyOf={(row) => row.id}
        href={(row) => `/screening/${row.id}`}
        empty={{ title: t('list.none'), text: t('list.none_text') }}
      />
    </Page>
  )
}

function Begin() {
  const { t } = useTranslation('screening')
  const [, navigate] = useLocation()
  const [files, setFiles] = useState<File[]>([])
  const begin = useAct('screening.begin-list', { touches: [] })
  const sending = useSending()
  const [file] = files
  const start = async () => {
    if (!file) return
    const begun = await begin.run({ file_name: file.name.slice(0, 200), bytes: file.size })
    if (!begun) return
    if (await sending.send(begun.list, file)) {
      await act('screening.prepare-list', { list: begun.list }).catch(() => undefined)
      navigate(`/screening/${begun.list}`)
    } else refresh('screening.find-lists')
  }
  return (
    <Section title={t('begin.title')}>
      <div className={style.stack}>
        <p className={style.quiet}>{t('begin.text')}</p>
        <FileDrop label={t('begin.choose')} accept={ENDINGS} max_bytes={MAX_FILE_BYTES} files={files} onChange={setFiles} />
        <SendingState sending={sending} />
        <RefusalBanner error={begin.error} />
        <div>
          <Button disabled={!file || file.size === 0} loading={begin.running || sending.busy} onClick={() => void start()}>
            {t('begin.send')}
          </Button>
        </div>
        {file?.size === 0 && <Banner tone="warning" title={t('fault.empty')} />}
      </div>
    </Section>
  )
}

export function SendingState({ sending }: { sending: Sending }) {
  const { t } = useTranslation('screening')
  return (
    <>
      {sending.state && (
        <>
          <ProgressBar label={t('begin.sending')} done={sending.state.sent} total={sending.state.of} onStop={sending.stop} />
          <p className={style.quiet}>
            {t('begin.stay')} ({writeSize(sending.state.of)})
          </p>
        </>
      )}
      <RefusalBanner error={sending.error} />
    </>
  )
}
