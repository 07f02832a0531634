// Consultations: the question, how many and which majority it needs, the own vote, who has not voted, what came of it as a picture.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import {
  Banner,
  Confirm,
  DateTime,
  EmptyState,
  Facts,
  Loading,
  MemberName,
  RefusalBanner,
  Section,
  StateMark,
  useMembers,
  WordsField,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { Heading, Leading, Named, Wide } from './frame.tsx'
import { mayState } from './kinds.ts'
import { Text, textIn, useStrategyWords } from './said.tsx'
import style from './strategy.module.css'
import { Deeds, KindSection, toneOfState } from './thing.tsx'
import { ThingForm } from './thing-form.tsx'
import type { ForumData } from './types.ts'
import { useThings } from './use-things.ts'
import work from './work.module.css'

const EVERY_MS = 10_000
type Read = Output<'strategy.read-consultation'>
const ANSWERS = ['yes', 'no', 'abstain'] as const
type Answer = (typeof ANSWERS)[number]

export function Consultations({ forum, rest }: { forum: ForumData; rest: string }) {
  return rest === '' ? <AllConsultations forum={forum} /> : <OneConsultation key={rest} forum={forum} id={rest} />
}

function AllConsultations({ forum }: { forum: ForumData }) {
  const { t } = useTranslation('forum')
  const words = useStrategyWords()
  const view = useThings(forum, ['consultation', 'outcome'])
  const [adding, setAdding] = useState(false)
  const consultations = view.things.filter((one) => one.kind === 'consultation' && !one.withdrawn)
  const outcomeOf = (id: string) => view.things.find((one) => one.kind === 'outcome' && one.set.consultation === id)?.set.result
  return (
    <Section
      title={words.kinds('consultation')}
      actions={
        forum.state === 'open' &&
        mayState(forum.part, 'consultation') && (
          <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
            {t('consultations.ask')}
          </Button>
        )
      }
    >
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && consultations.length === 0 && <EmptyState title={t('consultations.none')}>{t('consultations.none_text')}</EmptyState>}
      {consultations.length > 0 && (
        <Leading
          things={consultations}
          base={`/strategy/${forum.id}/consultations`}
          detail={(one) => {
            const result = outcomeOf(one.id)
            return typeof result === 'string' ? (
              <StateMark tone={toneOfState(result)}>{words.code('result', result)}</StateMark>
            ) : (
              <span className={style.quiet}>
                {t('consultations.until')} <DateTime at={String(one.set.due)} form="short" />
              </span>
            )
          }}
        />
      )}
      {adding && (
        <ThingForm
          forum={forum}
          kind="consultation"
          things={view.things}
          begin={{ state: 'open', quorum: forum.quorum, majority: 'simple' }}
          fixed={['state']}
          onClose={() => setAdding(false)}
        />
      )}
    </Section>
  )
}

function OneConsultation({ forum, id }: { forum: ForumData; id: string }) {
  const { t } = useTranslation('forum')
  const words = useStrategyWords()
  const { has } = useSession()
  const view = useView('strategy.read-consultation', { forum: forum.id, consultation: id }, { every_ms: EVERY_MS })
  const all = useThings(forum, ['consultation', 'comment'])
  const close = useAct('strategy.close-consultation')
  const [voting, setVoting] = useState<Answer | undefined>()
  const data = view.data
  const consultation = data?.consultation
  const question = consultation && textIn(consultation, 'question')
  const own = data?.votes.find(({ vote }) => vote.by === forum.own)?.vote
  const open = consultation?.set.state === 'open' && forum.state === 'open'
  const votes = open && data?.over === false && has('supervisor') && forum.participants.includes(forum.own)
  const everybody = data !== undefined && data.silent.length === 0
  return (
    <div className={style.stack}>
      <RefusalBanner error={view.error ?? all.error} onRetry={view.reload} />
      {!data && !view.error && <Loading />}
      {consultation && (
        <>
          <Heading thing={consultation} back={t('consultations.back')} to={`/strategy/${forum.id}/consultations`} />
          <Section title={t('consultations.question')}>
            <div className={style.stack}>
              {question && (
                <p className={work.text} dir="auto" lang={question.language}>
                  {question.text}
                </p>
              )}
              <Facts
                items={[
                  [words.field('consultation', 'due'), <DateTime key="due" at={String(consultation.set.due)} />],
                  [
                    t('consultations.quorum'),
                    t('consultations.quorum_words', {
                      percent: String(consultation.set.quorum),
                      needed: String(data.needed),
                      of: String(data.tally.entitled),
                    }),
                  ],
                  [t('consultations.majority'), t(`consultations.majorities.${String(consultation.set.majority)}`)],
                ]}
              />
              {votes && (
                <fieldset className={style.row} style={{ border: 0, margin: 0, padding: 0 }}>
                  <legend>{t(own ? 'consultations.vote_again' : 'consultations.vote')}</legend>
                  {ANSWERS.map((one) => (
                    <Button key={one} variant={own?.set.says === one ? 'filled' : 'default'} onClick={() => setVoting(one)}>
                      {words.code('says', one)}
                    </Button>
                  ))}
                </fieldset>
              )}
              {open && !data.over && !has('supervisor') && <p className={style.quiet}>{t('consultations.who_votes')}</p>}
              {open && data.over && <Banner tone="info">{t('consultations.over')}</Banner>}
              <div className={style.row}>
                {open && forum.part === 'chair' && has('supervisor') && (data.over || everybody) && (
                  <Button loading={close.running} onClick={() => void close.run({ forum: forum.id, consultation: id })}>
                    {t('consultations.count')}
                  </Button>
                )}
                <Deeds
                  forum={forum}
                  thing={consultation}
                  things={all.things}
                  title={textIn(consultation, 'title')?.text ?? words.kind('consultation')}
                  fixed={['state']}
                />
              </div>
              <RefusalBanner error={close.error} />
            </div>
          </Section>
          <Result forum={forum} data={data} />
          <KindSection
            forum={forum}
            kind="comment"
            things={all.things}
            filter={(one) => one.set.on === id}
            begin={{ on: id }}
            fixed={['on']}
          />
          {voting && (
            <Vote
              forum={forum}
              id={id}
              says={voting}
              before={own?.id ?? null}
              title={textIn(consultation, 'title')?.text ?? ''}
              onClose={() => setVoting(undefined)}
            />
          )}
        </>
      )}
    </div>
  )
}

function Vote({
  forum,
  id,
  says,
  before,
  title,
  onClose,
}: {
  forum: ForumData
  id: string
  says: Answer
  before: string | null
  title: string
  onClose: () => void
}) {
  const { t } = useTranslation('forum')
  const { language } = useLanguage()
  const words = useStrategyWords()
  const { nameOf } = useMembers(forum.network)
  const act = useAct('strategy.state-thing')
  const [reason, setReason] = useState({ text: '', language })
  const vote = async () => {
    const set = { consultation: id, says, ...(reason.text.trim() && { reason: { ...reason, text: reason.text.trim() } }) }
    if (await act.run({ forum: forum.id, thing: before, kind: 'vote', set })) onClose()
  }
  return (
    <Confirm
      open
      title={`${title}: ${words.code('says', says)}`}
      happens={[t('consultations.vote_name', { member: nameOf(forum.own) }), t('consultations.vote_change')]}
      seenBy={[...forum.participants, ...forum.observers].filter((one) => one !== forum.own).map(nameOf)}
      act={t('consultations.vote_act')}
      running={act.running}
      error={act.error}
      onConfirm={() => void vote()}
      onClose={onClose}
    >
      <WordsField label={words.field('vote', 'reason')} value={reason} onChange={setReason} rows={2} />
    </Confirm>
  )
}

/** What was voted until now, or what the chair counted. */
function Result({ forum, data }: { forum: ForumData; data: Read }) {
  const { t } = useTranslation('forum')
  const words = useStrategyWords()
  const said = data.outcome?.set
  const number = (value: unknown) => (typeof value === 'number' ? value : 0)
  const counts = said
    ? { yes: number(said.yes), no: number(said.no), abstain: number(said.abstain), entitled: number(said.entitled) }
    : data.tally
  const result = said ? String(said.result) : undefined
  return (
    <Section title={t(result ? 'consultations.result' : 'consultations.so_far')}>
      <div className={style.stack}>
        {result === 'no-quorum' && (
          <Banner tone="warning" title={t('consultations.no_quorum')}>
            {t('consultations.no_quorum_text', { came: String(counts.yes + counts.no + counts.abstain), needed: String(data.needed) })}
          </Banner>
        )}
        {result && result !== 'no-quorum' && (
          <div>
            <StateMark tone={toneOfState(result)}>{words.code('result', result)}</StateMark>
          </div>
        )}
        {data.doubts.length > 0 && (
          <Banner tone="warning" title={t('consultations.doubts')}>
            <ul>
              {data.doubts.map((one) => (
                <li key={one}>{t(`consultations.doubt.${one}`)}</li>
              ))}
            </ul>
          </Banner>
        )}
        {data.contradicting.length > 0 && (
          <Banner tone="warning" title={t('consultations.contradicting')}>
            {data.contradicting.map((one) => (
              <MemberName key={one} id={one} network={forum.network} />
            ))}
          </Banner>
        )}
        <Picture counts={counts} needed={data.needed} />
        {data.votes.length > 0 && (
          <Wide label={words.kinds('vote')}>
            <thead>
              <tr>
                <th scope="col">{t('member')}</th>
                <th scope="col">{words.kind('vote')}</th>
                <th scope="col">{words.field('vote', 'reason')}</th>
                <th scope="col">{t('consultations.at')}</th>
              </tr>
            </thead>
            <tbody>
              {data.votes.map(({ vote, counts: counted }) => {
                const reason = textIn(vote, 'reason')
                const says = String(vote.set.says)
                return (
                  <tr key={vote.id}>
                    <th scope="row">
                      <MemberName id={vote.by} network={forum.network} />
                    </th>
                    <td>
                      <StateMark tone={says === 'yes' ? 'good' : says === 'no' ? 'bad' : 'quiet'}>{words.code('says', says)}</StateMark>
                      {!counted && <p className={style.quiet}>{t('consultations.uncounted')}</p>}
                    </td>
                    <td>{reason ? <Text words={reason} /> : '–'}</td>
                    <td>
                      <DateTime at={vote.said_at} form="short" />
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </Wide>
        )}
        <Named title={t('consultations.silent')} members={data.silent} network={forum.network} />
      </div>
    </Section>
  )
}

/** One bar of all who may vote, with a line at how many have to; the numbers stand below it. */
function Picture({ counts, needed }: { counts: { yes: number; no: number; abstain: number; entitled: number }; needed: number }) {
  const { t } = useTranslation('forum')
  const words = useStrategyWords()
  const most = Math.max(1, counts.entitled, counts.yes + counts.no + counts.abstain)
  const share = (value: number) => `${(value / most) * 100}%`
  const silent = Math.max(0, counts.entitled - counts.yes - counts.no - counts.abstain)
  return (
    <figure className={work.figure}>
      <div className={work.picture} aria-hidden="true">
        {ANSWERS.map((one) => (
          <span key={one} className={work[one]} style={{ inlineSize: share(counts[one]) }} />
        ))}
        <span className={work.needed} style={{ insetInlineStart: share(needed) }} />
      </div>
      <figcaption>
        <ul className={work.legend}>
          {ANSWERS.map((one) => (
            <li key={one}>
              <span className={`${work.swatch} ${work[one]}`} aria-hidden="true" />
              {words.code('says', one)}: <strong>{counts[one]}</strong>
            </li>
          ))}
          <li>
            <span className={work.swatch} aria-hidden="true" />
            {t('consultations.not_voted')}: <strong>{silent}</strong>
          </li>
          <li>{t('consultations.line', { needed: String(needed), of: String(counts.entitled) })}</li>
        </ul>
      </figcaption>
    </figure>
  )
}
