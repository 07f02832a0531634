// The logs of teams for who oversees them: that a team is or was, who belonged, how much was said; what a log says opens without any contents.
import { IconArrowLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { Log } from '../operations/log.tsx'
import { type Column, DateTime, Page, Table, useListState, useMembers, writeTime } from '../pieces/index.ts'
import style from './journal.module.css'

type Row = Output<'operations.find-logs'>['rows'][number]

export function TeamLogs() {
  const { t } = useTranslation('journal')
  const { t: team } = useTranslation('operations')
  const { nameOf } = useMembers()
  const state = useListState([])
  const view = useView('operations.find-logs', pageInput(state))
  const members = ({ members, leader }: Row) => [leader, ...members.filter((one) => one !== leader)].map(nameOf)
  const columns: Column<Row>[] = [
    {
      key: 'team',
      label: t('teams.column.team'),
      fixed: true,
      render: ({ kind, id }) => (
        <span className={style.stack}>
          <strong>{team(`space.${kind}`)}</strong>
          <span className={style.quiet}>{id.slice(0, 8)}</span>
        </span>
      ),
      text: ({ kind, id }) => `${team(`space.${kind}`)} ${id}`,
    },
    {
      key: 'state',
      label: t('teams.column.state'),
      render: ({ state }) => team(`state.${state}`),
      text: ({ state }) => team(`state.${state}`),
    },
    {
      key: 'members',
      label: t('teams.column.members'),
      fixed: true,
      render: (row) => members(row).join(' · '),
      text: (row) => members(row).join(', '),
    },
    {
      key: 'entries',
      label: t('teams.column.entries'),
      end: true,
      render: ({ entries }) => entries,
      text: ({ entries }) => String(entries),
    },
    {
      key: 'begun',
      label: t('teams.column.begun'),
      render: ({ begun_at }) => <DateTime at={begun_at} form="short" />,
      text: ({ begun_at }) => writeTime(begun_at),
    },
    {
      key: 'kept',
      label: t('teams.column.kept'),
      render: ({ kept_until }) =>
        kept_until ? <DateTime at={kept_until} form="short" /> : <span className={style.quiet}>{t('teams.open')}</span>,
      text: ({ kept_until }) => (kept_until ? writeTime(kept_until) : ''),
    },
  ]
  return (
    <div className={style.part}>
      <p className={style.note}>{t('teams.lead')}</p>
      <Table
        name="journal.teams"
        caption={t('part.teams')}
        columns={columns}
        state={state}
        view={view}
        keyOf={({ id }) => id}
        href={({ id }) => `/journal/teams/${id}`}
        empty={{ title: t('teams.none'), text: t('teams.none_why') }}
      />
    </div>
  )
}

export function TeamLog({ id }: { id: string }) {
  const { t } = useTranslation('journal')
  return (
    <Page
      title={t('teams.one')}
      width="wide"
      lead={
        <Link href="/journal/teams" className={style.back!}>
          <IconArrowLeft size={18} className="mirror" aria-hidden="true" /> {t('teams.back')}
        </Link>
      }
    >
      <Log id={id} />
    </Page>
  )
}
