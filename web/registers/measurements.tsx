// What the comparison of names is worth: the measurements that were saved, and the beginning of a new one.
import { Button, Checkbox, Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { type Output, RefusalError } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { locale } from '../language/index.ts'
import {
  Banner,
  type Column,
  DateTime,
  DemoMark,
  FileDrop,
  Page,
  RefusalBanner,
  Section,
  StateMark,
  type StateTone,
  Table,
  useListState,
  writeTime,
} from '../pieces/index.ts'
import { useColleagues } from '../session/colleagues.ts'
import { useSession } from '../session/session.tsx'
import { Places, useReason } from './places.tsx'
import style from './registers.module.css'

type Line = Output<'registers.find-measurements'>['rows'][number]

/** A little below what one call to the node holds. */
const MAX_BYTES = 700_000
const TONES: Record<Line['state'], StateTone> = { running: 'warning', done: 'good', interrupted: 'bad' }

/** What a measurement is called: the project's own set by our words, a file by its name. */
export function useMeasurementTitle(): (line: Pick<Line, 'source' | 'title' | 'kept'>) => string {
  const { t } = useTranslation('registers')
  return ({ source, title, kept }) => (source === 'synthetic' && !kept ? t('measure.synthetic') : title || t('measure.file'))
}

export function Measurements() {
  const { t } = useTranslation('registers')
  const { has } = useSession()
  const nameOf = useColleagues()
  const titleOf = useMeasurementTitle()
  const state = useListState([])
  const view = useView('registers.find-measurements', pageInput(state), { every_ms: 5_000 })
  const number = new Intl.NumberFormat(locale())
  const columns: Column<Line>[] = [
    {
      key: 'title',
      label: t('measure.what'),
      fixed: true,
      render: (row) => (
        <>
          <bdi dir="auto">{titleOf(row)}</bdi> {row.source === 'synthetic' && <DemoMark />}
          {row.names_alone && <div className={style.detail}>{t('measure.names_alone')}</div>}
        </>
      ),
      text: titleOf,
    },
    { key: 'pairs', label: t('measure.pairs'), end: true, render: (row) => number.format(row.pairs), text: (row) => String(row.pairs) },
    {
      key: 'state',
      label: t('list.status'),
      render: (row) => (
        <>
          <StateMark tone={TONES[row.state]}>{t(`measure.state.${row.state}`)}</StateMark>
          <div className={style.detail}>
            {row.kept ? (
              <>
                {t('measure.kept_until')} <DateTime at={row.keep_until} form="date" />
              </>
            ) : (
              t('measure.unsaved')
            )}
          </div>
        </>
      ),
      text: (row) => t(`measure.state.${row.state}`),
    },
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
  const measures = has('data-protection')
  return (
    <Page title={t('places.measurements')} lead={t('measure.lead')} width="wide">
      <Places />
      {measures && <Begin />}
      <Table
        name="registers.measurements"
        caption={t('places.measurements')}
        columns={columns}
        state={state}
        view={view}
        keyOf={(row) => row.id}
        href={(row) => `/registers/measurements/${row.id}`}
        empty={{ title: t('measure.none'), text: t(measures ? 'measure.none_text' : 'measure.none_read') }}
      />
    </Page>
  )
}

function Begin() {
  const { t } = useTranslation('registers')
  const [, navigate] = useLocation()
  const begin = useAct('registers.begin-measurement')
  const [source, setSource] = useState<'synthetic' | 'upload'>('synthetic')
  const [names_alone, setNamesAlone] = useState(false)
  const [files, setFiles] = useState<File[]>([])
  const [unread, setUnread] = useState<RefusalError | undefined>()
  const [file] = files
  const run = async () => {
    setUnread(undefined)
    const said = names_alone ? { names_alone } : {}
    if (source === 'synthetic') return begin.run({ source, ...said })
    const text = await file!.text().catch(() => undefined)
    if (!text) {
      setUnread(new RefusalError('import.invalid', '', 0))
      return undefined
    }
    return begin.run({ source, text, file_name: file!.name.slice(0, 200), ...said })
  }
  return (
    <Section title={t('measure.begin')}>
      <form
        className={style.stack}
        onSubmit={async (event) => {
          event.preventDefault()
          const begun = await run()
          if (begun) navigate(`/registers/measurements/${begun.measurement}`)
        }}
      >
        <Radio.Group label={t('measure.which')} value={source} onChange={(next) => setSource(next as typeof source)}>
          <div className={style.options}>
            <Radio value="synthetic" label={t('measure.synthetic')} description={t('measure.synthetic_text')} />
            <Radio value="upload" label={t('measure.own')} description={t('measure.own_text')} />
          </div>
        </Radio.Group>
        {source === 'upload' && (
          <>
            <FileDrop
              label={t('imports.choose')}
              accept={['.csv', '.txt', '.tsv']}
              max_bytes={MAX_BYTES}
              files={files}
              onChange={setFiles}
            />
            <pre className={style.sample} dir="ltr">
              <code>{'name1,name2,is_match,birth_date1,birth_date2\nMohamed Benali,محمد بن علي,1,1985-03-12,1985'}</code>
            </pre>
          </>
        )}
        <Checkbox
          label={t('measure.names_alone')}
          description={t('measure.names_alone_text')}
          checked={names_alone}
          onChange={(event) => setNamesAlone(event.currentTarget.checked)}
        />
        <Faults error={unread ?? begin.error} />
        <div>
          <Button type="submit" loading={begin.running} disabled={source === 'upload' && !file}>
            {t('measure.run')}
          </Button>
        </div>
      </form>
    </Section>
  )
}

/** What is wrong with a file, line by line. */
function Faults({ error }: { error: RefusalError | undefined }) {
  const { t } = useTranslation('registers')
  const reasonOf = useReason()
  const lines = (error?.details ?? []).flatMap(({ path, reason }) => {
    const [, line, field] = /^\/line\/(\d+)\/(\w+)$/.exec(path) ?? []
    return line && field ? [{ line, field, reason }] : []
  })
  const [limit] = error?.code === 'quota.exceeded' ? error.details : []
  if (limit) return <Banner tone="warning" title={reasonOf(limit.reason)} />
  if (lines.length === 0) return <RefusalBanner error={error} />
  return (
    <Banner tone="error" title={t('measure.bad_file')}>
      <ul className={style.faults}>
        {lines.map(({ line, field, reason }) => (
          <li key={`${line} ${field}`}>
            {t('measure.line', { line })} <bdi dir="ltr">{field}</bdi>: {reasonOf(reason)}
          </li>
        ))}
      </ul>
    </Banner>
  )
}
