// One survey: what the own unit needs, and, for a supervisor, what the units' words come to for the country and go to who asked.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { together } from '#capabilities/training/rules.ts'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { wordsOf } from '../exchange/fields.tsx'
import { locale, useLanguage } from '../language/index.ts'
import {
  Banner,
  Confirm,
  DateTime,
  Facts,
  Loading,
  MemberName,
  Page,
  RefusalBanner,
  Section,
  Toolbar,
  useMembers,
  WordsField,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { type Needs, NeedsForm } from './needs-form.tsx'
import style from './training.module.css'

type Survey = Output<'training.read-survey'>
const NOTHING: Needs = { lines: [], irrelevant: [] }

export function SurveyPage({ id }: { id: string }) {
  const { t } = useTranslation('training')
  const { has } = useSession()
  const view = useView('training.read-survey', { survey: id })
  const survey = view.data
  const title = survey?.title.text ?? t('one')
  return (
    <Page
      title={
        <bdi dir="auto" lang={survey?.title.language}>
          {title}
        </bdi>
      }
      windowTitle={title}
      lead={t('survey.lead')}
      width="wide"
      actions={
        <Link href="/training" className={style.back!}>
          {t('back')}
        </Link>
      }
    >
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {!survey && !view.error && <Loading />}
      {survey && (
        <div className={style.stack}>
          <About survey={survey} />
          {survey.own && <Organiser survey={survey} onDone={view.reload} />}
          <OwnUnit survey={survey} onDone={view.reload} />
          {has('supervisor') && <Country survey={survey} onDone={view.reload} />}
        </div>
      )}
    </Page>
  )
}

function About({ survey }: { survey: Survey }) {
  const { t } = useTranslation('training')
  const late = Date.parse(survey.due) < Date.now()
  return (
    <Section title={t('survey.about')}>
      <div className={style.stack}>
        {survey.about && (
          <p className={style.flat} dir="auto" lang={survey.about.language}>
            {survey.about.text}
          </p>
        )}
        <Facts
          items={[
            [
              t('list.organiser'),
              survey.own ? t('list.own') : <MemberName key="organiser" id={survey.organiser} network={survey.network} />,
            ],
            [t('list.due'), <DateTime key="due" at={survey.due} />],
            [t('list.state'), t(survey.state === 'closed' ? 'standing.closed' : late ? 'standing.late' : 'standing.open')],
            [
              t('survey.answered'),
              survey.answer ? <DateTime key="answered" at={survey.answer.answered_at} form="short" /> : t('survey.not_yet'),
            ],
          ]}
        />
      </div>
    </Section>
  )
}

function Organiser({ survey, onDone }: { survey: Survey; onDone: () => void }) {
  const { t } = useTranslation('training')
  const { has } = useSession()
  const act = useAct('training.change-survey')
  const [asking, setAsking] = useState(false)
  const next = survey.state === 'open' ? 'closed' : 'open'
  return (
    <Toolbar label={t('survey.organise')}>
      {has('analyst', 'supervisor') && (
        <Button component={Link} href={`/training/${survey.id}/results`}>
          {t('survey.results')}
        </Button>
      )}
      {has('supervisor') && (
        <Button variant="default" onClick={() => setAsking(true)}>
          {t(`survey.to_${next}`)}
        </Button>
      )}
      {asking && (
        <Confirm
          open
          title={t(`survey.to_${next}`)}
          happens={[t(`survey.happens_${next}`)]}
          seenBy={[t('survey.all_asked')]}
          act={t(`survey.to_${next}`)}
          running={act.running}
          error={act.error}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            if (!(await act.run({ survey: survey.id, state: next }))) return
            setAsking(false)
            onDone()
          }}
        />
      )}
    </Toolbar>
  )
}

function OwnUnit({ survey, onDone }: { survey: Survey; onDone: () => void }) {
  const { t } = useTranslation('training')
  const { officer } = useSession()
  const act = useAct('training.save-draft')
  const saved = survey.drafts.find(({ unit }) => unit === officer.unit)
  const [needs, setNeeds] = useState<Needs>(() => (saved ? { lines: saved.lines, irrelevant: saved.irrelevant } : NOTHING))
  const [changed, setChanged] = useState(false)
  return (
    <Section title={t('survey.unit', { unit: officer.unit })}>
      <div className={style.stack}>
        <p className={style.quiet}>{t('survey.unit_text')}</p>
        <NeedsForm
          topics={survey.topic_list}
          needs={needs}
          onChange={(next) => {
            setNeeds(next)
            setChanged(true)
          }}
        />
        <RefusalBanner error={act.error} />
        <div className={style.row}>
          <Button
            loading={act.running}
            disabled={survey.state === 'closed' || !changed}
            onClick={async () => {
              if (!(await act.run({ survey: survey.id, ...needs }))) return
              setChanged(false)
              onDone()
            }}
          >
            {t('survey.save')}
          </Button>
          {saved && !changed && (
            <span className={style.quiet}>
              {t('survey.saved')} <DateTime at={saved.changed_at} form="short" />
            </span>
          )}
        </div>
      </div>
    </Section>
  )
}

function Country({ survey, onDone }: { survey: Survey; onDone: () => void }) {
  const { t } = useTranslation('training')
  const { language } = useLanguage()
  const { nameOf } = useMembers(survey.network)
  const act = useAct('training.answer-survey')
  const [note, setNote] = useState({ text: '', language })
  const [asking, setAsking] = useState(false)
  const needs = together(survey.drafts)
  const number = new Intl.NumberFormat(locale())
  const rows = survey.topic_list.map((topic) => {
    const lines = needs.lines.filter((line) => line.topic === topic.id)
    return { topic, officers: lines.reduce((sum, { officers }) => sum + officers, 0), irrelevant: needs.irrelevant.includes(topic.id) }
  })
  const send = async () => {
    const words = wordsOf(note)
    const done = await act.run({
      survey: survey.id,
      lines: [...needs.lines],
      irrelevant: [...needs.irrelevant],
      ...(words && { note: words }),
    })
    if (!done) return
    setAsking(false)
    onDone()
  }
  return (
    <Section title={t('survey.country')}>
      <div className={style.stack}>
        <p className={style.quiet}>{t('survey.country_text', { number: String(survey.drafts.length) })}</p>
        {survey.drafts.length === 0 ? (
          <Banner tone="info" title={t('survey.no_drafts')}>
            {t('survey.no_drafts_text')}
          </Banner>
        ) : (
          <>
            <p className={style.flat}>{survey.drafts.map(({ unit }) => unit).join(' · ')}</p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
            <section className={style.scroll} tabIndex={0} aria-label={t('survey.country')}>
              <table className={style.table}>
                <thead>
                  <tr>
                    <th scope="col">{t('results.topic')}</th>
                    <th scope="col" className={style.end}>
                      {t('need.officers')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map(({ topic, officers, irrelevant }) => (
                    <tr key={topic.id}>
                      <th scope="row">
                        <bdi dir="auto" lang={topic.title.language}>
                          {topic.title.text}
                        </bdi>
                      </th>
                      <td className={style.end}>
                        {officers > 0 ? number.format(officers) : t(irrelevant ? 'survey.irrelevant' : 'survey.unsaid')}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
            <WordsField label={t('survey.note')} value={note} onChange={setNote} rows={2} />
            <div>
              <Button disabled={survey.state === 'closed'} onClick={() => setAsking(true)}>
                {t(survey.answer ? 'survey.answer_again' : 'survey.answer')}
              </Button>
            </div>
          </>
        )}
        {asking && (
          <Confirm
            open
            title={t('survey.confirm')}
            happens={[t('survey.happens'), ...(Date.parse(survey.due) < Date.now() ? [t('survey.late')] : [])]}
            seenBy={[survey.own ? t('list.own') : nameOf(survey.organiser)]}
            act={t('survey.answer')}
            running={act.running}
            error={act.error}
            onConfirm={() => void send()}
            onClose={() => setAsking(false)}
          />
        )}
      </div>
    </Section>
  )
}
