// Everything that happened at this node, for those who watch over it.
import { useTranslation } from 'react-i18next'
import { useView } from '../api/hooks.ts'
import { useTerm } from '../language/term.ts'
import { type Column, DateTime, Table, useListState } from '../pieces/index.ts'
import style from './journal.module.css'
import {
  ActorName,
  actorOf,
  EventName,
  GROUPS,
  type Line,
  OUTCOMES,
  OutcomeMark,
  SubjectName,
  useEventWord,
  useOfficers,
} from './names.tsx'
import { useFrom } from './period.ts'

const DAYS = [1, 7, 31, 366, 731]

/** The columns that lists of entries share. */
export function useLineColumns(): Column<Line>[] {
  const { t } = useTranslation('journal')
  const { term } = useTerm()
  const word = useEventWord()
  const { nameOf } = useOfficers()
  return [
    { key: 'at', label: t('column.at'), fixed: true, render: (row) => <DateTime at={row.at} form="short" />, text: (row) => row.at },
    {
      key: 'event',
      label: t('column.event'),
      fixed: true,
      render: (row) => <EventName event={row.event} />,
      text: (row) => word(row.event),
    },
    {
      key: 'actor',
      label: t('column.actor'),
      render: (row) => <ActorName {...actorOf(row, nameOf)} />,
      text: (row) => actorOf(row, nameOf).name ?? row.actor ?? '',
    },
    { key: 'subject', label: t('column.subject'), render: (row) => <SubjectName subject={row.subject} />, text: (row) => row.subject },
    { key: 'outcome', label: t('column.outcome'), render: (row) => <OutcomeMark outcome={row.outcome} />, text: (row) => row.outcome },
    {
      key: 'purpose',
      label: t('column.purpose'),
      render: (row) => (row.purpose ? term('purpose', row.purpose) : ''),
      text: (row) => row.purpose ?? '',
    },
    { key: 'unit', label: t('column.unit'), hidden: true, render: (row) => <bdi>{row.unit ?? ''}</bdi>, text: (row) => row.unit ?? '' },
    { key: 'code', label: t('column.code'), hidden: true, render: (row) => row.code ?? '', text: (row) => row.code ?? '' },
    { key: 'id', label: t('column.id'), hidden: true, render: (row) => row.id, text: (row) => row.id },
  ]
}

export function Entries() {
  const { t } = useTranslation('journal')
  const { rows: officers } = useOfficers()
  const state = useListState(['days', 'event', 'actor', 'outcome', 'subject'])
  const { days, event, actor, outcome, subject } = state.filters
  const from = useFrom(days, DAYS, 31)
  const view = useView('oversight.find-journal', {
    from,
    ...(event && { event: `${event}.` }),
    ...(actor && { actor }),
    ...(outcome && { outcome: OUTCOMES.find((one) => one === outcome)! }),
    ...(subject && { subject }),
    limit: state.size,
    ...(state.before && { before: state.before }),
  })
  return (
    <div className={style.part}>
      <Table
        name="journal.entries"
        caption={t('part.entries')}
        columns={useLineColumns()}
        state={state}
        view={view}
        keyOf={({ id }) => id}
        href={({ id }) => `/journal/entries/${id}`}
        filters={[
          {
            key: 'days',
            label: t('period.label'),
            kind: 'choice',
            all: t('period.31'),
            options: DAYS.filter((day) => day !== 31).map((day) => ({ value: String(day), label: t(`period.${day}`) })),
          },
          {
            key: 'event',
            label: t('column.event'),
            kind: 'choice',
            options: GROUPS.map((value) => ({ value, label: t(`group.${value}`) })),
          },
          { key: 'actor', label: t('column.actor'), kind: 'choice', options: officers.map(({ id, name }) => ({ value: id, label: name })) },
          {
            key: 'outcome',
            label: t('column.outcome'),
            kind: 'choice',
            options: OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) })),
          },
        ]}
        empty={{ title: t('none'), text: t('none_why') }}
      />
      <p className={style.note}>{t('looked')}</p>
    </div>
  )
}
