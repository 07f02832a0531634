// One course: what it is, how it moves on, whom the own member nominates, and who got a seat by the rule and why.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { mayFollow } from '#capabilities/training/course-rules.ts'
import { COURSE_STATES } from '#capabilities/training/vocabulary.ts'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { LANGUAGE_NAMES, locale } from '../language/index.ts'
import {
  Confirm,
  DateTime,
  Facts,
  Loading,
  MemberName,
  Page,
  RefusalBanner,
  Section,
  StateMark,
  Toolbar,
  useMembers,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { Candidates } from './candidates.tsx'
import { Certificates } from './certificates.tsx'
import { Days, TONES } from './courses.tsx'
import { Nominate } from './nominate.tsx'
import style from './training.module.css'

export type CourseRead = Output<'training.read-course'>
const EVERY_MS = 10_000

export function CoursePage({ id }: { id: string }) {
  const { t } = useTranslation('courses')
  const { has } = useSession()
  const view = useView('training.read-course', { course: id }, { every_ms: EVERY_MS })
  const course = view.data
  const title = course?.title.text ?? t('one')
  const may_nominate = course && ['open', 'closed', 'running'].includes(course.state)
  return (
    <Page
      title={
        <bdi dir="auto" lang={course?.title.language}>
          {title}
        </bdi>
      }
      windowTitle={title}
      width="wide"
      actions={
        <Link href={`/training/courses?year=${course?.from.slice(0, 4) ?? ''}`} className={style.back!}>
          {t('back')}
        </Link>
      }
    >
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {!course && !view.error && <Loading />}
      {course && (
        <div className={style.stack}>
          <About course={course} />
          {course.own && has('supervisor') && <Organiser key={course.state} course={course} onDone={view.reload} />}
          {has('supervisor') && may_nominate && (
            <Nominate key={`${course.id} ${course.nomination?.received_at}`} course={course} onDone={view.reload} />
          )}
          <Seats course={course} />
          {has('supervisor') && (course.own || course.nomination) && <Candidates course={course} onDone={view.reload} />}
          {has('supervisor') && ['closed', 'running', 'done'].includes(course.state) && <Certificates course={course} />}
        </div>
      )}
    </Page>
  )
}

function About({ course }: { course: CourseRead }) {
  const { t } = useTranslation('courses')
  const { t: training } = useTranslation('training')
  return (
    <Section title={t('about')}>
      <div className={style.stack}>
        {course.about && (
          <p className={style.flat} dir="auto" lang={course.about.language}>
            {course.about.text}
          </p>
        )}
        <Facts
          items={[
            [
              t('state_label'),
              <StateMark key="state" tone={TONES[course.state]}>
                {t(`state.${course.state}`)}
              </StateMark>,
            ],
            [t('kind_label'), t(`kind.${course.kind}`)],
            [t('days'), <Days key="days" from={course.from} to={course.to} />],
            [t('nominate_by'), <DateTime key="by" at={course.nominate_by} />],
            [t('organiser'), course.own ? t('own') : <MemberName key="organiser" id={course.organiser} network={course.network} />],
            [
              t('place'),
              <bdi key="place" dir="auto">
                {course.institution}
                {course.place ? `, ${course.place}` : ` (${t('online')})`}
              </bdi>,
            ],
            [
              t('topic'),
              <span key="topics">
                {course.topics.map(({ id, title }) => (
                  <bdi key={id} dir="auto" lang={title.language}>
                    {title.text}
                  </bdi>
                ))}{' '}
                {course.survey && <Link href={`/training/${course.survey}`}>{t('the_need')}</Link>}
              </span>,
            ],
            [t('profiles'), course.profiles.map((one) => training(`profile.${one}`)).join(' · ')],
            [t('languages'), course.languages.map((one) => LANGUAGE_NAMES[one]).join(' · ')],
            [t('seats'), new Intl.NumberFormat(locale()).format(course.seats)],
          ]}
        />
      </div>
    </Section>
  )
}

function Organiser({ course, onDone }: { course: CourseRead; onDone: () => void }) {
  const { t } = useTranslation('courses')
  const { nameOf } = useMembers(course.network)
  const act = useAct('training.change-course')
  const [next, setNext] = useState<CourseRead['state'] | undefined>()
  const states = COURSE_STATES.filter((state) => state !== 'planned' && mayFollow(course.state, state))
  if (states.length === 0) return null
  const go = async () => {
    if (!(await act.run({ course: course.id, state: next! }))) return
    setNext(undefined)
    onDone()
  }
  return (
    <Toolbar label={t('move')}>
      {states.map((state) => (
        <Button key={state} variant={state === 'cancelled' ? 'subtle' : 'default'} onClick={() => setNext(state)}>
          {t(`to.${state}`)}
        </Button>
      ))}
      {next && (
        <Confirm
          open
          title={t(`to.${next}`)}
          happens={[t(`happens.${next}`)]}
          seenBy={course.invited.filter((id) => id !== course.organiser).map(nameOf)}
          act={t(`to.${next}`)}
          danger={next === 'cancelled'}
          running={act.running}
          error={act.error}
          onConfirm={() => void go()}
          onClose={() => setNext(undefined)}
        />
      )}
    </Toolbar>
  )
}

function Seats({ course }: { course: CourseRead }) {
  const { t } = useTranslation('courses')
  const { has } = useSession()
  const number = new Intl.NumberFormat(locale())
  return (
    <Section title={t('shares.title')}>
      <div className={style.stack}>
        <p className={style.quiet}>{t('rule')}</p>
        {course.shares.length === 0 ? (
          <p className={style.flat}>{t('shares.none')}</p>
        ) : (
          /* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */
          <section className={style.scroll} tabIndex={0} aria-label={t('shares.title')}>
            <table className={style.table}>
              <caption className={style.caption}>
                {t('shares.caption', { courses: String(course.looked_back) })}{' '}
                {course.seats_given_at && (
                  <>
                    {t('shares.given')} <DateTime at={course.seats_given_at} form="short" />
                  </>
                )}
              </caption>
              <thead>
                <tr>
                  <th scope="col">{t('member')}</th>
                  {(['seats_before', 'nominated', 'seats'] as const).map((key) => (
                    <th key={key} scope="col" className={style.end}>
                      {t(`shares.${key}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {course.shares.map((one) => (
                  <tr key={one.member}>
                    <th scope="row">
                      <MemberName id={one.member} network={course.network} />
                    </th>
                    <td className={style.end}>{number.format(one.seats_before)}</td>
                    <td className={style.end}>{number.format(one.nominated)}</td>
                    <td className={style.end}>{number.format(one.seats)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {course.own && has('supervisor') && <p className={style.quiet}>{t('shares.below')}</p>}
      </div>
    </Section>
  )
}
