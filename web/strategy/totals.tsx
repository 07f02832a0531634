// What a plan stands at and came to: its actions by state as one bar, its results each counted once.
import { useTranslation } from 'react-i18next'
import { MemberName } from '../pieces/index.ts'
import { Wide } from './frame.tsx'
import style from './plans.module.css'
import { useStrategyWords, writeAmount } from './said.tsx'
import own from './strategy.module.css'
import type { ForumData, PlanBrief, TotalLine } from './types.ts'
import work from './work.module.css'

const STATES = ['done', 'active', 'delayed', 'planned', 'dropped'] as const

/** How many actions are in which state, as one bar; the words beside it say the same. */
export function StateBar({ by, total }: { by: PlanBrief['by_state']; total: number }) {
  const { t } = useTranslation('strategy')
  const words = useStrategyWords()
  if (total === 0) return <p className={own.quiet}>{t('plans.no_action')}</p>
  const there = STATES.filter((state) => by[state] > 0)
  return (
    <div>
      <div className={style.bar} aria-hidden="true">
        {there.map((state) => (
          <span key={state} className={style[state]} style={{ flexGrow: by[state] }} />
        ))}
      </div>
      <p className={style.legend}>
        {there.map((state) => (
          <span key={state}>
            <i className={`${style.dot} ${style[state]}`} aria-hidden="true" /> {words.code('state', state)} {by[state]}
          </span>
        ))}
      </p>
    </div>
  )
}

/** Results, each counted once; what several claim stands whole beside each. */
export function Totals({ forum, totals, differing }: { forum: ForumData; totals: readonly TotalLine[]; differing: number }) {
  const { t } = useTranslation('strategy')
  const words = useStrategyWords()
  return (
    <>
      <Wide label={t('plans.results')}>
        <thead>
          <tr>
            <th scope="col">{words.field('result', 'category')}</th>
            <th scope="col" className={work.end}>
              {words.field('result', 'quantity')}
            </th>
            <th scope="col">{t('plans.whose')}</th>
          </tr>
        </thead>
        <tbody>
          {totals.map(({ category, unit, quantity, by_member }) => (
            <tr key={`${category} ${unit}`}>
              <th scope="row">{words.code('category', category)}</th>
              <td className={work.end}>
                {writeAmount(quantity)} {words.code('unit', unit)}
              </td>
              <td>
                <span className={style.members}>
                  {by_member.map((one) => (
                    <span key={one.member}>
                      <MemberName id={one.member} network={forum.network} hideCode /> {writeAmount(one.quantity)}
                    </span>
                  ))}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </Wide>
      <p className={own.quiet}>{t('plans.once')}</p>
      {differing > 0 && <p className={own.quiet}>{t('plans.differing', { count: differing })}</p>}
    </>
  )
}
