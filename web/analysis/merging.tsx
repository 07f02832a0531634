// Elements that are one: proposed where their names are the same words, said by hand, and taken back one by one.
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { DateTime, RefusalBanner } from '../pieces/index.ts'
import { useColleagues } from '../session/colleagues.ts'
import { useSession } from '../session/session.tsx'
import style from './analysis.module.css'
import type { ElementLine } from './messages.ts'
import { PickElement } from './pick-element.tsx'
import type { Workbench } from './use-workbench.ts'

const MOST_PROPOSED = 20

export function Merging({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const { has } = useSession()
  const nameOf = useColleagues()
  const { talker, summary, about, id } = bench
  const [sets, setSets] = useState<ElementLine[][]>([])
  const [one, setOne] = useState<ElementLine | undefined>()
  const [other, setOther] = useState<ElementLine | undefined>()
  const [labels, setLabels] = useState<Record<number, string>>({})
  const merge = useAct('analysis.merge-elements', { touches: ['analysis.read-chart'] })
  const undo = useAct('analysis.undo-merge', { touches: ['analysis.read-chart'] })
  const may = has('analyst')
  const merged = about?.merged ?? []
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked for anew when the chart was merged otherwise
  useEffect(() => {
    if (!talker || !summary) return
    talker.call('duplicates', { most: MOST_PROPOSED }).then(setSets)
    const wanted = [...new Set(merged.flatMap(({ into, from }) => [into, ...from]))].slice(0, 500)
    Promise.all(
      wanted.map(async (at) => [
        at,
        (await talker.call('element', { at, links_from: 1e9 }))?.parts.find((part) => part.at === at)?.label ?? '',
      ]),
    ).then((pairs) => setLabels(Object.fromEntries(pairs)))
  }, [talker, summary])
  return (
    <div className={style.stack}>
      <p className={style.quiet}>{t('merging.text')}</p>
      <RefusalBanner error={merge.error ?? undo.error} />
      {may && (
        <>
          <div className={style.row}>
            <PickElement bench={bench} label={t('merging.one')} chosen={one} onPick={setOne} />
            <PickElement bench={bench} label={t('merging.other')} chosen={other} onPick={setOther} />
            <Button
              loading={merge.running}
              disabled={!one || !other || one.at === other.at}
              onClick={async () => {
                if (!one || !other) return
                if (await merge.run({ chart: id, into: one.at, from: [other.at] })) {
                  setOne(undefined)
                  setOther(undefined)
                }
              }}
            >
              {t('merging.act')}
            </Button>
          </div>
          <section aria-label={t('merging.proposed')} className={style.stack}>
            <h3 className={style.legend}>{t('merging.proposed')}</h3>
            {sets.length === 0 && <p className={style.quiet}>{t('merging.none')}</p>}
            <ul className={style.plainList}>
              {sets.map((set) => (
                <li key={set[0]!.at} className={style.known}>
                  <div className={style.between}>
                    <span>
                      {set.map((line, i) => (
                        <span key={line.at}>
                          {i > 0 && ' · '}
                          <button type="button" className={style.pick} onClick={() => bench.select(line.at)}>
                            <bdi dir="auto">{line.label}</bdi> <span className={style.quiet}>{line.key !== line.label && line.key}</span>
                          </button>
                        </span>
                      ))}
                    </span>
                    <Button
                      size="xs"
                      variant="default"
                      loading={merge.running}
                      onClick={() => void merge.run({ chart: id, into: set[0]!.at, from: set.slice(1).map((line) => line.at) })}
                    >
                      {t('merging.act')}
                    </Button>
                  </div>
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
      <section aria-label={t('merging.done')} className={style.stack}>
        <h3 className={style.legend}>{t('merging.done')}</h3>
        {merged.length === 0 && <p className={style.quiet}>{t('merging.none_done')}</p>}
        <ul className={style.plainList}>
          {[...merged].reverse().map((kept) => (
            <li key={kept.id} className={style.known}>
              <div className={style.between}>
                <span>
                  <bdi dir="auto">{labels[kept.into] ?? ''}</bdi> ←{' '}
                  <bdi dir="auto">{kept.from.map((at) => labels[at] ?? '').join(' · ')}</bdi>
                  <br />
                  <span className={style.quiet}>
                    <bdi dir="auto">{nameOf(kept.by) ?? kept.by}</bdi> · <DateTime at={kept.at} form="short" />
                  </span>
                </span>
                {may && (
                  <Button size="xs" variant="default" loading={undo.running} onClick={() => void undo.run({ chart: id, merge: kept.id })}>
                    {t('merging.undo')}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
