// The surveys: who asks, until when, whether the own member has answered; of the own ones, how many have.
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { type Column, DateTime, MemberName, Page, StateMark, Table, useListState, useMembers, writeTime } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { TrainingParts } from './parts.tsx'
import style from './training.module.css'

type Row = Output<'training.find-surveys'>['surveys'][number]
const EVERY_MS = 10_000

export function Surveys() {
  const { t } = useTranslation('training')
  const { has } = useSession()
  const state = useListState([])
  const view = useView('training.find-surveys', pageInput(state), { every_ms: EVERY_MS })
  const { nameOf } = useMembers()
  const columns: Column<Row>[] = [
    {
      key: 'title',
      label: t('list.survey'),
      fixed: true,
      render: ({ title }) => (
        <bdi dir="auto" lang={title.language}>
          {title.text}
        </bdi>
      ),
      text: ({ title }) => title.text,
    },
    {
      key: 'organiser',
      label: t('list.organiser'),
      fixed: true,
      render: (row) => (row.own ? t('list.own') : <MemberName id={row.organiser} network={row.network} />),
      text: (row) => nameOf(row.organiser),
    },
    {
      key: 'state',
      label: t('list.state'),
      fixed: true,
      render: (row) => <Standing row={row} />,
      text: ({ state, answered }) => `${state} ${answered}`,
    },
    { key: 'due', label: t('list.due'), render: ({ due }) => <DateTime at={due} />, text: ({ due }) => writeTime(due) },
    {
      key: 'answers',
      label: t('list.answers'),
      render: ({ answers, asked }) =>
        answers === null || asked === null ? '' : t('list.of', { answers: String(answers), asked: String(asked) }),
      text: ({ answers, asked }) => (answers === null ? '' : `${answers}/${asked}`),
    },
  ]
  const ask = has('supervisor') && (
    <Button component={Link} href="/training/new">
      {t('list.ask')}
    </Button>
  )
  return (
    <Page title={t('title')} lead={t('lead')} width="wide" actions={ask}>
      <TrainingParts />
      <Table
        name="training.surveys"
        caption={t('title')}
        columns={columns}
        state={state}
        view={{ ...view, data: view.data && { rows: view.data.surveys, total: view.data.total } }}
        keyOf={({ id }) => id}
        href={({ id }) => `/training/${id}`}
        empty={{ title: t('list.none'), text: t('list.none_text'), actions: ask }}
      />
    </Page>
  )
}

function Standing({ row: { state, answered, due } }: { row: Row }) {
  const { t } = useTranslation('training')
  const late = Date.parse(due) < Date.now()
  return (
    <div className={style.tight}>
      <StateMark tone={answered ? 'good' : state === 'open' ? 'warning' : 'quiet'}>
        {t(answered ? 'standing.answered' : state === 'closed' ? 'standing.closed' : late ? 'standing.late' : 'standing.waiting')}
      </StateMark>
    </div>
  )
}
