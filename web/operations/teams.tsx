// The teams that the officer may see: what kind, in which state, with whom, and what there is to do.
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { type Column, DateTime, Page, StateMark, Table, useListState, useMembers, writeTime } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { DueMark, useDue } from './due.tsx'
import style from './operations.module.css'
import type { Brief } from './types.ts'

const EVERY_MS = 10_000

export function Teams() {
  const { t } = useTranslation('operations')
  const { has } = useSession()
  const state = useListState([])
  const view = useView('operations.find-spaces', pageInput(state), { every_ms: EVERY_MS })
  const { nameOf } = useMembers()
  const due = useDue()
  const toDo = ({ to_do }: Brief) => to_do.map((one) => t(`do.${one}`))
  const columns: Column<Brief>[] = [
    {
      key: 'title',
      label: t('list.title'),
      fixed: true,
      render: ({ title }) =>
        title === null ? (
          <span className={style.quiet}>{t('list.no_title')}</span>
        ) : (
          <bdi dir="auto" lang={title.language}>
            {title.text}
          </bdi>
        ),
      text: ({ title }) => title?.text ?? '',
    },
    { key: 'kind', label: t('list.kind'), render: ({ kind }) => t(`space.${kind}`), text: ({ kind }) => t(`space.${kind}`) },
    {
      key: 'state',
      label: t('list.state'),
      fixed: true,
      render: (row) => (
        <>
          <strong>{t(`state.${row.state}`)}</strong>
          {!row.belongs && row.members.length > 0 && <div className={style.quiet}>{t('list.outside')}</div>}
        </>
      ),
      text: (row) => t(`state.${row.state}`),
    },
    {
      key: 'parties',
      label: t('list.parties'),
      render: (row) => <Parties team={row} nameOf={nameOf} />,
      text: ({ members, invited }) => [...members, ...invited].join(' '),
    },
    {
      key: 'to-do',
      label: t('list.to_do'),
      fixed: true,
      render: (row) =>
        row.to_do.length === 0 && !due.has(row.id) ? (
          <span className={style.quiet}>{t('list.nothing')}</span>
        ) : (
          <>
            {row.to_do.length > 0 && <StateMark tone="warning">{toDo(row).join(' · ')}</StateMark>}
            <DueMark due={due.get(row.id)} />
          </>
        ),
      text: (row) => toDo(row).join(' '),
    },
    {
      key: 'touched',
      label: t('list.touched'),
      render: (row) => <DateTime at={row.touched_at} form="short" />,
      text: (row) => writeTime(row.touched_at),
    },
  ]
  const propose = has('supervisor') && (
    <Button component={Link} href="/operations/new">
      {t('list.propose')}
    </Button>
  )
  return (
    <Page title={t('title')} lead={t('lead')} width="wide" actions={propose}>
      <Table
        name="operations.teams"
        caption={t('title')}
        columns={columns}
        state={state}
        view={{ ...view, data: view.data && { rows: view.data.spaces, total: view.data.count } }}
        keyOf={({ id }) => id}
        href={({ id }) => `/operations/${id}`}
        empty={{ title: t('list.none'), text: t('list.none_text'), actions: propose }}
      />
    </Page>
  )
}

function Parties({ team, nameOf }: { team: Brief; nameOf: (id: string) => string }) {
  const { t } = useTranslation('operations')
  const all = [...team.members, ...team.invited]
  return (
    <ul className={style.parties}>
      {all.map((member) => (
        <li key={member}>
          {nameOf(member)}
          {member === team.leader && <span className={style.quiet}> · {t('list.leads')}</span>}
          {team.invited.includes(member) && member !== team.leader && <span className={style.quiet}> · {t('list.invited')}</span>}
        </li>
      ))}
    </ul>
  )
}
