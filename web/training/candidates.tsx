// Who is nominated, by name, and what became of it with its reason; each look is journalled. At the organiser seats are given here.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { Confirm, Loading, MemberName, RefusalBanner, Section, StateMark, useMembers } from '../pieces/index.ts'
import type { CourseRead } from './course-page.tsx'
import style from './training.module.css'

type Candidate = Output<'training.read-candidates'>['nominations'][number]['candidates'][number]

export function Candidates({ course, onDone }: { course: CourseRead; onDone: () => void }) {
  const { t } = useTranslation('courses')
  const [shown, setShown] = useState(false)
  const { nominated } = course.shares.reduce((sum, one) => ({ nominated: sum.nominated + one.nominated }), { nominated: 0 })
  const over =
    course.state === 'closed' || course.state === 'running' || (course.state === 'open' && Date.parse(course.nominate_by) < Date.now())
  return (
    <Section title={t('candidates.title')}>
      <div className={style.stack}>
        <p className={style.quiet}>{t('candidates.text')}</p>
        <div className={style.row}>
          {!shown && (
            <Button variant="default" onClick={() => setShown(true)}>
              {t('candidates.show')}
            </Button>
          )}
          {course.own && over && nominated > 0 && <GiveSeats course={course} onDone={onDone} />}
        </div>
        {shown && <Names key={`${course.version} ${course.seats_given_at} ${nominated}`} course={course} />}
      </div>
    </Section>
  )
}

function GiveSeats({ course, onDone }: { course: CourseRead; onDone: () => void }) {
  const { t } = useTranslation('courses')
  const { nameOf } = useMembers(course.network)
  const act = useAct('training.give-seats')
  const [asking, setAsking] = useState(false)
  const give = async () => {
    if (!(await act.run({ course: course.id }))) return
    setAsking(false)
    onDone()
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t(course.seats_given_at ? 'candidates.give_again' : 'candidates.give')}</Button>
      {asking && (
        <Confirm
          open
          title={t('candidates.give')}
          happens={[t('rule'), t('candidates.happens')]}
          seenBy={course.shares
            .filter(({ nominated, member }) => nominated > 0 && member !== course.organiser)
            .map(({ member }) => nameOf(member))}
          act={t('candidates.give')}
          running={act.running}
          error={act.error}
          onConfirm={() => void give()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

function Names({ course }: { course: CourseRead }) {
  const { t } = useTranslation('courses')
  const { t: training } = useTranslation('training')
  const view = useView('training.read-candidates', { course: course.id })
  const rows =
    view.data?.nominations.flatMap(({ member, candidates }) => candidates.map((one, i) => ({ member, one, priority: i + 1 }))) ?? []
  return (
    <>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {!view.data && !view.error && <Loading />}
      {view.data && rows.length === 0 && <p className={style.flat}>{t('candidates.none')}</p>}
      {rows.length > 0 && (
        /* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */
        <section className={style.scroll} tabIndex={0} aria-label={t('candidates.title')}>
          <table className={style.table}>
            <thead>
              <tr>
                {['candidate.name', 'member', 'candidate.priority', 'candidate.profile', 'candidate.language', 'candidate.outcome'].map(
                  (key) => (
                    <th key={key} scope="col">
                      {t(key)}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ member, one, priority }) => (
                <tr key={one.candidate}>
                  <th scope="row">
                    <bdi dir="auto">{one.name}</bdi>
                    <span className={`${style.quiet} ${style.block}`}>
                      <bdi dir="auto">{one.unit}</bdi>
                    </span>
                  </th>
                  <td>
                    <MemberName id={member} network={course.network} />
                  </td>
                  <td className={style.end}>{priority}</td>
                  <td>{training(`profile.${one.profile}`)}</td>
                  <td>
                    <bdi dir="ltr">
                      {one.language} {one.language_level}
                    </bdi>
                  </td>
                  <td>
                    <Outcome one={one} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}

function Outcome({ one: { outcome, late } }: { one: Candidate }) {
  const { t } = useTranslation('courses')
  return (
    <div className={style.tight}>
      <StateMark tone={outcome === null ? 'quiet' : outcome.waiting === null ? 'good' : 'warning'}>
        {outcome === null
          ? t('outcome.open')
          : outcome.waiting === null
            ? t('outcome.seat')
            : t('outcome.waiting', { place: String(outcome.waiting) })}
      </StateMark>
      <span className={style.quiet}>
        {[...(outcome ? [t(`reason.${outcome.reason}`)] : []), ...(late && outcome?.reason !== 'late' ? [t('outcome.late')] : [])].join(
          ' · ',
        )}
      </span>
    </div>
  )
}
