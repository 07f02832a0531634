// Groups of a chart rated by Sleipnir: scores with what was not answered as a range, the spread by rater and country, and what the order hangs on.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Confirm, CountryName, countryName, DateTime, EmptyState, HandlingMark, Loading, RefusalBanner, Section } from '../pieces/index.ts'
import { useColleagues } from '../session/colleagues.ts'
import { useSession } from '../session/session.tsx'
import { useShift } from '../session/shift.ts'
import style from './analysis.module.css'
import { NameGroup } from './name-group.tsx'
import { RateGroup } from './rate-group.tsx'
import { RatingsOut } from './ratings-out.tsx'
import { Strip } from './strip.tsx'
import type { Workbench } from './use-workbench.ts'

export type Rated = Output<'analysis.read-ratings'>
export type RatedGroup = Rated['groups'][number]
type Range = { least: number; most: number }

export function useRange(): (range: Range) => string {
  const { t } = useTranslation('analysis')
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 })
  return ({ least, most }) =>
    least === most ? number.format(least) : t('rating.range', { least: number.format(least), most: number.format(most) })
}

export default function Ratings({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const { has } = useSession()
  const { shift } = useShift()
  const view = useView('analysis.read-ratings', { chart: bench.id }, { purpose: shift?.purpose })
  const [open, setOpen] = useState<number | undefined>()
  const rated = view.data
  const group = rated?.groups.find(({ id }) => id === open)
  const is_analyst = has('analyst')
  return (
    <div className={style.stack}>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && !rated && <Loading />}
      {rated && (
        <Section title={t('part.ratings')}>
          <div className={style.stack}>
            <p className={style.quiet}>
              {t('rating.lead')} {t('rating.ours')}
            </p>
            {rated.groups.length === 0 ? (
              <EmptyState title={t('rating.none')}>{t(is_analyst ? 'rating.none_text' : 'rating.none_reader')}</EmptyState>
            ) : (
              <Table rated={rated} open={open} onOpen={(id) => setOpen(id === open ? undefined : id)} />
            )}
            {is_analyst && <NameGroup bench={bench} onNamed={setOpen} />}
          </div>
        </Section>
      )}
      {rated && group && (
        <Section title={<bdi dir="auto">{group.name}</bdi>}>
          <div className={style.stack}>
            <One key={group.id} chart={bench.id} rated={rated} group={group} onGone={() => setOpen(undefined)} />
            {is_analyst && bench.about && (
              <RateGroup key={`rate-${group.id}`} chart={bench.id} group={group} rated={rated} about={bench.about} />
            )}
          </div>
        </Section>
      )}
      {rated?.groups.some(({ ratings }) => ratings.length > 0) && <RatingsOut chart={bench.id} rated={rated} />}
    </div>
  )
}

function Table({ rated, open, onOpen }: { rated: Rated; open: number | undefined; onOpen: (id: number) => void }) {
  const { t } = useTranslation('analysis')
  const rangeOf = useRange()
  const number = new Intl.NumberFormat(locale())
  // those that nobody has rated come last, and are not said to be low
  const order = [...rated.groups].sort(
    (a, b) => (a.place?.best ?? 1e9) - (b.place?.best ?? 1e9) || (a.place?.worst ?? 1e9) - (b.place?.worst ?? 1e9) || a.id - b.id,
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section className={style.scroll} tabIndex={0} aria-label={t('rating.table')}>
      <table className={style.table}>
        <caption className={style.caption}>{t('rating.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('rating.place')}</th>
            <th scope="col">{t('rating.group')}</th>
            <th scope="col">{t('rating.score')}</th>
            <th scope="col">{t('rating.spread')}</th>
            <th scope="col">{t('rating.raters')}</th>
          </tr>
        </thead>
        <tbody>
          {order.map((group) => (
            <tr key={group.id}>
              <td>{group.place ? <Place group={group} /> : <span className={style.quiet}>{t('rating.unrated')}</span>}</td>
              <th scope="row">
                <button
                  type="button"
                  className={style.pick}
                  aria-expanded={open === group.id}
                  aria-label={t('rating.show', { name: group.name })}
                  onClick={() => onOpen(group.id)}
                >
                  <bdi dir="auto">{group.name}</bdi>
                </button>
              </th>
              <td>
                {group.middle ? (
                  <>
                    {rangeOf(group.middle)}{' '}
                    <span className={style.quiet}>{t('rating.of_maximum', { maximum: number.format(rated.maximum) })}</span>
                  </>
                ) : (
                  <span className={style.quiet}>{t('rating.unrated')}</span>
                )}
              </td>
              <td>
                {group.middle && (
                  <StripOf maximum={rated.maximum} name={group.name} ratings={group.ratings} middle={group.middle} whole={group.whole!} />
                )}
              </td>
              <td>
                {t('rating.raters_countries', {
                  raters: number.format(group.ratings.length),
                  countries: number.format(group.countries.length),
                })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Place({ group }: { group: RatedGroup }) {
  const { t } = useTranslation('analysis')
  const number = new Intl.NumberFormat(locale())
  const { place, over_all } = group
  if (!place || !over_all) return null
  const as_rated = place.best === place.worst ? number.format(place.best) : `${number.format(place.best)}–${number.format(place.worst)}`
  return (
    <>
      <bdi>{as_rated}</bdi>
      <br />
      <span className={style.quiet}>
        {over_all.best === place.best && over_all.worst === place.worst
          ? t('rating.firm')
          : t('rating.holds', { best: number.format(over_all.best), worst: number.format(over_all.worst) })}
      </span>
    </>
  )
}

function StripOf({
  maximum,
  name,
  ratings,
  middle,
  whole,
}: {
  maximum: number
  name: string
  ratings: RatedGroup['ratings']
  middle: Range
  whole: Range
}) {
  const { t } = useTranslation('analysis')
  const rangeOf = useRange()
  const number = new Intl.NumberFormat(locale())
  return (
    <Strip
      maximum={maximum}
      middle={middle}
      marks={ratings.map((one) => ({
        least: one.least,
        most: one.most,
        title: `${one.rater} (${countryName(one.country)}): ${rangeOf(one)}`,
      }))}
      label={t('rating.strip', {
        name,
        count: ratings.length,
        least: number.format(whole.least),
        most: number.format(whole.most),
        maximum: number.format(maximum),
        middle: rangeOf(middle),
      })}
    />
  )
}

function One({ chart, rated, group, onGone }: { chart: string; rated: Rated; group: RatedGroup; onGone: () => void }) {
  const { t } = useTranslation('analysis')
  const { has } = useSession()
  const rangeOf = useRange()
  const number = new Intl.NumberFormat(locale())
  const remove = useAct('analysis.remove-group', { touches: ['analysis.read-ratings'] })
  const [asking, setAsking] = useState(false)
  const apart = [...group.criteria].sort((a, b) => b.apart - a.apart || b.weight - a.weight)
  const levels = Object.keys(apart[0]?.levels ?? {})
  return (
    <>
      <p className={style.quiet}>{t('rating.elements', { number: number.format(group.elements.length) })}</p>
      {group.countries.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
        <section className={style.scroll} tabIndex={0} aria-label={t('rating.by_country')}>
          <table className={style.table} data-testid="by-country">
            <caption className={style.caption}>{t('rating.by_country')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('rating.country')}</th>
                <th scope="col">{t('rating.raters')}</th>
                <th scope="col">{t('rating.middle')}</th>
                <th scope="col">{t('rating.whole')}</th>
                <th scope="col">{t('rating.spread')}</th>
              </tr>
            </thead>
            <tbody>
              {group.countries.map((one) => (
                <tr key={one.country}>
                  <th scope="row">
                    <CountryName code={one.country} />
                  </th>
                  <td>{number.format(one.raters)}</td>
                  <td>{rangeOf(one.middle)}</td>
                  <td>{rangeOf(one.whole)}</td>
                  <td>
                    <StripOf
                      maximum={rated.maximum}
                      name={countryName(one.country)}
                      ratings={group.ratings.filter(({ country }) => country === one.country)}
                      middle={one.middle}
                      whole={one.whole}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {group.doubts.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
        <section className={style.scroll} tabIndex={0} aria-label={t('rating.hangs')}>
          <table className={style.table}>
            <caption className={style.caption}>{t('rating.hangs')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('rating.doubt')}</th>
                <th scope="col">{t('rating.place')}</th>
              </tr>
            </thead>
            <tbody>
              {group.doubts.map(({ doubt, best, worst }) => (
                <tr key={doubt}>
                  <th scope="row">{t(`doubt.${doubt}`)}</th>
                  <td>{rangeOf({ least: best, most: worst })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {group.ratings.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
        <section className={style.bounded} tabIndex={0} aria-label={t('rating.by_attribute')}>
          <table className={style.table}>
            <caption className={style.caption}>{t('rating.by_attribute')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('rating.attribute')}</th>
                <th scope="col">{t('rating.weight')}</th>
                {levels.map((level) => (
                  <th scope="col" key={level}>
                    {t(`level.${level}`)}
                  </th>
                ))}
                <th scope="col">{t('rating.unanswered')}</th>
                <th scope="col">{t('rating.apart')}</th>
              </tr>
            </thead>
            <tbody>
              {apart.map((one) => (
                <tr key={one.name}>
                  <th scope="row">{t(`sleipnir.${one.name}`)}</th>
                  <td>{number.format(one.weight)}</td>
                  {levels.map((level) => (
                    <td key={level}>{number.format(one.levels[level] ?? 0)}</td>
                  ))}
                  <td>{number.format(one.unanswered)}</td>
                  <td>{number.format(one.apart)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {group.ratings.length > 0 && (
        <section aria-label={t('rating.ratings')} className={style.stack}>
          <h3 className={style.legend}>{t('rating.ratings')}</h3>
          <ul className={style.plainList}>
            {group.ratings.map((one) => (
              <Given key={one.id} chart={chart} rating={one} />
            ))}
          </ul>
        </section>
      )}
      {has('analyst') && (
        <div>
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('rating.remove')}
          </Button>
          <Confirm
            open={asking}
            title={t('rating.remove')}
            happens={[t('rating.remove_happens', { number: number.format(group.ratings.length) })]}
            seenBy={[]}
            act={t('rating.remove')}
            danger
            running={remove.running}
            error={remove.error}
            onConfirm={async () => {
              if (await remove.run({ chart, group: group.id })) onGone()
            }}
            onClose={() => setAsking(false)}
          />
        </div>
      )}
    </>
  )
}

/** One rater's word: what was answered, why, from where. */
function Given({ chart, rating }: { chart: string; rating: RatedGroup['ratings'][number] }) {
  const { t } = useTranslation('analysis')
  const { term } = useTerm()
  const { officer, has } = useSession()
  const nameOf = useColleagues()
  const number = new Intl.NumberFormat(locale())
  const withdraw = useAct('analysis.withdraw-rating', { touches: ['analysis.read-ratings'] })
  const [asking, setAsking] = useState(false)
  return (
    <li className={style.known}>
      <div className={style.between}>
        <span>
          <bdi dir="auto">{rating.rater}</bdi> · <CountryName code={rating.country} /> ·{' '}
          <span className={style.quiet}>
            {t('rating.so_far', {
              answered: number.format(rating.answered),
              least: number.format(rating.least),
              most: number.format(rating.most),
            })}
          </span>
        </span>
        {(rating.officer === officer.id || has('supervisor')) && (
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            {t('rating.withdraw')}
          </Button>
        )}
      </div>
      <p className={style.said} dir="auto">
        {rating.reason}
      </p>
      <p className={style.quiet}>
        <bdi dir="auto">{rating.source}</bdi> {rating.evaluation && <bdi dir="ltr">{rating.evaluation}</bdi>}{' '}
        {rating.handling.map(({ code, words }) => (
          <HandlingMark key={code} code={code} words={words} />
        ))}{' '}
        {term('classification', rating.classification)} · <bdi dir="auto">{nameOf(rating.officer) ?? rating.officer}</bdi> ·{' '}
        <DateTime at={rating.rated_at} form="short" />
      </p>
      <details>
        <summary>{t('rating.answers')}</summary>
        <ul className={style.list}>
          {rating.answers.map((one) => (
            <li key={one.attribute}>
              {t(`sleipnir.${one.attribute}`)}: {t(`level.${one.level}`)} {one.reason && <bdi dir="auto">({one.reason})</bdi>}
            </li>
          ))}
        </ul>
      </details>
      <Confirm
        open={asking}
        title={t('rating.withdraw_title')}
        happens={[t('rating.withdraw_happens')]}
        seenBy={[]}
        act={t('rating.withdraw')}
        danger
        running={withdraw.running}
        error={withdraw.error}
        onConfirm={async () => {
          if (await withdraw.run({ chart, rating: rating.id })) setAsking(false)
        }}
        onClose={() => setAsking(false)}
      />
    </li>
  )
}
