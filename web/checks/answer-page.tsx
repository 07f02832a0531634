// The answer fills the screen: one word over all, what to do, who said what and how fast, and what can be done next.
import { Button, Slider } from '@mantine/core'
import { IconPlus, IconRefresh } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useRefusal, useTerm } from '../language/term.ts'
import {
  type AnswerOrWaiting,
  AnswerState,
  Banner,
  countryName,
  DateTime,
  Facts,
  isByName,
  Loading,
  PartnerRow,
  PartnerRows,
  RefusalBanner,
  useWindowTitle,
  writeScore,
  writeTime,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { useAsking } from './asking.ts'
import { CheckField } from './check-field.tsx'
import style from './checks.module.css'
import { type Followed, useCheck } from './follow.ts'
import { Hit } from './hit.tsx'
import { type CheckAnswer, hitsOf, narrowing, overallOf, standingOf, thresholdsOf } from './overall.ts'
import { kindOf, SubjectLine, titleOf } from './subjects.tsx'

const FIRST_HITS = 5
const LATE_MS = 20_000

export function AnswerPage({ check }: { check: string }) {
  const { t } = useTranslation('checks')
  const { officer, has } = useSession()
  const followed = useCheck(check, officer.member)
  const { subjects, answers, complete, error, loading } = followed
  const [most, setMost] = useState(FIRST_HITS)
  const [from, setFrom] = useState(0)
  const desk = has('desk', 'analyst', 'supervisor')
  useWindowTitle(subjects ? subjects.map(titleOf).join(' · ') : t('title'))

  // a scanner at the counter goes on with the next traveller; a telephone keeps its keyboard down
  const [fine] = useState(() => window.matchMedia('(pointer: fine)').matches)
  const scanning = fine && !desk
  if (loading) return <Loading />
  if (!subjects)
    return (
      <div className={style.answer}>
        <RefusalBanner error={error} />
        <NewCheck />
      </div>
    )
  const hits = hitsOf(answers)
  const shown = hits.filter(({ hit }) => hit.score >= from || !isByName(hit))
  const overall = overallOf(answers.map(standingOf))
  const thresholds = thresholdsOf(subjects, answers)
  return (
    <div className={style.answer}>
      <div className={style.head}>
        <h1 className={style.asked}>
          <span className="visually-hidden">{t('answer.asked')} </span>
          {subjects.map((subject, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the subjects of one check
            <span key={i} className={style.subject}>
              <SubjectLine subject={subject} />
            </span>
          ))}
        </h1>
        {!scanning && <NewCheck />}
      </div>
      <div className={style.columns}>
        <div className={style.main}>
          <AnswerState answer={overall} variant="banner">
            <Sentence overall={overall} followed={followed} />
          </AnswerState>
          <Late followed={followed} />
          <RefusalBanner error={error} />
          {hits.length > 0 && <h2 className="visually-hidden">{t('answer.hits')}</h2>}
          <Weaker hits={hits} from={from} onFrom={setFrom} />
          {shown.slice(0, most).map(({ answer, hit }) => (
            <Hit key={`${answer.partner} ${hit.record}`} hit={hit} answer={answer} subjects={subjects} from={{ check }} />
          ))}
          {shown.length > most && (
            <Button variant="default" onClick={() => setMost(shown.length)}>
              {t('answer.more_hits', { count: shown.length - most })}
            </Button>
          )}
        </div>
        <div className={style.aside}>
          {scanning && <CheckField options={false} focused />}
          <PartnerRows label={t('answer.partners')}>
            {answers.map((answer) => (
              <Row key={answer.partner} answer={answer} subjects={subjects} apart={thresholds.length > 1} />
            ))}
          </PartnerRows>
          {complete && <Again followed={followed} desk={desk} />}
          <About followed={followed} threshold={thresholds.length === 1 ? thresholds[0] : undefined} />
        </div>
      </div>
      {!scanning && (
        <div className={style.foot}>
          <NewCheck />
        </div>
      )}
    </div>
  )
}

/** Hides weaker hits on names on this screen: nothing is asked anew, nothing is lost, and how many are hidden is said. */
function Weaker({ hits, from, onFrom }: { hits: ReturnType<typeof hitsOf>; from: number; onFrom: (from: number) => void }) {
  const { t } = useTranslation('checks')
  const bounds = narrowing(hits.map(({ hit }) => hit))
  if (!bounds) return null
  const hidden = hits.filter(({ hit }) => hit.score < from && isByName(hit)).length
  return (
    <div className={style.weaker}>
      <span id="weaker-from">{t('weaker.from')}</span>
      <Slider
        className={style.slider!}
        min={bounds.least}
        max={bounds.most}
        step={0.01}
        value={Math.max(from, bounds.least)}
        onChange={(next) => onFrom(next <= bounds.least ? 0 : next)}
        label={writeScore}
        thumbProps={{ 'aria-labelledby': 'weaker-from' }}
      />
      <output className={style.figure}>{from === 0 ? t('weaker.all') : writeScore(from)}</output>
      <span className={style.quiet} role="status">
        {hidden > 0 ? t('weaker.hidden', { count: hidden }) : ''}
      </span>
      {hidden > 0 && (
        <Button variant="subtle" size="xs" onClick={() => onFrom(0)}>
          {t('weaker.show')}
        </Button>
      )}
    </div>
  )
}

function NewCheck() {
  const { t } = useTranslation('checks')
  return (
    <div className={style.press}>
      <Button component={Link} href="/checks" size="lg" className={style.button!} leftSection={<IconPlus size={22} aria-hidden="true" />}>
        {t('new')}
      </Button>
    </div>
  )
}

const namesOf = (answers: readonly CheckAnswer[]) =>
  new Intl.ListFormat(locale(), { type: 'conjunction' }).format(answers.map(({ partner, name }) => countryName(partner, name || partner)))

/** The sentence below the word: at a hit what to do and who says so, else who said what. */
function Sentence({ overall, followed: { answers } }: { overall: AnswerOrWaiting; followed: Followed }): ReactNode {
  const { t } = useTranslation('checks')
  const { term } = useTerm()
  const in_state = (state: AnswerOrWaiting) => answers.filter((answer) => standingOf(answer) === state)
  const waiting = in_state('waiting')
  const done = answers.length - waiting.length
  const [first] = hitsOf(answers)
  switch (overall) {
    case 'hit':
      return (
        <>
          {first && (
            <span className={style.line}>
              {first.hit.action_to_take.code === 'other' && first.hit.action_to_take.words ? (
                <bdi dir="auto">{first.hit.action_to_take.words}</bdi>
              ) : (
                term('action-to-take', first.hit.action_to_take.code)
              )}
            </span>
          )}
          <span className={style.line}>{namesOf(in_state('hit'))}</span>
          {waiting.length > 0 && <span className={style.line}>{t('answer.still', { count: waiting.length })}</span>}
        </>
      )
    case 'waiting':
      return t('answer.waiting', { done: number(done), total: number(answers.length) })
    case 'refused':
      return t('answer.refused', { names: namesOf(in_state('refused')) })
    case 'no-answer':
      return t('answer.no_answer', { names: namesOf(in_state('no-answer')) })
    case 'no-hit':
      return t('answer.no_hit', { count: answers.length })
  }
}

const number = (value: number) => new Intl.NumberFormat(locale()).format(value)

/** Answers that do not come because the way to the own node is lost: said, never left turning. */
function Late({ followed: { complete, stream, asked_at } }: { followed: Followed }) {
  const { t } = useTranslation('checks')
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE_MS)
    return () => clearTimeout(timer)
  }, [])
  if (complete || (stream !== 'lost' && !(late && stream !== 'ended'))) return null
  return (
    <Banner tone="warning" title={t('answer.late')}>
      {asked_at && t('answer.late_text', { time: writeTime(asked_at, 'time') })}
    </Banner>
  )
}

/** `apart` where partners count names from different scores on: then each row says its own. */
function Row({ answer, subjects, apart }: { answer: CheckAnswer; subjects: NonNullable<Followed['subjects']>; apart: boolean }) {
  const { t } = useTranslation('checks')
  const { term } = useTerm()
  const say = useRefusal()
  const reach = useView('oversight.read-partners', {})
  const known = reach.data?.networks.flatMap(({ partners }) => partners).find(({ id }) => id === answer.partner)
  const { partner, name, state, ground, refusal, took_ms, hits, refused, own, more, threshold } = answer
  const answered = state === 'hit' || state === 'no-hit'
  const notes = [
    ...(own ? [t('answer.own')] : []),
    ...refused.map((one) => {
      const subject = subjects[one.subject]
      return t('answer.refused_part', {
        kind: subject ? term('record-kind', kindOf(subject)) : '',
        ground: term('refusal-ground', one.ground),
      })
    }),
    ...(state === 'refused' && ground && refused.length === 0 ? [term('refusal-ground', ground)] : []),
    ...(state === 'refused' && !ground && refusal ? [say({ code: refusal, message: '' })] : []),
    ...(state === 'no-answer' && known?.since && known.state !== 'answering'
      ? [t('answer.silent', { time: writeTime(known.since, 'short') })]
      : []),
    ...(more ? [t('answer.more')] : []),
    ...(threshold !== null && apart && answered ? [t('answer.threshold', { threshold: writeScore(threshold) })] : []),
  ]
  return (
    <PartnerRow
      code={partner}
      answer={state}
      {...((name || known?.name) && { name: name || known!.name })}
      {...(took_ms !== null && state !== 'waiting' && { took_ms })}
      {...(hits.length > 1 && { hits: hits.length })}
    >
      {notes.length > 0 && notes.join(' · ')}
    </PartnerRow>
  )
}

/** After the last answer: those who kept silent once more, and for the desk the look-alike readings. */
function Again({ followed: { subjects, answers, alternatives }, desk }: { followed: Followed; desk: boolean }) {
  const { t } = useTranslation('checks')
  const { ask, running, error } = useAsking()
  const silent = answers.filter(({ state, own }) => state === 'no-answer' && !own)
  const partners = answers.filter(({ own }) => !own).map(({ partner }) => partner)
  const numbered = subjects?.some(({ document, vehicle, firearm }) => document || vehicle || firearm)
  const look_alikes = desk && numbered && !alternatives
  if (!subjects || (silent.length === 0 && !look_alikes)) return null
  const again = { subjects: [...subjects], ...(alternatives && { alternatives }) }
  return (
    <div className={style.again}>
      {silent.length > 0 && (
        <Button
          variant="default"
          loading={running}
          leftSection={<IconRefresh size={18} />}
          onClick={() => void ask({ ...again, partners: silent.map(({ partner }) => partner) })}
        >
          {t('answer.ask_again')}
        </Button>
      )}
      {look_alikes && (
        <Button variant="subtle" loading={running} onClick={() => void ask({ ...again, partners, alternatives: true })}>
          {t('answer.ask_look_alikes')}
        </Button>
      )}
      <RefusalBanner error={error} />
    </div>
  )
}

function About({ followed, threshold }: { followed: Followed; threshold: number | undefined }) {
  const { asked_at, purpose, place, alternatives } = followed
  const { t } = useTranslation('checks')
  const { term } = useTerm()
  return (
    <Facts
      items={[
        [t('made.at'), asked_at && <DateTime key="a" at={asked_at} />],
        [t('made.purpose'), purpose && term('purpose', purpose)],
        [t('made.place'), place && <bdi dir="auto">{place}</bdi>],
        [t('answer.names_from'), threshold !== undefined && writeScore(threshold)],
        [t('options.title'), alternatives ? t('options.look_alikes') : undefined],
      ]}
    />
  )
}
