// The signed checkpoints of the journal, newest first, with the keys that verify them: for comparing with what partners hold.
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { type Column, DateTime, Mono, Table, useListState } from '../pieces/index.ts'
import style from './journal.module.css'

type Row = Output<'oversight.read-checkpoints'>['rows'][number]

export function Checkpoints() {
  const { t } = useTranslation('journal')
  const number = new Intl.NumberFormat(locale())
  const state = useListState([])
  const [log, size] = state.before.split('~')
  const view = useView('oversight.read-checkpoints', {
    limit: state.size,
    ...(log && size && { before_log: Number(log), before_size: Number(size) }),
  })
  const next = view.data?.next
  const columns: Column<Row>[] = [
    { key: 'at', label: t('column.at'), fixed: true, render: (row) => <DateTime at={row.at} />, text: (row) => row.at },
    {
      key: 'size',
      label: t('checkpoint.size'),
      fixed: true,
      end: true,
      render: (row) => number.format(row.size),
      text: (row) => String(row.size),
    },
    { key: 'log', label: t('column.log'), end: true, render: (row) => number.format(row.log), text: (row) => String(row.log) },
    {
      key: 'root',
      label: t('checkpoint.root'),
      render: (row) => <Mono breaks>{row.note.split('\n')[2]}</Mono>,
      text: (row) => row.note.split('\n')[2] ?? '',
    },
    {
      key: 'note',
      label: t('checkpoint.note'),
      render: (row) => (
        <details>
          <summary>{t('checkpoint.show')}</summary>
          <Mono lines>{row.note}</Mono>
        </details>
      ),
      text: (row) => row.note,
    },
  ]
  return (
    <div className={style.part}>
      <Table
        name="journal.checkpoints"
        caption={t('part.checkpoints')}
        columns={columns}
        state={state}
        view={{ ...view, data: view.data && { ...view.data, next: next ? `${next.before_log}~${next.before_size}` : null } }}
        keyOf={(row) => `${row.log}/${row.size}`}
        empty={{ title: t('checkpoint.none'), text: t('checkpoint.none_why') }}
      />
      {view.data?.rows[0]?.verifier_keys.map((key) => (
        <p key={key} className={style.flat}>
          {t('checkpoint.key')} <Mono breaks>{key}</Mono>
        </p>
      ))}
      <p className={style.note}>{t('checkpoint.what')}</p>
    </div>
  )
}
