// The checks of the last thirty days: one's own, or for a supervisor those of the unit.
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { useTerm } from '../language/term.ts'
import { type AnswerOrWaiting, AnswerState, type Column, DateTime, Page, Table, useListState, writeTime } from '../pieces/index.ts'
import { useColleagues } from '../session/colleagues.ts'
import { useSession } from '../session/session.tsx'
import { overallOf } from './overall.ts'

type Row = Output<'checks.find-many'>['rows'][number]

const STATES = ['hit', 'refused', 'no-answer', 'no-hit', 'waiting'] as const
const KEYS = ['state'] as const

/** The sum of a check from the counts of its answers. */
const answerOf = ({ counts }: Row): AnswerOrWaiting => {
  const present: [number, AnswerOrWaiting][] = [
    [counts.hit, 'hit'],
    [counts.waiting, 'waiting'],
    [counts.refused, 'refused'],
    [counts.no_answer, 'no-answer'],
    [counts.no_hit, 'no-hit'],
  ]
  return overallOf(present.flatMap(([count, state]) => (count > 0 ? [state] : [])))
}

export function Made({ whose }: { whose: 'own' | 'unit' }) {
  const { t } = useTranslation('checks')
  const { term } = useTerm()
  const { has } = useSession()
  const nameOf = useColleagues()
  const state = useListState(KEYS)
  const input = pageInput(state) as Parameters<typeof useView<'checks.find-many'>>[1]
  const own = useView('checks.find-many', input, { enabled: whose === 'own' })
  const unit = useView('checks.find-unit-many', input, { enabled: whose === 'unit' })
  const columns: Column<Row>[] = [
    {
      key: 'at',
      label: t('made.at'),
      fixed: true,
      render: (row) => <DateTime at={row.asked_at} form="short" />,
      text: (row) => writeTime(row.asked_at),
    },
    {
      key: 'title',
      label: t('made.asked'),
      fixed: true,
      render: (row) => (
        <bdi dir="auto" translate="no">
          {row.title}
        </bdi>
      ),
      text: (row) => row.title,
    },
    {
      key: 'kinds',
      label: t('made.kinds'),
      hidden: whose === 'own',
      render: (row) => row.kinds.map((kind) => term('record-kind', kind)).join(', '),
    },
    {
      key: 'answer',
      label: t('made.answer'),
      render: (row) => <AnswerState answer={answerOf(row)} />,
      text: (row) => term('check-answer', answerOf(row)),
    },
    ...(whose === 'unit'
      ? [
          {
            key: 'officer',
            label: t('made.officer'),
            render: (row: Row) => <bdi dir="auto">{nameOf(row.officer) ?? row.officer}</bdi>,
            text: (row: Row) => nameOf(row.officer) ?? row.officer,
          },
        ]
      : []),
    {
      key: 'place',
      label: t('made.place'),
      hidden: whose === 'own',
      render: (row) => <bdi dir="auto">{row.place}</bdi>,
      text: (row) => row.place ?? '',
    },
    {
      key: 'purpose',
      label: t('made.purpose'),
      hidden: true,
      render: (row) => term('purpose', row.purpose),
      text: (row) => term('purpose', row.purpose),
    },
  ]
  const table = (
    <Table
      name={`checks.${whose}`}
      caption={t(`made.${whose}`)}
      columns={columns}
      state={state}
      view={whose === 'own' ? own : unit}
      keyOf={(row) => row.id}
      href={(row) => `/checks/${row.id}`}
      filters={[
        {
          key: 'state',
          label: t('made.answer'),
          kind: 'choice',
          options: STATES.map((value) => ({ value, label: term('check-answer', value) })),
        },
      ]}
      empty={{ title: t('made.none'), text: t('made.none_text') }}
      toolbar={whose === 'own' && has('supervisor') ? <Link href="/checks/unit">{t('made.unit')}</Link> : undefined}
    />
  )
  if (whose === 'own')
    return (
      <div>
        <h2 style={{ fontSize: 'var(--body)', fontWeight: 600, margin: '0 0 8px' }}>{t('made.own')}</h2>
        {table}
      </div>
    )
  return (
    <Page title={t('made.unit')} lead={t('made.unit_lead')} actions={<Link href="/checks">{t('new')}</Link>}>
      {table}
    </Page>
  )
}
