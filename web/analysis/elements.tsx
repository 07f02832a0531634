// The elements as a table: the picture in words, each with its measures, its rank, and what the rank moves between when links are missing.
import { NativeSelect } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import { type Column, Loading, Table, useListState } from '../pieces/index.ts'
import style from './analysis.module.css'
import { type ElementLine, MEASURES, type MeasureName } from './messages.ts'
import { SHAPES } from './picture.tsx'
import type { Workbench } from './use-workbench.ts'

const KINDS = ['person', 'organisation', 'object', 'place', 'event'] as const
const MISSING = [0.05, 0.1, 0.2] as const

export function useWriteMeasure(): (value: number | undefined) => string {
  return (value) =>
    value === undefined || Number.isNaN(value)
      ? '–'
      : new Intl.NumberFormat(locale(), { maximumFractionDigits: 4, minimumFractionDigits: 0 }).format(value)
}

export function Elements({ bench, onOpen }: { bench: Workbench; onOpen: () => void }) {
  const { t } = useTranslation('analysis')
  const { measured, sensitivity, settings, picture, talker, change, select, mark } = bench
  const state = useListState(['q'], { sort: '-measure' })
  const [found, setFound] = useState<{ rows: ElementLine[]; total: number; key: string } | undefined>()
  const write = useWriteMeasure()
  const number = new Intl.NumberFormat(locale())
  const percent = new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 })
  const { measure } = settings

  const descending = state.sort.startsWith('-')
  const sort = state.sort.replace('-', '')
  const by = sort === 'measure' || sort === 'rank' ? measure : MEASURES.find((one) => one === sort)
  const values = by && measured ? measured.nodes[by] : undefined
  const wish = JSON.stringify([state.sort, state.page, state.size, state.filters.q, measure])
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when what is shown, its measures or the wish has changed
  useEffect(() => {
    if (!talker || !picture || picture.grouped) return
    let is_over = false
    talker
      .call('rows', {
        text: state.filters.q ?? '',
        sort: sort === 'label' || sort === 'kind' ? sort : values ? 'values' : 'ties',
        ...(values && { values }),
        descending: sort === 'rank' ? !descending : descending,
        from: (state.page - 1) * state.size,
        most: state.size,
      })
      .then((rows) => !is_over && setFound({ ...rows, key: wish }))
    return () => {
      is_over = true
    }
  }, [talker, picture, values, wish])

  if (picture?.grouped) return <p className={style.quiet}>{t('table.grouped')}</p>
  const at = (name: MeasureName): Column<ElementLine> => ({
    key: name === measure ? 'measure' : name,
    label: t(`measure.${name}`),
    sortable: true,
    end: true,
    hidden: name !== measure,
    fixed: name === measure,
    render: (row) => write(measured?.nodes[name][row.node]),
    text: (row) => String(measured?.nodes[name][row.node] ?? ''),
  })
  const moves = (row: ElementLine) => {
    const low = sensitivity?.lowest[row.node]
    const high = sensitivity?.highest[row.node]
    if (low === undefined || high === undefined) return ''
    return low === high ? number.format(low) : t('table.between', { low: number.format(low), high: number.format(high) })
  }
  const columns: Column<ElementLine>[] = [
    {
      key: 'label',
      label: t('table.element'),
      sortable: true,
      fixed: true,
      render: (row) => (
        <button
          type="button"
          className={style.pick}
          onClick={() => {
            select(row.at)
            talker?.order({ order: 'centre', at: row.at })
            onOpen()
          }}
        >
          <span aria-hidden="true">{SHAPES[row.kind]}</span> <bdi dir="auto">{row.label}</bdi>
          {row.merged > 0 && <span className={style.quiet}> +{number.format(row.merged)}</span>}
        </button>
      ),
      text: (row) => row.label,
    },
    at(measure),
    {
      key: 'rank',
      label: t('table.rank'),
      end: true,
      sortable: true,
      fixed: true,
      render: (row) => (sensitivity?.rank[row.node] === undefined ? '' : number.format(sensitivity.rank[row.node]!)),
      text: (row) => String(sensitivity?.rank[row.node] ?? ''),
    },
    { key: 'moves', label: t('table.moves'), end: true, fixed: true, render: (row) => <bdi dir="ltr">{moves(row)}</bdi>, text: moves },
    {
      key: 'ties',
      label: t('table.ties'),
      sortable: true,
      end: true,
      hidden: true,
      render: (row) => number.format(row.ties),
      text: (row) => String(row.ties),
    },
    {
      key: 'kind',
      label: t('field.kind'),
      sortable: true,
      hidden: true,
      render: (row) => t(`kind.${KINDS[row.kind]}`),
      text: (row) => t(`kind.${KINDS[row.kind]}`),
    },
    ...MEASURES.filter((one) => one !== measure).map(at),
    {
      key: 'community',
      label: t('table.community'),
      end: true,
      hidden: true,
      render: (row) => (measured ? number.format((measured.nodes.community[row.node] ?? 0) + 1) : ''),
      text: (row) => String((measured?.nodes.community[row.node] ?? 0) + 1),
    },
  ]
  return (
    <div className={style.stack}>
      <div className={style.sure}>
        <NativeSelect
          label={t('sure.missing')}
          value={String(settings.missing)}
          data={MISSING.map((value) => ({ value: String(value), label: percent.format(value) }))}
          onChange={(event) => change({ missing: Number(event.currentTarget.value) })}
        />
        {!measured && (
          <p role="status" className={style.quiet}>
            {t('sure.measuring')}
          </p>
        )}
        {measured && !sensitivity && picture && picture.ties >= 3 && (
          <p role="status" className={style.quiet}>
            {t('sure.drawing')}
          </p>
        )}
        {sensitivity && (
          <p className={style.quiet} data-testid="sensitivity">
            {t('sure.told', {
              draws: number.format(sensitivity.draws),
              missing: percent.format(sensitivity.missing),
              first: percent.format(sensitivity.first_stays),
              top: percent.format(sensitivity.top_stays),
            })}{' '}
            {sensitivity.sources !== null && t('sure.sources', { sources: number.format(sensitivity.sources) })}
          </p>
        )}
        {measured?.graph.sampled && (
          <p className={style.quiet}>
            {t('sure.sampled', {
              sources: number.format(measured.graph.sampled.sources),
              error: write(measured.graph.sampled.betweenness_error_95),
            })}
          </p>
        )}
      </div>
      {!found ? (
        <Loading />
      ) : (
        <Table
          name="analysis.elements"
          caption={t('table.caption')}
          columns={columns}
          state={state}
          view={{ data: found, error: undefined, loading: false, stale: found.key !== wish, reload: () => {} }}
          keyOf={(row) => String(row.at)}
          filters={[{ key: 'q', label: t('table.search'), kind: 'search' }]}
          empty={{ title: t('table.none') }}
          toolbar={
            <button type="button" className={style.pick} onClick={() => mark(found.rows.slice(0, 10).map((row) => row.at))}>
              {t('table.mark')}
            </button>
          }
        />
      )}
      {measured && <Whole bench={bench} />}
    </div>
  )
}

/** The measures of the whole, so that another tool can be held beside. */
function Whole({ bench: { measured, settings } }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const write = useWriteMeasure()
  if (!measured) return null
  const { graph } = measured
  const items: [string, string][] = [
    [t('whole.nodes'), write(graph.nodes)],
    [t('whole.ties'), write(graph.edges)],
    [t('whole.density'), write(graph.density)],
    [t('whole.components'), write(graph.components)],
    [t('whole.largest'), write(graph.largest_component)],
    [t('whole.diameter'), write(graph.diameter ?? Number.NaN)],
    [t('whole.distance'), write(graph.average_distance ?? Number.NaN)],
    [t('whole.clustering'), write(graph.average_clustering)],
    [t('whole.centralisation'), write(graph.degree_centralisation ?? Number.NaN)],
    [t('whole.communities'), write(graph.communities)],
    [t('whole.modularity'), write(graph.modularity)],
  ]
  return (
    <details className={style.details}>
      <summary>{t('whole.title')}</summary>
      <dl className={style.counts}>
        {items.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={style.quiet}>{t(settings.directed ? 'whole.normalised_directed' : 'whole.normalised')}</p>
    </details>
  )
}
