// Hits worked through one at a time, surest first, by keyboard: the person of the list, the record, the reasons side by side; confirm or discard.
import { Button, Radio, Textarea } from '@mantine/core'
import { IconAlertOctagon, IconCheck, IconX } from '@tabler/icons-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { useAsking } from '../checks/asking.ts'
import { Hit } from '../checks/hit.tsx'
import { personFirst, SubjectLine, titleOf } from '../checks/subjects.tsx'
import { locale } from '../language/index.ts'
import { Banner, EmptyState, Loading, Mono, RefusalBanner, Section, StateMark, strengthOf, useShortcuts } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import type { List } from './follow.ts'
import style from './screening.module.css'

type Row = Output<'screening.find-hits'>['rows'][number]
type Decision = Pick<Row, 'state' | 'ground' | 'words'>
const GROUNDS = [
  'birth-date-differs',
  'name-differs',
  'nationality-differs',
  'sex-differs',
  'document-differs',
  'identified-otherwise',
  'same-name-known',
  'other',
] as const
type Ground = (typeof GROUNDS)[number]
const PAGE = 200
const MAX_WORDS = 500
/** What tells of decisions: who comes back to the page at once would else see it as it was before them. */
const DECIDED = ['screening.read-list', 'screening.find-hits']

export function Work({ list, hits, onDecided }: { list: List; hits: number; onDecided: (decided: number) => void }) {
  const { t } = useTranslation('screening')
  const { t: shell } = useTranslation()
  const [page, setPage] = useState(0)
  const view = useView('screening.find-hits', { list: list.id, limit: PAGE, offset: page * PAGE })
  const [decided, setDecided] = useState<ReadonlyMap<string, Decision>>(new Map())
  const [current, setCurrent] = useState<string | undefined>()
  const { data, reload } = view
  const rows = (data?.rows ?? []).map((row) => ({ ...row, ...decided.get(row.id) }))
  // more hits come in while others are worked through
  const known = data?.total ?? 0
  useEffect(() => {
    if (data !== undefined && hits > known) reload()
  }, [hits, known, data, reload])
  const open = rows.filter(({ state }) => state === 'open')
  const row = rows.find(({ id }) => id === current) ?? open[0] ?? rows[0]
  const at = row ? rows.indexOf(row) : -1
  const decide = (id: string, decision: Decision) => {
    const was = rows.find((one) => one.id === id)
    setDecided((old) => new Map([...old, [id, decision]]))
    onDecided((decision.state === 'open' ? 0 : 1) - (was?.state === 'open' ? 0 : 1))
    if (decision.state === 'open') return setCurrent(id)
    // on to the next one that is not decided, behind this one first
    const next = [...rows.slice(at + 1), ...rows.slice(0, at)].find(({ id: other, state }) => other !== id && state === 'open')
    setCurrent((next ?? row)?.id)
  }
  const move = (step: number) => setCurrent(rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.id)
  if (!data) return view.error ? <RefusalBanner error={view.error} onRetry={reload} /> : <Loading />
  if (rows.length === 0 || !row)
    return (
      <Section title={t('work.title')}>
        <EmptyState title={list.state === 'asked' ? t('work.none') : t('work.none_yet')}>
          {list.state === 'asked' ? t('work.none_text') : ''}
        </EmptyState>
      </Section>
    )
  return (
    <Section title={t('work.title')}>
      <div className={style.work}>
        <nav className={style.hits} aria-label={t('work.all')}>
          <ol>
            {rows.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  className={style.pick}
                  aria-current={one === row ? 'true' : undefined}
                  onClick={() => setCurrent(one.id)}
                >
                  <span className={style.who}>
                    <strong>
                      <bdi dir="auto" translate="no">
                        {titleOf(personFirst(one.subjects)[0]!)}
                      </bdi>
                    </strong>
                    {personFirst(one.subjects)
                      .slice(1)
                      .map((subject) => (
                        <Mono key={titleOf(subject)}>{titleOf(subject)}</Mono>
                      ))}
                    <span className={style.quiet}>{shell(`strength.${sureness(one)}`)}</span>
                  </span>
                  <Mark state={one.state} />
                </button>
              </li>
            ))}
          </ol>
          {data.total > PAGE && (
            <div className={style.row}>
              <Button size="xs" variant="default" disabled={page === 0} onClick={() => setPage(page - 1)}>
                {t('work.surer')}
              </Button>
              <Button size="xs" variant="default" disabled={(page + 1) * PAGE >= data.total} onClick={() => setPage(page + 1)}>
                {t('work.less_sure')}
              </Button>
            </div>
          )}
        </nav>
        <One
          key={row.id}
          list={list}
          row={row}
          at={page * PAGE + at + 1}
          of={data.total}
          onDecide={(decision) => decide(row.id, decision)}
          onMove={move}
        />
      </div>
    </Section>
  )
}

/** A name is never exact, however well it fits. */
const sureness = ({ score, hit }: Row) => (hit.kind === 'person' && strengthOf(score) === 'exact' ? 'strong' : strengthOf(score))

function Mark({ state }: { state: Row['state'] }) {
  const { t } = useTranslation('screening')
  return (
    <StateMark
      tone={state === 'open' ? 'warning' : state === 'confirmed' ? 'bad' : 'quiet'}
      {...(state === 'confirmed' && { icon: IconAlertOctagon })}
    >
      {t(`hit_state.${state}`)}
    </StateMark>
  )
}

function One({
  list,
  row,
  at,
  of,
  onDecide,
  onMove,
}: {
  list: List
  row: Row
  at: number
  of: number
  onDecide: (decision: Decision) => void
  onMove: (step: number) => void
}) {
  const { t } = useTranslation('screening')
  const { t: shell } = useTranslation()
  const { has } = useSession()
  const number = new Intl.NumberFormat(locale())
  const confirm = useAct('screening.confirm-hit', { touches: DECIDED })
  const discard = useAct('screening.discard-hit', { touches: DECIDED })
  const reopen = useAct('screening.reopen-hit', { touches: DECIDED })
  const { ask, running, error } = useAsking()
  const [choosing, setChoosing] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const input = { list: list.id, hit: row.id }
  // a screen reader hears which hit it is now; the keyboard goes on from here
  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement?.closest('[data-decide]') === null) return
    heading.current?.focus({ preventScroll: true })
  }, [])

  const doConfirm = async () => {
    if (row.state === 'open' && (await confirm.run(input))) onDecide({ state: 'confirmed', ground: null, words: null })
  }
  const doDiscard = async (ground: Ground, words: string) => {
    if (await discard.run({ ...input, ground, ...(words && { words }) })) onDecide({ state: 'discarded', ground, words: words || null })
  }
  const doReopen = async () => {
    if (row.state !== 'open' && (await reopen.run(input))) onDecide({ state: 'open', ground: null, words: null })
  }
  useShortcuts([
    { key: 'j', label: shell('keys.down'), run: () => onMove(1) },
    { key: 'k', label: shell('keys.up'), run: () => onMove(-1) },
    ...(row.state === 'open'
      ? [
          { key: 'y', label: t('work.confirm'), run: () => void doConfirm() },
          { key: 'x', label: t('work.discard'), run: () => setChoosing(true) },
        ]
      : [{ key: 'u', label: t('work.undo'), run: () => void doReopen() }]),
  ])
  return (
    <div className={style.one} data-decide>
      <div className={style.person}>
        <h3 className={style.heading} tabIndex={-1} ref={heading}>
          {t('work.at', { at: number.format(at), of: number.format(of) })} <Mark state={row.state} />
        </h3>
        <p className={style.quiet}>
          {t('work.line', { line: number.format(row.line) })}
          {row.reference && (
            <>
              {' '}
              · {t('field.reference')}: <bdi dir="auto">{row.reference}</bdi>
            </>
          )}
        </p>
        {personFirst(row.subjects).map((subject, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the subjects of one person
          <div key={i}>
            <SubjectLine subject={subject} />
          </div>
        ))}
      </div>
      <Hit
        hit={row.hit}
        answer={row}
        subjects={row.subjects}
        from={row.state === 'confirmed' ? { list: list.id, line: String(row.line) } : undefined}
      />
      <RefusalBanner error={confirm.error ?? discard.error ?? reopen.error ?? error} />
      {row.state === 'open' &&
        (choosing ? (
          <Discard running={discard.running} onDiscard={doDiscard} onCancel={() => setChoosing(false)} />
        ) : (
          <div className={style.decide}>
            <Button leftSection={<IconCheck size={18} />} loading={confirm.running} onClick={() => void doConfirm()}>
              {t('work.confirm')} <kbd className={style.key}>y</kbd>
            </Button>
            <Button variant="default" leftSection={<IconX size={18} />} onClick={() => setChoosing(true)}>
              {t('work.discard')} <kbd className={style.key}>x</kbd>
            </Button>
          </div>
        ))}
      {row.state !== 'open' && (
        <Banner
          tone={row.state === 'confirmed' ? 'warning' : 'info'}
          title={
            row.state === 'confirmed' ? t('work.confirmed') : t('work.discarded', { why: row.ground ? t(`discard.${row.ground}`) : '' })
          }
          actions={
            <>
              {row.state === 'confirmed' && has('desk', 'analyst', 'supervisor') && (
                <Button variant="default" loading={running} onClick={() => void ask({ subjects: [...row.subjects] })}>
                  {t('work.check')}
                </Button>
              )}
              <Button variant="default" loading={reopen.running} onClick={() => void doReopen()}>
                {t('work.undo')} <kbd className={style.key}>u</kbd>
              </Button>
            </>
          }
        >
          {row.state === 'confirmed' ? t('work.confirmed_text') : row.words && <bdi dir="auto">{row.words}</bdi>}
        </Banner>
      )}
    </div>
  )
}

/** Why it is not this person: a number chooses, words may be added, and have to be for another reason. */
function Discard({
  running,
  onDiscard,
  onCancel,
}: {
  running: boolean
  onDiscard: (ground: Ground, words: string) => void
  onCancel: () => void
}) {
  const { t } = useTranslation('screening')
  const { t: shell } = useTranslation()
  const [ground, setGround] = useState<Ground | ''>('')
  const [words, setWords] = useState('')
  const group = useRef<HTMLFormElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => group.current?.querySelector<HTMLInputElement>('input[type=radio]')?.focus(), [])
  const pick = (next: Ground) => {
    setGround(next)
    if (next === 'other') field.current?.focus()
    else onDiscard(next, words.trim())
  }
  useShortcuts(GROUNDS.map((one, i) => ({ key: String(i + 1), label: t(`discard.${one}`), run: () => pick(one) })))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ground !== '' && (ground !== 'other' || words.trim() !== '')) onDiscard(ground, words.trim())
  }
  return (
    <form
      ref={group}
      className={style.discard}
      aria-label={t('work.discard_why')}
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <Radio.Group label={t('work.discard_why')} value={ground} onChange={(value) => setGround(value as Ground)}>
        <div className={style.choices}>
          {GROUNDS.map((one, i) => (
            <Radio key={one} value={one} label={`${i + 1}. ${t(`discard.${one}`)}`} />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        ref={field}
        rows={3}
        dir="auto"
        maxLength={MAX_WORDS}
        label={t('work.words')}
        required={ground === 'other'}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <div className={style.row}>
        <Button type="submit" loading={running} disabled={ground === '' || (ground === 'other' && words.trim() === '')}>
          {t('work.discard')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {shell('page.cancel')}
        </Button>
      </div>
    </form>
  )
}
