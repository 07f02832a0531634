// A list before it is started: what was understood of its file, which rows are bad, and the start itself.
import { Button, Checkbox, NativeSelect, Radio, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PURPOSES } from '#wire/vocabulary.ts'
import { act, type Input } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { personFirst, SubjectLine } from '../checks/subjects.tsx'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import {
  Banner,
  ColumnMapping,
  Confirm,
  CountryName,
  countryName,
  FileDrop,
  Loading,
  RefusalBanner,
  Section,
  Table,
  useListState,
  writeSize,
} from '../pieces/index.ts'
import { useShift } from '../session/shift.ts'
import type { List } from './follow.ts'
import { SendingState } from './lists.tsx'
import { useFieldName, useReason } from './places.tsx'
import style from './screening.module.css'
import { ENDINGS, MAX_FILE_BYTES, useSending } from './upload.ts'

/** The file did not arrive whole: the same file is sent again, and what is there does no harm. */
export function Resume({ list, onSent }: { list: List; onSent: () => void }) {
  const { t } = useTranslation('screening')
  const [files, setFiles] = useState<File[]>([])
  const sending = useSending()
  const [file] = files
  const send = async () => {
    if (!file || !(await sending.send(list.id, file))) return
    await act('screening.prepare-list', { list: list.id }).catch(() => undefined)
    onSent()
  }
  return (
    <Section title={t('begin.resume')}>
      <div className={style.stack}>
        <Banner tone="warning" title={t('begin.half', { received: writeSize(list.bytes_received), of: writeSize(list.bytes) })}>
          {t('begin.half_text')}
        </Banner>
        <FileDrop label={t('begin.choose')} accept={ENDINGS} max_bytes={MAX_FILE_BYTES} files={files} onChange={setFiles} />
        <SendingState sending={sending} />
        <div className={style.row}>
          <Button disabled={!file} loading={sending.busy} onClick={() => void send()}>
            {t('begin.send')}
          </Button>
          <Withdraw list={list} onDone={onSent} />
        </div>
      </div>
    </Section>
  )
}

type Reading = NonNullable<Input<'screening.prepare-list'>['reading']>
type Mapping = NonNullable<Reading['mapping']>
type Field = Mapping['columns'][number]['field']

const DELIMITERS = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const
const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1256'] as const

export function Prepare({ list, onChange }: { list: List; onChange: () => void }) {
  const { t } = useTranslation('screening')
  const prepare = useAct('screening.prepare-list', { touches: [] })
  const { found, fault } = list
  const again = async (reading: Reading) => {
    if (await prepare.run({ list: list.id, reading })) onChange()
  }
  const number = new Intl.NumberFormat(locale())
  return (
    <div className={style.stack}>
      {fault && (
        <Banner tone="error" title={t('fault.title')}>
          {t(`fault.${fault}`, { defaultValue: fault })}
        </Banner>
      )}
      <RefusalBanner error={prepare.error} />
      {!found && fault === 'not-of-this-encoding' && (
        <Section title={t('read.title')}>
          <Encoding value="" onChange={(encoding) => void again({ encoding })} />
        </Section>
      )}
      {found && (
        <>
          <Section title={t('read.title')}>
            <Understood list={list} found={found} busy={prepare.running} onChange={(reading) => void again(reading)} />
          </Section>
          <Section title={t('read.rows', { count: list.rows })} flush>
            <Shown found={found} />
          </Section>
          {list.bad > 0 && <BadLines list={list} />}
          {!fault && found.faults.length === 0 && list.lines > 0 && <Start list={list} onStart={onChange} />}
          {!fault && found.faults.length === 0 && list.lines === 0 && (
            <Banner tone="warning" title={t('read.nobody', { rows: number.format(list.rows) })} />
          )}
        </>
      )}
      <div>
        <Withdraw list={list} onDone={onChange} />
      </div>
    </div>
  )
}

function Encoding({ value, onChange }: { value: string; onChange: (encoding: (typeof ENCODINGS)[number]) => void }) {
  const { t } = useTranslation('screening')
  return (
    <NativeSelect
      label={t('read.encoding')}
      value={value}
      data={[...(value === '' ? [{ value: '', label: '' }] : []), ...ENCODINGS.map((one) => ({ value: one, label: t(`encoding.${one}`) }))]}
      onChange={(event) => onChange(event.currentTarget.value as (typeof ENCODINGS)[number])}
    />
  )
}

type Found = NonNullable<List['found']>

/** How the file was read and what each column was taken for; any of it can be said otherwise, and it is read again. */
function Understood({ list, found, busy, onChange }: { list: List; found: Found; busy: boolean; onChange: (reading: Reading) => void }) {
  const { t } = useTranslation('screening')
  const { t: common } = useTranslation()
  const fieldName = useFieldName()
  const reason = useReason()
  const { mapping } = found
  const form = (): Reading => ({
    ...(found.encoding !== null && { encoding: found.encoding as (typeof ENCODINGS)[number] }),
    ...(found.delimiter !== null && { delimiter: found.delimiter as keyof typeof DELIMITERS }),
    ...(found.format === 'xlsx' && { sheet: found.sheet }),
  })
  const remap = (next: Partial<Mapping>) => onChange({ ...form(), mapping: { ...mapping, ...next } })
  const put = (column: number, field: string) => {
    const rest = mapping.columns.filter((one) => one.column !== column && one.field !== field)
    const columns = field === '' ? rest : [...rest, { column, field: field as Field }].sort((a, b) => a.column - b.column)
    if (columns.length > 0) remap({ columns })
  }
  const has = (field: Field) => mapping.columns.some((one) => one.field === field)
  return (
    <fieldset className={style.plain} disabled={busy} aria-busy={busy}>
      <div className={style.stack}>
        <div className={style.fields}>
          {found.sheets.length > 1 && (
            <NativeSelect
              label={t('read.sheet')}
              value={String(found.sheet)}
              data={found.sheets.map((name, i) => ({ value: String(i), label: name }))}
              onChange={(event) => onChange({ sheet: Number(event.currentTarget.value) })}
            />
          )}
          {/* another separator or encoding makes other columns: they are guessed anew */}
          {found.delimiter !== null && (
            <NativeSelect
              label={t('read.delimiter')}
              value={found.delimiter}
              data={Object.entries(DELIMITERS).map(([value, word]) => ({ value, label: common(`delimiter.${word}`) }))}
              onChange={(event) => onChange({ ...form(), delimiter: event.currentTarget.value as keyof typeof DELIMITERS })}
            />
          )}
          {found.encoding !== null && <Encoding value={found.encoding} onChange={(encoding) => onChange({ encoding })} />}
          {has('birth_date') && (
            <NativeSelect
              label={t('read.dates')}
              value={mapping.date_order}
              data={(['day-first', 'month-first', 'unknown'] as const).map((value) => ({
                value,
                label: value === 'unknown' ? t('read.dates_unknown') : common(`date_order.${value}`),
              }))}
              onChange={(event) => remap({ date_order: event.currentTarget.value as Mapping['date_order'] })}
            />
          )}
          {has('sex') && (
            <NativeSelect
              label={t('read.sexes')}
              value={mapping.sex_letters}
              data={(['f-m', 'h-m', 'unknown'] as const).map((value) => ({ value, label: t(`sex_letters.${value}`) }))}
              onChange={(event) => remap({ sex_letters: event.currentTarget.value as Mapping['sex_letters'] })}
            />
          )}
        </div>
        {mapping.date_order === 'unknown' && found.ambiguous_dates > 0 && (
          <Banner tone="warning" title={t('read.ambiguous', { count: found.ambiguous_dates })}>
            {t('read.ambiguous_text')}
          </Banner>
        )}
        <ColumnMapping
          caption={t('read.columns')}
          headings={found.headings}
          rows={found.shown}
          fields={found.fields}
          nameOf={fieldName}
          fieldOf={(column) => mapping.columns.find((one) => one.column === column)?.field ?? ''}
          onPut={put}
        />
        {found.faults.length > 0 && (
          <Banner tone="warning" title={t('read.columns_fit')}>
            <ul className={style.list}>
              {found.faults.map(({ path, reason: code }) => (
                <li key={path + code}>{reason(code)}</li>
              ))}
            </ul>
          </Banner>
        )}
        <p className={style.quiet}>{t('read.forgotten', { bytes: writeSize(list.bytes) })}</p>
      </div>
    </fieldset>
  )
}

function Shown({ found }: { found: Found }) {
  const { t } = useTranslation('screening')
  const fieldName = useFieldName()
  const reason = useReason()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section className={style.scroll} tabIndex={0} aria-label={t('read.first')}>
      <table className={style.table}>
        <thead>
          <tr>
            <th scope="col">{t('read.line')}</th>
            <th scope="col">{t('read.asked')}</th>
            <th scope="col">{t('field.reference')}</th>
          </tr>
        </thead>
        <tbody>
          {found.shown.map(({ line, cells, subjects, reference, faults }) => (
            <tr key={line}>
              <td>{line}</td>
              <td>
                {faults.length > 0 ? (
                  <>
                    <bdi dir="auto">{cells.filter(Boolean).slice(0, 4).join(' · ')}</bdi>{' '}
                    <strong className={style.bad}>
                      {faults.map((fault) => `${fieldName(fault.field)}: ${reason(fault.reason)}`).join('; ')}
                    </strong>
                  </>
                ) : (
                  personFirst(subjects).map((subject, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the subjects of one row
                    <div key={i}>
                      <SubjectLine subject={subject} />
                    </div>
                  ))
                )}
              </td>
              <td>{reference && <bdi dir="auto">{reference}</bdi>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

export function BadLines({ list }: { list: List }) {
  const { t } = useTranslation('screening')
  const fieldName = useFieldName()
  const reason = useReason()
  const state = useListState([])
  const view = useView('screening.find-bad-lines', { list: list.id, ...pageInput(state) })
  return (
    <Section title={t('read.bad', { count: list.bad })} flush>
      <Table
        name="screening.bad-lines"
        caption={t('read.bad', { count: list.bad })}
        columns={[
          { key: 'line', label: t('read.line'), fixed: true, render: (row) => row.line, text: (row) => String(row.line) },
          { key: 'field', label: t('read.field'), render: (row) => fieldName(row.field), text: (row) => fieldName(row.field) },
          { key: 'reason', label: t('read.why'), render: (row) => reason(row.reason), text: (row) => reason(row.reason) },
        ]}
        state={state}
        view={view}
        keyOf={(row) => `${row.line} ${row.field}`}
        empty={{ title: t('read.no_bad') }}
      />
    </Section>
  )
}

const GROUNDS = [
  'border-checks',
  'passenger-data',
  'staff-vetting',
  'event-accreditation',
  'investigation',
  'judicial-order',
  'other',
] as const
const HOURS = [1, 4, 8, 24, 48, 72] as const
const MAX_REASON = 1_000

type Started = Input<'screening.start-list'>

/** Why these people, whom to ask, how long it is kept; asks once more before anybody is asked. */
function Start({ list, onStart }: { list: List; onStart: () => void }) {
  const { t } = useTranslation('screening')
  const { term } = useTerm()
  const { shift } = useShift()
  const reach = useView('oversight.read-partners', {})
  const quota = useView('screening.read-quota', {})
  const start = useAct('screening.start-list', { touches: ['screening.find', 'screening.read-quota'] })
  const [purpose, setPurpose] = useState<string>(shift?.purpose ?? '')
  const [ground, setGround] = useState('')
  const [reason, setReason] = useState('')
  const [partners, setPartners] = useState<readonly string[]>([])
  const [alternatives, setAlternatives] = useState(false)
  const [kept_h, setKept] = useState(72)
  const [bad_rows, setBadRows] = useState<'refuse-all' | 'leave-out'>('leave-out')
  const [asking, setAsking] = useState(false)
  const known = reach.data?.networks.find(({ network }) => network === list.network)?.partners ?? []
  const submit = (event: FormEvent) => {
    event.preventDefault()
    start.reset()
    setAsking(true)
  }
  const input = (): Started => ({
    list: list.id,
    purpose: purpose as NonNullable<Started['purpose']>,
    ground: ground as Started['ground'],
    reason: reason.trim(),
    partners: [...partners],
    ...(alternatives && { alternatives }),
    kept_h,
    bad_rows,
  })
  return (
    <Section title={t('start.title')}>
      <form className={style.stack} onSubmit={submit} aria-label={t('start.title')}>
        <div className={style.fields}>
          <NativeSelect
            required
            label={t('start.purpose')}
            value={purpose}
            data={[{ value: '', label: t('start.choose') }, ...PURPOSES.map((value) => ({ value, label: term('purpose', value) }))]}
            onChange={(event) => setPurpose(event.currentTarget.value)}
          />
          <NativeSelect
            required
            label={t('start.ground')}
            value={ground}
            data={[{ value: '', label: t('start.choose') }, ...GROUNDS.map((value) => ({ value, label: t(`ground.${value}`) }))]}
            onChange={(event) => setGround(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('start.kept')}
            description={t('start.kept_hint')}
            value={String(kept_h)}
            data={HOURS.map((hours) => ({ value: String(hours), label: t('start.hours', { count: hours }) }))}
            onChange={(event) => setKept(Number(event.currentTarget.value))}
          />
        </div>
        <Textarea
          required
          rows={3}
          maxLength={MAX_REASON}
          dir="auto"
          label={t('start.reason')}
          description={t('start.reason_hint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <fieldset className={style.choices}>
          <legend>{t('start.partners')}</legend>
          <RefusalBanner error={reach.error} onRetry={reach.reload} />
          {!reach.data && !reach.error && <Loading />}
          {known.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={<CountryName code={id} name={name} />}
              checked={partners.includes(id)}
              onChange={(event) => setPartners(event.currentTarget.checked ? [...partners, id] : partners.filter((one) => one !== id))}
            />
          ))}
          <p className={style.quiet}>{t('start.own_always')}</p>
        </fieldset>
        <Checkbox
          label={t('start.look_alikes')}
          checked={alternatives}
          onChange={(event) => setAlternatives(event.currentTarget.checked)}
        />
        {list.bad > 0 && (
          <Radio.Group
            label={t('start.bad', { count: list.bad })}
            value={bad_rows}
            onChange={(value) => setBadRows(value as typeof bad_rows)}
          >
            <div className={style.choices}>
              <Radio value="leave-out" label={t('start.leave_out')} />
              <Radio value="refuse-all" label={t('start.refuse_all')} />
            </div>
          </Radio.Group>
        )}
        {quota.data && (
          <p className={style.quiet}>
            {t('quota.left', {
              count: Math.max(
                0,
                Math.min(quota.data.per_officer_day - quota.data.officer_today, quota.data.per_unit_day - quota.data.unit_today),
              ),
            })}
          </p>
        )}
        <div>
          <Button type="submit" disabled={purpose === '' || ground === '' || reason.trim().length < 3}>
            {t('start.act')}
          </Button>
        </div>
      </form>
      <Confirm
        open={asking}
        title={t('start.confirm', { count: list.lines })}
        happens={[t('start.happens_asked'), t('start.happens_forgotten'), t('start.happens_kept', { count: kept_h })]}
        seenBy={known.filter(({ id }) => partners.includes(id)).map(({ id, name }) => t('start.seen', { name: countryName(id, name) }))}
        act={t('start.act')}
        running={start.running}
        error={start.error}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          if (!(await start.run(input()))) return
          setAsking(false)
          onStart()
        }}
      >
        {start.error?.details.map(({ reason: code }) => (
          <p key={code}>{t(`quota.broken.${code}`, { defaultValue: '' })}</p>
        ))}
      </Confirm>
    </Section>
  )
}

export function Withdraw({ list, onDone }: { list: List; onDone: () => void }) {
  const { t } = useTranslation('screening')
  const [asking, setAsking] = useState(false)
  const { run, running, error } = useAct('screening.close-list', { touches: ['screening.find'] })
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('withdraw.act')}
      </Button>
      <Confirm
        open={asking}
        title={t('withdraw.title')}
        happens={[t('withdraw.happens')]}
        seenBy={[]}
        act={t('withdraw.act')}
        danger
        running={running}
        error={error}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          if (!(await run({ list: list.id }))) return
          setAsking(false)
          onDone()
        }}
      />
    </>
  )
}
