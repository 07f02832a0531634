// Records whose review is due: confirm that they are still needed, or withdraw them.
import { useTranslation } from 'react-i18next'
import { useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { Page, Table, useListState } from '../pieces/index.ts'
import { Places } from './places.tsx'
import { useColumns } from './record-lines.tsx'

const KEYS = ['within'] as const
const WITHIN = ['30', '90', '365'] as const
const DAY_MS = 86_400_000

export function Reviews() {
  const { t } = useTranslation('registers')
  const state = useListState(KEYS)
  const columns = useColumns('reviews')
  const { within, ...page } = pageInput(state)
  const days = WITHIN.find((one) => one === within)
  const by = new Date(Date.now() + Number(days ?? 0) * DAY_MS).toISOString().slice(0, 10)
  const view = useView('registers.find-due-reviews', { ...page, by })
  return (
    <Page title={t('places.reviews')} lead={t('reviews.lead')} width="wide">
      <Places />
      <Table
        name="registers.reviews"
        caption={t('places.reviews')}
        columns={columns}
        state={state}
        view={view}
        keyOf={(row) => row.id}
        href={(row) => `/registers/record/${row.id}`}
        filters={[
          {
            key: 'within',
            label: t('reviews.due'),
            kind: 'choice',
            options: WITHIN.map((value) => ({ value, label: t('reviews.within', { count: Number(value) }) })),
          },
        ]}
        empty={{ title: t('reviews.none'), text: t('reviews.none_text') }}
      />
    </Page>
  )
}
