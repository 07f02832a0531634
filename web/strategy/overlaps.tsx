// The review of overlaps: who does what against what and where as a heat table, overlaps and gaps by question, decisions, projects that look alike.
import { NativeSelect } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lookAlikesIn, reviewOf } from '#capabilities/strategy/overlapping.ts'
import { FUNCTIONS, REGIONS } from '#capabilities/strategy/vocabulary.ts'
import { cellsOf } from '#lib/coverage/index.ts'
import { CRIME_AREAS } from '#wire/vocabulary.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Banner, EmptyState, Loading, RefusalBanner, Section, StateMark, TabLinks, writeDay } from '../pieces/index.ts'
import { NotFound } from '../shell/not-found.tsx'
import style from './assessment.module.css'
import { useStrategyWords, useTitleOf } from './said.tsx'
import shared from './strategy.module.css'
import { KindSection } from './thing.tsx'
import type { ForumData, Thing } from './types.ts'
import { useThings } from './use-things.ts'

const PARTS = ['', 'decisions', 'projects'] as const
const SHOWN = 60

export function Overlaps({ forum, rest }: { forum: ForumData; rest: string }) {
  const { t } = useTranslation('assessment')
  const view = useThings(forum, ['function', 'mitigation', 'project', 'report', 'acceptance'])
  const part = PARTS.find((one) => one === rest)
  const base = `/strategy/${forum.id}/overlaps`
  return (
    <div className={shared.stack}>
      <TabLinks
        label={t('overlaps.parts')}
        links={PARTS.map((one) => ({ href: one === '' ? base : `${base}/${one}`, label: t(`overlaps.part.${one || 'map'}`) }))}
      />
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {part === undefined && <NotFound />}
      {view.data && part === '' && (
        <>
          <CapabilityMap things={view.things} />
          <KindSection forum={forum} kind="function" things={view.things} />
        </>
      )}
      {view.data && part === 'decisions' && (
        <>
          <KindSection forum={forum} kind="mitigation" things={view.things} />
          <KindSection forum={forum} kind="report" things={view.things} filter={(one) => isOnMitigation(one, view.things)} />
          <KindSection forum={forum} kind="acceptance" things={view.things} filter={(one) => isOnMitigation(one, view.things)} />
        </>
      )}
      {view.data && part === 'projects' && (
        <>
          <LookAlikes things={view.things} />
          <KindSection forum={forum} kind="project" things={view.things} />
        </>
      )}
    </div>
  )
}

const isOnMitigation = ({ set }: Thing, things: readonly Thing[]): boolean =>
  things.some((one) => one.kind === 'mitigation' && one.id === set.on)

function CapabilityMap({ things }: { things: readonly Thing[] }) {
  const { t } = useTranslation('assessment')
  const { term } = useTerm()
  const words = useStrategyWords()
  const titleOf = useTitleOf()
  const [region, setRegion] = useState('world')
  const [organisation, setOrganisation] = useState('')
  const [show, setShow] = useState<'overlaps' | 'gaps'>('overlaps')
  const [what, setWhat] = useState('')
  const [area, setArea] = useState('')
  const { map, left_out } = useMemo(() => reviewOf(things), [things])
  const number = new Intl.NumberFormat(locale())
  const asked = { region, ...(organisation && { organisation }), ...(what && { function: what }), ...(area && { crime_area: area }) }
  const found = cellsOf(map, { ...asked, ...(show === 'gaps' ? { at_most: 0 } : { at_least: 2 }) })
  const decided = new Map(map.overlaps.map((one) => [`${one.function} ${one.crime_area} ${one.region}`, one.decisions]))
  if (map.organisations.length === 0) return <EmptyState title={t('overlaps.none')}>{t('overlaps.none_text')}</EmptyState>
  return (
    <Section title={t('overlaps.title')}>
      <div className={shared.stack}>
        <p className={shared.quiet}>{t('overlaps.text')}</p>
        {left_out > 0 && <Banner tone="warning">{t('overlaps.left_out', { number: number.format(left_out) })}</Banner>}
        <div className={style.filters}>
          <NativeSelect
            label={words.field('function', 'regions')}
            value={region}
            data={REGIONS.map((value) => ({ value, label: words.code('regions', value) }))}
            onChange={(event) => setRegion(event.currentTarget.value)}
          />
          <NativeSelect
            label={words.field('function', 'organisation')}
            value={organisation}
            data={[
              { value: '', label: t('overlaps.all') },
              ...map.organisations.map((one) => ({ value: one.organisation, label: one.organisation })),
            ]}
            onChange={(event) => setOrganisation(event.currentTarget.value)}
          />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
        <section className={style.scroll} tabIndex={0} aria-label={t('overlaps.title')}>
          <table className={`${style.table} ${style.heat}`}>
            <caption className={style.caption}>{t('overlaps.caption')}</caption>
            <thead>
              <tr>
                <th scope="col">{words.field('function', 'function')}</th>
                {CRIME_AREAS.map((one) => (
                  <th key={one} scope="col">
                    {term('crime-area', one)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {FUNCTIONS.map((one) => (
                <tr key={one}>
                  <th scope="row">{words.code('function', one)}</th>
                  {CRIME_AREAS.map((crime_area) => {
                    const cells = cellsOf(map, { region, function: one, crime_area })
                    const bodies = [...new Set(cells.flatMap(({ organisations }) => organisations))].filter(
                      (name) => !organisation || name === organisation,
                    )
                    const most = Math.max(
                      0,
                      ...cells.map(({ organisations }) =>
                        organisation && !organisations.includes(organisation) ? 0 : organisations.length,
                      ),
                    )
                    return (
                      <td
                        key={crime_area}
                        className={most === 0 ? style.nobody : most === 1 ? style.one : style.several}
                        title={bodies.join(' · ')}
                      >
                        {number.format(most)}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <div className={style.filters}>
          <NativeSelect
            label={t('overlaps.show')}
            value={show}
            data={(['overlaps', 'gaps'] as const).map((value) => ({ value, label: t(`overlaps.${value}`) }))}
            onChange={(event) => setShow(event.currentTarget.value as 'overlaps' | 'gaps')}
          />
          <NativeSelect
            label={words.field('function', 'function')}
            value={what}
            data={[{ value: '', label: t('overlaps.all') }, ...FUNCTIONS.map((value) => ({ value, label: words.code('function', value) }))]}
            onChange={(event) => setWhat(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('area')}
            value={area}
            data={[{ value: '', label: t('overlaps.all') }, ...CRIME_AREAS.map((value) => ({ value, label: term('crime-area', value) }))]}
            onChange={(event) => setArea(event.currentTarget.value)}
          />
        </div>
        <p role="status">{t(`overlaps.found_${show}`, { number: number.format(found.length) })}</p>
        <ul className={style.list}>
          {found.slice(0, SHOWN).map((cell) => {
            const decisions = decided.get(`${cell.function} ${cell.crime_area} ${cell.region}`) ?? []
            return (
              <li key={`${cell.function} ${cell.crime_area} ${cell.region}`}>
                {words.code('function', cell.function)} · {term('crime-area', cell.crime_area)} · {words.code('regions', cell.region)}
                {cell.organisations.length > 0 && (
                  <>
                    {': '}
                    <bdi dir="auto">{cell.organisations.join(' · ')}</bdi>
                  </>
                )}{' '}
                {show === 'overlaps' && decisions.length === 0 && <StateMark tone="warning">{t('overlaps.undecided')}</StateMark>}
                {decisions.map((id) => (
                  <StateMark key={id} tone="good">
                    {titleOf(things.find((one) => one.id === id)) ?? ''}
                  </StateMark>
                ))}
              </li>
            )
          })}
        </ul>
        {found.length > SHOWN && <p className={shared.quiet}>{t('overlaps.more', { number: number.format(found.length - SHOWN) })}</p>}
      </div>
    </Section>
  )
}

function LookAlikes({ things }: { things: readonly Thing[] }) {
  const { t } = useTranslation('assessment')
  const { term } = useTerm()
  const words = useStrategyWords()
  const titleOf = useTitleOf()
  const pairs = useMemo(() => lookAlikesIn(things), [things])
  const nameOf = (id: string) => titleOf(things.find((one) => one.id === id)) ?? ''
  return (
    <Section title={t('projects.alike')}>
      {pairs.length === 0 ? (
        <EmptyState title={t('projects.none')}>{t('projects.none_text')}</EmptyState>
      ) : (
        <ul className={shared.things}>
          {pairs.slice(0, SHOWN).map(({ projects, functions, crime_areas, regions, from, until }) => (
            <li key={projects.join(' ')} className={shared.thing}>
              <h3 className={shared.heading}>
                <bdi dir="auto">{nameOf(projects[0])}</bdi> · <bdi dir="auto">{nameOf(projects[1])}</bdi>
              </h3>
              <span>
                {functions.map((one) => words.code('function', one)).join(' · ')} ·{' '}
                {crime_areas.map((one) => term('crime-area', one)).join(' · ')}
                {regions.length > 0 && <> · {regions.map((one) => words.code('regions', one)).join(' · ')}</>}
              </span>
              <span className={shared.quiet}>
                {writeDay(from)} – {writeDay(until)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
