// Messages that arrived whole and could not be put to use here; each can be tried again once its cause is gone.
import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useRefusal } from '../language/term.ts'
import {
  Banner,
  type Column,
  DateTime,
  MemberName,
  Mono,
  RefusalBanner,
  StateMark,
  Table,
  useListState,
  useMembers,
} from '../pieces/index.ts'
import style from './network.module.css'
import { MessageType, placeIn, placeOf } from './outbox.tsx'

type Row = Output<'oversight.find-failed'>['rows'][number]

export function Failed() {
  const { t } = useTranslation('network')
  const say = useRefusal()
  const state = useListState(['partner'])
  const { partners, nameOf } = useMembers()
  const view = useView('oversight.find-failed', { ...state.filters, limit: state.size, ...placeIn(state.before) })
  const retry = useAct('oversight.retry-failed')
  const [retried, setRetried] = useState(0)
  const number = new Intl.NumberFormat(locale())

  const again = async (rows: readonly Row[]) => {
    setRetried(0)
    let done = 0
    for (const [key, of] of Map.groupBy(rows, (row) => `${row.network}/${row.partner}`)) {
      const [network, partner] = key.split('/') as [string, string]
      const output = await retry.run({ network, partner, ids: [...new Set(of.map(({ id }) => id))] })
      if (!output) break
      done += output.retried
    }
    setRetried(done)
  }
  const columns: Column<Row>[] = [
    {
      key: 'received',
      label: t('column.arrived'),
      fixed: true,
      render: (row) => <DateTime at={row.received_at} form="short" />,
      text: (row) => row.received_at,
    },
    {
      key: 'partner',
      label: t('column.from'),
      fixed: true,
      render: (row) => <MemberName id={row.partner} network={row.network} />,
      text: (row) => row.partner,
    },
    { key: 'type', label: t('column.type'), render: (row) => <MessageType type={row.type} />, text: (row) => row.type },
    {
      key: 'why',
      label: t('column.why'),
      render: (row) => (
        <span className={style.stack}>
          <StateMark tone={row.standing === 'failed' ? 'bad' : 'warning'}>{t(`failed.${row.standing}`)}</StateMark>
          <span className={style.quiet}>{row.standing === 'failed' ? say({ code: row.code, message: row.code }) : t('failed.update')}</span>
        </span>
      ),
      text: (row) => row.code,
    },
    {
      key: 'attempts',
      label: t('column.attempts'),
      end: true,
      render: (row) => number.format(row.attempts),
      text: (row) => String(row.attempts),
    },
    { key: 'id', label: t('column.id'), hidden: true, render: (row) => <Mono breaks>{row.id}</Mono>, text: (row) => row.id },
    {
      key: 'again',
      label: t('column.again'),
      fixed: true,
      render: (row) =>
        row.standing === 'failed' ? (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconRefresh size={16} />}
            disabled={retry.running}
            onClick={() => void again([row])}
          >
            {t('failed.again')}
          </Button>
        ) : (
          <span className={style.quiet}>{t('failed.not_now')}</span>
        ),
    },
  ]
  const failed = view.data?.rows.filter(({ standing }) => standing === 'failed') ?? []
  return (
    <div className={style.part}>
      {retried > 0 && <Banner tone="good" title={t('failed.retried', { count: retried })} />}
      <RefusalBanner error={retry.error} />
      <Table
        name="network.failed"
        caption={t('part.failed')}
        columns={columns}
        state={state}
        view={{ ...view, data: view.data && { ...view.data, next: placeOf(view.data.next) } }}
        keyOf={(row) => `${row.id}/${row.partner}`}
        filters={[
          {
            key: 'partner',
            label: t('column.partner'),
            kind: 'choice',
            options: partners.map(({ id }) => ({ value: id, label: nameOf(id) })),
          },
        ]}
        toolbar={
          failed.length > 1 && (
            <Button variant="default" loading={retry.running} onClick={() => void again(failed)}>
              {t('failed.all_again', { count: failed.length })}
            </Button>
          )
        }
        empty={{ title: t('failed.none'), text: t('failed.none_why') }}
      />
      <p className={style.note}>{t('failed.what')}</p>
    </div>
  )
}
