// One import from its file to its records: the mapping with its preview, the run that can be left, and the rows that were bad.
import { Button, Checkbox, NativeSelect, Radio } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { type Input, type Output, RefusalError, view } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { locale } from '../language/index.ts'
import {
  Banner,
  ColumnMapping,
  Confirm,
  DateTime,
  Facts,
  FileDrop,
  Loading,
  Mono,
  Page,
  ProgressBar,
  RefusalBanner,
  type Schema,
  SchemaForm,
  Section,
  Table,
  useListState,
  writeSize,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { useRecordFields } from './fields.tsx'
import { MAX_IMPORT_BYTES, SendingState, useSending } from './imports.tsx'
import { Places, useFieldName, useReason } from './places.tsx'
import { fresh } from './record-form.tsx'
import { IMPORT_DEFAULTS, type Kind, REMARKS, REMARKS_REQUIRED } from './record-schema.ts'
import style from './registers.module.css'
import { saveText } from './save.ts'

type Line = Output<'registers.read-import'>
type Preview = Output<'registers.preview-import'>
type Mapping = Preview['mapping']
type Field = Mapping['columns'][number]['field']
type Defaults = NonNullable<Input<'registers.preview-import'>['defaults']>

const POLL_MS = 1_000

export function ImportPage({ id }: { id: string }) {
  const { t } = useTranslation('registers')
  const [live, setLive] = useState(true)
  const { data, error, reload } = useView('registers.read-import', { import: id }, live ? { every_ms: POLL_MS } : {})
  const moving = data === undefined || data.state === 'running'
  useEffect(() => setLive(moving), [moving])
  return (
    <Page
      title={data ? <bdi dir="auto">{data.file_name}</bdi> : t('imports.one')}
      windowTitle={data?.file_name ?? t('imports.one')}
      lead={data && `${t(`kinds.${data.kind}`)} · ${writeSize(data.bytes)} · ${t(`import_state.${data.state}`)}`}
      width="wide"
    >
      <Places />
      <RefusalBanner error={error} onRetry={reload} />
      {!data && !error && <Loading />}
      {data?.state === 'receiving' &&
        (data.bytes_received < data.bytes ? <Resume line={data} onSent={reload} /> : <Prepare line={data} onRun={reload} />)}
      {data && data.state !== 'receiving' && <Outcome line={data} onChange={reload} />}
    </Page>
  )
}

/** The file did not arrive whole: the same file goes on where it stopped. */
function Resume({ line, onSent }: { line: Line; onSent: () => void }) {
  const { t } = useTranslation('registers')
  const [files, setFiles] = useState<File[]>([])
  const sending = useSending()
  const [file] = files
  const send = async () => {
    const text = file && (await sending.read(file))
    if (text !== undefined && (await sending.send(line.id, text))) onSent()
  }
  return (
    <Section title={t('imports.resume')}>
      <div className={style.stack}>
        <Banner tone="warning" title={t('imports.half', { received: writeSize(line.bytes_received), of: writeSize(line.bytes) })}>
          {t('imports.half_text')}
        </Banner>
        <FileDrop
          label={t('imports.choose')}
          accept={['.csv', '.txt', '.tsv']}
          max_bytes={MAX_IMPORT_BYTES}
          files={files}
          onChange={setFiles}
        />
        <SendingState sending={sending} />
        <div className={style.row}>
          <Button disabled={!file} loading={sending.busy} onClick={() => void send()}>
            {t('imports.send')}
          </Button>
          <GiveUp line={line} onDone={onSent} />
        </div>
      </div>
    </Section>
  )
}

/** What each column is, what holds for all rows, how the first rows would read. */
function Prepare({ line, onRun }: { line: Line; onRun: () => void }) {
  const { t } = useTranslation('registers')
  const { node } = useSession()
  const preview = useAct('registers.preview-import', { touches: [] })
  const start = useAct('registers.run-import')
  const [shown, setShown] = useState<Preview | undefined>()
  const [mapping, setMapping] = useState<Mapping | undefined>()
  const [defaults, setDefaults] = useState<Defaults | undefined>()
  const [bad_rows, setBadRows] = useState<'refuse-all' | 'leave-out'>('leave-out')
  const [asking, setAsking] = useState(false)
  const replace = useRecordFields()
  const reason = useReason()
  const kind = line.kind as Kind
  const schema = defaultsSchema(kind)

  const look = async (next: { mapping?: Mapping; defaults?: Defaults }) => {
    const stated = next.mapping ?? mapping
    const all = next.defaults ?? defaults
    const found = await preview.run({ import: line.id, ...(stated && { mapping: stated }), ...(all && { defaults: all }) })
    if (!found) return
    setShown(found)
    setMapping(found.mapping)
    if (next.defaults && found.ready) requestAnimationFrame(() => result.current?.scrollIntoView({ block: 'start' }))
  }
  const result = useRef<HTMLDivElement>(null)
  const first = useRef(look)
  useEffect(() => void first.current({}), [])

  if (!shown || !mapping) return preview.error ? <RefusalBanner error={preview.error} onRetry={() => void look({})} /> : <Loading />
  const change = (next: Mapping) => {
    setMapping(next)
    void look({ mapping: next })
  }
  const good = shown.rows.filter(({ faults }) => faults.length === 0).length
  return (
    <div className={style.stack}>
      <Section title={t('imports.columns')}>
        <Columns shown={shown} mapping={mapping} onChange={change} />
        {shown.faults.length > 0 && (
          <Banner tone="warning" title={t('imports.mapping_faults')}>
            <ul className={style.plain}>
              {shown.faults.map(({ path, reason: code }) => (
                <li key={path + code}>
                  <Mono>{path}</Mono>: {reason(code)}
                </li>
              ))}
            </ul>
          </Banner>
        )}
      </Section>
      <div>
        <h2 className={style.heading}>{t('imports.defaults')}</h2>
        <p className={style.quiet}>{t('imports.defaults_lead')}</p>
      </div>

      <SchemaForm
        schema={schema}
        namespace="registers"
        initial={fresh(node.networks.map(({ id }) => id))}
        submit={t('imports.try')}
        running={preview.running}
        error={
          preview.error &&
          new RefusalError(
            preview.error.code,
            preview.error.message,
            preview.error.status,
            preview.error.details.map((one) => ({ path: one.path.replace('/defaults', ''), reason: reason(one.reason) })),
          )
        }
        replace={replace}
        sections={[
          ...(Object.keys(IMPORT_DEFAULTS[kind]).length > 0
            ? [{ title: t(`form.what.${kind}`), fields: Object.keys(IMPORT_DEFAULTS[kind]) }]
            : []),
          { title: t('form.why'), fields: ['reason', 'action_to_take', 'crime_area', 'contact'] },
          { title: t('form.who'), fields: ['sharing', 'classification', 'handling', 'evaluation'] },
          { title: t('form.until'), fields: ['review_on', 'expires_on', 'reference_prefix'] },
        ]}
        onSubmit={(value) => {
          const next = { handling: [], ...value } as unknown as Defaults
          setDefaults(next)
          void look({ defaults: next })
        }}
      />
      <div ref={result}>
        {shown.ready && (
          <Section title={t('imports.preview')} flush>
            <PreviewRows shown={shown} />
          </Section>
        )}
      </div>
      {shown.ready && (
        <Section title={t('imports.run')}>
          <div className={style.stack}>
            {good < shown.rows.length && <Banner tone="warning" title={t('imports.preview_bad', { count: shown.rows.length - good })} />}
            <Radio.Group label={t('imports.bad_rows')} value={bad_rows} onChange={(next) => setBadRows(next as typeof bad_rows)}>
              <div className={style.options}>
                <Radio value="leave-out" label={t('imports.leave_out')} />
                <Radio value="refuse-all" label={t('imports.refuse_all')} />
              </div>
            </Radio.Group>
            <div className={style.row}>
              <Button onClick={() => setAsking(true)}>{t('imports.run_act')}</Button>
              <GiveUp line={line} onDone={onRun} />
            </div>
          </div>
        </Section>
      )}
      {!shown.ready && (
        <div>
          <GiveUp line={line} onDone={onRun} />
        </div>
      )}
      <Confirm
        open={asking}
        title={t('imports.run_title', { file: line.file_name })}
        happens={[t('imports.run_happens'), t(bad_rows === 'leave-out' ? 'imports.leave_out' : 'imports.refuse_all')]}
        seenBy={defaults?.sharing.rule === 'national' ? [] : [t('record.seen_by')]}
        act={t('imports.run_act')}
        running={start.running}
        error={start.error}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          if (!(await start.run({ import: line.id, bad_rows }))) return
          setAsking(false)
          onRun()
        }}
      />
    </div>
  )
}

const defaultsSchema = (kind: Kind): Schema => ({
  type: 'object',
  properties: {
    ...IMPORT_DEFAULTS[kind],
    ...REMARKS,
    reference_prefix: { type: 'string', maxLength: 40, pattern: '^[A-Za-z0-9./_-]{1,40}$', 'x-machine': true },
  },
  required: REMARKS_REQUIRED,
})

const DELIMITERS = [',', ';', '\t', '|'] as const

function Columns({ shown, mapping, onChange }: { shown: Preview; mapping: Mapping; onChange: (mapping: Mapping) => void }) {
  const { t } = useTranslation('registers')
  const { t: common } = useTranslation()
  const fieldName = useFieldName()
  const fieldOf = (column: number) => mapping.columns.find((one) => one.column === column)?.field ?? ''
  const put = (column: number, field: string) => {
    const rest = mapping.columns.filter((one) => one.column !== column)
    const columns = field === '' ? rest : [...rest, { column, field: field as Field }].sort((a, b) => a.column - b.column)
    if (columns.length > 0) onChange({ ...mapping, columns })
  }
  return (
    <div className={style.stack}>
      <div className={style.fields}>
        <NativeSelect
          label={t('imports.delimiter')}
          value={mapping.delimiter}
          data={DELIMITERS.map((value) => ({
            value,
            label: common(`delimiter.${value === '\t' ? 'tab' : value === ',' ? 'comma' : value === ';' ? 'semicolon' : 'bar'}`),
          }))}
          onChange={(event) => onChange({ ...mapping, delimiter: event.currentTarget.value as Mapping['delimiter'] })}
        />
        <NativeSelect
          label={t('imports.dates')}
          value={mapping.date_order}
          data={(['day-first', 'month-first'] as const).map((value) => ({ value, label: common(`date_order.${value}`) }))}
          onChange={(event) => onChange({ ...mapping, date_order: event.currentTarget.value as Mapping['date_order'] })}
        />
        <Checkbox
          label={t('imports.has_header')}
          checked={mapping.has_header}
          onChange={(event) => onChange({ ...mapping, has_header: event.currentTarget.checked })}
        />
      </div>
      <ColumnMapping
        caption={t('imports.columns')}
        headings={shown.headings}
        rows={shown.rows}
        fields={shown.fields}
        nameOf={fieldName}
        fieldOf={fieldOf}
        onPut={put}
      />
    </div>
  )
}

function PreviewRows({ shown }: { shown: Preview }) {
  const { t } = useTranslation('registers')
  const fieldName = useFieldName()
  const reason = useReason()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section className={style.scroll} tabIndex={0} aria-label={t('imports.preview')}>
      <table className={style.columnsTable}>
        <thead>
          <tr>
            <th scope="col">{t('imports.line')}</th>
            <th scope="col">{t('list.reference')}</th>
            <th scope="col">{t('list.title')}</th>
            <th scope="col">{t('imports.detail')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.rows.map(({ line, reference, title, detail, faults, cells }) => (
            <tr key={line}>
              <td>{line}</td>
              <td>{reference && <Mono>{reference}</Mono>}</td>
              <td>
                <bdi dir="auto">{title || cells.filter(Boolean).slice(0, 3).join(' · ')}</bdi>
              </td>
              <td>
                {faults.length > 0 ? (
                  <strong className={style.bad}>
                    {faults.map((fault) => `${fieldName(fault.field)}: ${reason(fault.reason)}`).join('; ')}
                  </strong>
                ) : (
                  <bdi dir="auto">{detail}</bdi>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The run while it goes on, and what came of it. */
function Outcome({ line, onChange }: { line: Line; onChange: () => void }) {
  const { t } = useTranslation('registers')
  const number = new Intl.NumberFormat(locale())
  const tone = { done: 'good', refused: 'error', running: 'info', withdrawn: 'warning', abandoned: 'warning', receiving: 'info' } as const
  return (
    <div className={style.stack}>
      {line.state === 'running' ? (
        <Section title={t('import_state.running')}>
          <div className={style.stack}>
            <ProgressBar label={t('imports.reading')} done={line.bytes_read} total={line.bytes} leavable />
            <div>
              <GiveUp line={line} onDone={onChange} />
            </div>
          </div>
        </Section>
      ) : (
        <Banner
          tone={tone[line.state]}
          title={t(`imports.over.${line.state}`, { count: line.rows_staged })}
          actions={
            line.state === 'done' && (
              <Button component={Link} href={`/registers?kind=${line.kind}`} variant="default">
                {t('imports.see')}
              </Button>
            )
          }
        />
      )}
      <Facts
        items={[
          [t('imports.rows'), number.format(line.rows_read)],
          [t('imports.good'), number.format(line.rows_staged)],
          [t('imports.bad'), number.format(line.rows_bad)],
          [t('imports.begun'), <DateTime key="b" at={line.begun_at} />],
          [t('imports.finished'), line.finished_at && <DateTime key="f" at={line.finished_at} />],
        ]}
      />
      {line.rows_bad > 0 && <BadRows line={line} />}
    </div>
  )
}

const PAGE = 200
const MOST_PAGES = 1_000

function BadRows({ line }: { line: Line }) {
  const { t } = useTranslation('registers')
  const fieldName = useFieldName()
  const reason = useReason()
  const state = useListState([])
  const [error, setError] = useState<RefusalError | undefined>()
  const [busy, setBusy] = useState(false)
  const list = useView('registers.find-import-errors', { import: line.id, ...pageInput(state) })
  const download = async () => {
    setBusy(true)
    setError(undefined)
    try {
      const lines = [`line,field,reason`]
      for (let page = 0; page < MOST_PAGES; page++) {
        const { rows, total } = await view('registers.find-import-errors', { import: line.id, limit: PAGE, offset: page * PAGE })
        for (const row of rows) lines.push(`${row.line},${row.field},${row.reason}`)
        if ((page + 1) * PAGE >= total) break
      }
      saveText(`${line.file_name.replace(/\.\w+$/, '')}-bad-rows.csv`, `${lines.join('\r\n')}\r\n`)
    } catch (thrown) {
      setError(thrown instanceof RefusalError ? thrown : new RefusalError('page.failed', String(thrown), 0))
    }
    setBusy(false)
  }
  return (
    <Section
      title={t('imports.bad')}
      flush
      actions={
        <Button variant="default" size="xs" loading={busy} leftSection={<IconDownload size={16} />} onClick={() => void download()}>
          {t('imports.download_bad')}
        </Button>
      }
    >
      <Table
        name="registers.bad-rows"
        caption={t('imports.bad')}
        columns={[
          { key: 'line', label: t('imports.line'), fixed: true, render: (row) => row.line },
          { key: 'field', label: t('imports.field'), render: (row) => fieldName(row.field) },
          { key: 'reason', label: t('imports.why'), render: (row) => reason(row.reason) },
        ]}
        state={state}
        view={list}
        keyOf={(row) => `${row.line} ${row.field}`}
        empty={{ title: t('imports.no_bad') }}
        toolbar={error ? <RefusalBanner error={error} /> : undefined}
      />
    </Section>
  )
}

function GiveUp({ line, onDone }: { line: Line; onDone: () => void }) {
  const { t } = useTranslation('registers')
  const [asking, setAsking] = useState(false)
  const { run, running, error } = useAct('registers.withdraw-import')
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('imports.give_up')}
      </Button>
      <Confirm
        open={asking}
        title={t('imports.give_up_title', { file: line.file_name })}
        happens={[t('imports.give_up_happens')]}
        seenBy={[]}
        act={t('imports.give_up')}
        danger
        running={running}
        error={error}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          if (!(await run({ import: line.id }))) return
          setAsking(false)
          onDone()
        }}
      />
    </>
  )
}
