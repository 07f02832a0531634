// A powers card: what a guest officer may do, beside whom, until when; to be shown, and to be printed.
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { cardsOf, sameOfficer, turnsOf } from '#capabilities/operations/planning.ts'
import { useView } from '../api/hooks.ts'
import { Banner, Loading, Page, RefusalBanner, Section, StateMark, useMembers, useNow, writeDay, writeTime } from '../pieces/index.ts'
import { isWords } from '../pieces/typed.ts'
import { NotFound } from '../shell/not-found.tsx'
import { dayOf } from './planner.tsx'
import { Text } from './said.tsx'
import { TakePaper } from './take-paper.tsx'
import style from './telephone.module.css'

const READ = ['powers-card', 'patrol', 'crew', 'shift', 'area'] as const
const MOST_TURNS = 20

export function CardPage({ id, card: asked }: { id: string; card: string }) {
  const { t } = useTranslation('patrols')
  const { t: words } = useTranslation('operations')
  const { nameOf } = useMembers()
  const now = useNow()
  const view = useView('operations.find-things', { space: id, kinds: [...READ], limit: 1_000, offset: 0 }, { every_ms: 30_000 })
  const things = view.data?.things ?? []
  const thing = things.find((one) => one.id === asked && one.kind === 'powers-card')
  if (view.data && !thing) return <NotFound />
  const card = thing && cardsOf([{ ...thing, withdrawn: undefined }])[0]
  const today = dayOf(now)
  const standing =
    !thing || !card
      ? undefined
      : thing.withdrawn
        ? 'withdrawn'
        : !card.is_of_host
          ? 'not_of_host'
          : today < card.from
            ? 'ahead'
            : today > card.until
              ? 'over'
              : 'holds'
  const value = (field: string) => thing?.fields[field]?.value
  const whether = (field: string) => (value(field) === true ? words('yes') : value(field) === false ? words('no') : t('card.unsaid'))
  const powers = value('powers')
  const beside = card
    ? turnsOf(things).filter(
        (turn) =>
          turn.state !== 'cancelled' &&
          Date.parse(turn.until) > now &&
          turn.officers.some((on) => sameOfficer(on.officer) === sameOfficer(card.officer) && (on.member ?? card.member) === card.member),
      )
    : []
  return (
    <Page
      width="narrow"
      title={t('card.one')}
      lead={card && <bdi dir="auto">{card.officer}</bdi>}
      actions={<Link href={`/operations/${id}/planner`}>{t('page.planner')}</Link>}
    >
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {thing && !card && <Banner tone="warning" title={t('card.missing')} />}
      {card && standing && (
        <div className={style.stack}>
          {standing === 'holds' ? (
            <StateMark tone="good" strong>
              {t('card.holds', { day: writeDay(card.until) })}
            </StateMark>
          ) : (
            <Banner
              tone="error"
              title={t(`card.${standing}`, { host: nameOf(card.host), day: writeDay(standing === 'ahead' ? card.from : card.until) })}
            >
              {t('card.no_powers')}
            </Banner>
          )}
          <Section title={t('card.may')}>
            <div className={`${style.stack} ${style.sure}`}>
              {isWords(powers) ? <Text words={powers} /> : t('card.unsaid')}
              <dl className={style.facts}>
                <div>
                  <dt>{words('field.executive')}</dt>
                  <dd>{whether('executive')}</dd>
                </div>
                <div>
                  <dt>{words('field.weapon')}</dt>
                  <dd>{whether('weapon')}</dd>
                </div>
                <div>
                  <dt>{t('card.sent_by')}</dt>
                  <dd>{nameOf(card.member)}</dd>
                </div>
                <div>
                  <dt>{t('card.beside')}</dt>
                  <dd>{nameOf(card.host)}</dd>
                </div>
                <div>
                  <dt>{t('card.days')}</dt>
                  <dd>
                    {writeDay(card.from)} – {writeDay(card.until)}
                  </dd>
                </div>
                <div>
                  <dt>{t('card.said_by')}</dt>
                  <dd>{nameOf(thing!.by)}</dd>
                </div>
              </dl>
              <p className={style.quiet}>{t('card.rule')}</p>
            </div>
          </Section>
          <Section title={t('card.turns')}>
            {beside.length === 0 ? (
              <p className={style.quiet}>{t('card.no_turns')}</p>
            ) : (
              <ul className={style.lines}>
                {beside.slice(0, MOST_TURNS).map((turn) => (
                  <li key={turn.id}>
                    <span className={style.quiet}>
                      {writeTime(turn.from, 'short')} – {writeTime(turn.until, 'short')}
                    </span>
                    <bdi dir="auto">{turn.title}</bdi>
                    <span>{turn.officers.map((on) => `\u2068${on.officer}\u2069`).join(' · ')}</span>
                  </li>
                ))}
              </ul>
            )}
          </Section>
          {!thing!.withdrawn && card.is_of_host && (
            <Section title={t('card.print')}>
              <div className={style.stack}>
                <p className={style.quiet}>{t('card.print_text')}</p>
                <TakePaper space={id} paper="powers-card" thing={card.id} forms={['pdf', 'docx']} />
              </div>
            </Section>
          )}
        </div>
      )}
    </Page>
  )
}
