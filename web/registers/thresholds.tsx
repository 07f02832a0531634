// From which score on a name is a hit, by purpose: what holds, how it compares, and the change that two officers agree on.
import { Button, Modal, NumberInput, Slider, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { useTerm } from '../language/term.ts'
import {
  Banner,
  type Column,
  Confirm,
  DateTime,
  Page,
  RefusalBanner,
  Section,
  StateMark,
  type StateTone,
  Table,
  useListState,
  writeScore,
  writeTime,
} from '../pieces/index.ts'
import { useColleagues } from '../session/colleagues.ts'
import { useSession } from '../session/session.tsx'
import { Places, useReason } from './places.tsx'
import style from './registers.module.css'

type Read = Output<'registers.read-thresholds'>
type Row = Read['rows'][number]
type Change = Output<'registers.find-threshold-changes'>['rows'][number]

export function Thresholds() {
  const { t } = useTranslation('registers')
  const { term } = useTerm()
  const { has } = useSession()
  const nameOf = useColleagues()
  const state = useListState([])
  const view = useView('registers.read-thresholds', {})
  const [asking, setAsking] = useState<Row | undefined>()
  const [said, setSaid] = useState<string | undefined>()
  const { least = 0, most = 1 } = view.data ?? {}
  const rows = [...(view.data?.rows ?? [])].sort((a, b) => b.threshold - a.threshold || b.standard - a.standard)
  const columns: Column<Row>[] = [
    {
      key: 'purpose',
      label: t('thresholds.purpose'),
      fixed: true,
      render: (row) => <strong>{term('purpose', row.purpose)}</strong>,
      text: (row) => term('purpose', row.purpose),
    },
    {
      key: 'threshold',
      label: t('thresholds.from'),
      fixed: true,
      render: (row) => <Scale row={row} least={least} most={most} />,
      text: (row) => writeScore(row.threshold),
    },
    {
      key: 'standard',
      label: t('thresholds.standard'),
      render: (row) => writeScore(row.standard),
      text: (row) => writeScore(row.standard),
    },
    {
      key: 'set',
      label: t('thresholds.set'),
      render: (row) =>
        row.set_at ? (
          <>
            <DateTime at={row.set_at} form="short" />
            <div className={style.detail}>
              <bdi dir="auto">{nameOf(row.proposed_by ?? '') ?? row.proposed_by}</bdi> ·{' '}
              <bdi dir="auto">{nameOf(row.confirmed_by ?? '') ?? row.confirmed_by}</bdi>
            </div>
          </>
        ) : (
          <span className={style.detail}>{t('thresholds.never_set')}</span>
        ),
      text: (row) => (row.set_at ? writeTime(row.set_at) : ''),
    },
    ...(has('supervisor')
      ? [
          {
            key: 'change',
            label: t('rules.change'),
            fixed: true,
            render: (row: Row) => (
              <Button
                variant="subtle"
                size="xs"
                ms={-14}
                onClick={() => setAsking(row)}
                aria-label={t('thresholds.propose_for', { purpose: term('purpose', row.purpose) })}
              >
                {t('thresholds.propose')}
              </Button>
            ),
          },
        ]
      : []),
  ]
  return (
    <Page title={t('places.thresholds')} lead={t('thresholds.lead')} width="wide">
      <Places />
      {said && <Banner tone="good" title={said} />}
      <Table
        name="registers.thresholds"
        caption={t('places.thresholds')}
        columns={columns}
        state={state}
        view={{ ...view, data: view.data && { rows, total: rows.length } }}
        keyOf={(row) => row.purpose}
        empty={{ title: t('thresholds.title') }}
      />
      <p className={style.quiet}>{t('thresholds.ours')}</p>
      {has('supervisor', 'data-protection') && <Changes />}
      {asking && (
        <Propose
          row={asking}
          least={least}
          most={most}
          onClose={() => setAsking(undefined)}
          onDone={() => {
            setSaid(t('thresholds.proposed', { purpose: term('purpose', asking.purpose) }))
            setAsking(undefined)
          }}
        />
      )}
    </Page>
  )
}

/** A figure on its way from wide to narrow; the tick is the standard. The figure says it all, the drawing compares. */
function Scale({ row, least, most }: { row: Row; least: number; most: number }) {
  const place = (value: number) => `${(100 * (value - least)) / (most - least)}%`
  return (
    <span className={style.scale}>
      <strong className={style.figure}>{writeScore(row.threshold)}</strong>
      <span className={style.track} aria-hidden="true">
        <span className={style.reach} style={{ insetInlineStart: place(row.threshold) }} />
        <span className={style.tick} style={{ insetInlineStart: place(row.standard) }} />
        <span className={style.knob} style={{ insetInlineStart: place(row.threshold) }} />
      </span>
    </span>
  )
}

/** The question of another threshold: how far, and why. Also asked from a measurement, with the figure that was tried there. */
export function Propose({
  row,
  least,
  most,
  tried,
  onClose,
  onDone,
}: {
  row: Row
  least: number
  most: number
  tried?: number
  onClose: () => void
  onDone: () => void
}) {
  const { t } = useTranslation('registers')
  const { t: shell } = useTranslation()
  const { term } = useTerm()
  const reasonOf = useReason()
  const { has } = useSession()
  const { run, running, error } = useAct('registers.propose-threshold')
  const [threshold, setThreshold] = useState(tried ?? row.threshold)
  const [reason, setReason] = useState('')
  const purpose = term('purpose', row.purpose)
  const [fault] = error?.details ?? []
  const direction = threshold === row.threshold ? 'same' : threshold > row.threshold ? 'narrower' : 'wider'
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{t('thresholds.propose_title', { purpose })}</strong>}
      closeButtonProps={{ 'aria-label': shell('page.close') }}
    >
      <form
        className={style.stack}
        onSubmit={async (event) => {
          event.preventDefault()
          if (await run({ purpose: row.purpose, threshold, reason: reason.trim() })) onDone()
        }}
      >
        <ThresholdField label={t('thresholds.from')} value={threshold} least={least} most={most} onChange={setThreshold} />
        <p className={style.quiet}>
          {t('thresholds.now', { threshold: writeScore(row.threshold) })} {t(`thresholds.${direction}`)}
        </p>
        {has('supervisor', 'data-protection') && <Link href="/registers/measurements">{t('thresholds.measure')}</Link>}
        <Textarea
          label={t('thresholds.reason')}
          description={t('thresholds.reason_hint')}
          value={reason}
          maxLength={500}
          required
          autosize
          minRows={2}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Banner tone="info" title={t('thresholds.two')} />
        {fault ? <Banner tone="error" title={reasonOf(fault.reason)} /> : <RefusalBanner error={error} />}
        <div className={style.row}>
          <Button type="submit" loading={running} disabled={reason.trim() === '' || threshold === row.threshold}>
            {t('thresholds.propose')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {shell('page.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** A threshold by slider and by figure, in hundredths. */
export function ThresholdField({
  label,
  value,
  least,
  most,
  marks = [],
  onChange,
}: {
  label: string
  value: number
  least: number
  most: number
  marks?: readonly { value: number; label?: string }[]
  onChange: (value: number) => void
}) {
  const whole = (next: number) => Math.round(Math.min(most, Math.max(least, next)) * 100) / 100
  return (
    <div className={style.threshold}>
      <NumberInput
        label={label}
        value={value}
        min={least}
        max={most}
        step={0.01}
        decimalScale={2}
        fixedDecimalScale
        onChange={(next) => typeof next === 'number' && onChange(whole(next))}
      />
      <Slider
        className={style.slider!}
        value={value}
        min={least}
        max={most}
        step={0.01}
        label={writeScore}
        marks={[...marks]}
        thumbLabel={label}
        onChange={(next) => onChange(whole(next))}
      />
    </div>
  )
}

const TONES: Record<Change['state'], StateTone> = { waiting: 'warning', confirmed: 'good', rejected: 'quiet', expired: 'quiet' }

function Changes() {
  const { t } = useTranslation('registers')
  const { term } = useTerm()
  const { officer } = useSession()
  const nameOf = useColleagues()
  const state = useListState(['state'])
  const view = useView('registers.find-threshold-changes', {
    limit: state.size,
    offset: (state.page - 1) * state.size,
    ...(state.filters.state !== 'all' && { waiting: true }),
  })
  const confirm = useAct('registers.confirm-threshold')
  const reject = useAct('registers.reject-threshold')
  const [asking, setAsking] = useState<{ row: Change; what: 'confirm' | 'reject' } | undefined>()
  const step = (row: Change) => t('thresholds.step', { before: writeScore(row.before), after: writeScore(row.threshold) })
  const person = (id: string | null) => <bdi dir="auto">{nameOf(id ?? '') ?? id}</bdi>
  const close = () => {
    confirm.reset()
    reject.reset()
    setAsking(undefined)
  }
  const columns: Column<Change>[] = [
    {
      key: 'what',
      label: t('thresholds.purpose'),
      fixed: true,
      render: (row) => (
        <>
          <strong>{term('purpose', row.purpose)}</strong>
          <div>{step(row)}</div>
        </>
      ),
      text: (row) => `${term('purpose', row.purpose)} ${step(row)}`,
    },
    { key: 'reason', label: t('thresholds.reason'), render: (row) => <bdi dir="auto">{row.reason}</bdi>, text: (row) => row.reason },
    {
      key: 'by',
      label: t('thresholds.by'),
      render: (row) => (
        <>
          {person(row.proposed_by)}
          <div className={style.detail}>
            <DateTime at={row.proposed_at} form="short" />
          </div>
        </>
      ),
      text: (row) => nameOf(row.proposed_by) ?? row.proposed_by,
    },
    {
      key: 'state',
      label: t('list.status'),
      render: (row) => (
        <>
          <StateMark tone={TONES[row.state]}>{t(`thresholds.state.${row.state}`)}</StateMark>
          <div className={style.detail}>
            {row.settled_by ? (
              person(row.settled_by)
            ) : row.state === 'waiting' ? (
              <>
                {t('thresholds.until')} <DateTime at={row.expires_at} form="short" />
              </>
            ) : null}
          </div>
        </>
      ),
      text: (row) => t(`thresholds.state.${row.state}`),
    },
    {
      key: 'do',
      label: t('thresholds.next'),
      fixed: true,
      render: (row) => {
        if (row.state !== 'waiting') return ''
        const own = row.proposed_by === officer.id
        return (
          <span className={style.row}>
            {own ? (
              <span className={style.detail}>{t('thresholds.other')}</span>
            ) : (
              <Button size="xs" onClick={() => setAsking({ row, what: 'confirm' })}>
                {t('thresholds.confirm')}
              </Button>
            )}
            <Button size="xs" variant="default" onClick={() => setAsking({ row, what: 'reject' })}>
              {t(own ? 'thresholds.take_back' : 'thresholds.reject')}
            </Button>
          </span>
        )
      },
    },
  ]
  return (
    <Section title={t('thresholds.changes')} flush>
      <Table
        name="registers.threshold-changes"
        caption={t('thresholds.changes')}
        columns={columns}
        state={state}
        view={view}
        keyOf={({ id }) => id}
        filters={[
          {
            key: 'state',
            label: t('thresholds.waiting'),
            kind: 'choice',
            all: t('thresholds.waiting'),
            options: [{ value: 'all', label: t('thresholds.all') }],
          },
        ]}
        empty={{ title: t('thresholds.none'), text: t('thresholds.none_text') }}
      />
      {asking && (
        <Confirm
          open
          title={t(asking.what === 'confirm' ? 'thresholds.confirm_title' : 'thresholds.reject_title', {
            purpose: term('purpose', asking.row.purpose),
          })}
          happens={
            asking.what === 'confirm'
              ? [t('thresholds.happens', { before: writeScore(asking.row.before), after: writeScore(asking.row.threshold) })]
              : [t('thresholds.happens_reject', { before: writeScore(asking.row.before) })]
          }
          seenBy={asking.what === 'confirm' ? [t('thresholds.seen')] : []}
          act={t(
            asking.what === 'confirm'
              ? 'thresholds.confirm'
              : asking.row.proposed_by === officer.id
                ? 'thresholds.take_back'
                : 'thresholds.reject',
          )}
          running={confirm.running || reject.running}
          error={confirm.error ?? reject.error}
          onClose={close}
          onConfirm={async () => {
            const change = asking.row.id
            if (asking.what === 'confirm' ? await confirm.run({ change }) : await reject.run({ change })) close()
          }}
        />
      )}
    </Section>
  )
}
