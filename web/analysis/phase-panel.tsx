// Measures by phase: each phase measured as the network that it was, side by side, with the mean over all of them.
import { Button, NativeSelect } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RefusalError } from '../api/client.ts'
import { locale } from '../language/index.ts'
import { csvOf, ProgressBar, RefusalBanner, saveFile } from '../pieces/index.ts'
import style from './analysis.module.css'
import { MEASURES, type MeasureName } from './messages.ts'
import { MOST_PHASES } from './phases.ts'
import { graphOf, type Workbench } from './use-workbench.ts'
import { startMeasureWorker } from './workers.ts'

const MOST_ROWS = 50

type Row = { at: number; label: string; values: (number | null)[]; mean: number; took_part: number }
type Found = { phases: number[]; by: Record<MeasureName, Row[]>; rows: number }

export function PhasePanel({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const { talker, summary, settings, cut, picture } = bench
  const [found, setFound] = useState<Found | undefined>()
  const [done, setDone] = useState<number | undefined>()
  const [measure, setMeasure] = useState<MeasureName>(settings.measure)
  const [error, setError] = useState<RefusalError | undefined>()
  const stop = useRef<() => void>(undefined)
  useEffect(() => () => stop.current?.(), [])
  // what is shown of elements and kinds of links has changed: other networks
  const { element_kinds, link_kinds, only, hidden } = settings.filter
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew where asked for
  useEffect(() => setFound(undefined), [summary, element_kinds, link_kinds, only, hidden, settings.directed])
  const time = summary?.time
  if (!time?.steps) return <p className={style.quiet}>{t('phases.none')}</p>
  const phases = Array.from({ length: Math.min(MOST_PHASES, time.last - time.first + 1) }, (_, i) => time.first + i)
  const number = new Intl.NumberFormat(locale(), { minimumFractionDigits: 6, maximumFractionDigits: 6 })
  const whole = new Intl.NumberFormat(locale())
  const write = (value: number | null) => (value === null ? '–' : Number.isNaN(value) ? '?' : number.format(value))
  const run = async () => {
    if (!talker) return
    const worker = startMeasureWorker()
    let is_over = false
    stop.current = () => {
      is_over = true
      worker.end()
      setDone(undefined)
    }
    setError(undefined)
    setDone(0)
    try {
      const by = new Map<MeasureName, Map<number, (number | null)[]>>(MEASURES.map((name) => [name, new Map()]))
      for (const [i, phase] of phases.entries()) {
        const graph = await talker.call('cut', { filter: { ...settings.filter, time: [phase, phase] } })
        if (graph.nodes > 0) {
          const { nodes } = await worker.call('measures', { graph: graphOf(graph, settings.directed) })
          for (const name of MEASURES)
            graph.of.forEach((at, v) => {
              const row = by.get(name)!.get(at) ?? phases.map(() => null)
              row[i] = nodes[name][v]!
              by.get(name)!.set(at, row)
            })
        }
        if (is_over) return
        setDone(i + 1)
      }
      const everybody = [...by.get('degree')!.keys()]
      const labels = new Map<number, string>()
      for (const line of await talker.call('lines', { elements: everybody })) labels.set(line.at, line.label)
      const rows = (name: MeasureName): Row[] =>
        [...by.get(name)!]
          .map(([at, values]) => ({
            at,
            label: labels.get(at) ?? '',
            values,
            // who had no part in a phase has nothing of it there
            mean: values.reduce<number>((sum, one) => sum + (one ?? 0), 0) / phases.length,
            took_part: values.filter((one) => one !== null).length,
          }))
          .sort((a, b) => b.mean - a.mean || a.at - b.at)
      if (!is_over)
        setFound({ phases, by: Object.fromEntries(MEASURES.map((name) => [name, rows(name)])) as Found['by'], rows: everybody.length })
    } catch (failed) {
      if (!is_over) setError(failed instanceof RefusalError ? failed : new RefusalError('page.failed', String(failed), 0))
    } finally {
      worker.end()
      if (!is_over) setDone(undefined)
    }
  }
  const rows = found?.by[measure] ?? []
  const now = settings.filter.time
  const save = () =>
    saveFile(
      `phases-${measure}.csv`,
      `\uFEFF${csvOf<Row>(
        [
          { key: 'label', label: t('phases.element'), render: () => null, text: ({ label }) => label },
          { key: 'mean', label: t('phases.mean'), render: () => null, text: ({ mean }) => String(mean) },
          { key: 'part', label: t('phases.part'), render: () => null, text: ({ took_part }) => String(took_part) },
          ...phases.map((phase, i) => ({
            key: String(phase),
            label: String(phase),
            render: () => null,
            text: ({ values }: Row) => (values[i] === null ? '' : String(values[i])),
          })),
        ],
        rows,
      )}`,
      'text/csv',
    )
  return (
    <div className={style.stack}>
      <p className={style.quiet}>{t('phases.text')}</p>
      <div className={style.row}>
        <NativeSelect
          label={t('looks.measure')}
          value={measure}
          data={MEASURES.map((value) => ({ value, label: t(`measure.${value}`) }))}
          onChange={(event) => setMeasure(event.currentTarget.value as MeasureName)}
        />
        <Button disabled={picture?.grouped} loading={done !== undefined} onClick={() => void run()}>
          {t('phases.act', { number: whole.format(phases.length) })}
        </Button>
      </div>
      {time.last - time.first + 1 > MOST_PHASES && <p className={style.quiet}>{t('phases.cut', { number: whole.format(MOST_PHASES) })}</p>}
      {done !== undefined && <ProgressBar label={t('phases.doing')} done={done} total={phases.length} onStop={() => stop.current?.()} />}
      <RefusalBanner error={error} />
      {found && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
          <section className={style.bounded} tabIndex={0} aria-label={t('phases.table')}>
            <table className={style.table} data-testid="phases">
              <caption className={style.caption}>{t('phases.table')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('phases.element')}</th>
                  <th scope="col">{t('phases.mean')}</th>
                  <th scope="col">{t('phases.part')}</th>
                  {found.phases.map((phase) => (
                    <th scope="col" key={phase}>
                      <button
                        type="button"
                        className={style.pick}
                        aria-pressed={now?.[0] === phase && now[1] === phase}
                        onClick={() => cut({ time: [phase, phase] })}
                      >
                        {t('filter.step', { step: whole.format(phase) })}
                      </button>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.slice(0, MOST_ROWS).map((row) => (
                  <tr key={row.at}>
                    <th scope="row">
                      <button type="button" className={style.pick} onClick={() => bench.select(row.at)}>
                        <bdi dir="auto">{row.label}</bdi>
                      </button>
                    </th>
                    <td>{write(row.mean)}</td>
                    <td>{whole.format(row.took_part)}</td>
                    {row.values.map((value, i) => (
                      <td key={found.phases[i]}>{write(value)}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <div className={style.row}>
            <Button variant="default" onClick={save}>
              {t('phases.save')}
            </Button>
            <span className={style.quiet}>
              {t('phases.shown', { number: whole.format(Math.min(MOST_ROWS, rows.length)), of: whole.format(rows.length) })}
            </span>
          </div>
        </>
      )}
    </div>
  )
}
