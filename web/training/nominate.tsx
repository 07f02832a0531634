// Whom the own member nominates, best first: as little of each as a seat hangs on. Names are fetched only when they are asked for.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LANGUAGE_LEVELS, MAX_CANDIDATES, PROFILES } from '#capabilities/training/vocabulary.ts'
import type { Input } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { LANGUAGE_NAMES } from '../language/index.ts'
import { Banner, Confirm, DateTime, Loading, RefusalBanner, Section, useMembers } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import type { CourseRead } from './course-page.tsx'
import style from './training.module.css'

type Candidate = Input<'training.nominate'>['candidates'][number]

export function Nominate({ course, onDone }: { course: CourseRead; onDone: () => void }) {
  const { t } = useTranslation('courses')
  const [open, setOpen] = useState(false)
  const { nomination } = course
  return (
    <Section title={t('nominate.title')}>
      <div className={style.stack}>
        <p className={style.quiet}>{t('nominate.text')}</p>
        {nomination && (
          <p className={style.flat}>
            {t('nominate.said', { number: String(nomination.candidates) })} <DateTime at={nomination.received_at} form="short" />
          </p>
        )}
        {open ? (
          <Form
            course={course}
            onDone={() => {
              setOpen(false)
              onDone()
            }}
          />
        ) : (
          <div>
            <Button
              variant={nomination ? 'default' : 'filled'}
              onClick={() => setOpen(true)}
              disabled={!nomination && course.state !== 'open'}
            >
              {t(nomination ? 'nominate.change' : 'nominate.begin')}
            </Button>
          </div>
        )}
      </div>
    </Section>
  )
}

function Form({ course, onDone }: { course: CourseRead; onDone: () => void }) {
  const known = useView('training.read-candidates', { course: course.id }, { enabled: course.nomination !== null })
  if (course.nomination !== null && !known.data)
    return known.error ? <RefusalBanner error={known.error} onRetry={known.reload} /> : <Loading />
  const own = known.data?.nominations.find(
    ({ candidates, member }) => candidates.length > 0 && (!course.own || member === course.organiser),
  )
  return (
    <Fields
      course={course}
      before={(own?.candidates ?? []).map(({ candidate, name, unit, profile, language, language_level }) => ({
        candidate,
        name,
        unit,
        profile,
        language,
        language_level,
      }))}
      onDone={onDone}
    />
  )
}

function Fields({ course, before, onDone }: { course: CourseRead; before: readonly Candidate[]; onDone: () => void }) {
  const { t } = useTranslation('courses')
  const { t: training } = useTranslation('training')
  const { t: shell } = useTranslation()
  const { nameOf } = useMembers(course.network)
  const { officer } = useSession()
  const act = useAct('training.nominate')
  const nobody = (): Candidate => ({
    name: '',
    unit: '',
    profile: course.profiles[0] ?? 'other',
    language: course.languages[0] ?? 'en',
    language_level: 'B2',
  })
  const [candidates, setCandidates] = useState<readonly Candidate[]>(before.length > 0 ? before : [nobody()])
  const [tried, setTried] = useState(false)
  const [asking, setAsking] = useState(false)
  const closed = course.state !== 'open'
  const late = Date.parse(course.nominate_by) < Date.now()
  const put = (at: number, change: Partial<Candidate>) =>
    setCandidates(candidates.map((one, i) => (i === at ? { ...one, ...change } : one)))
  const up = (at: number) => setCandidates(candidates.toSpliced(at, 1).toSpliced(at - 1, 0, candidates[at]!))
  const missing = candidates.some(({ name, unit }) => name.trim() === '' || unit.trim() === '')
  const send = async () => {
    const done = await act.run({
      course: course.id,
      candidates: candidates.map((one) => ({ ...one, name: one.name.trim(), unit: one.unit.trim() })),
    })
    if (!done) return
    setAsking(false)
    onDone()
  }
  return (
    <>
      {late && !closed && (
        <Banner tone="warning" title={t('nominate.late')}>
          {t('nominate.late_text')}
        </Banner>
      )}
      {closed && (
        <Banner tone="info" title={t('nominate.closed')}>
          {t('nominate.closed_text')}
        </Banner>
      )}
      <ol className={style.topics}>
        {candidates.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the priority
          <li key={at} className={style.topic}>
            <fieldset
              className={`${style.plain} ${style.line}`}
              aria-label={t('nominate.priority', { number: String(at + 1) })}
              disabled={closed}
            >
              <TextInput
                label={t('candidate.name')}
                withAsterisk
                dir="auto"
                autoComplete="off"
                maxLength={120}
                value={one.name}
                error={tried && one.name.trim() === '' ? shell('fault.required') : undefined}
                onChange={(event) => put(at, { name: event.currentTarget.value })}
              />
              <TextInput
                label={t('candidate.unit')}
                withAsterisk
                dir="auto"
                autoComplete="off"
                maxLength={120}
                value={one.unit}
                error={tried && one.unit.trim() === '' ? shell('fault.required') : undefined}
                onChange={(event) => put(at, { unit: event.currentTarget.value })}
              />
              <NativeSelect
                label={t('candidate.profile')}
                value={one.profile}
                data={PROFILES.map((value) => ({ value, label: training(`profile.${value}`) }))}
                onChange={(event) => put(at, { profile: event.currentTarget.value as Candidate['profile'] })}
              />
              <NativeSelect
                label={t('candidate.language')}
                value={one.language}
                data={course.languages.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
                onChange={(event) => put(at, { language: event.currentTarget.value as Candidate['language'] })}
              />
              <NativeSelect
                label={t('candidate.level')}
                value={one.language_level}
                data={[...LANGUAGE_LEVELS]}
                onChange={(event) => put(at, { language_level: event.currentTarget.value as Candidate['language_level'] })}
              />
            </fieldset>
            <div className={style.row}>
              {at > 0 && (
                <Button size="xs" variant="default" aria-label={t('nominate.up_one', { name: one.name })} onClick={() => up(at)}>
                  {t('nominate.up')}
                </Button>
              )}
              {(candidates.length > 1 || before.length > 0) && (
                <Button
                  size="xs"
                  variant="subtle"
                  aria-label={t('nominate.remove_one', { name: one.name })}
                  onClick={() => setCandidates(candidates.toSpliced(at, 1))}
                >
                  {t('nominate.remove')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
      <div className={style.row}>
        {!closed && (
          <Button variant="default" disabled={candidates.length >= MAX_CANDIDATES} onClick={() => setCandidates([...candidates, nobody()])}>
            {t('nominate.add')}
          </Button>
        )}
        <Button
          onClick={() => {
            setTried(true)
            if (!missing) setAsking(true)
          }}
        >
          {t('nominate.send')}
        </Button>
      </div>
      {asking && (
        <Confirm
          open
          title={t('nominate.confirm', { number: String(candidates.length) })}
          happens={[t('nominate.happens'), t('nominate.erased')]}
          seenBy={[course.own ? nameOf(officer.member) : nameOf(course.organiser)]}
          act={t('nominate.send')}
          running={act.running}
          error={act.error}
          onConfirm={() => void send()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
