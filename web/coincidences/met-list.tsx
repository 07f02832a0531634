// The list of coincidences: what met, in which own matter, with whom, and what that side says of itself.
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { type Column, DateTime, MemberName, Page, StateMark, Table, useListState, useMembers, writeTime } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './coincidences.module.css'
import { Places, unitOf, useMatterName } from './places.tsx'

export type Met = Output<'coincidences.find-many'>['coincidences'][number]
const EVERY_MS = 10_000

export function MetList({ settled }: { settled: boolean }) {
  const { t } = useTranslation('coincidences')
  const { has } = useSession()
  const state = useListState([])
  const view = useView('coincidences.find-many', { settled, ...pageInput(state) }, { every_ms: EVERY_MS })
  const matterName = useMatterName()
  const { nameOf } = useMembers()
  const columns: Column<Met>[] = [
    {
      key: 'kind',
      label: t('list.what'),
      fixed: true,
      render: (row) => (
        <div className={style.stackTight}>
          <strong>{t(`kind.${row.kind}`)}</strong>
          {row.target && <StateMark tone="warning">{t('target')}</StateMark>}
        </div>
      ),
      text: (row) => t(`kind.${row.kind}`),
    },
    {
      key: 'matter',
      label: t('list.matter'),
      render: (row) => <MatterTitle matter={row.matter} title={matterName(row.matter)} />,
      text: (row) => matterName(row.matter)?.text ?? unitOf(row.matter) ?? '',
    },
    {
      key: 'partner',
      label: t('list.with'),
      fixed: true,
      render: (row) => <MemberName id={row.partner} network={row.network} />,
      text: (row) => nameOf(row.partner),
    },
    { key: 'theirs', label: t('list.theirs'), render: (row) => <TheirSide met={row} />, text: (row) => row.theirs?.unit ?? '' },
    {
      key: 'found',
      label: t('list.found'),
      render: (row) => <DateTime at={row.found_at} form="short" />,
      text: (row) => writeTime(row.found_at),
    },
    ...(settled
      ? [
          {
            key: 'outcome',
            label: t('list.outcome'),
            render: (row: Met) => (row.outcome ? t(`outcome.${row.outcome}`) : ''),
            text: (row: Met) => row.outcome ?? '',
          },
        ]
      : []),
  ]
  return (
    <Page title={t('title')} lead={t('lead')} width="wide">
      <Places />
      <Table
        name={settled ? 'coincidences.settled' : 'coincidences.open'}
        caption={t(settled ? 'places.settled' : 'places.open')}
        columns={columns}
        state={state}
        view={{ ...view, data: view.data && { rows: view.data.coincidences, total: view.data.count } }}
        keyOf={({ id }) => id}
        href={({ id }) => `/coincidences/${id}`}
        empty={{
          title: t(settled ? 'list.none_settled' : 'list.none'),
          text: t(settled ? 'list.none_settled_text' : 'list.none_text'),
          actions: !settled && has('supervisor') && <Link href="/coincidences/compared">{t('places.compared')}</Link>,
        }}
      />
    </Page>
  )
}

/** A team by its title, a unit's records by their unit. */
export function MatterTitle({ matter, title }: { matter: string; title: { text: string; language: string } | undefined }) {
  const { t } = useTranslation('coincidences')
  const unit = unitOf(matter)
  if (unit !== undefined) return t('matter.records', { unit })
  if (!title) return <span className={style.quiet}>{t('matter.team')}</span>
  return (
    <bdi dir="auto" lang={title.language}>
      {title.text}
    </bdi>
  )
}

/** What the other side says of itself, as a sentence: whom to call, and of what it is. */
export function TheirSide({ met: { theirs, answered_at } }: { met: Met }) {
  const { t } = useTranslation('coincidences')
  if (answered_at === null) return <span className={style.quiet}>{t('side.waiting')}</span>
  if (theirs === null) return <span className={style.quiet}>{t('side.silent')}</span>
  return (
    <div className={style.stackTight}>
      <span>{t(theirs.matter ? `matter.${theirs.matter}` : 'matter.unsaid')}</span>
      <span className={style.quiet}>
        {t('side.unit')} <bdi>{theirs.unit}</bdi>
      </span>
    </div>
  )
}
