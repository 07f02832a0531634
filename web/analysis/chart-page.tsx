// A chart at work: the picture at the start, what is known and measured beside it, its files and its end on their own parts.
import { Button } from '@mantine/core'
import { lazy, type ReactNode, Suspense, useCallback, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useAct } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Banner, Confirm, DateTime, EmptyState, Facts, Loading, Page, RefusalBanner, Section } from '../pieces/index.ts'
import { useColleagues } from '../session/colleagues.ts'
import { useSession } from '../session/session.tsx'
import { useShift } from '../session/shift.ts'
import style from './analysis.module.css'
import { Apart } from './apart.tsx'
import { Element } from './element.tsx'
import { Elements } from './elements.tsx'
import { Files } from './files.tsx'
import { Filters, Looks } from './filters.tsx'
import { Handed, type Taken } from './handed.tsx'
import { Merging } from './merging.tsx'
import { PhasePanel } from './phase-panel.tsx'
import { Picture } from './picture.tsx'
import { Places } from './places.tsx'
import { TakeOut } from './take-out.tsx'
import { type GroupBy, useWorkbench, type Workbench } from './use-workbench.ts'
import { Views } from './views.tsx'
import { Ways } from './ways.tsx'

const ChartMap = lazy(() => import('./map.tsx'))
const Ratings = lazy(() => import('./ratings.tsx'))

const KINDS = ['person', 'organisation', 'object', 'place', 'event'] as const
const PANELS = ['elements', 'element', 'phases', 'apart', 'ways', 'merging', 'views', 'out'] as const
type Panel = (typeof PANELS)[number]

export default function ChartPage({ id }: { id: string }) {
  const { t } = useTranslation('analysis')
  const { term } = useTerm()
  const { has } = useSession()
  const { shift } = useShift()
  const number = new Intl.NumberFormat(locale())
  const names = useCallback(
    (by: GroupBy, count: number) =>
      Array.from({ length: count }, (_, i) =>
        by === 'kind' ? t(`kind.${KINDS[i]}`) : t('picture.community', { number: new Intl.NumberFormat(locale()).format(i + 1) }),
      ),
    [t],
  )
  const bench = useWorkbench(id, shift?.purpose, names)
  const { about, error, reload, summary } = bench
  const [part, setPart] = useState<'picture' | 'map' | 'ratings' | 'files' | 'about'>('picture')
  const [told, setTold] = useState<Taken | undefined>()
  const title = about?.title ?? t('one')
  const is_empty = summary?.elements === 0
  const shown = is_empty && part === 'picture' && has('analyst') ? 'files' : part
  return (
    <Page
      title={<bdi dir="auto">{title}</bdi>}
      windowTitle={title}
      width="wide"
      lead={
        about && (
          <>
            {about.synthetic && <span className={style.synthetic}>{t('synthetic_text')}</span>}{' '}
            {term('classification', about.classification)} ·{' '}
            {t('counts', {
              elements: number.format(summary?.elements ?? about.elements),
              links: number.format(summary?.links ?? about.links),
            })}
          </>
        )
      }
      actions={
        <div className={style.buttons}>
          {(['picture', 'map', 'ratings', 'files', 'about'] as const)
            .filter((one) => (one !== 'files' || has('analyst')) && ((one !== 'map' && one !== 'ratings') || !is_empty))
            .map((one) => (
              <Button key={one} variant={shown === one ? 'light' : 'subtle'} aria-pressed={shown === one} onClick={() => setPart(one)}>
                {t(`part.${one}`)}
              </Button>
            ))}
        </div>
      }
    >
      <Places />
      <RefusalBanner error={error} onRetry={reload} />
      {!summary && !error && <Loading />}
      {summary && (
        <>
          {is_empty && shown !== 'about' && (
            <EmptyState title={t('empty.title')}>{t(has('analyst') ? 'empty.text' : 'empty.reader')}</EmptyState>
          )}
          {shown === 'files' && has('analyst') && (
            <div className={style.stack}>
              <Files chart={id} onTaken={() => setPart('picture')} />
              <Handed chart={id} told={told} onTaken={setTold} />
            </div>
          )}
          {shown === 'about' && <About bench={bench} />}
          {shown === 'map' && !is_empty && (
            <Suspense fallback={<Loading />}>
              <ChartMap bench={bench} />
            </Suspense>
          )}
          {shown === 'ratings' && !is_empty && (
            <Suspense fallback={<Loading />}>
              <Ratings bench={bench} />
            </Suspense>
          )}
          {/* kept in place, so that coming back finds the picture as it was left */}
          {!is_empty && (
            <div className={shown === 'picture' ? style.bench : style.away}>
              <div className={style.stage}>
                <Looks bench={bench} />
                <Picture bench={bench} />
                <Filters bench={bench} />
              </div>
              <Panels bench={bench} />
            </div>
          )}
        </>
      )}
    </Page>
  )
}

function Panels({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const [panel, setPanel] = useState<Panel>('elements')
  const id = useId()
  const { selected, pressed } = bench
  const [seen, setSeen] = useState(pressed)
  // a press in the picture opens what was pressed
  if (pressed !== seen) {
    setSeen(pressed)
    setPanel('element')
  }
  const content: Record<Panel, ReactNode> = {
    elements: <Elements bench={bench} onOpen={() => setPanel('element')} />,
    element: <Element key={selected} bench={bench} />,
    phases: <PhasePanel bench={bench} />,
    apart: <Apart bench={bench} />,
    ways: <Ways bench={bench} />,
    merging: <Merging bench={bench} />,
    views: <Views bench={bench} />,
    out: <TakeOut bench={bench} />,
  }
  const panels = PANELS.filter((one) => one !== 'phases' || bench.summary?.time?.steps)
  const go = (step: number) => {
    const next = panels[(panels.indexOf(panel) + step + panels.length) % panels.length]!
    setPanel(next)
    document.getElementById(`${id}-${next}`)?.focus()
  }
  return (
    <section className={style.panel} aria-label={t('panel.label')}>
      <div role="tablist" aria-label={t('panel.label')} className={style.tabs}>
        {panels.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`${id}-${one}`}
            aria-selected={panel === one}
            aria-controls={`${id}-panel`}
            tabIndex={panel === one ? 0 : -1}
            className={style.tab}
            onClick={() => setPanel(one)}
            onKeyDown={(event) => {
              const back = document.documentElement.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft'
              const on = back === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft'
              if (event.key === on) go(1)
              if (event.key === back) go(-1)
            }}
          >
            {t(`panel.${one}`)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${panel}`} className={style.panelBody}>
        {content[panel]}
      </div>
    </section>
  )
}

function About({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const { term } = useTerm()
  const nameOf = useColleagues()
  const [, navigate] = useLocation()
  const [asking, setAsking] = useState(false)
  const erase = useAct('analysis.erase-chart')
  const { about, summary } = bench
  if (!about) return null
  const number = new Intl.NumberFormat(locale())
  return (
    <Section title={t('part.about')}>
      <div className={style.stack}>
        {about.synthetic && <Banner tone="info" title={t('synthetic_text')} />}
        <Facts
          items={[
            [
              t('begin.reason'),
              <bdi key="r" dir="auto">
                {about.reason}
              </bdi>,
            ],
            [t('list.purpose'), term('purpose', about.purpose)],
            [t('field.classification'), term('classification', about.classification)],
            [
              t('list.officer'),
              <bdi key="o" dir="auto">
                {nameOf(about.officer) ?? about.officer}
              </bdi>,
            ],
            [t('list.begun'), <DateTime key="b" at={about.begun_at} />],
            [t('list.forget'), <DateTime key="f" at={about.forget_at} />],
            ...Object.entries(summary?.handling ?? {}).map(
              ([code, count]) => [`${code} · ${term('handling', code)}`, t('about.under', { number: number.format(count) })] as const,
            ),
          ]}
        />
        <div>
          <Button color="red" variant="outline" onClick={() => setAsking(true)}>
            {t('erase.act')}
          </Button>
        </div>
        <Confirm
          open={asking}
          title={t('erase.title')}
          happens={[t('erase.happens'), t('erase.stays')]}
          seenBy={[]}
          act={t('erase.act')}
          danger
          running={erase.running}
          error={erase.error}
          onConfirm={async () => {
            if (await erase.run({ chart: bench.id })) navigate('/analysis')
          }}
          onClose={() => setAsking(false)}
        />
      </div>
    </Section>
  )
}
