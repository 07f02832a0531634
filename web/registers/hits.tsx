// Who had a hit on the own records: partners and own officers, when, for what.
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { useTerm } from '../language/term.ts'
import { type Column, CountryName, DateTime, Mono, Page, strengthOf, Table, useListState, writeScore, writeTime } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { Places } from './places.tsx'
import style from './registers.module.css'

type Notice = Output<'registers.find-notices'>['rows'][number]

const KEYS = ['since'] as const
const SINCE = ['1', '7', '30'] as const
const DAY_MS = 86_400_000

export function Hits() {
  const { t } = useTranslation('registers')
  const state = useListState(KEYS)
  const { since, ...page } = pageInput(state)
  const days = SINCE.find((one) => one === since)
  // by whole days, so that the view keeps its name while the page is open
  const from = days && new Date(Math.floor(Date.now() / DAY_MS - Number(days) + 1) * DAY_MS).toISOString().slice(0, 10)
  const view = useView('registers.find-notices', { ...page, ...(from && { since: from }) })
  return (
    <Page title={t('places.hits')} lead={t('hits.lead')} width="wide">
      <Places />
      <Table
        name="registers.hits"
        caption={t('places.hits')}
        columns={useNoticeColumns(true)}
        state={state}
        view={view}
        keyOf={(row) => row.id}
        filters={[
          {
            key: 'since',
            label: t('hits.when'),
            kind: 'choice',
            options: SINCE.map((value) => ({ value, label: t('hits.days', { count: Number(value) }) })),
          },
        ]}
        empty={{ title: t('hits.none'), text: t('hits.none_text') }}
      />
    </Page>
  )
}

/** The columns of notices; without the record where all are of one. */
export function useNoticeColumns(withRecord: boolean): Column<Notice>[] {
  const { t } = useTranslation('registers')
  const { t: shell } = useTranslation()
  const { term } = useTerm()
  const { has } = useSession()
  const reads = has('desk', 'analyst', 'supervisor')
  const record: Column<Notice>[] = [
    {
      key: 'record',
      label: t('hits.record'),
      fixed: true,
      render: (row) =>
        reads ? (
          <Link href={`/registers/record/${row.record}`}>
            <Mono>{row.reference}</Mono>
          </Link>
        ) : (
          <Mono>{row.reference}</Mono>
        ),
      text: (row) => row.reference,
    },
    { key: 'kind', label: t('list.kind'), render: (row) => term('record-kind', row.kind), text: (row) => term('record-kind', row.kind) },
  ]
  return [
    {
      key: 'at',
      label: t('hits.when'),
      fixed: true,
      render: (row) => <DateTime at={row.at} form="short" />,
      text: (row) => writeTime(row.at),
    },
    ...(withRecord ? record : []),
    { key: 'by', label: t('hits.by'), render: (row) => <CountryName code={row.by_member} />, text: (row) => row.by_member },
    { key: 'unit', label: t('list.unit'), render: (row) => <bdi dir="auto">{row.by_unit}</bdi>, text: (row) => row.by_unit },
    {
      key: 'score',
      label: t('hits.sure'),
      render: (row) => (
        <span>
          {row.score >= 0.995 ? shell('strength.exact') : shell(`strength.${strengthOf(row.score)}`)}
          {row.score < 0.995 && <span className={style.detail}> {writeScore(row.score)}</span>}
        </span>
      ),
      text: (row) => writeScore(row.score),
    },
    {
      key: 'purpose',
      label: t('hits.purpose'),
      render: (row) => term('purpose', row.purpose),
      text: (row) => term('purpose', row.purpose),
    },
    {
      key: 'shown',
      label: t('hits.shown'),
      render: (row) => t(row.shown ? 'hits.shown_yes' : 'hits.shown_no'),
      text: (row) => t(row.shown ? 'hits.shown_yes' : 'hits.shown_no'),
    },
    {
      key: 'network',
      label: t('hits.network'),
      hidden: true,
      render: (row) => <bdi dir="auto">{row.network}</bdi>,
      text: (row) => row.network,
    },
  ]
}
