// A new request: from nothing, in a case that is open, or from a hit with all that the check already knows.
import { Button, Checkbox, NativeSelect, Radio } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useSearch } from 'wouter'
import { CRIME_AREAS, REPLY_CLASSES } from '#wire/vocabulary.ts'
import { type Output, RefusalError } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { type Language, useLanguage } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import {
  Banner,
  Confirm,
  Loading,
  MemberName,
  Mono,
  Page,
  RefusalBanner,
  Section,
  useMembers,
  WordsField,
  writeTime,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { useDraft } from './draft.ts'
import style from './exchange.module.css'
import {
  ClassificationField,
  EvaluationField,
  endOfDay,
  evaluationOf,
  FilesField,
  HandlingField,
  h3Wordless,
  handlingOf,
  KeepUntilField,
  LineField,
  type Typed,
  wordsOf,
} from './fields.tsx'
import { upload } from './files.tsx'
import { WhyItMet } from './hit-behind.tsx'
import { CaseTitle } from './lists.tsx'
import { type Purpose, statePurpose, useCasePurpose } from './purpose.tsx'
import { draftOfChecked, type SubjectDraft, SubjectFields, subjectFaults, subjectOf } from './subject.tsx'
import { type Classification, type Evaluation, type Handling, type NewRequest as Input, LIKELY, QUESTIONS, type Question } from './types.ts'

type Checked = Pick<Output<'checks.read-one'>, 'subjects' | 'purpose' | 'asked_at' | 'network'>
/** What was checked, by itself or on a list, and the hits that it gave. */
type CheckRead = Checked & {
  /** The check, where it was one by itself: the request then names it. */
  id?: string
  answers: readonly { partner: string; threshold?: number | null; hits: Output<'checks.read-one'>['answers'][number]['hits'] }[]
}
type Draft = {
  partners: string[]
  subject: SubjectDraft
  questions: Question[]
  other: Typed
  reason: Typed
  text: Typed
  reply_class: '' | (typeof REPLY_CLASSES)[number]
  purpose: Purpose | ''
  crime_area: string
  handling: Handling[]
  evaluation: Partial<Evaluation>
  classification: Classification
  keep_until?: string | undefined
  title: string
  reference: string
  unit_only: boolean
  files: File[]
}

/** Reads what the address names before the form begins: the check with its hit, or the case. */
export function NewRequest() {
  const { t } = useTranslation('exchange')
  const query = new URLSearchParams(useSearch())
  const check = query.get('check') ?? ''
  const list = query.get('list') ?? ''
  const line = Number(query.get('line')) || 1
  const about = query.get('case') ?? ''
  const one = useView('checks.read-one', { check }, { enabled: check !== '' })
  const listed = useView('screening.read-line', { list, line }, { enabled: list !== '' })
  const read = list === '' ? one : listed
  const [purpose] = useCasePurpose(about)
  const inCase = useView('exchange.read-case', { case: about, limit: 1 }, { enabled: about !== '' && purpose !== undefined, purpose })
  const { loading, error, reload } = useMembers()
  const waiting = loading || ((check !== '' || list !== '') && read.loading) || (about !== '' && inCase.loading)
  return (
    <Page title={t('new.title')} lead={t('new.lead')}>
      {error && <RefusalBanner error={error} onRetry={reload} />}
      {read.error && (
        <Banner tone="warning" title={t('new.no_check')}>
          <RefusalBanner error={read.error} onRetry={read.reload} />
        </Banner>
      )}
      {inCase.error && <RefusalBanner error={inCase.error} onRetry={inCase.reload} />}
      {waiting ? (
        <Loading />
      ) : (
        <Form
          key={`${check}${list}${line}${about}`}
          check={one.data ?? (listed.data && fromList(listed.data))}
          partner={query.get('partner') ?? ''}
          hit={query.get('hit') ?? ''}
          about={inCase.data?.case}
          unstated={about !== '' && purpose === undefined}
        />
      )}
    </Page>
  )
}

const fromList = ({ subjects, purpose, asked_at, network, hits }: Output<'screening.read-line'>): CheckRead => ({
  subjects,
  purpose,
  asked_at,
  network,
  answers: hits.map(({ partner, hit }) => ({ partner, hits: [hit] })),
})

type CaseOut = Output<'exchange.read-case'>['case']

/** What the address prefills: the subject that met the record, the owner, the purpose of the check. */
function useStart(check: CheckRead | undefined, partner: string, hit: string, about: CaseOut | undefined): Draft {
  const { t } = useTranslation('exchange')
  const { purpose, officer } = useSession()
  const { language } = useLanguage()
  const blank: Typed = { text: '', language: language as Language }
  const found = check?.answers
    .filter((answer) => answer.partner === partner)
    .flatMap(({ hits }) => hits)
    .find(({ reference }) => reference === hit)
  const subjects = check?.subjects ?? []
  const met = subjects[found?.subjects[0] ?? 0] ?? subjects[0]
  const subject: SubjectDraft = met ? draftOfChecked(met) : { kind: 'person' }
  // a scanned document names its holder: both stand in one subject
  const document = subjects.find((one) => one.document)?.document
  if (subject.kind === 'person' && document) {
    subject.document_number = document.number
    if (document.issuer && /^[A-Z]{3}$/.test(document.issuer)) subject.document_issuer = document.issuer
  }
  return {
    partners: partner ? [partner] : [],
    subject,
    questions: hit ? ['behind-hit'] : [],
    other: blank,
    reason: check && hit ? { ...blank, text: t('new.reason_hit', { time: writeTime(check.asked_at), record: hit }) } : blank,
    text: blank,
    reply_class: '',
    purpose: check?.purpose ?? purpose ?? '',
    crime_area: found?.crime_area ?? about?.crime_area ?? '',
    handling: about ? [...about.handling] : [],
    evaluation: {},
    classification: about?.classification ?? (officer.clearance >= 1 ? 'restricted' : 'unclassified'),
    title: '',
    reference: about?.reference ?? '',
    unit_only: false,
    files: [],
  }
}

function Form({
  check,
  partner,
  hit,
  about,
  unstated,
}: {
  check: CheckRead | undefined
  partner: string
  hit: string
  about: CaseOut | undefined
  unstated: boolean
}) {
  const { t } = useTranslation('exchange')
  const { t: shell } = useTranslation()
  const { term, meaning } = useTerm()
  const { purposes, node } = useSession()
  const [, navigate] = useLocation()
  const [network, setNetwork] = useState(about?.network ?? check?.network ?? node.networks[0]?.id ?? '')
  const { partners, nameOf } = useMembers(network)
  const start = useStart(check, partner, hit, about)
  const [draft, change, drop] = useDraft<Draft>(`new:${check?.id ?? ''}:${hit}:${about?.id ?? ''}`, () => start)
  const act = useAct('exchange.open-request')
  const [uploading, setUploading] = useState(false)
  const [failed, setFailed] = useState<RefusalError | undefined>()
  const [tried, setTried] = useState(false)
  const [asking, setAsking] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const needed = shell('fault.required')

  const subjectWrong = subjectFaults(draft.subject)
  const reason = wordsOf(draft.reason)
  const other = wordsOf(draft.other)
  const faults = {
    partners: draft.partners.length === 0,
    subject: subjectWrong.length > 0,
    questions: draft.questions.length === 0,
    other: draft.questions.includes('other') && !other,
    reason: !reason,
    reply_class: draft.reply_class === '',
    purpose: draft.purpose === '',
    handling: h3Wordless(draft.handling),
  }
  const faulty = Object.values(faults).some(Boolean)
  const fault = (name: keyof typeof faults) => (tried && faults[name] ? needed : undefined)
  const likely = LIKELY[draft.subject.kind]
  const ordered = [...new Set<Question>([...(hit ? (['behind-hit'] as const) : []), ...likely, ...QUESTIONS])]
  const names = draft.partners.map(nameOf)
  const urgent = draft.reply_class === '' ? '' : term('reply-class', draft.reply_class)

  const ask = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!faulty) return setAsking(true)
    requestAnimationFrame(() => {
      const first = form.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-fault=true]')
      first?.focus()
      first?.scrollIntoView({ block: 'center' })
    })
  }
  const send = async () => {
    if (!reason || draft.reply_class === '' || draft.purpose === '') return
    setFailed(undefined)
    let attachments: string[]
    try {
      setUploading(draft.files.length > 0)
      attachments = await upload(draft.files)
    } catch (cause) {
      setFailed(cause instanceof RefusalError ? cause : new RefusalError('page.failed', String(cause), 0))
      return
    } finally {
      setUploading(false)
    }
    const text = wordsOf(draft.text)
    const evaluation = evaluationOf(draft.evaluation)
    const input: Input = {
      ...(about ? { case: about.id } : { network }),
      ...(!about && draft.title.trim() && { title: draft.title.trim() }),
      ...(!about && draft.unit_only && { unit_only: true }),
      ...(!about && draft.reference.trim() && { own_reference: draft.reference.trim() }),
      partners: draft.partners,
      reply_class: draft.reply_class,
      ...(draft.crime_area && { crime_area: draft.crime_area as NonNullable<Input['crime_area']> }),
      subject: subjectOf(draft.subject),
      questions: draft.questions.map((code) => ({ code, ...(code === 'other' && other && { text: other }) })),
      reason,
      ...(text && { text }),
      ...(draft.reference.trim() && { reference: draft.reference.trim() }),
      ...(hit &&
        partner &&
        draft.partners.includes(partner) && { hit: { member: partner, record: hit, ...(check?.id && { check: check.id }) } }),
      handling: handlingOf(draft.handling),
      ...(evaluation && { evaluation }),
      classification: draft.classification,
      ...(draft.keep_until && { keep_until: endOfDay(draft.keep_until) }),
      language: draft.reason.language,
      ...(attachments.length > 0 && { attachments }),
    }
    const sent = await act.run(input, { purpose: draft.purpose })
    if (!sent) return
    drop()
    statePurpose(sent.case, draft.purpose)
    navigate(`/exchange/cases/${sent.case}?list=cases`)
  }
  const error = failed ?? act.error

  return (
    <form ref={form} className={style.newForm} onSubmit={ask} noValidate aria-label={t('new.title')}>
      {hit && partner && (
        <Banner title={t('new.from_hit')}>
          <MemberName id={partner} network={network} /> · <Mono breaks>{hit}</Mono>
          <p>{t('new.hit_told')}</p>
        </Banner>
      )}
      {check && hit && check.answers.some(({ hits }) => hits.some(({ reference }) => reference === hit)) && (
        <Section title={t('request.why_met')}>
          <WhyItMet check={check} record={hit} />
        </Section>
      )}
      {about && (
        <Banner title={t('new.in_case')}>
          <CaseTitle about={about} />
        </Banner>
      )}
      {unstated && <Banner tone="warning" title={t('new.case_unread')} />}
      <Section title={t('new.whom')}>
        <div className={style.form}>
          {!about && node.networks.length > 1 && (
            <NativeSelect
              label={t('new.network')}
              value={network}
              onChange={(event) => {
                setNetwork(event.currentTarget.value)
                change({ partners: [] })
              }}
              data={node.networks.map(({ id, title }) => ({ value: id, label: title }))}
            />
          )}
          <Checkbox.Group
            label={t('new.partners')}
            description={t('new.partners_hint')}
            withAsterisk
            value={draft.partners}
            onChange={(chosen) => change({ partners: chosen })}
            error={fault('partners')}
          >
            <div className={style.choices}>
              {partners.map((one, i) => (
                <Checkbox
                  key={one.id}
                  value={one.id}
                  label={<MemberName id={one.id} network={network} />}
                  {...(i === 0 && faults.partners && tried && { 'data-fault': true })}
                />
              ))}
            </div>
          </Checkbox.Group>
        </div>
      </Section>
      <Section title={t('new.about')}>
        <SubjectFields value={draft.subject} onChange={(subject) => change({ subject })} faults={tried ? subjectWrong : []} />
      </Section>
      <Section title={t('new.what')}>
        <div className={style.form}>
          <Checkbox.Group
            label={t('request.questions')}
            withAsterisk
            value={draft.questions}
            onChange={(chosen) => change({ questions: ordered.filter((code) => chosen.includes(code)) })}
            error={fault('questions')}
          >
            <div className={style.choices}>
              {ordered.map((code, i) => (
                <Checkbox
                  key={code}
                  value={code}
                  label={t(`question.${code}`)}
                  {...(i === 0 && faults.questions && tried && { 'data-fault': true })}
                />
              ))}
            </div>
          </Checkbox.Group>
          {draft.questions.includes('other') && (
            <WordsField
              label={t('question.other')}
              required
              value={draft.other}
              onChange={(value) => change({ other: value })}
              rows={2}
              error={fault('other')}
            />
          )}
          <WordsField
            label={t('request.reason')}
            description={t('request.reason_hint')}
            required
            value={draft.reason}
            onChange={(value) => change({ reason: value })}
            error={fault('reason')}
          />
          <WordsField label={t('request.text')} value={draft.text} onChange={(value) => change({ text: value })} />
          <FilesField files={draft.files} onChange={(files) => change({ files })} />
        </div>
      </Section>
      <Section title={t('new.when')}>
        <div className={style.form}>
          <Radio.Group
            label={t('new.reply_class')}
            description={t('new.reply_class_hint')}
            withAsterisk
            value={draft.reply_class}
            onChange={(value) => change({ reply_class: value as Draft['reply_class'] })}
            error={fault('reply_class')}
          >
            {REPLY_CLASSES.map((code, i) => (
              <Radio
                key={code}
                value={code}
                py={4}
                label={<strong>{term('reply-class', code)}</strong>}
                description={meaning('reply-class', code)}
                {...(i === 0 && faults.reply_class && tried && { 'data-fault': true })}
              />
            ))}
          </Radio.Group>
          <div className={style.pair}>
            <NativeSelect
              label={t('facts.purpose')}
              withAsterisk
              value={draft.purpose}
              error={fault('purpose')}
              onChange={(event) => change({ purpose: purposes.find((one) => one === event.currentTarget.value) ?? '' })}
              data={[
                { value: '', label: shell('form.choose') },
                ...purposes.map((code) => ({ value: code, label: term('purpose', code) })),
              ]}
            />
            <NativeSelect
              label={t('facts.crime_area')}
              value={draft.crime_area}
              onChange={(event) => change({ crime_area: event.currentTarget.value })}
              data={[
                { value: '', label: shell('form.choose') },
                ...CRIME_AREAS.map((code) => ({ value: code, label: term('crime-area', code) })),
              ]}
            />
          </div>
        </div>
      </Section>
      <Section title={t('new.terms')}>
        <div className={style.form}>
          <HandlingField value={draft.handling} onChange={(handling) => change({ handling })} error={fault('handling')} />
          <div className={style.pair}>
            <ClassificationField value={draft.classification} onChange={(classification) => change({ classification })} />
            <KeepUntilField value={draft.keep_until} onChange={(keep_until) => change({ keep_until })} />
          </div>
          <EvaluationField value={draft.evaluation} onChange={(evaluation) => change({ evaluation })} />
        </div>
      </Section>
      <Section title={t('new.own')}>
        <div className={style.form}>
          {!about && (
            <LineField
              label={t('new.case_title')}
              description={t('new.case_title_hint')}
              value={draft.title}
              onChange={(title) => change({ title })}
              max={300}
            />
          )}
          <LineField
            label={t('new.reference')}
            description={t('new.reference_hint')}
            value={draft.reference}
            onChange={(reference) => change({ reference })}
            max={100}
          />
          {!about && (
            <Checkbox
              label={t('assign.unit_only')}
              checked={draft.unit_only}
              onChange={(event) => change({ unit_only: event.currentTarget.checked })}
            />
          )}
        </div>
      </Section>
      {!asking && <RefusalBanner error={error} />}
      {tried && faulty && <Banner tone="warning" title={t('new.incomplete')} />}
      <div className={style.buttons}>
        <Button type="submit">{t('new.go')}</Button>
        <Button variant="default" onClick={() => history.back()}>
          {shell('page.cancel')}
        </Button>
      </div>
      <Confirm
        open={asking}
        title={t('new.confirm', { count: names.length })}
        happens={[
          t('new.happens', { count: names.length }),
          ...(names.length > 1 ? [t('new.happens_apart')] : []),
          t('new.happens_limit', { limit: urgent }),
          ...(draft.handling.length > 0 ? [t('answer.happens_handling', { codes: draft.handling.map(({ code }) => code).join(' ') })] : []),
          ...(draft.files.length > 0 ? [t('answer.happens_files', { count: draft.files.length })] : []),
        ]}
        seenBy={names}
        act={t('new.act')}
        running={act.running || uploading}
        error={error}
        onConfirm={() => void send()}
        onClose={() => setAsking(false)}
      />
    </form>
  )
}
