// A network taken apart: sets of key players, and what is left after raids, one by one or several at once.
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import { Banner } from '../pieces/index.ts'
import style from './analysis.module.css'
import { useWriteMeasure } from './elements.tsx'
import type { ElementLine, Left, MeasureCalls } from './messages.ts'
import { PickElement } from './pick-element.tsx'
import { graphOf, type Workbench } from './use-workbench.ts'
import { startMeasureWorker } from './workers.ts'

type Players = MeasureCalls['players'][1] & { labels: string[] }
const MOST_TAKEN = 50

export function Apart({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  if (!bench.picture || bench.picture.grouped) return <p className={style.quiet}>{t('table.grouped')}</p>
  return (
    <div className={style.stack}>
      <KeyPlayers bench={bench} />
      <Raids bench={bench} />
    </div>
  )
}

function KeyPlayers({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const [size, setSize] = useState(3)
  const [aim, setAim] = useState<'disrupt' | 'disconnect' | 'reach'>('disrupt')
  const [found, setFound] = useState<Players | undefined>()
  const [busy, setBusy] = useState(false)
  const write = useWriteMeasure()
  const { picture, talker } = bench
  const look = async () => {
    if (!picture || !talker) return
    setBusy(true)
    const worker = startMeasureWorker()
    try {
      const players = await worker.call('players', { graph: graphOf(picture, false), size: Math.min(size, picture.nodes), aim })
      const elements = players.set.map((node) => picture.of[node]!)
      const lines = await Promise.all(elements.map((at) => talker.call('element', { at, links_from: 1e9 })))
      setFound({ ...players, labels: lines.map((line) => line?.label ?? '') })
      bench.mark(elements)
    } finally {
      worker.end()
      setBusy(false)
    }
  }
  return (
    <section className={style.stack} aria-label={t('players.title')}>
      <h3 className={style.legend}>{t('players.title')}</h3>
      <p className={style.quiet}>{t('players.text')}</p>
      <div className={style.row}>
        <NativeSelect
          label={t('players.aim')}
          value={aim}
          data={(['disrupt', 'disconnect', 'reach'] as const).map((value) => ({ value, label: t(`players.${value}`) }))}
          onChange={(event) => setAim(event.currentTarget.value as typeof aim)}
        />
        <NativeSelect
          label={t('players.size')}
          value={String(size)}
          data={[1, 2, 3, 4, 5, 6, 8, 10].map(String)}
          onChange={(event) => setSize(Number(event.currentTarget.value))}
        />
        <Button loading={busy} onClick={() => void look()}>
          {t('players.act')}
        </Button>
      </div>
      {found && (
        <div data-testid="players">
          <ol className={style.list}>
            {found.labels.map((label, i) => (
              <li key={found.set[i]}>
                <bdi dir="auto">{label}</bdi>
              </li>
            ))}
          </ol>
          <p className={style.quiet}>
            {t(`players.value_${found.aim}`, { before: write(found.before), value: write(found.value) })}{' '}
            {t(found.is_settled ? 'players.settled' : 'players.unsettled', {
              candidates: new Intl.NumberFormat(locale()).format(found.candidates),
            })}
          </p>
        </div>
      )}
    </section>
  )
}

function Raids({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const { picture, talker, measured, settings } = bench
  const [raids, setRaids] = useState<ElementLine[][]>([])
  const [left, setLeft] = useState<Left[] | undefined>()
  const [into, setInto] = useState<'next' | 'same'>('next')
  const [busy, setBusy] = useState(false)
  const write = useWriteMeasure()
  const number = new Intl.NumberFormat(locale())
  const taken = raids.flat()
  const count = async (next: ElementLine[][]) => {
    setRaids(next)
    bench.mark(
      next.flat().map((one) => one.at),
      true,
    )
    if (!picture || next.length === 0) return setLeft(undefined)
    setBusy(true)
    const worker = startMeasureWorker()
    try {
      setLeft(
        (await worker.call('fragment', { graph: graphOf(picture, false), raids: next.map((raid) => raid.map((one) => one.node)) })).left,
      )
    } finally {
      worker.end()
      setBusy(false)
    }
  }
  const add = (line: ElementLine | undefined) => {
    if (!line || line.node < 0 || taken.some((one) => one.at === line.at) || taken.length >= MOST_TAKEN) return
    void count(into === 'same' && raids.length > 0 ? [...raids.slice(0, -1), [...raids.at(-1)!, line]] : [...raids, [line]])
  }
  const addFirst = async () => {
    if (!talker || !measured) return
    const { rows } = await talker.call('rows', {
      text: '',
      sort: 'values',
      values: measured.nodes[settings.measure],
      descending: true,
      from: 0,
      most: 5,
    })
    await count(rows.map((row) => [row]))
  }
  return (
    <section className={style.stack} aria-label={t('raids.title')}>
      <h3 className={style.legend}>{t('raids.title')}</h3>
      <p className={style.quiet}>{t('raids.text')}</p>
      <div className={style.row}>
        <PickElement key={taken.length} bench={bench} label={t('raids.add')} chosen={undefined} onPick={add} />
        <NativeSelect
          label={t('raids.into')}
          value={into}
          data={(['next', 'same'] as const).map((value) => ({ value, label: t(`raids.${value}`) }))}
          onChange={(event) => setInto(event.currentTarget.value as typeof into)}
        />
      </div>
      <div className={style.buttons}>
        <Button variant="default" size="xs" disabled={!measured} onClick={() => void addFirst()}>
          {t('raids.first', { measure: t(`measure.${settings.measure}`) })}
        </Button>
        {raids.length > 0 && (
          <>
            <Button variant="default" size="xs" onClick={() => void count(raids.slice(0, -1))}>
              {t('raids.back')}
            </Button>
            <Button variant="subtle" size="xs" onClick={() => void count([])}>
              {t('raids.none')}
            </Button>
          </>
        )}
      </div>
      {left && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
        <section className={style.scroll} tabIndex={0} aria-label={t('raids.left')} aria-busy={busy}>
          <table className={style.table} data-testid="raids">
            <thead>
              <tr>
                <th scope="col">{t('raids.taken')}</th>
                <th scope="col">{t('raids.nodes')}</th>
                <th scope="col">{t('raids.parts')}</th>
                <th scope="col">{t('raids.largest')}</th>
                <th scope="col">{t('raids.fragmentation')}</th>
                <th scope="col">{t('raids.by_distance')}</th>
              </tr>
            </thead>
            <tbody>
              {left.map((one, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: raids have no identity but their place
                <tr key={i}>
                  <th scope="row">
                    {i === 0 ? t('raids.whole') : <bdi dir="auto">{raids[i - 1]?.map(({ label }) => label).join(' · ') ?? ''}</bdi>}
                  </th>
                  <td>{number.format(one.nodes)}</td>
                  <td>{number.format(one.components)}</td>
                  <td>{number.format(one.largest_component)}</td>
                  <td>{write(one.fragmentation)}</td>
                  <td>{one.distance === null ? '–' : write(one.distance)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {taken.length >= MOST_TAKEN && <Banner tone="warning" title={t('raids.most', { number: number.format(MOST_TAKEN) })} />}
      <p className={style.quiet}>{t('raids.meaning')}</p>
    </section>
  )
}
