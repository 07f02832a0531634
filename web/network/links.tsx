// Every link of a network: what waits on it, since when, and when it is tried next.
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { locale } from '../language/index.ts'
import { type Column, DateTime, type ListState, RefusalBanner, Table, useListState, useNow, writeDuration } from '../pieces/index.ts'
import style from './network.module.css'
import { PartnerMark, PartnerName, partnerWord, RANK } from './partner.tsx'
import type { Known } from './partners.tsx'

type NetworkRow = Output<'oversight.read-network'>['networks'][number]
type Row = NetworkRow['members'][number]

export function Links({ known }: { known: Known }) {
  const state = useListState(['state'])
  if (known.error && !known.data) return <RefusalBanner error={known.error} onRetry={known.reload} />
  return known.data?.networks.map((network) => <LinkTable key={network.network} network={network} known={known} state={state} />)
}

const MEDIAN = { style: 'unit', unitDisplay: 'short' } as const

/** Writes how long a delivery took, in the unit that fits. */
function writeMedian(median_ms: number): string {
  const [value, unit] =
    median_ms < 1000 ? [median_ms, 'millisecond'] : median_ms < 120_000 ? [median_ms / 1000, 'second'] : [median_ms / 60_000, 'minute']
  return new Intl.NumberFormat(locale(), { ...MEDIAN, unit: unit as string, maximumFractionDigits: value! < 10 ? 1 : 0 }).format(
    value as number,
  )
}

function LinkTable({ network, known, state }: { network: NetworkRow; known: Known; state: ListState<'state'> }) {
  const { t } = useTranslation('network')
  const now = useNow()
  const number = new Intl.NumberFormat(locale())
  const stateOf = (row: Row) => row.link?.state ?? (row.status === 'suspended' ? 'suspended' : 'never-heard')
  const stands = state.filters.state
  const all = network.members
    .filter(({ own }) => !own)
    .filter((row) => !stands || stateOf(row) === stands)
    .sort((a, b) => RANK[stateOf(a)] - RANK[stateOf(b)] || partnerWord(a).localeCompare(partnerWord(b)))
  const rows = all.slice((state.page - 1) * state.size, state.page * state.size)
  const counted = (count: number | undefined) => (count === undefined ? '' : number.format(count))
  const columns: Column<Row>[] = [
    { key: 'partner', label: t('column.partner'), fixed: true, render: (row) => <PartnerName partner={row} />, text: partnerWord },
    {
      key: 'state',
      label: t('column.state'),
      fixed: true,
      render: (row) => <PartnerMark state={stateOf(row)} at={row.link?.failing_since ?? row.link?.heard_at} />,
      text: stateOf,
    },
    {
      key: 'waiting',
      label: t('column.waiting'),
      end: true,
      render: ({ link }) => counted(link?.waiting),
      text: ({ link }) => String(link?.waiting ?? ''),
    },
    {
      key: 'held',
      label: t('column.held'),
      end: true,
      render: ({ link }) => counted(link?.held),
      text: ({ link }) => String(link?.held ?? ''),
    },
    {
      key: 'oldest',
      label: t('column.oldest'),
      render: ({ link }) => (link?.oldest_waiting_at ? writeDuration(Math.max(60_000, now - Date.parse(link.oldest_waiting_at))) : ''),
      text: ({ link }) => link?.oldest_waiting_at ?? '',
    },
    {
      key: 'next',
      label: t('column.next'),
      render: ({ link }) =>
        link?.next_attempt_at ? (
          <span>
            <DateTime at={link.next_attempt_at} form="time" />
            <span className={style.quiet}> · {t('attempts', { count: link.attempts })}</span>
          </span>
        ) : (
          ''
        ),
      text: ({ link }) => link?.next_attempt_at ?? '',
    },
    {
      key: 'median',
      label: t('column.median'),
      end: true,
      render: ({ link }) =>
        link?.median_delivery_ms == null ? (
          ''
        ) : (
          <span title={t('median_of', { count: link.receipts_counted })}>{writeMedian(link.median_delivery_ms)}</span>
        ),
      text: ({ link }) => String(link?.median_delivery_ms ?? ''),
    },
    {
      key: 'gap',
      label: t('column.gap'),
      render: ({ link }) =>
        link?.gap_since ? (
          <span>
            {t('gap', { from: number.format(link.received_through + 1), to: number.format(link.highest_seen) })}
            <span className={style.quiet}>
              {' '}
              · <DateTime at={link.gap_since} form="short" />
            </span>
          </span>
        ) : link ? (
          t('no_gap')
        ) : (
          ''
        ),
      text: ({ link }) => link?.gap_since ?? '',
    },
    {
      key: 'heard',
      label: t('column.heard'),
      render: ({ link }) => (link?.heard_at ? <DateTime at={link.heard_at} form="short" /> : ''),
      text: ({ link }) => link?.heard_at ?? '',
    },
    {
      key: 'received',
      label: t('column.received'),
      end: true,
      hidden: true,
      render: ({ link }) => counted(link?.received_through),
      text: ({ link }) => String(link?.received_through ?? ''),
    },
  ]
  return (
    <div className={style.part}>
      <h2 className={style.heading}>
        <bdi dir="auto">{network.title}</bdi>
      </h2>
      <Table
        name="network.links"
        caption={t('part.links')}
        columns={columns}
        state={state}
        view={{ data: { rows, total: all.length }, error: known.error, loading: false, stale: false, reload: known.reload }}
        keyOf={({ id }) => id}
        filters={[
          {
            key: 'state',
            label: t('column.state'),
            kind: 'choice',
            options: Object.keys(RANK).map((value) => ({ value, label: t(`state.${value}`) })),
          },
        ]}
        empty={{ title: t('nobody'), text: t('nobody_why') }}
      />
      <p className={style.note}>{t('links_note')}</p>
    </div>
  )
}
