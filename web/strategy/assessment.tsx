// The threat assessment: the picture by crime area with how far countries are apart, the national answer, the chapters, the adoption.
import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Banner, EmptyState, Loading, RefusalBanner, Section, StateMark, TabLinks, TakeDocument, useMembers } from '../pieces/index.ts'
import { NotFound } from '../shell/not-found.tsx'
import style from './assessment.module.css'
import { NationalAnswer } from './national-answer.tsx'
import { RiskPicture } from './risk-picture.tsx'
import { Text, useTitleOf } from './said.tsx'
import shared from './strategy.module.css'
import { KindSection, OneThing } from './thing.tsx'
import type { ForumData, Thing } from './types.ts'
import { useThings } from './use-things.ts'

export type Reading = Output<'strategy.read-assessment'>
const EVERY_MS = 15_000
const PARTS = ['', 'answer', 'chapters', 'adoption'] as const

export function Assessment({ forum, rest }: { forum: ForumData; rest: string }) {
  const { t } = useTranslation('assessment')
  const titleOf = useTitleOf()
  const view = useThings(forum, ['assessment', 'contribution', 'indicator', 'group-rating', 'chapter', 'position', 'comment'])
  const [picked, setPicked] = useState<string>()
  const all = view.things.filter((one) => one.kind === 'assessment' && !one.withdrawn)
  const at = all.find(({ id }) => id === picked) ?? all[0]
  const part = PARTS.find((one) => one === rest)
  const base = `/strategy/${forum.id}/assessment`
  return (
    <div className={shared.stack}>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && !at && (
        <>
          <EmptyState title={t('none')}>{t('none_text')}</EmptyState>
          {forum.part === 'chair' && <KindSection forum={forum} kind="assessment" things={view.things} begin={{ state: 'call' }} />}
        </>
      )}
      {at && (
        <>
          {all.length > 1 && (
            <NativeSelect
              label={t('which')}
              value={at.id}
              data={all.map((one) => ({ value: one.id, label: titleOf(one) ?? one.id }))}
              onChange={(event) => setPicked(event.currentTarget.value)}
            />
          )}
          <TabLinks
            label={t('parts')}
            links={PARTS.map((one) => ({ href: one === '' ? base : `${base}/${one}`, label: t(`part.${one || 'picture'}`) }))}
          />
          {part === undefined && <NotFound />}
          {part === '' && <Picture key={at.id} forum={forum} assessment={at} things={view.things} />}
          {part === 'answer' && <NationalAnswer key={at.id} forum={forum} assessment={at} things={view.things} />}
          {part === 'chapters' && <Chapters key={at.id} forum={forum} assessment={at} things={view.things} />}
          {part === 'adoption' && <Adoption key={at.id} forum={forum} assessment={at} things={view.things} />}
        </>
      )}
    </div>
  )
}

export type PartProps = { forum: ForumData; assessment: Thing; things: readonly Thing[] }

function useReading(forum: ForumData, assessment: Thing) {
  return useView('strategy.read-assessment', { forum: forum.id, assessment: assessment.id }, { every_ms: EVERY_MS })
}

function Picture({ forum, assessment, things }: PartProps) {
  const { t } = useTranslation('assessment')
  const { t: words } = useTranslation('strategy')
  const view = useReading(forum, assessment)
  const read = view.data
  // before anybody answered, what is asked comes first; after that, what was said
  const is_answered = read?.areas.some(({ contributions }) => contributions.length > 0) === true
  const call = (
    <Section title={words('kind.assessment')}>
      <ul className={shared.things}>
        <OneThing forum={forum} thing={assessment} things={things} />
      </ul>
    </Section>
  )
  return (
    <>
      {!is_answered && call}
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {!read && !view.error && <Loading />}
      {read && (
        <>
          {read.holds === 'shared' && <Banner tone="info">{t('holds_shared')}</Banner>}
          <RiskPicture forum={forum} read={read} />
          {is_answered && call}
          <Answered forum={forum} read={read} />
          <Groups forum={forum} read={read} />
        </>
      )}
      <KindSection
        forum={forum}
        kind="group-rating"
        things={things}
        filter={(one) => one.set.assessment === assessment.id}
        begin={{ assessment: assessment.id }}
        fixed={['assessment']}
      />
      <KindSection
        forum={forum}
        kind="indicator"
        things={things}
        filter={(one) => one.set.assessment === assessment.id}
        begin={{ assessment: assessment.id }}
        fixed={['assessment']}
      />
      {forum.part === 'chair' && (
        <KindSection
          forum={forum}
          kind="assessment"
          things={things}
          filter={(one) => one.id !== assessment.id}
          begin={{ state: 'call', before: assessment.id }}
        />
      )}
    </>
  )
}

function Answered({ forum, read }: { forum: ForumData; read: Reading }) {
  const { t } = useTranslation('assessment')
  const { term } = useTerm()
  const { nameOf } = useMembers(forum.network)
  const percent = new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 })
  const number = new Intl.NumberFormat(locale())
  return (
    <Section title={read.response_rate === null ? t('answered') : t('rate', { rate: percent.format(read.response_rate) })}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={style.scroll} tabIndex={0} aria-label={t('answered')}>
        <table className={style.table}>
          <thead>
            <tr>
              <th scope="col">{t('member')}</th>
              <th scope="col" className={style.end}>
                {t('areas_answered')}
              </th>
              <th scope="col">{t('missing')}</th>
            </tr>
          </thead>
          <tbody>
            {read.asked.map(({ member, answered, missing, late, left }) => (
              <tr key={member}>
                <th scope="row">
                  <bdi>{nameOf(member)}</bdi>
                </th>
                <td className={style.end}>{number.format(answered)}</td>
                <td>
                  <span className={style.marks}>
                    {missing === null && t('not_told')}
                    {missing?.length === 0 && <StateMark tone="good">{t('complete')}</StateMark>}
                    {missing?.map((area) => term('crime-area', area)).join(' · ')}
                    {late > 0 && <StateMark tone="warning">{t('late_count', { number: number.format(late) })}</StateMark>}
                    {left && <StateMark tone="quiet">{t('left')}</StateMark>}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  )
}

function Groups({ forum, read }: { forum: ForumData; read: Reading }) {
  const { t } = useTranslation('assessment')
  const { t: words } = useTranslation('strategy')
  const { nameOf } = useMembers(forum.network)
  const number = new Intl.NumberFormat(locale())
  const range = ({ least, most }: { least: number; most: number }) =>
    least === most ? number.format(least) : `${number.format(least)}–${number.format(most)}`
  if (read.groups.length === 0) return null
  return (
    <Section title={t('groups')}>
      <p className={shared.quiet}>{t('groups_text')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={style.scroll} tabIndex={0} aria-label={t('groups')}>
        <table className={style.table}>
          <thead>
            <tr>
              <th scope="col">{words('field.group')}</th>
              <th scope="col">{t('middle')}</th>
              <th scope="col">{t('whole')}</th>
              <th scope="col">{t('place')}</th>
              <th scope="col">{t('by_country')}</th>
              <th scope="col">{t('apart')}</th>
            </tr>
          </thead>
          <tbody>
            {read.groups.map((one) => (
              <tr key={one.group}>
                <th scope="row">
                  <bdi dir="auto">{one.group}</bdi>
                </th>
                <td>
                  <bdi>{range(one.middle)}</bdi>
                </td>
                <td>
                  <bdi>{range(one.whole)}</bdi>
                </td>
                <td>
                  <bdi>{range({ least: one.places.best, most: one.places.worst })}</bdi>
                </td>
                <td className={style.words}>
                  {one.countries.map(({ country, middle }) => `${nameOf(country)} ${range(middle)}`).join(' · ')}
                </td>
                <td className={style.words}>
                  {one.apart.map(({ criterion }) => words(`field.${criterion.replaceAll('-', '_')}`)).join(' · ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  )
}

function Chapters({ forum, assessment, things }: PartProps) {
  const { t } = useTranslation('assessment')
  const own = things.filter((one) => one.kind === 'chapter' && one.set.assessment === assessment.id && !one.withdrawn)
  const limited = own.some((one) => one.set.part === 'limitations')
  const ids = new Set(own.map(({ id }) => id))
  return (
    <>
      {!limited && <Banner tone="warning">{t('no_limits')}</Banner>}
      <KindSection
        forum={forum}
        kind="chapter"
        things={things}
        filter={(one) => one.set.assessment === assessment.id}
        begin={{ assessment: assessment.id, part: limited ? 'summary' : 'limitations' }}
        fixed={['assessment']}
        extra={(chapter) => (
          <>
            <StateMark tone={chapter.set.public === true ? 'good' : 'quiet'}>
              {t(chapter.set.public === true ? 'is_public' : 'is_restricted')}
            </StateMark>
            <Comments chapter={chapter} things={things} />
          </>
        )}
      />
      <KindSection
        forum={forum}
        kind="comment"
        things={things}
        filter={(one) => ids.has(String(one.set.on)) || one.set.on === assessment.id}
        begin={{ on: own[0]?.id ?? assessment.id }}
      />
    </>
  )
}

function Comments({ chapter, things }: { chapter: Thing; things: readonly Thing[] }) {
  const { nameOf } = useMembers()
  const said = things.filter((one) => one.kind === 'comment' && one.set.on === chapter.id && !one.withdrawn)
  if (said.length === 0) return null
  return (
    <ul className={style.list}>
      {said.map((one) => (
        <li key={one.id}>
          <strong>{nameOf(one.by)}</strong> <Text words={one.set.text as Parameters<typeof Text>[0]['words']} />
        </li>
      ))}
    </ul>
  )
}

function Adoption({ forum, assessment, things }: PartProps) {
  const { t } = useTranslation('assessment')
  const { t: words } = useTranslation('strategy')
  const { nameOf } = useMembers(forum.network)
  const view = useReading(forum, assessment)
  const take = useAct('strategy.take-assessment', { touches: [] })
  const takePublic = useAct('strategy.take-assessment', { touches: [] })
  const of = { forum: forum.id, assessment: assessment.id }
  const published = assessment.set.state === 'published'
  return (
    <>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      <Section title={t('positions')}>
        {!view.data && !view.error && <Loading />}
        <ul className={shared.names}>
          {view.data?.positions.map(({ member, says }) => (
            <li key={member}>
              <bdi>{nameOf(member)}</bdi>{' '}
              <StateMark tone={says === 'agree' ? 'good' : says === 'object' ? 'bad' : 'quiet'}>
                {says === null ? t('said_nothing') : words(`code.${says}`)}
              </StateMark>
            </li>
          ))}
        </ul>
      </Section>
      <KindSection
        forum={forum}
        kind="position"
        things={things}
        filter={(one) => one.set.on === assessment.id}
        begin={{ on: assessment.id, says: 'agree' }}
        fixed={['on']}
      />
      <Section title={t('report')}>
        <p className={shared.quiet}>{t('report_text')}</p>
        <TakeDocument
          label={t('take_restricted')}
          running={take.running}
          error={take.error}
          make={(form, language) => take.run({ ...of, version: 'restricted', form, language })}
        />
      </Section>
      <Section title={t('report_public')}>
        <p className={shared.quiet}>{t(published ? 'public_text' : 'not_public_text')}</p>
        {published && (
          <TakeDocument
            label={t('take_public')}
            running={takePublic.running}
            error={takePublic.error}
            make={(form, language) => takePublic.run({ ...of, version: 'public', form, language })}
          />
        )}
      </Section>
    </>
  )
}
