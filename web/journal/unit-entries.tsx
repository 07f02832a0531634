// What officers did for the own unit: who, when, what for; to whom or what is left out.
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { useRefusal, useTerm } from '../language/term.ts'
import { type Column, DateTime, Table, useListState } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './journal.module.css'
import { ActorName, EventName, GROUPS, OUTCOMES, OutcomeMark, useEventWord, useOfficers } from './names.tsx'
import { useFrom } from './period.ts'

type Row = Output<'oversight.find-unit-journal'>['rows'][number]
const DAYS = [1, 7, 31, 91]

export function UnitEntries() {
  const { t } = useTranslation('journal')
  const { term } = useTerm()
  const say = useRefusal()
  const word = useEventWord()
  const { officer } = useSession()
  const { rows: officers } = useOfficers()
  const state = useListState(['days', 'event', 'actor', 'outcome'])
  const { days, event, actor, outcome } = state.filters
  const from = useFrom(days, DAYS, 7)
  const view = useView('oversight.find-unit-journal', {
    from,
    ...(event && { event: `${event}.` }),
    ...(actor && { actor }),
    ...(outcome && { outcome: OUTCOMES.find((one) => one === outcome)! }),
    limit: state.size,
    ...(state.before && { before: state.before }),
  })
  const columns: Column<Row>[] = [
    { key: 'at', label: t('column.at'), fixed: true, render: (row) => <DateTime at={row.at} form="short" />, text: (row) => row.at },
    {
      key: 'actor',
      label: t('column.actor'),
      fixed: true,
      render: (row) => <ActorName actor={row.actor} name={row.actor_name} />,
      text: (row) => row.actor_name ?? row.actor ?? '',
    },
    {
      key: 'event',
      label: t('column.event'),
      fixed: true,
      render: (row) => <EventName event={row.event} />,
      text: (row) => word(row.event),
    },
    {
      key: 'outcome',
      label: t('column.outcome'),
      render: (row) => (
        <span className={style.stack}>
          <OutcomeMark outcome={row.outcome} />
          {row.code && <span className={style.quiet}>{say({ code: row.code, message: row.code })}</span>}
        </span>
      ),
      text: (row) => [row.outcome, row.code].filter(Boolean).join(' '),
    },
    {
      key: 'purpose',
      label: t('column.purpose'),
      render: (row) => (row.purpose ? term('purpose', row.purpose) : ''),
      text: (row) => row.purpose ?? '',
    },
    {
      key: 'channel',
      label: t('column.channel'),
      hidden: true,
      render: (row) => (row.channel ? t(`channel.${row.channel}`, { defaultValue: row.channel }) : ''),
      text: (row) => row.channel ?? '',
    },
  ]
  return (
    <div className={style.part}>
      <Table
        name="journal.unit"
        caption={t('part.unit')}
        columns={columns}
        state={state}
        view={view}
        keyOf={({ id }) => id}
        filters={[
          {
            key: 'days',
            label: t('period.label'),
            kind: 'choice',
            all: t('period.7'),
            options: DAYS.filter((day) => day !== 7).map((day) => ({ value: String(day), label: t(`period.${day}`) })),
          },
          {
            key: 'actor',
            label: t('column.actor'),
            kind: 'choice',
            options: officers.filter(({ unit }) => unit === officer.unit).map(({ id, name }) => ({ value: id, label: name })),
          },
          {
            key: 'event',
            label: t('column.event'),
            kind: 'choice',
            options: GROUPS.map((value) => ({ value, label: t(`group.${value}`) })),
          },
          {
            key: 'outcome',
            label: t('column.outcome'),
            kind: 'choice',
            options: OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) })),
          },
        ]}
        empty={{ title: t('none'), text: t('unit_none_why') }}
      />
      <p className={style.note}>{t('unit_what')}</p>
    </div>
  )
}
