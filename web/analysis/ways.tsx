// The shortest way between two elements, over what is shown.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import { Banner } from '../pieces/index.ts'
import style from './analysis.module.css'
import type { ElementLine } from './messages.ts'
import { PickElement } from './pick-element.tsx'
import { SHAPES } from './picture.tsx'
import type { Workbench } from './use-workbench.ts'

export function Ways({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const [first, setFirst] = useState<ElementLine | undefined>()
  const [second, setSecond] = useState<ElementLine | undefined>()
  const [path, setPath] = useState<ElementLine[] | null | undefined>()
  const look = async () => {
    if (!bench.talker || !first || !second) return
    const found = await bench.talker.call('path', { a: first.at, b: second.at })
    setPath(found)
    bench.mark(found?.map((one) => one.at) ?? [])
  }
  if (bench.picture?.grouped) return <p className={style.quiet}>{t('table.grouped')}</p>
  return (
    <div className={style.stack}>
      <p className={style.quiet}>{t('ways.text')}</p>
      <PickElement bench={bench} label={t('ways.first')} chosen={first} onPick={setFirst} />
      <PickElement bench={bench} label={t('ways.second')} chosen={second} onPick={setSecond} />
      <div className={style.buttons}>
        <Button disabled={!first || !second || first.at === second.at} onClick={() => void look()}>
          {t('ways.act')}
        </Button>
        {path !== undefined && (
          <Button
            variant="subtle"
            onClick={() => {
              setPath(undefined)
              bench.mark([])
            }}
          >
            {t('ways.forget')}
          </Button>
        )}
      </div>
      {path === null && <Banner tone="info" title={t('ways.none')} />}
      {path && (
        <>
          <p role="status">{t('ways.found', { number: new Intl.NumberFormat(locale()).format(path.length - 1) })}</p>
          <ol className={style.way} data-testid="way">
            {path.map((one) => (
              <li key={one.at}>
                <button type="button" className={style.pick} onClick={() => bench.select(one.at)}>
                  <span aria-hidden="true">{SHAPES[one.kind]}</span> <bdi dir="auto">{one.label}</bdi>
                </button>
              </li>
            ))}
          </ol>
          <p className={style.quiet}>{t('ways.one_of')}</p>
        </>
      )}
    </div>
  )
}
