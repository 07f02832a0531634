// The published files that the picture is made of: taken in after a look, each with its source; taken out again; what a later edition says otherwise.
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { Banner, Confirm, EmptyState, FileDrop, Loading, Page, ProgressBar, RefusalBanner, Section } from '../pieces/index.ts'
import { writeMonth } from '../pieces/months-chart.tsx'
import { useSession } from '../session/session.tsx'
import { DatasetFacts } from './behind.tsx'
import style from './picture.module.css'
import { type Dataset, Places, useRange, useRouteName } from './places.tsx'
import { ENDINGS, MAX_FILE_BYTES, useSending } from './upload.ts'

type File_ = Output<'picture.find-imports'>['rows'][number]
type Found = NonNullable<File_['found']>
const SHOWN_BAD = 20

export default function Sources() {
  const { t } = useTranslation('picture')
  const { has } = useSession()
  const view = useView('picture.find-datasets', {})
  const rows = view.data?.rows ?? []
  return (
    <Page title={t('places.sources')} lead={t('sources.lead')} width="wide">
      <Places />
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {has('analyst') && <Imports />}
      {view.loading && <Loading />}
      {view.data && rows.length === 0 && <EmptyState title={t('none.title')}>{t(has('analyst') ? 'none.text' : 'none.reader')}</EmptyState>}
      {rows.map((row) => (
        <One key={row.id} row={row} rows={rows} />
      ))}
    </Page>
  )
}

function One({ row, rows }: { row: Dataset; rows: readonly Dataset[] }) {
  const { t } = useTranslation('picture')
  const { has } = useSession()
  const [asking, setAsking] = useState(false)
  const erase = useAct('picture.erase-dataset')
  const earlier = rows.find(
    (other) =>
      other.taken_at < row.taken_at &&
      other.measure === row.measure &&
      other.period_kind === row.period_kind &&
      other.publisher === row.publisher &&
      other.has_origin === row.has_origin,
  )
  return (
    <Section
      title={
        <>
          {t(`measure.${row.measure}`)}: <bdi>{row.publisher}</bdi>, {period(row.first_period)} – {period(row.last_period)}
        </>
      }
      actions={
        has('analyst') && (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('sources.erase')}
          </Button>
        )
      }
    >
      <div className={style.stack}>
        <RefusalBanner error={erase.error} />
        <DatasetFacts dataset={row} />
        {earlier && <Otherwise dataset={row} earlier={earlier} />}
      </div>
      <Confirm
        open={asking}
        title={t('sources.erase_title')}
        act={t('sources.erase')}
        onClose={() => setAsking(false)}
        happens={[t('sources.erase_text', { title: row.title })]}
        seenBy={[]}
        danger
        running={erase.running}
        error={erase.error}
        onConfirm={async () => {
          if (await erase.run({ dataset: row.id })) setAsking(false)
        }}
      />
    </Section>
  )
}

const period = (text: string) => (text.length === 7 ? writeMonth(text) : text)

/** What this edition says otherwise of months that the one before it had as well. */
function Otherwise({ dataset, earlier }: { dataset: Dataset; earlier: Dataset }) {
  const { t } = useTranslation('picture')
  const { data } = useView('picture.compare-datasets', { dataset: dataset.id, earlier: earlier.id })
  const routeName = useRouteName()
  const writeRange = useRange()
  const number = new Intl.NumberFormat(locale())
  if (!data) return null
  if (data.total === 0) return <p className={style.quiet}>{t('otherwise.none')}</p>
  return (
    <details className={style.details}>
      <summary>{t('otherwise.some', { number: number.format(data.total) })}</summary>
      <table className={style.table}>
        <thead>
          <tr>
            <th scope="col">{t('field.period')}</th>
            <th scope="col">{t('field.route')}</th>
            <th scope="col" className={style.end}>
              {t('otherwise.before')}
            </th>
            <th scope="col" className={style.end}>
              {t('otherwise.now')}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.rows.slice(0, 100).map((row) => (
            <tr key={`${row.period} ${row.route}`}>
              <th scope="row">{period(row.period)}</th>
              <td>
                <bdi>{routeName(row.route, row.name)}</bdi>
              </td>
              <td className={style.end}>{writeRange(row.before)}</td>
              <td className={style.end}>{writeRange(row.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

function Imports() {
  const view = useView('picture.find-imports', {})
  return (
    <>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.data?.rows.map((file) => (
        <Prepared key={file.id} file={file} onChange={view.reload} />
      ))}
      {view.data && view.data.rows.length === 0 && <Send onSent={view.reload} />}
    </>
  )
}

function Send({ onSent }: { onSent: () => void }) {
  const { t } = useTranslation('picture')
  const [files, setFiles] = useState<File[]>([])
  const begin = useAct('picture.begin-import', { touches: [] })
  const prepare = useAct('picture.prepare-import', { touches: [] })
  const sending = useSending()
  const [file] = files
  const send = async () => {
    if (!file) return
    const begun = await begin.run({ file_name: file.name.slice(0, 200), bytes: file.size })
    if (!begun) return
    if (await sending.send(begun.import, file)) await prepare.run({ import: begun.import })
    onSent()
  }
  return (
    <Section title={t('send.title')}>
      <div className={style.stack}>
        <p>{t('send.formats')}</p>
        <FileDrop label={t('send.choose')} accept={ENDINGS} max_bytes={MAX_FILE_BYTES} files={files} onChange={setFiles} />
        <p className={style.quiet}>{t('send.bounds')}</p>
        {sending.state && (
          <ProgressBar label={t('send.sending')} done={sending.state.sent} total={sending.state.of} onStop={sending.stop} />
        )}
        <RefusalBanner error={begin.error ?? sending.error ?? prepare.error} />
        <div>
          <Button
            disabled={!file || file.size === 0}
            loading={begin.running || sending.busy || prepare.running}
            onClick={() => void send()}
          >
            {t('send.act')}
          </Button>
        </div>
      </div>
    </Section>
  )
}

function Prepared({ file, onChange }: { file: File_; onChange: () => void }) {
  const { t } = useTranslation('picture')
  const prepare = useAct('picture.prepare-import', { touches: [] })
  const withdraw = useAct('picture.withdraw-import', { touches: [] })
  const { found, refusal } = file
  return (
    <Section
      title={<bdi dir="auto">{file.file_name}</bdi>}
      actions={
        <Button variant="default" loading={withdraw.running} onClick={async () => (await withdraw.run({ import: file.id })) && onChange()}>
          {t('read.withdraw')}
        </Button>
      }
    >
      <div className={style.stack}>
        <RefusalBanner error={prepare.error ?? withdraw.error} />
        {refusal && (
          <Banner tone="error" title={t('fault.title')}>
            {t(`fault.${refusal.reason}`, { defaultValue: refusal.reason })}
            {refusal.line !== null && ` ${t('fault.line', { line: refusal.line })}`}
            {refusal.columns.length > 0 && (
              <>
                {' '}
                <bdi dir="ltr">{refusal.columns.join(', ')}</bdi>.
              </>
            )}
            {refusal.nearest && ` ${t('fault.nearest', { format: t(`format.${refusal.nearest}`) })}`}
          </Banner>
        )}
        {file.state === 'receiving' &&
          (file.bytes_received === file.bytes ? (
            <div>
              <Button loading={prepare.running} onClick={async () => (await prepare.run({ import: file.id })) && onChange()}>
                {t('read.act')}
              </Button>
            </div>
          ) : (
            <p className={style.quiet}>{t('read.parts_missing')}</p>
          ))}
        {found && <Understood found={found} />}
        {found && found.cells > 0 && <Take file={file} found={found} onChange={onChange} />}
      </div>
    </Section>
  )
}

function Understood({ found }: { found: Found }) {
  const { t } = useTranslation('picture')
  const number = new Intl.NumberFormat(locale())
  const counts: [string, string][] = [
    [t('read.format'), t(`format.${found.format}`)],
    [t('read.measure'), t(`measure.${found.measure}`)],
    [t('read.rows'), number.format(found.rows)],
    [t('read.cells'), number.format(found.cells)],
    [t('read.repeated'), number.format(found.repeated)],
    [t('read.bad'), number.format(found.bad)],
    [t('read.suppressed'), number.format(found.suppressed)],
    [t('read.period'), found.first_period === '' ? '–' : `${period(found.first_period)} – ${period(found.last_period)}`],
  ]
  return (
    <>
      <dl className={style.counts}>
        {counts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {found.bad_rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
        <section className={style.scroll} tabIndex={0} aria-label={t('read.bad_rows')}>
          <table className={style.table}>
            <caption className={style.caption}>{t('read.bad_rows')}</caption>
            <thead>
              <tr>
                <th scope="col" className={style.end}>
                  {t('field.line')}
                </th>
                <th scope="col">{t('read.column')}</th>
                <th scope="col">{t('read.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {found.bad_rows.slice(0, SHOWN_BAD).map((row) => (
                <tr key={`${row.line} ${row.column} ${row.reason}`}>
                  <td className={style.end}>{number.format(row.line)}</td>
                  <td>
                    <bdi dir="auto">{row.column || '–'}</bdi>
                  </td>
                  <td>{t(`reason.${row.reason}`, { line: row.other_line ?? '', defaultValue: row.reason })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}

const LICENCES = ['CC BY 4.0', 'CC BY 3.0 IGO', 'CC BY-SA 4.0', 'CC0', 'Reproduction with the source named'] as const
/** Who publishes the format, where one does. */
const PUBLISHERS: Readonly<Record<string, string>> = {
  frontex: 'Frontex',
  'frontex-wide': 'Frontex',
  'missing-migrants': 'IOM, Missing Migrants Project',
  seizures: 'UNODC',
  population: 'United Nations',
}

function Take({ file, found, onChange }: { file: File_; found: Found; onChange: () => void }) {
  const { t } = useTranslation('picture')
  const run = useAct('picture.run-import')
  const [title, setTitle] = useState('')
  const [publisher, setPublisher] = useState(PUBLISHERS[found.format] ?? '')
  const [licence, setLicence] = useState('')
  const [address, setAddress] = useState('')
  const [day, setDay] = useState('')
  const [leave, setLeave] = useState(false)
  const wrong = found.bad + found.repeated
  const number = new Intl.NumberFormat(locale())
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const rows = leave ? ('leave-out' as const) : ('refuse-all' as const)
    const taken = await run.run({
      import: file.id,
      title: title.trim(),
      publisher: publisher.trim(),
      licence: licence.trim(),
      ...(address.trim() && { address: address.trim() }),
      ...(day && { retrieved_on: day }),
      bad_rows: rows,
      repeated: rows,
    })
    if (taken) onChange()
  }
  return (
    <form className={style.stack} onSubmit={(event) => void submit(event)} aria-label={t('take.title')}>
      <div className={style.fields}>
        <TextInput
          label={t('dataset.title')}
          required
          maxLength={120}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          label={t('dataset.publisher')}
          required
          maxLength={120}
          value={publisher}
          onChange={(event) => setPublisher(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('dataset.licence')}
          required
          value={licence}
          data={[{ value: '', label: t('take.choose') }, ...LICENCES]}
          onChange={(event) => setLicence(event.currentTarget.value)}
        />
        <TextInput
          label={t('dataset.address')}
          maxLength={300}
          dir="ltr"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <TextInput label={t('dataset.retrieved')} type="date" value={day} onChange={(event) => setDay(event.currentTarget.value)} />
      </div>
      {wrong > 0 && (
        <Checkbox
          label={t('take.leave', { number: number.format(wrong) })}
          checked={leave}
          onChange={(event) => setLeave(event.currentTarget.checked)}
        />
      )}
      <RefusalBanner error={run.error} />
      <div>
        <Button
          type="submit"
          loading={run.running}
          disabled={(wrong > 0 && !leave) || title.trim() === '' || publisher.trim() === '' || licence === ''}
        >
          {t('take.act', { number: number.format(found.cells) })}
        </Button>
      </div>
    </form>
  )
}
