// The states of a team as a line, from the proposal to its end: what is passed, where it stands, what is ahead.
import { useTranslation } from 'react-i18next'
import { DateTime } from '../pieces/index.ts'
import style from './operations.module.css'
import { placesOf } from './places.ts'
import type { Team } from './types.ts'

export function StatesLine({ team }: { team: Team }) {
  const { t } = useTranslation('operations')
  const places = placesOf(team)
  const now = places.find(({ standing }) => standing === 'now')
  return (
    <div>
      <ol className={style.line} aria-label={t('line.label')}>
        {places.map(({ state, standing, at }) => (
          <li key={state} className={style[standing]} aria-current={standing === 'now' ? 'step' : undefined}>
            <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" className={style.dot}>
              <circle cx="10" cy="10" r="8" />
              {standing === 'passed' && <path d="M6 10.5 9 13.5 14.5 7" />}
              {standing === 'now' && <circle cx="10" cy="10" r="3.5" className={style.core} />}
              {standing === 'skipped' && <path d="M6 10H14" />}
            </svg>
            <span className={style.place}>
              <span>{state === 'archived' && standing === 'ahead' ? t('line.archived_or_erased') : t(`state.${state}`)}</span>
              <span className="visually-hidden">: {t(`line.${standing}`)}</span>
              <span className={style.when}>{at ? <DateTime at={at} form="date" /> : standing === 'skipped' ? t('line.skipped') : ''}</span>
            </span>
          </li>
        ))}
      </ol>
      {/* on a narrow window only the present one is named */}
      {now && (
        <p className={style.lineNow} aria-hidden="true">
          <strong>{t(`state.${now.state}`)}</strong>
          {now.at && <DateTime at={now.at} form="date" />}
        </p>
      )}
    </div>
  )
}
