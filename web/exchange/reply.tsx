// What is said about a request: an answer, a refusal, a question back, the answer to one; and the correction of what was said.
import { Button, Checkbox, Radio, Select } from '@mantine/core'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { REFUSAL_GROUNDS } from '#wire/vocabulary.ts'
import { type ActName, type Input, RefusalError } from '../api/client.ts'
import { type ActState, useAct } from '../api/hooks.ts'
import { type Language, useLanguage } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Confirm, DateField, RefusalBanner, useMembers, WordsField } from '../pieces/index.ts'
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
import { usePurpose } from './purpose.tsx'
import { draftOf, type SubjectDraft, SubjectFields, subjectFaults, subjectOf } from './subject.tsx'
import { type Classification, type Evaluation, type Handling, type Message, QUESTIONS, type Question, type Request } from './types.ts'

export type Reply = 'answer' | 'refuse' | 'ask'

type Props = { request: Request; message: Message; network: string; classification: Classification; onClose: () => void }

/** Uploads first, then acts; the refusal of either stands in one place. */
function useSending<K extends ActName>(state: ActState<K>) {
  const purpose = usePurpose()
  const [uploading, setUploading] = useState(false)
  const [failed, setFailed] = useState<RefusalError | undefined>()
  return {
    running: state.running || uploading,
    error: failed ?? state.error,
    async send(files: readonly File[], input: (attachments: string[]) => Input<K>): Promise<boolean> {
      setFailed(undefined)
      let ids: string[]
      try {
        setUploading(files.length > 0)
        ids = await upload(files)
      } catch (error) {
        setFailed(error instanceof RefusalError ? error : new RefusalError('page.failed', String(error), 0))
        return false
      } finally {
        setUploading(false)
      }
      return (await state.run(input(ids), { purpose })) !== undefined
    },
  }
}

/** A form that asks before it sends; the first field that is wrong gets the focus. */
function Form({
  label,
  submit,
  faulty,
  onAsk,
  onClose,
  children,
}: {
  label: string
  submit: string
  faulty: boolean
  onAsk: () => void
  onClose: () => void
  children: ReactNode
}) {
  const { t } = useTranslation()
  const form = useRef<HTMLFormElement>(null)
  const go = (event: FormEvent) => {
    event.preventDefault()
    onAsk()
    if (faulty) requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }
  return (
    <form ref={form} className={style.reply} onSubmit={go} noValidate aria-label={label}>
      <h3 className={style.heading}>{label}</h3>
      {children}
      <div className={style.buttons}>
        <Button type="submit">{submit}</Button>
        <Button variant="default" onClick={onClose}>
          {t('page.cancel')}
        </Button>
      </div>
    </form>
  )
}

type FactDraft = { question: Question; text: Typed; as_of?: string | undefined; subject?: SubjectDraft | undefined }
type AnswerDraft = {
  result: 'information' | 'nothing-held'
  final: boolean
  facts: FactDraft[]
  text: Typed
  reference: string
  handling: Handling[]
  evaluation: Partial<Evaluation>
  classification: Classification
  keep_until?: string | undefined
  files: File[]
}

const MOST_FACTS = 50

/** The facts that say something, as they travel. */
const factsOf = (facts: readonly FactDraft[]) =>
  facts.flatMap(({ question, text, as_of, subject }) => {
    const said = wordsOf(text)
    const about = subject && subjectFaults(subject).length === 0 ? subjectOf(subject) : undefined
    return said || about ? [{ question, ...(about && { subject: about }), ...(said && { text: said }), ...(as_of && { as_of }) }] : []
  })

/** The answer to a request: a field for each question, in part or finally. */
export function AnswerForm({ request, message, network, classification, onClose }: Props) {
  const { t } = useTranslation('exchange')
  const { t: shell } = useTranslation()
  const { language } = useLanguage()
  const { nameOf } = useMembers(network)
  const asked = message.content?.kind === 'request' ? message.content.body : undefined
  const [draft, change, drop] = useDraft<AnswerDraft>(`answer:${request.id}`, () => ({
    result: 'information',
    final: true,
    facts: [...new Set((asked?.questions ?? []).map(({ code }) => code))].map((question) => ({ question, text: { text: '', language } })),
    text: { text: '', language },
    reference: '',
    handling: [],
    evaluation: {},
    classification,
    files: [],
  }))
  const act = useSending(useAct('exchange.answer'))
  const [asking, setAsking] = useState(false)
  const [tried, setTried] = useState(false)
  const partner = nameOf(request.partner)
  const facts = draft.result === 'information' ? factsOf(draft.facts) : []
  const text = wordsOf(draft.text)
  const empty = draft.result === 'information' && facts.length === 0 && !text && draft.files.length === 0
  const wordless = h3Wordless(draft.handling)
  const go = async () => {
    const evaluation = evaluationOf(draft.evaluation)
    const done = await act.send(draft.files, (attachments) => ({
      request: request.id,
      final: draft.final,
      result: draft.result,
      facts,
      ...(text && { text }),
      ...(draft.reference.trim() && { reference: draft.reference.trim() }),
      handling: handlingOf(draft.handling),
      ...(evaluation && { evaluation }),
      classification: draft.classification,
      ...(draft.keep_until && { keep_until: endOfDay(draft.keep_until) }),
      language: draft.text.language,
      ...(attachments.length > 0 && { attachments }),
    }))
    if (!done) return
    drop()
    onClose()
  }
  const setFact = (i: number, part: Partial<FactDraft>) =>
    change({ facts: draft.facts.map((one, j) => (j === i ? { ...one, ...part } : one)) })
  return (
    <Form
      label={t('answer.title', { partner })}
      submit={t('answer.go')}
      faulty={empty || wordless}
      onAsk={() => {
        setTried(true)
        if (!empty && !wordless) setAsking(true)
      }}
      onClose={onClose}
    >
      <div className={style.pair}>
        <Radio.Group
          label={t('answer.result')}
          value={draft.result}
          onChange={(result) => change({ result: result as AnswerDraft['result'] })}
        >
          <Radio value="information" label={t('result.information')} py={4} />
          <Radio value="nothing-held" label={t('result.nothing-held')} py={4} />
        </Radio.Group>
        <Radio.Group
          label={t('answer.extent')}
          value={draft.final ? 'final' : 'part'}
          onChange={(extent) => change({ final: extent === 'final' })}
        >
          <Radio value="final" label={t('answer.final')} description={t('answer.final_hint')} py={4} />
          <Radio value="part" label={t('answer.part')} description={t('answer.part_hint')} py={4} />
        </Radio.Group>
      </div>
      {draft.result === 'information' && (
        <>
          {draft.facts.map((fact, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: facts keep their places while they are typed
            <FactFields key={i} fact={fact} onChange={(part) => setFact(i, part)} />
          ))}
          <Select
            label={t('answer.add_fact')}
            placeholder={shell('form.choose')}
            value={null}
            searchable
            nothingFoundMessage={shell('form.nothing')}
            disabled={draft.facts.length >= MOST_FACTS}
            onChange={(code) => code && change({ facts: [...draft.facts, { question: code as Question, text: { text: '', language } }] })}
            data={QUESTIONS.map((code) => ({ value: code, label: t(`question.${code}`) }))}
          />
        </>
      )}
      <WordsField
        label={t('answer.text')}
        value={draft.text}
        onChange={(value) => change({ text: value })}
        error={tried && empty ? t('answer.empty') : undefined}
      />
      <LineField label={t('answer.reference')} value={draft.reference} onChange={(reference) => change({ reference })} max={100} />
      <EvaluationField value={draft.evaluation} onChange={(evaluation) => change({ evaluation })} />
      <HandlingField
        value={draft.handling}
        onChange={(handling) => change({ handling })}
        error={tried && wordless ? shell('fault.required') : undefined}
      />
      <div className={style.pair}>
        <ClassificationField value={draft.classification} onChange={(level) => change({ classification: level })} />
        <KeepUntilField value={draft.keep_until} onChange={(keep_until) => change({ keep_until })} />
      </div>
      <FilesField files={draft.files} onChange={(files) => change({ files })} />
      <RefusalBanner error={asking ? undefined : act.error} />
      <Confirm
        open={asking}
        title={t('answer.confirm', { partner })}
        happens={[
          t(draft.final ? 'answer.happens_final' : 'answer.happens_part', { partner }),
          ...(draft.handling.length > 0 ? [t('answer.happens_handling', { codes: draft.handling.map(({ code }) => code).join(' ') })] : []),
          ...(draft.files.length > 0 ? [t('answer.happens_files', { count: draft.files.length })] : []),
        ]}
        seenBy={[partner]}
        act={t('answer.act')}
        running={act.running}
        error={act.error}
        onConfirm={() => void go()}
        onClose={() => setAsking(false)}
      />
    </Form>
  )
}

function FactFields({ fact, onChange }: { fact: FactDraft; onChange: (part: Partial<FactDraft>) => void }) {
  const { t } = useTranslation('exchange')
  const label = t(`question.${fact.question}`)
  return (
    <fieldset className={style.group}>
      <legend>{label}</legend>
      <WordsField label={t('answer.fact_text')} value={fact.text} onChange={(text) => onChange({ text })} rows={2} />
      <DateField label={t('answer.as_of')} partial value={fact.as_of} onChange={(as_of) => onChange({ as_of })} />
      <Checkbox
        label={t('answer.with_subject')}
        checked={fact.subject !== undefined}
        onChange={(event) => onChange({ subject: event.currentTarget.checked ? { kind: 'person' } : undefined })}
      />
      {fact.subject && <SubjectFields value={fact.subject} onChange={(subject) => onChange({ subject })} faults={[]} />}
    </fieldset>
  )
}

/** A refusal or a deferral on one of the published grounds. */
export function RefuseForm({ request, network, onClose }: Props) {
  const { t } = useTranslation('exchange')
  const { t: shell } = useTranslation()
  const { term } = useTerm()
  const { language } = useLanguage()
  const { nameOf } = useMembers(network)
  const purpose = usePurpose()
  const { run, running, error } = useAct('exchange.refuse')
  const [draft, change, drop] = useDraft(`refuse:${request.id}`, () => ({
    ground: '',
    deferred_until: undefined as string | undefined,
    text: { text: '', language } as Typed,
  }))
  const [asking, setAsking] = useState(false)
  const [tried, setTried] = useState(false)
  const partner = nameOf(request.partner)
  const ground = REFUSAL_GROUNDS.find((one) => one === draft.ground)
  const go = async () => {
    if (!ground) return
    const text = wordsOf(draft.text)
    const input = {
      request: request.id,
      ground,
      ...(draft.deferred_until && { deferred_until: endOfDay(draft.deferred_until) }),
      ...(text && { text }),
    }
    if (!(await run(input, { purpose }))) return
    drop()
    onClose()
  }
  return (
    <Form
      label={t('refusal.title', { partner })}
      submit={t('refusal.go')}
      faulty={!ground}
      onAsk={() => {
        setTried(true)
        if (ground) setAsking(true)
      }}
      onClose={onClose}
    >
      <Radio.Group
        label={t('refusal.ground')}
        withAsterisk
        value={draft.ground}
        onChange={(value) => change({ ground: value })}
        error={tried && !ground ? shell('fault.required') : undefined}
      >
        {REFUSAL_GROUNDS.map((code) => (
          <Radio key={code} value={code} label={term('refusal-ground', code)} py={4} />
        ))}
      </Radio.Group>
      <DateField
        label={t('refusal.deferred')}
        description={t('refusal.deferred_hint')}
        value={draft.deferred_until}
        onChange={(deferred_until) => change({ deferred_until })}
      />
      <WordsField label={t('refusal.text')} value={draft.text} onChange={(text) => change({ text })} />
      <Confirm
        open={asking}
        danger
        title={t('refusal.confirm', { partner })}
        happens={[
          t(draft.deferred_until ? 'refusal.happens_deferred' : 'refusal.happens', {
            partner,
            ground: ground ? term('refusal-ground', ground) : '',
          }),
          t('refusal.happens_journal'),
        ]}
        seenBy={[partner]}
        act={t('refusal.act')}
        running={running}
        error={error}
        onConfirm={() => void go()}
        onClose={() => setAsking(false)}
      />
    </Form>
  )
}

/** A question back to the asker, or (with `question`) the answer to one. */
export function ClarifyForm({
  request,
  network,
  question,
  onClose,
}: {
  request: Request
  network: string
  question?: Message
  onClose: () => void
}) {
  const { t } = useTranslation('exchange')
  const { t: shell } = useTranslation()
  const { language } = useLanguage()
  const { nameOf } = useMembers(network)
  const [draft, change, drop] = useDraft(`clarify:${question?.id ?? request.id}`, () => ({
    text: { text: '', language: language as Language },
    files: [] as File[],
  }))
  const asked = useSending(useAct('exchange.ask-clarification'))
  const answered = useSending(useAct('exchange.answer-clarification'))
  const { running, error } = question ? answered : asked
  const [asking, setAsking] = useState(false)
  const [tried, setTried] = useState(false)
  const partner = nameOf(request.partner)
  const text = wordsOf(draft.text)
  const key = question ? 'clarify.answer' : 'clarify.ask'
  const go = async () => {
    if (!text) return
    const done = question
      ? await answered.send(draft.files, (attachments) => ({ message: question.id, text, ...(attachments.length > 0 && { attachments }) }))
      : await asked.send(draft.files, (attachments) => ({ request: request.id, text, ...(attachments.length > 0 && { attachments }) }))
    if (!done) return
    drop()
    onClose()
  }
  return (
    <Form
      label={t(`${key}_title`, { partner })}
      submit={t(`${key}_go`)}
      faulty={!text}
      onAsk={() => {
        setTried(true)
        if (text) setAsking(true)
      }}
      onClose={onClose}
    >
      <WordsField
        label={t(`${key}_text`)}
        required
        value={draft.text}
        onChange={(value) => change({ text: value })}
        error={tried && !text ? shell('fault.required') : undefined}
      />
      <FilesField files={draft.files} onChange={(files) => change({ files })} />
      <Confirm
        open={asking}
        title={t(`${key}_confirm`, { partner })}
        happens={[t(`${key}_happens`, { partner }), t('clarify.limit')]}
        seenBy={[partner]}
        act={t(`${key}_act`)}
        running={running}
        error={error}
        onConfirm={() => void go()}
        onClose={() => setAsking(false)}
      />
    </Form>
  )
}

/** What an own request or answer should have said. */
export function CorrectForm({ message, network, onClose }: { message: Message; network: string; onClose: () => void }) {
  const { t } = useTranslation('exchange')
  const { t: shell } = useTranslation()
  const { language } = useLanguage()
  const { nameOf } = useMembers(network)
  const purpose = usePurpose()
  const { run, running, error } = useAct('exchange.correct')
  const { content } = message
  const request = content?.kind === 'request' ? content.body : undefined
  const answer = content?.kind === 'answer' ? content.body : undefined
  const typed = (words: { text: string; language: Language } | undefined): Typed => words ?? { text: '', language }
  const [draft, change, drop] = useDraft(`correct:${message.id}`, () => ({
    why: { text: '', language } as Typed,
    subject: request ? draftOf(request.subject) : undefined,
    reason: typed(request?.reason),
    text: typed(request?.text ?? answer?.text),
    facts: (answer?.facts ?? []).map(
      ({ question, text, as_of, subject }): FactDraft => ({
        question,
        text: typed(text),
        as_of,
        ...(subject && { subject: draftOf(subject) }),
      }),
    ),
  }))
  const [asking, setAsking] = useState(false)
  const [tried, setTried] = useState(false)
  const partner = nameOf(message.partner)
  const why = wordsOf(draft.why)
  const reason = wordsOf(draft.reason)
  const text = wordsOf(draft.text)
  const subjectWrong = draft.subject ? subjectFaults(draft.subject) : []
  const faulty = !why || (request !== undefined && (!reason || subjectWrong.length > 0))
  const go = async () => {
    if (!why) return
    const { text: _, ...restOfRequest } = request ?? {}
    const { text: __, ...restOfAnswer } = answer ?? {}
    const done = await run(
      {
        message: message.id,
        reason: why,
        ...(request &&
          draft.subject &&
          reason && {
            request: { ...restOfRequest, questions: request.questions, subject: subjectOf(draft.subject), reason, ...(text && { text }) },
          }),
        ...(answer && {
          answer: { ...restOfAnswer, final: answer.final, result: answer.result, facts: factsOf(draft.facts), ...(text && { text }) },
        }),
      },
      { purpose },
    )
    if (!done) return
    drop()
    onClose()
  }
  return (
    <Form
      label={t('correction.title')}
      submit={t('correction.go')}
      faulty={faulty}
      onAsk={() => {
        setTried(true)
        if (!faulty) setAsking(true)
      }}
      onClose={onClose}
    >
      <WordsField
        label={t('correction.reason')}
        required
        value={draft.why}
        onChange={(value) => change({ why: value })}
        rows={2}
        error={tried && !why ? shell('fault.required') : undefined}
      />
      {request && draft.subject && (
        <>
          <SubjectFields value={draft.subject} onChange={(subject) => change({ subject })} faults={tried ? subjectWrong : []} />
          <WordsField
            label={t('request.reason')}
            required
            value={draft.reason}
            onChange={(value) => change({ reason: value })}
            error={tried && !reason ? shell('fault.required') : undefined}
          />
        </>
      )}
      {answer &&
        draft.facts.map((fact, i) => (
          <FactFields
            // biome-ignore lint/suspicious/noArrayIndexKey: facts keep their places while they are typed
            key={i}
            fact={fact}
            onChange={(part) => change({ facts: draft.facts.map((one, j) => (j === i ? { ...one, ...part } : one)) })}
          />
        ))}
      <WordsField label={t(answer ? 'answer.text' : 'request.text')} value={draft.text} onChange={(value) => change({ text: value })} />
      <Confirm
        open={asking}
        title={t('correction.confirm', { partner })}
        happens={[t('correction.happens', { partner }), t('correction.happens_onward')]}
        seenBy={[partner]}
        act={t('correction.act')}
        running={running}
        error={error}
        onConfirm={() => void go()}
        onClose={() => setAsking(false)}
      />
    </Form>
  )
}
