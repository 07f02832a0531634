// The public texts that this work rests on, as facts in the reader's language, each with who agreed on it, when and where.
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import {
  ALGECIRAS_2015,
  ALGECIRAS_COMMITMENTS,
  COMMON_GOALS_2024,
  CORE_PRIORITIES_2017,
  CROSS_CUTTING_2017,
  DIALOGUE_2017,
  DIALOGUE_PILLARS,
  DIALOGUE_PURPOSES,
  DIALOGUE_THREATS,
  type Entry,
  INSTRUMENTS_2024,
  NETCOP_2021,
  NETCOP_AIMS,
  NETCOP_BODIES,
  NETCOP_TEAMS,
  PREMISE_2017,
  PRIORITIES_2024,
  type PublishedText,
  SERVES_2024,
  STRATEGY_2017,
  STRATEGY_2024,
  WAY_FORWARD_2024,
} from '#capabilities/strategy/published/index.ts'
import { useLanguage } from '../language/index.ts'
import { countryName, Page, Section, writeDay } from '../pieces/index.ts'
import style from './strategy.module.css'

interface Line extends Entry {
  readonly under?: readonly Entry[]
}
interface Part {
  readonly part: string
  readonly lines: readonly Line[]
}

const TEXTS: readonly { readonly text: PublishedText; readonly parts: readonly Part[] }[] = [
  {
    text: ALGECIRAS_2015,
    parts: [{ part: 'commitments', lines: ALGECIRAS_COMMITMENTS.map((one) => ({ ...one, under: one.points })) }],
  },
  {
    text: STRATEGY_2017,
    parts: [
      { part: 'premise', lines: PREMISE_2017 },
      {
        part: 'core',
        lines: CORE_PRIORITIES_2017.map((one) => ({ ...one, under: [{ id: `${one.id}-objective`, title: one.objective }, ...one.points] })),
      },
      { part: 'cross_cutting', lines: CROSS_CUTTING_2017 },
    ],
  },
  {
    text: DIALOGUE_2017,
    parts: [
      { part: 'purposes', lines: DIALOGUE_PURPOSES },
      { part: 'pillars', lines: DIALOGUE_PILLARS },
      { part: 'threats', lines: DIALOGUE_THREATS },
    ],
  },
  { text: NETCOP_2021, parts: [{ part: 'aims', lines: NETCOP_AIMS }] },
  {
    text: STRATEGY_2024,
    parts: [
      { part: 'serves', lines: SERVES_2024 },
      { part: 'means', lines: INSTRUMENTS_2024 },
      { part: 'goals', lines: COMMON_GOALS_2024.map((one) => ({ ...one, under: one.actions })) },
      { part: 'priorities', lines: PRIORITIES_2024.map((one) => ({ ...one, under: [...one.goals, ...one.proposals] })) },
      { part: 'way_forward', lines: WAY_FORWARD_2024 },
    ],
  },
]

export function Texts() {
  const { t } = useTranslation('strategy')
  const { language } = useLanguage()
  return (
    <Page
      title={t('texts.title')}
      lead={t('texts.lead')}
      width="wide"
      actions={
        <Link href="/strategy" className={style.back!}>
          {t('back')}
        </Link>
      }
    >
      <div className={style.stack}>
        {TEXTS.map(({ text, parts }) => (
          <Section key={text.id} title={text.title[language]}>
            <div className={style.stack}>
              <p className={style.quiet}>
                {text.by[language]} · {writeDay(text.date)}
                {text.until && ` – ${writeDay(text.until)}`}
                {text.place && ` · ${text.place[language]}`}
              </p>
              {parts.map(({ part, lines }) => (
                <details key={part}>
                  <summary>{t(`texts.part.${part}`)}</summary>
                  <ul>
                    {lines.map((line) => (
                      <li key={line.id}>
                        {line.title[language]}
                        {line.under && line.under.length > 0 && (
                          <ul>
                            {line.under.map((one) => (
                              <li key={one.id}>{one.title[language]}</li>
                            ))}
                          </ul>
                        )}
                      </li>
                    ))}
                  </ul>
                </details>
              ))}
              {text === NETCOP_2021 && <Netcop />}
            </div>
          </Section>
        ))}
      </div>
    </Page>
  )
}

/** Who the network was made of. */
function Netcop() {
  const { t } = useTranslation('strategy')
  const { language } = useLanguage()
  return (
    <details>
      <summary>{t('texts.part.teams')}</summary>
      <ul>
        {NETCOP_TEAMS.map(({ kind, state }) => (
          <li key={state}>
            {countryName(state)}: {t(`texts.team.${kind}`)}
          </li>
        ))}
        {NETCOP_BODIES.map(({ id, name, country, what }) => (
          <li key={id}>
            <bdi>{name}</bdi> ({countryName(country)}): {what[language]}
          </li>
        ))}
      </ul>
    </details>
  )
}
