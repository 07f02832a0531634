// All imports of the own unit, and the beginning of a new one: its kind and its file.
import { Button, NativeSelect } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { type Output, RefusalError } from '../api/client.ts'
import { refresh, useAct, useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { locale } from '../language/index.ts'
import {
  Banner,
  type Column,
  DateTime,
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
import { useColleagues } from '../session/colleagues.ts'
import { Places } from './places.tsx'
import { KINDS, type Kind } from './record-schema.ts'
import style from './registers.module.css'
import { ENCODINGS, type Encoding, sendParts, textOf } from './upload.ts'

type Line = Output<'registers.find-imports'>['rows'][number]

/** A round number below the node's own limit. */
export const MAX_IMPORT_BYTES = 50_000_000

export function Imports() {
  const { t } = useTranslation('registers')
  const nameOf = useColleagues()
  const state = useListState([])
  const view = useView('registers.find-imports', pageInput(state), { every_ms: 5_000 })
  const number = new Intl.NumberFormat(locale())
  const columns: Column<Line>[] = [
    {
      key: 'file',
      label: t('imports.file'),
      fixed: true,
      render: (row) => <bdi dir="auto">{row.file_name}</bdi>,
      text: (row) => row.file_name,
    },
    { key: 'kind', label: t('list.kind'), render: (row) => t(`kinds.${row.kind}`), text: (row) => t(`kinds.${row.kind}`) },
    {
      key: 'state',
      label: t('list.status'),
      render: (row) => <strong>{t(`import_state.${row.state}`)}</strong>,
      text: (row) => t(`import_state.${row.state}`),
    },
    {
      key: 'rows',
      label: t('imports.good'),
      end: true,
      render: (row) => number.format(row.rows_staged),
      text: (row) => String(row.rows_staged),
    },
    { key: 'bad', label: t('imports.bad'), end: true, render: (row) => number.format(row.rows_bad), text: (row) => String(row.rows_bad) },
    {
      key: 'by',
      label: t('made_by'),
      render: (row) => <bdi dir="auto">{nameOf(row.officer) ?? row.officer}</bdi>,
      text: (row) => nameOf(row.officer) ?? row.officer,
    },
    {
      key: 'at',
      label: t('hits.when'),
      render: (row) => <DateTime at={row.begun_at} form="short" />,
      text: (row) => writeTime(row.begun_at),
    },
  ]
  return (
    <Page title={t('places.imports')} lead={t('imports.lead')} width="wide">
      <Places />
      <Begin />
      <Table
        name="registers.imports"
        caption={t('places.imports')}
        columns={columns}
        state={state}
        view={view}
        keyOf={(row) => row.id}
        href={(row) => `/registers/imports/${row.id}`}
        empty={{ title: t('imports.none'), text: t('imports.none_text') }}
      />
    </Page>
  )
}

function Begin() {
  const { t } = useTranslation('registers')
  const [, navigate] = useLocation()
  const [kind, setKind] = useState<Kind>('person')
  const [files, setFiles] = useState<File[]>([])
  const begin = useAct('registers.begin-import', { touches: [] })
  const sending = useSending()
  const [file] = files

  const start = async () => {
    if (!file) return
    const text = await sending.read(file)
    if (text === undefined) return
    const begun = await begin.run({ kind, file_name: file.name.slice(0, 200), bytes: new TextEncoder().encode(text).length })
    if (begun && (await sending.send(begun.import, text))) navigate(`/registers/imports/${begun.import}`)
    else refresh('registers.find-imports')
  }
  return (
    <Section title={t('imports.begin')}>
      <div className={style.stack}>
        <NativeSelect
          label={t('imports.kind')}
          value={kind}
          data={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          onChange={(event) => setKind(event.currentTarget.value as Kind)}
          disabled={sending.busy}
        />
        <FileDrop
          label={t('imports.choose')}
          accept={['.csv', '.txt', '.tsv']}
          max_bytes={MAX_IMPORT_BYTES}
          files={files}
          onChange={setFiles}
        />
        <SendingState sending={sending} />
        <RefusalBanner error={begin.error} />
        <div>
          <Button disabled={!file} loading={begin.running || sending.busy} onClick={() => void start()}>
            {t('imports.send')}
          </Button>
        </div>
      </div>
    </Section>
  )
}

/** Reading a file and sending it; what went wrong stands in the state. */
export function useSending() {
  const [encoding, setEncoding] = useState<Encoding>('utf-8')
  const [unreadable, setUnreadable] = useState(false)
  const [state, setState] = useState<{ sent: number; of: number } | undefined>()
  const [error, setError] = useState<RefusalError | undefined>()
  const stop = useRef<AbortController>(undefined)
  return {
    encoding,
    setEncoding,
    unreadable,
    state,
    error,
    busy: state !== undefined,
    stop: () => stop.current?.abort(),
    read: async (file: File): Promise<string | undefined> => {
      const text = await textOf(file, encoding)
      setUnreadable(text === undefined)
      return text === '' ? undefined : text
    },
    send: async (id: string, text: string): Promise<boolean> => {
      const stopping = new AbortController()
      stop.current = stopping
      const of = new TextEncoder().encode(text).length
      setError(undefined)
      setState({ sent: 0, of })
      try {
        await sendParts(id, text, (sent) => setState({ sent, of }), stopping.signal)
        return true
      } catch (thrown) {
        if (!stopping.signal.aborted) setError(thrown instanceof RefusalError ? thrown : new RefusalError('page.failed', String(thrown), 0))
        return false
      } finally {
        setState(undefined)
      }
    },
  }
}

export function SendingState({ sending }: { sending: ReturnType<typeof useSending> }) {
  const { t } = useTranslation('registers')
  const { encoding, setEncoding, unreadable, state, error, stop } = sending
  return (
    <>
      {(unreadable || encoding !== 'utf-8') && (
        <>
          {unreadable && <Banner tone="warning" title={t('imports.unreadable')} />}
          <NativeSelect
            label={t('imports.encoding')}
            value={encoding}
            data={ENCODINGS.map((value) => ({ value, label: t(`encoding.${value}`) }))}
            onChange={(event) => setEncoding(event.currentTarget.value as Encoding)}
          />
        </>
      )}
      {state && (
        <>
          <ProgressBar label={t('imports.sending')} done={state.sent} total={state.of} onStop={stop} />
          <p className={style.quiet}>
            {t('imports.stay')} ({writeSize(state.of)})
          </p>
        </>
      )}
      <RefusalBanner error={error} />
    </>
  )
}
