// The list of the own records: by kind, searched and filtered at the node.
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Input } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { useTerm } from '../language/term.ts'
import { Page, Table, useListState } from '../pieces/index.ts'
import { PurposeGate } from '../session/purpose-gate.tsx'
import { useSession } from '../session/session.tsx'
import { useShift } from '../session/shift.ts'
import { ExportRecords } from './export-records.tsx'
import { Places } from './places.tsx'
import { useColumns } from './record-lines.tsx'
import { CLASSIFICATIONS, KINDS } from './record-schema.ts'
import style from './registers.module.css'

const KEYS = ['kind', 'text', 'status', 'classification'] as const
/** The node answers so many records that are near to a name. */
const NEAREST = 30
const STATUSES = ['active', 'withdrawn', 'expired'] as const

export function Records() {
  const { t } = useTranslation('registers')
  const { has } = useSession()
  const state = useListState(KEYS)
  const kind = state.filters.kind
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      width="wide"
      actions={
        has('desk', 'supervisor') && (
          <Button component={Link} href={kind ? `/registers/new?kind=${kind}` : '/registers/new'} leftSection={<IconPlus size={18} />}>
            {t('add')}
          </Button>
        )
      }
    >
      <Places />
      <PurposeGate>
        <List state={state} />
      </PurposeGate>
    </Page>
  )
}

function List({ state }: { state: ReturnType<typeof useListState<(typeof KEYS)[number]>> }) {
  const { t } = useTranslation('registers')
  const { term } = useTerm()
  const { has } = useSession()
  const { shift } = useShift()
  const columns = useColumns('records')
  const view = useView('registers.find-many', pageInput(state) as Input<'registers.find-many'>, { enabled: shift !== undefined })
  const { kind } = state.filters
  return (
    <div className={style.stack}>
      <fieldset className={style.kinds} aria-label={t('list.kind')}>
        {[undefined, ...KINDS].map((one) => (
          <button
            key={one ?? 'all'}
            type="button"
            className={style.kind}
            aria-pressed={kind === one}
            onClick={() => state.set({ filters: { kind: one } })}
          >
            {one ? t(`kinds.${one}`) : t('kinds.all')}
          </button>
        ))}
      </fieldset>
      {state.filters.text && (view.data?.total ?? 0) >= NEAREST && <p className={style.quiet}>{t('list.nearest')}</p>}
      <Table
        name="registers.records"
        caption={kind ? t(`kinds.${kind}`) : t('title')}
        columns={columns.map((column) => (column.key === 'kind' ? { ...column, hidden: kind !== undefined } : column))}
        state={state}
        view={view}
        keyOf={(row) => row.id}
        href={(row) => `/registers/record/${row.id}`}
        filters={[
          { key: 'text', label: t('list.search'), placeholder: t('list.search_hint'), kind: 'search' },
          {
            key: 'status',
            label: t('list.status'),
            kind: 'choice',
            options: STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
          },
          {
            key: 'classification',
            label: t('list.classification'),
            kind: 'choice',
            options: CLASSIFICATIONS.map((value) => ({ value, label: term('classification', value) })),
          },
        ]}
        empty={{ title: t('list.none'), text: t('list.none_text') }}
        toolbar={has('supervisor') ? <ExportRecords filters={state.filters} total={view.data?.total} /> : undefined}
      />
    </div>
  )
}
