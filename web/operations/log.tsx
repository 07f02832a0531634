// Who said something of which kind when: it stays when the contents are gone.
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { type Column, DateTime, Section, Table, useListState, useMembers, writeTime } from '../pieces/index.ts'
import style from './operations.module.css'
import { useThingWords } from './said.tsx'

type Row = Output<'operations.read-log'>['entries'][number]

export function Log({ id }: { id: string }) {
  const { t } = useTranslation('operations')
  const { nameOf } = useMembers()
  const words = useThingWords()
  const state = useListState([])
  const view = useView('operations.read-log', { space: id, ...pageInput(state) })
  const once = (list: readonly string[]) => [...new Set(list)]
  const verbs = (row: Row) => once(row.verbs).map((one) => t(`verb.${one}`, { defaultValue: one }))
  const kinds = (row: Row) => once(row.kinds).map(words.kind)
  const columns: Column<Row>[] = [
    { key: 'at', label: t('log.at'), fixed: true, render: ({ at }) => <DateTime at={at} form="short" />, text: ({ at }) => writeTime(at) },
    { key: 'author', label: t('log.author'), fixed: true, render: ({ author }) => nameOf(author), text: ({ author }) => author },
    { key: 'verbs', label: t('log.verbs'), fixed: true, render: (row) => verbs(row).join(' · '), text: (row) => verbs(row).join(' ') },
    { key: 'kinds', label: t('log.kinds'), render: (row) => kinds(row).join(' · '), text: (row) => kinds(row).join(' ') },
    {
      key: 'standing',
      label: t('log.standing'),
      render: ({ standing, verified, erased_at }) => (
        <>
          {t(`standing.${standing}`)}
          {verified && <div className={style.quiet}>{t(`verified.${verified}`)}</div>}
          {erased_at && <div className={style.quiet}>{t('log.erased', { time: writeTime(erased_at, 'short') })}</div>}
        </>
      ),
      text: ({ standing }) => t(`standing.${standing}`),
    },
    { key: 'n', label: t('log.n'), end: true, hidden: true, render: ({ n }) => n, text: ({ n }) => String(n) },
  ]
  return (
    <Section title={t('part.log')} flush>
      <p className={style.pad}>{t('log.lead')}</p>
      <Table
        name="operations.log"
        caption={t('part.log')}
        columns={columns}
        state={state}
        view={{ ...view, data: view.data && { rows: view.data.entries, total: view.data.count } }}
        keyOf={(row) => row.id}
        empty={{ title: t('log.none') }}
      />
    </Section>
  )
}
