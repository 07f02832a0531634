// What a team has to show for it: results counted once, those that look like one told twice, and the desk's own numbers.
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { deskFiguresOf } from '#capabilities/operations/board.ts'
import { useAct, useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { Banner, RefusalBanner, Section, useMembers, writeTime } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './operations.module.css'
import { useThingWords, useTitleOf, writeAmount } from './said.tsx'
import type { Figures, Team, Thing } from './types.ts'

export function ResultFigures({ team, things }: { team: Team; things: readonly Thing[] }) {
  const { t } = useTranslation('operations')
  const { has } = useSession()
  const view = useView('operations.read-figures', { space: team.id }, { enabled: has('desk', 'analyst', 'supervisor'), every_ms: 10_000 })
  const figures = view.data
  return (
    <>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {figures && figures.look_alikes.length > 0 && <LookAlikes team={team} pairs={figures.look_alikes} things={things} />}
      {figures && (
        <Section title={t('figures.title')}>
          <div className={style.stack}>
            <p className={style.quiet}>{t('figures.rule')}</p>
            {figures.totals.length === 0 ? <p className={style.text}>{t('figures.none')}</p> : <Totals team={team} figures={figures} />}
          </div>
        </Section>
      )}
    </>
  )
}

export function Totals({ team, figures }: { team: Team; figures: Figures }) {
  const { t } = useTranslation('operations')
  const { nameOf } = useMembers(team.network)
  const words = useThingWords()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section className={style.scroll} tabIndex={0} aria-label={t('figures.title')}>
      <table className={style.table}>
        <thead>
          <tr>
            <th scope="col">{t('figures.category')}</th>
            <th scope="col" className={style.end}>
              {t('figures.total')}
            </th>
            <th scope="col" className={style.end}>
              {t('figures.results')}
            </th>
            <th scope="col">{t('figures.by')}</th>
          </tr>
        </thead>
        <tbody>
          {figures.totals.map(({ category, unit, quantity, results, by_member }) => (
            <tr key={`${category} ${unit}`}>
              <th scope="row">{words.code('category', category)}</th>
              <td className={style.end}>
                {writeAmount(quantity)} {words.code('unit', unit)}
              </td>
              <td className={style.end}>{new Intl.NumberFormat(locale()).format(results)}</td>
              <td>{by_member.map((one) => `${nameOf(one.member)}: ${writeAmount(one.quantity)}`).join(' · ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Pairs that may be one: whoever knows says so, and the second counts no more. */
function LookAlikes({ team, pairs, things }: { team: Team; pairs: Figures['look_alikes']; things: readonly Thing[] }) {
  const { t } = useTranslation('operations')
  const { nameOf } = useMembers(team.network)
  const titleOf = useTitleOf()
  const act = useAct('operations.put-things')
  const byId = new Map(things.map((one) => [one.id, one]))
  const line = (id: string) => {
    const one = byId.get(id)
    const at = one?.fields.happened_at?.value
    return `${titleOf(one) ?? t('thing.untitled')} · ${one ? nameOf(one.by) : ''} · ${typeof at === 'string' ? writeTime(at, 'short') : ''}`
  }
  return (
    <Banner tone="warning" title={t('figures.alike')}>
      <p className={style.text}>{t('figures.alike_text')}</p>
      <ul className={style.cards}>
        {pairs.map(({ a, b }) => (
          <li key={`${a} ${b}`} className={style.stackTight}>
            <span>{line(a)}</span>
            <span>{line(b)}</span>
            {team.belongs && (
              <div>
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={act.running}
                  aria-label={`${t('figures.same')}: ${line(b)}`}
                  onClick={() => void act.run({ space: team.id, things: [{ thing: b, kind: 'result', set: { same_as: a } }] })}
                >
                  {t('figures.same')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <RefusalBanner error={act.error} />
    </Banner>
  )
}

export function DeskFigures({ things }: { things: readonly Thing[] }) {
  const { t } = useTranslation('operations')
  const words = useThingWords()
  const number = new Intl.NumberFormat(locale())
  const rows = deskFiguresOf(things)
  if (rows.length === 0) return null
  return (
    <Section title={t('desk.title')}>
      <p className={style.quiet}>{t('desk.rule')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={style.scroll} tabIndex={0} aria-label={t('desk.title')}>
        <table className={style.table}>
          <thead>
            <tr>
              <th scope="col">{words.field('desk-request', 'type')}</th>
              {(['all', 'urgent', 'answered', 'open'] as const).map((one) => (
                <th key={one} scope="col" className={style.end}>
                  {t(`desk.${one}`)}
                </th>
              ))}
              <th scope="col">{words.field('desk-request', 'channel')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ type, all, urgent, answered, open, channels }) => (
              <tr key={type}>
                <th scope="row">{words.code('type', type)}</th>
                {[all, urgent, answered, open].map((one, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns in their order
                  <td key={i} className={style.end}>
                    {number.format(one)}
                  </td>
                ))}
                <td>{channels.map(({ channel, count }) => `${words.code('channel', channel)}: ${number.format(count)}`).join(' · ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  )
}
