// Courses of a year by month: when, what, where, who offers it, how it stands; the same as a calendar for other programs.
import { Button } from '@mantine/core'
import { IconCalendarDown, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useSearch } from 'wouter'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import {
  DateTime,
  EmptyState,
  Loading,
  MemberName,
  Page,
  RefusalBanner,
  Section,
  StateMark,
  type StateTone,
  saveFile,
  Toolbar,
  useMembers,
  writeDay,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { calendarOfCourses } from './course-calendar.ts'
import { TrainingParts } from './parts.tsx'
import style from './training.module.css'

export type Course = Output<'training.find-courses'>['courses'][number]
const AT_ONCE = 200
const EVERY_MS = 15_000
export const TONES: Readonly<Record<Course['state'], StateTone>> = {
  planned: 'quiet',
  open: 'warning',
  closed: 'quiet',
  running: 'good',
  done: 'good',
  cancelled: 'bad',
}

export function Courses() {
  const { t } = useTranslation('courses')
  const { has } = useSession()
  const { nameOf } = useMembers()
  const search = new URLSearchParams(useSearch())
  const year = /^(19|20|21)\d\d$/.test(search.get('year') ?? '') ? Number(search.get('year')) : new Date().getFullYear()
  const offset = Math.max(0, Number(search.get('from')) || 0)
  const view = useView(
    'training.find-courses',
    { from: `${year}-01-01`, to: `${year}-12-31`, limit: AT_ONCE, offset },
    { every_ms: EVERY_MS },
  )
  const courses = view.data?.courses ?? []
  const total = view.data?.total ?? 0
  // what began in the year before stands in its first month here
  const months = Map.groupBy(courses, ({ from }) => (from < `${year}-01-01` ? `${year}-01` : from.slice(0, 7)))
  const month = (key: string) =>
    new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${key}-01`))
  const take = () =>
    saveFile(
      `courses-${year}.ics`,
      calendarOfCourses(courses, { name: `${t('title')} ${year}`, made_at: new Date().toISOString(), nameOf, online: t('online') }),
      'text/calendar',
    )
  const offer = has('supervisor') && (
    <Button component={Link} href="/training/courses/new">
      {t('list.offer')}
    </Button>
  )
  return (
    <Page title={t('title')} lead={t('lead')} width="wide" actions={offer}>
      <TrainingParts />
      <Toolbar label={t('list.period')}>
        <Button
          component={Link}
          variant="default"
          href={`/training/courses?year=${year - 1}`}
          leftSection={<IconChevronLeft size={16} className={style.arrow!} />}
        >
          <bdi>{year - 1}</bdi>
        </Button>
        <strong className={style.year}>{year}</strong>
        <Button
          component={Link}
          variant="default"
          href={`/training/courses?year=${year + 1}`}
          rightSection={<IconChevronRight size={16} className={style.arrow!} />}
        >
          <bdi>{year + 1}</bdi>
        </Button>
        {courses.length > 0 && (
          <Button variant="default" leftSection={<IconCalendarDown size={16} />} onClick={take}>
            {t('list.calendar')}
          </Button>
        )}
      </Toolbar>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {!view.data && !view.error && <Loading />}
      {view.data && total === 0 && (
        <EmptyState title={t('list.none', { year: String(year) })} actions={offer}>
          {t('list.none_text')}
        </EmptyState>
      )}
      <div className={style.stack}>
        {[...months].map(([key, some]) => (
          <Section key={key} title={month(key)}>
            <ul className={style.courses}>
              {some.map((course) => (
                <li key={course.id} className={style.course}>
                  <div className={style.days}>
                    <Days from={course.from} to={course.to} />
                  </div>
                  <div className={style.tight}>
                    <Link href={`/training/courses/${course.id}`}>
                      <bdi dir="auto" lang={course.title.language}>
                        {course.title.text}
                      </bdi>
                    </Link>
                    <span className={style.quiet}>
                      {t(`kind.${course.kind}`)} · <bdi dir="auto">{course.place ?? t('online')}</bdi> ·{' '}
                      {course.own ? t('own') : <MemberName id={course.organiser} network={course.network} />}
                    </span>
                  </div>
                  <div className={style.tight}>
                    <StateMark tone={TONES[course.state]}>{t(`state.${course.state}`)}</StateMark>
                    {course.state === 'open' && (
                      <span className={style.quiet}>
                        {t('nominate_by')} <DateTime at={course.nominate_by} form="short" />
                      </span>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          </Section>
        ))}
        {total > AT_ONCE && (
          <Toolbar label={t('list.more')}>
            <span className={style.quiet}>
              {t('list.shown', { from: String(offset + 1), to: String(offset + courses.length), total: String(total) })}
            </span>
            {offset > 0 && <Link href={`/training/courses?year=${year}&from=${Math.max(0, offset - AT_ONCE)}`}>{t('list.before')}</Link>}
            {offset + AT_ONCE < total && <Link href={`/training/courses?year=${year}&from=${offset + AT_ONCE}`}>{t('list.next')}</Link>}
          </Toolbar>
        )}
      </div>
    </Page>
  )
}

export function Days({ from, to }: { from: string; to: string }) {
  return (
    <span>
      {from === to
        ? writeDay(from)
        : new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).formatRange(new Date(from), new Date(to))}
    </span>
  )
}
