// Messages on their way out, with their state and never their content.
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { useRefusal } from '../language/term.ts'
import { type Column, DateTime, MemberName, Mono, StateMark, type StateTone, Table, useListState, useMembers } from '../pieces/index.ts'
import style from './network.module.css'

type Row = Output<'oversight.find-outbox'>['rows'][number]
type State = Row['state']

const STATES = ['waiting', 'held', 'delivered', 'refused', 'expired'] as const
const TONES: Record<State, StateTone> = { waiting: 'quiet', held: 'warning', delivered: 'good', refused: 'bad', expired: 'warning' }
const OPEN: State[] = ['waiting', 'held']

/** A place in a list of messages is an id and a partner; in the address it is one text. */
export const placeIn = (before: string): { before_id?: string; before_partner?: string } => {
  const [before_id, before_partner] = before.split('~')
  return before_id && before_partner ? { before_id, before_partner } : {}
}
export const placeOf = (next: { before_id: string; before_partner: string } | null): string | null =>
  next && `${next.before_id}~${next.before_partner}`

export function MessageType({ type }: { type: string }) {
  const { t } = useTranslation('network')
  const word = t(`type.${type.replace(/\.v\d+$/, '')}`, { defaultValue: '' })
  return word ? <span title={type}>{word}</span> : <Mono>{type}</Mono>
}

export function Outbox() {
  const { t } = useTranslation('network')
  const say = useRefusal()
  const state = useListState(['state', 'partner'])
  const { partners, nameOf } = useMembers()
  const chosen = STATES.find((one) => one === state.filters.state)
  const view = useView('oversight.find-outbox', {
    state: chosen ? [chosen] : state.filters.state === 'any' ? [...STATES] : OPEN,
    ...(state.filters.partner && { partner: state.filters.partner }),
    limit: state.size,
    ...placeIn(state.before),
  })
  const columns: Column<Row>[] = [
    {
      key: 'queued',
      label: t('column.queued'),
      fixed: true,
      render: (row) => <DateTime at={row.queued_at} form="short" />,
      text: (row) => row.queued_at,
    },
    {
      key: 'partner',
      label: t('column.to'),
      fixed: true,
      render: (row) => <MemberName id={row.partner} network={row.network} />,
      text: (row) => row.partner,
    },
    { key: 'type', label: t('column.type'), render: (row) => <MessageType type={row.type} />, text: (row) => row.type },
    {
      key: 'state',
      label: t('column.state'),
      render: (row) => (
        <span className={style.stack}>
          <StateMark tone={TONES[row.state]}>{t(`outbox.${row.state}`)}</StateMark>
          {row.code && <span className={style.quiet}>{say({ code: row.code, message: row.code })}</span>}
        </span>
      ),
      text: (row) => [row.state, row.code].filter(Boolean).join(' '),
    },
    {
      key: 'settled',
      label: t('column.settled'),
      render: (row) => (row.settled_at ? <DateTime at={row.settled_at} form="short" /> : ''),
      text: (row) => row.settled_at ?? '',
    },
    {
      key: 'expires',
      label: t('column.expires'),
      hidden: true,
      render: (row) => (row.expires_at ? <DateTime at={row.expires_at} form="short" /> : ''),
      text: (row) => row.expires_at ?? '',
    },
    {
      key: 'sequence',
      label: t('column.sequence'),
      hidden: true,
      end: true,
      render: (row) => <Mono>{row.sequence}</Mono>,
      text: (row) => String(row.sequence),
    },
    {
      key: 'files',
      label: t('column.files'),
      hidden: true,
      end: true,
      render: (row) => row.attachments,
      text: (row) => String(row.attachments),
    },
    { key: 'id', label: t('column.id'), hidden: true, render: (row) => <Mono breaks>{row.id}</Mono>, text: (row) => row.id },
  ]
  return (
    <div className={style.part}>
      <Table
        name="network.outbox"
        caption={t('part.outbox')}
        columns={columns}
        state={state}
        view={{ ...view, data: view.data && { ...view.data, next: placeOf(view.data.next) } }}
        keyOf={(row) => `${row.id}/${row.partner}`}
        filters={[
          {
            key: 'state',
            label: t('outbox.open'),
            kind: 'choice',
            all: t('outbox.open'),
            options: [...STATES.map((value) => ({ value, label: t(`outbox.${value}`) })), { value: 'any', label: t('outbox.any') }],
          },
          {
            key: 'partner',
            label: t('column.partner'),
            kind: 'choice',
            options: partners.map(({ id }) => ({ value: id, label: nameOf(id) })),
          },
        ]}
        empty={{ title: t('outbox.none'), text: t('outbox.none_why') }}
      />
      <p className={style.note}>{t('outbox.what')}</p>
    </div>
  )
}
