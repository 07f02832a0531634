// Risk by crime area: a dot for each country, the whole from the lowest to the highest, and what stands behind it as a table.
import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { EmptyState, Section, StateMark, useMembers } from '../pieces/index.ts'
import style from './assessment.module.css'
import type { Reading } from './assessment.tsx'
import { Text, writeAmount } from './said.tsx'
import shared from './strategy.module.css'
import type { ForumData } from './types.ts'

const COMPONENTS = ['magnitude', 'likelihood', 'vulnerability', 'impact'] as const
const ARROWS = { higher: '↑', lower: '↓', same: '=', unsure: '?' } as const
type Range = { least: number; most: number }

export function RiskPicture({ forum, read }: { forum: ForumData; read: Reading }) {
  const { t } = useTranslation('assessment')
  const { term } = useTerm()
  const { nameOf } = useMembers(forum.network)
  const [order, setOrder] = useState<'list' | 'highest'>('list')
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 })
  const range = ({ least, most }: Range) => (least === most ? number.format(least) : `${number.format(least)}–${number.format(most)}`)
  const at = (value: number) => ((value - read.scale.least) / (read.scale.most - read.scale.least)) * 100
  const areas = order === 'list' ? read.areas : [...read.areas].sort((a, b) => (b.risk?.whole.most ?? -1) - (a.risk?.whole.most ?? -1))
  if (!read.areas.some(({ contributions }) => contributions.length > 0))
    return (
      <Section title={t('risk')}>
        <EmptyState title={t('no_answers')}>{t('no_answers_text')}</EmptyState>
      </Section>
    )
  return (
    <>
      <Section title={t('risk')}>
        <div className={shared.stack}>
          <p className={shared.quiet}>{t('risk_text', { method: t(`combiner.${read.combiner}`) })}</p>
          <NativeSelect
            className={style.order!}
            label={t('order')}
            value={order}
            data={(['list', 'highest'] as const).map((value) => ({ value, label: t(`by_${value}`) }))}
            onChange={(event) => setOrder(event.currentTarget.value as 'list' | 'highest')}
          />
          <ul className={style.areas}>
            {areas.map(({ crime_area, risk, contributions, silent }) => (
              <li key={crime_area} className={style.area}>
                <strong>{term('crime-area', crime_area)}</strong>
                <span className={style.track} aria-hidden="true">
                  {risk && (
                    <>
                      <span
                        className={style.span}
                        style={{
                          insetInlineStart: `${at(risk.whole.least)}%`,
                          inlineSize: `${at(risk.whole.most) - at(risk.whole.least)}%`,
                        }}
                      />
                      <span
                        className={style.middle}
                        style={{
                          insetInlineStart: `${at(risk.middle.least)}%`,
                          inlineSize: `${at(risk.middle.most) - at(risk.middle.least)}%`,
                        }}
                      />
                    </>
                  )}
                  {contributions
                    .filter(({ counted, risk: own }) => counted && own)
                    .map(({ thing, member, risk: own }) => (
                      <span
                        key={thing}
                        className={style.dot}
                        title={`${nameOf(member)}: ${range(own!)}`}
                        style={{ insetInlineStart: `${at((own!.least + own!.most) / 2)}%` }}
                      />
                    ))}
                </span>
                <span className={style.whole}>
                  {risk
                    ? t('spread', { whole: range(risk.whole), middle: range(risk.middle), countries: number.format(risk.countries) })
                    : t('not_rated')}
                  {silent && silent.length > 0 && (
                    <span className={shared.quiet}> {t('silent', { members: silent.map(nameOf).join(' · ') })}</span>
                  )}
                </span>
              </li>
            ))}
          </ul>
          <div className={style.area} aria-hidden="true">
            <span />
            <span className={style.ends}>
              <span>{number.format(read.scale.least)}</span>
              <span>{number.format(read.scale.most)}</span>
            </span>
          </div>
        </div>
      </Section>
      <Section title={t('components')}>
        <p className={shared.quiet}>{t('components_text')}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
        <section className={style.scroll} tabIndex={0} aria-label={t('components')}>
          <table className={style.table}>
            <thead>
              <tr>
                <th scope="col">{t('area')}</th>
                <th scope="col">{t('member')}</th>
                <th scope="col">{t('quantity')}</th>
                {COMPONENTS.map((one) => (
                  <th key={one} scope="col" className={style.end}>
                    {t(`component.${one}`)}
                  </th>
                ))}
                <th scope="col" className={style.end}>
                  {t('risk_one')}
                </th>
                {read.has_before && <th scope="col">{t('before')}</th>}
                <th scope="col">{t('marks')}</th>
              </tr>
            </thead>
            <tbody>
              {areas.flatMap(({ crime_area, contributions, changes }) =>
                contributions.map((one) => {
                  const change = changes.find(({ country }) => country === one.member)
                  return (
                    <tr key={one.thing}>
                      <th scope="row">{term('crime-area', crime_area)}</th>
                      <td>
                        <bdi>{nameOf(one.member)}</bdi>
                      </td>
                      <td className={style.words}>
                        {one.quantity !== null && <>{writeAmount(one.quantity)} </>}
                        {one.counting_unit && <Text words={one.counting_unit} />}
                      </td>
                      {COMPONENTS.map((component) => (
                        <td key={component} className={style.end}>
                          {one.ratings[component] === null ? '–' : number.format(one.ratings[component])}
                        </td>
                      ))}
                      <td className={style.end}>
                        <bdi>{one.risk ? range(one.risk) : '–'}</bdi>
                      </td>
                      {read.has_before && (
                        <td>
                          {change ? (
                            <>
                              <span aria-hidden="true">{ARROWS[change.direction]} </span>
                              {t(`direction.${change.direction}`)} <bdi>({range(change.before)})</bdi>
                            </>
                          ) : (
                            '–'
                          )}
                        </td>
                      )}
                      <td>
                        <span className={style.marks}>
                          {one.doubts.map((doubt) => (
                            <StateMark key={doubt} tone={one.counted ? 'warning' : 'bad'}>
                              {t(`doubt.${doubt}`)}
                            </StateMark>
                          ))}
                          {one.shared && <StateMark tone="quiet">{t('shared')}</StateMark>}
                        </span>
                      </td>
                    </tr>
                  )
                }),
              )}
            </tbody>
          </table>
        </section>
      </Section>
    </>
  )
}
