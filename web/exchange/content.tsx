// What a statement says, by its kind.
import { useTranslation } from 'react-i18next'
import { useTerm } from '../language/term.ts'
import { DateTime, Day, Facts, HandlingMark, MemberName, Mono } from '../pieces/index.ts'
import style from './exchange.module.css'
import { HitBehind } from './hit-behind.tsx'
import { SubjectFacts } from './subject.tsx'
import type { Content, Evaluation, Handling, Words } from './types.ts'

type Of<K extends Content['kind']> = Extract<Content, { kind: K }>['body']

/** A text in its own language and direction, its lines kept. */
export function Said({ words, label }: { words: Words | undefined; label?: string }) {
  if (!words) return null
  return (
    <div>
      {label && <p className={style.label}>{label}</p>}
      <p className={style.said} dir="auto" lang={words.language}>
        {words.text}
      </p>
    </div>
  )
}

/** The whole content of a message; `own` for what this member said. */
export function ContentOf({ content, own = false }: { content: Content; own?: boolean }) {
  switch (content.kind) {
    case 'request':
      return <RequestSays body={content.body} own={own} />
    case 'answer':
      return <AnswerSays body={content.body} />
    case 'clarification':
      return <Said words={content.body.text} />
    case 'refusal':
      return <RefusalSays body={content.body} />
    case 'recall':
      return <RecallSays body={content.body} />
    case 'correction':
      return <CorrectionSays body={content.body} />
    case 'permission-request':
      return <PermissionAsked body={content.body} />
    case 'permission':
      return <PermissionGiven body={content.body} />
    case 'handover':
      return <HandoverSays body={content.body} />
    case 'forward':
      return <ForwardSays body={content.body} />
    case 'executed':
      return <ExecutedSays body={content.body} />
    case 'opened':
      return null
  }
}

function RequestSays({ body, own = false }: { body: Of<'request'>; own?: boolean }) {
  const { t } = useTranslation('exchange')
  return (
    <>
      <SubjectFacts subject={body.subject} />
      <div>
        <p className={style.label}>{t('request.questions')}</p>
        <ul className={style.questions}>
          {body.questions.map((question, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the order is part of the signed statement
            <li key={i}>
              {t(`question.${question.code}`)}
              {question.text && (
                <>
                  {': '}
                  <span dir="auto" lang={question.text.language}>
                    {question.text.text}
                  </span>
                </>
              )}
            </li>
          ))}
        </ul>
      </div>
      <Said words={body.reason} label={t('request.reason')} />
      <Said words={body.text} label={t('request.text')} />
      <Facts
        items={[
          [t('request.reference'), body.reference && <Mono breaks>{body.reference}</Mono>],
          // the check is the asker's: nobody else can look at it
          [t('request.hit'), body.hit && <HitBehind key="h" record={body.hit.record} check={own ? body.hit.check : undefined} />],
          [t('request.unit'), body.unit && <bdi dir="auto">{body.unit}</bdi>],
        ]}
      />
    </>
  )
}

function AnswerSays({ body }: { body: Of<'answer'> }) {
  const { t } = useTranslation('exchange')
  return (
    <>
      <p className={style.outcome}>
        <strong>{t(`result.${body.result}`)}</strong> · {t(body.final ? 'answer.final' : 'answer.part')}
      </p>
      {body.facts.map((fact, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order is part of the signed statement
        <div key={i} className={style.fact}>
          <p className={style.label}>
            {t(`question.${fact.question}`)}
            {fact.as_of && (
              <span className={style.quiet}>
                {' · '}
                {t('answer.as_of')} <Day day={fact.as_of} />
              </span>
            )}
          </p>
          <Said words={fact.text} />
          {fact.subject && <SubjectFacts subject={fact.subject} />}
        </div>
      ))}
      <Said words={body.text} />
      <Facts items={[[t('answer.reference'), body.reference && <Mono breaks>{body.reference}</Mono>]]} />
    </>
  )
}

function RefusalSays({ body }: { body: Of<'refusal'> }) {
  const { t } = useTranslation('exchange')
  const { term } = useTerm()
  return (
    <>
      <Facts
        items={[
          [t('refusal.ground'), <strong key="g">{term('refusal-ground', body.ground)}</strong>],
          [t('refusal.deferred'), body.deferred_until && <DateTime at={body.deferred_until} />],
        ]}
      />
      <Said words={body.text} />
    </>
  )
}

function RecallSays({ body }: { body: Of<'recall'> }) {
  const { t } = useTranslation('exchange')
  return (
    <>
      <p className={style.outcome}>{t(body.erase ? 'recall.erase' : 'recall.unused')}</p>
      <Said words={body.reason} label={t('recall.reason')} />
    </>
  )
}

function ExecutedSays({ body }: { body: Of<'executed'> }) {
  const { t } = useTranslation('exchange')
  return (
    <p className={style.outcome}>
      {t(`executed.${body.result}`)} · <DateTime at={body.executed_at} form="short" />
      {body.passed_on > 0 && <> · {t('executed.passed_on', { count: body.passed_on })}</>}
      {body.handed && (
        <>
          {' · '}
          {t('handover.new_owner')}: <MemberName id={body.handed.new_owner} hideCode />
        </>
      )}
    </p>
  )
}

function CorrectionSays({ body }: { body: Of<'correction'> }) {
  const { t } = useTranslation('exchange')
  return (
    <>
      <Said words={body.reason} label={t('correction.reason')} />
      <p className={style.label}>{t('correction.now')}</p>
      {body.request && <RequestSays body={body.request} />}
      {body.answer && <AnswerSays body={body.answer} />}
    </>
  )
}

function Members({ ids }: { ids: readonly string[] }) {
  return ids.map((id, i) => (
    <span key={id}>
      {i > 0 && ' · '}
      <MemberName id={id} />
    </span>
  ))
}

function PermissionAsked({ body }: { body: Of<'permission-request'> }) {
  const { t } = useTranslation('exchange')
  return (
    <>
      <Facts
        items={[
          [t('permission.use'), t(`use.${body.use}`)],
          [t('permission.audience'), body.audience.length > 0 ? <Members key="a" ids={body.audience} /> : undefined],
        ]}
      />
      <Said words={body.reason} label={t('permission.reason')} />
    </>
  )
}

function PermissionGiven({ body }: { body: Of<'permission'> }) {
  const { t } = useTranslation('exchange')
  return (
    <>
      <p className={style.outcome}>
        <strong>{t(body.granted ? 'permission.granted' : 'permission.denied')}</strong> · {t(`use.${body.use}`)}
      </p>
      <Facts
        items={[
          [t('permission.audience'), body.audience.length > 0 ? <Members key="a" ids={body.audience} /> : undefined],
          [t('permission.until'), body.until && <DateTime at={body.until} />],
        ]}
      />
      <Said words={body.conditions} label={t('permission.conditions')} />
    </>
  )
}

function HandoverSays({ body }: { body: Of<'handover'> }) {
  const { t } = useTranslation('exchange')
  return (
    <>
      <Facts
        items={[
          [t('handover.new_owner'), <MemberName key="o" id={body.new_owner} />],
          [t('handover.title'), body.title && <bdi dir="auto">{body.title}</bdi>],
          [
            t('handover.parties'),
            body.parties && body.parties.length > 0 ? <Members key="p" ids={body.parties.map(({ member }) => member)} /> : undefined,
          ],
          [
            t('handover.requests'),
            body.requests && body.requests.length > 0 ? t('handover.open_requests', { count: body.requests.length }) : undefined,
          ],
        ]}
      />
      <Said words={body.reason} label={t('handover.reason')} />
    </>
  )
}

function ForwardSays({ body }: { body: Of<'forward'> }) {
  const { t } = useTranslation('exchange')
  const { original } = body
  return (
    <>
      <Said words={body.note} label={t('forward.note')} />
      <div className={style.original}>
        <p className={style.label}>
          {t('forward.original')} <MemberName id={original.origin} /> · <DateTime at={original.sent_at} form="short" />
        </p>
        <Evaluated evaluation={original.evaluation} />
        <ContentOf content={original.content as Content} />
      </div>
    </>
  )
}

/** The evaluation as its two grades with their words. */
export function Evaluated({ evaluation }: { evaluation: Evaluation | null }) {
  const { t } = useTranslation('exchange')
  const { term } = useTerm()
  if (!evaluation) return null
  const { source, information } = evaluation
  return (
    <p className={style.evaluation}>
      <span className={style.label}>{t('field.evaluation')}</span>{' '}
      <bdi dir="ltr" className={style.grade}>
        {source}
        {information}
      </bdi>{' '}
      {term('source-grade', source)} · {term('information-grade', information)}
    </p>
  )
}

/** The handling codes of a statement; `full` writes them out. */
export function HandlingMarks({ handling, full = false }: { handling: readonly Handling[]; full?: boolean }) {
  if (handling.length === 0) return null
  return (
    <span className={full ? style.stacked : style.marks}>
      {handling.map(({ code, words }) => (
        <HandlingMark key={code} code={code} words={words} full={full || code === 'H3'} />
      ))}
    </span>
  )
}
