// The conversation between the posts of a team, as it is read at one of them: what waits there, who has acknowledged, and a line to write in.
import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useView } from '../api/hooks.ts'
import { locale, useLanguage } from '../language/index.ts'
import {
  EmptyState,
  Loading,
  RefusalBanner,
  Section,
  StateMark,
  useMembers,
  usePreference,
  WordsField,
  writeTime,
} from '../pieces/index.ts'
import { Text } from './said.tsx'
import style from './talk.module.css'
import type { Said, Talk, Team, Words } from './types.ts'
import { AddThing, mayBePut } from './work.tsx'

const FIRST_PAGE = 50
const MOST = 200
/** As many acknowledgements as one entry holds. */
const AT_ONCE = 100
const LONGEST_QUOTE = 80
const NO_POSTS: Readonly<Record<string, string>> = {}

/** The conversation of a team, and at which of its own posts this device reads it. */
export function useTalk(team: Team, every_ms: number, limit = FIRST_PAGE) {
  const [kept, keep] = usePreference('posts', NO_POSTS)
  const wanted = kept[team.id]
  const view = useView('operations.read-conversation', { space: team.id, ...(wanted && { post: wanted }), limit, offset: 0 }, { every_ms })
  const own = view.data?.posts.filter(({ member }) => member === team.own) ?? []
  const post = own.find(({ id }) => id === wanted)
  const sit = (id: string) => keep({ ...kept, [team.id]: id })
  const first = own[0]?.id
  // where there is one of the own member's there is no choice to make; one that was withdrawn is nobody's any more
  useEffect(() => {
    if (first && !post) keep({ ...kept, [team.id]: first })
  }, [first, post, keep, kept, team.id])
  return { view, own, post, sit }
}

export function Conversation({ team, every_ms }: { team: Team; every_ms: number }) {
  const { t } = useTranslation('operations')
  const [limit, setLimit] = useState(FIRST_PAGE)
  const { view, own, post, sit } = useTalk(team, every_ms, limit)
  const [answered, setAnswered] = useState<Said | undefined>()
  const act = useAct('operations.put-things')
  const number = new Intl.NumberFormat(locale())
  const talk = view.data
  const may = mayBePut(team, 'message')
  const acknowledge = (some: readonly Said[]) =>
    post &&
    act.run({
      space: team.id,
      things: some
        .slice(0, AT_ONCE)
        .map(({ id }) => ({ thing: null, kind: 'acknowledgement' as const, set: { message: id, post: post.id } })),
    })
  const waiting = talk && post ? talk.messages.filter(({ open }) => open.includes(post.id)) : []
  return (
    <Section
      title={t('post.messages')}
      actions={
        talk &&
        talk.waiting > 0 && (
          <StateMark tone={talk.waiting_urgent > 0 ? 'bad' : 'warning'}>
            {t(talk.waiting_urgent > 0 ? 'talk.waiting_urgent' : 'talk.waiting', {
              number: number.format(talk.waiting),
              urgent: number.format(talk.waiting_urgent),
            })}
          </StateMark>
        )
      }
    >
      <div className={style.talk}>
        <RefusalBanner error={view.error} onRetry={view.reload} />
        {!talk && !view.error && <Loading />}
        {talk && (
          <>
            {own.length > 1 && (
              <NativeSelect
                label={t('talk.seat')}
                value={post?.id ?? ''}
                onChange={(event) => sit(event.currentTarget.value)}
                data={own.map(({ id, name }) => ({ value: id, label: name ?? t('thing.untitled') }))}
              />
            )}
            <Messages team={team} talk={talk} at={post?.id}>
              {(message) =>
                post && may ? (
                  <>
                    {message.open.includes(post.id) && (
                      <Button size="compact-sm" loading={act.running} onClick={() => void acknowledge([message])}>
                        {t('talk.acknowledge')}
                      </Button>
                    )}
                    {message.by !== team.own && (
                      <Button size="compact-sm" variant="default" onClick={() => setAnswered(message)}>
                        {t('talk.answer')}
                      </Button>
                    )}
                  </>
                ) : null
              }
            </Messages>
            {talk.count > talk.messages.length &&
              (limit < MOST ? (
                <Button size="compact-sm" variant="default" onClick={() => setLimit(MOST)}>
                  {t('talk.earlier')}
                </Button>
              ) : (
                <p className={style.quiet}>{t('work.only_newest', { number: number.format(MOST) })}</p>
              ))}
            {waiting.length > 1 && may && (
              <Button size="compact-sm" variant="default" loading={act.running} onClick={() => void acknowledge(waiting)}>
                {t('talk.acknowledge_all', { number: number.format(Math.min(waiting.length, AT_ONCE)) })}
              </Button>
            )}
            <RefusalBanner error={act.error} />
            {may && post && (
              <Compose key={post.id} team={team} talk={talk} from={post.id} answered={answered} onDone={() => setAnswered(undefined)} />
            )}
            {may && !post && (
              <EmptyState title={t('talk.no_seat')} actions={<AddThing team={team} kind="post" things={[]} />}>
                {t('talk.no_seat_text')}
              </EmptyState>
            )}
          </>
        )}
      </div>
    </Section>
  )
}

/** What a post is called. */
function usePostName(team: Team, talk: Talk) {
  const { t } = useTranslation('operations')
  const { nameOf } = useMembers(team.network)
  return {
    postName: (id: string | null): string => {
      if (id === null) return t('talk.all')
      const post = talk.posts.find((one) => one.id === id)
      return post?.name ?? (post?.member ? nameOf(post.member) : t('talk.gone'))
    },
    nameOf,
  }
}

function Messages({
  team,
  talk,
  at,
  children,
}: {
  team: Team
  talk: Talk
  at: string | undefined
  children: (message: Said) => React.ReactNode
}) {
  const { t } = useTranslation('operations')
  const { postName, nameOf } = usePostName(team, talk)
  const list = useRef<HTMLOListElement>(null)
  const newest = talk.messages[0]?.id
  const number = new Intl.NumberFormat(locale())
  // the newest stands below, beside the line to write in
  // biome-ignore lint/correctness/useExhaustiveDependencies: when there is a newer one
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [newest])
  if (talk.messages.length === 0) return <EmptyState title={t('post.no_messages')} />
  const quoted = (id: string | null) => {
    const text = id === null ? undefined : talk.messages.find((one) => one.id === id)?.text?.text
    return text && (text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <ol ref={list} className={style.messages} tabIndex={0} aria-label={t('post.messages')} aria-live="polite">
      {[...talk.messages].reverse().map((message) => {
        const { id, by, from, from_name, to, urgent, text, why, answers, acknowledged, open, changed_at } = message
        const waits = at !== undefined && open.includes(at)
        return (
          <li
            key={id}
            className={[style.message, by === team.own && style.ours, waits && style.waits, waits && urgent && style.urgent]
              .filter(Boolean)
              .join(' ')}
          >
            <p className={style.head}>
              <span>
                <bdi dir="auto" className={style.from}>
                  {from ? postName(from) : (from_name ?? nameOf(by))}
                </bdi>
                {(from || from_name) && <> · {nameOf(by)}</>}
              </span>
              <span>
                {t('talk.to', { post: `\u2068${postName(to)}\u2069` })} · {writeTime(message.at, 'short')}
              </span>
            </p>
            {urgent && <StateMark tone={waits ? 'bad' : 'warning'}>{t('post.urgent')}</StateMark>}
            {quoted(answers) && (
              <blockquote className={style.quote} dir="auto">
                {quoted(answers)}
              </blockquote>
            )}
            {text ? <Text words={text} /> : <p className={style.quiet}>{t(`missing.${why ?? 'on-its-way'}`)}</p>}
            {changed_at && <p className={style.quiet}>{t('talk.changed', { time: writeTime(changed_at, 'short') })}</p>}
            <p className={style.quiet}>
              {acknowledged.length > 0 && (
                <span className={style.heard}>
                  {t('talk.acknowledged', {
                    posts: acknowledged.map((one) => `\u2068${postName(one.post)}\u2069 ${writeTime(one.at, 'time')}`).join(' · '),
                  })}
                </span>
              )}
              {open.length > 0 && (
                <span>
                  {open.length > 3
                    ? t('talk.open_many', { number: number.format(open.length) })
                    : t('talk.open', { posts: open.map((one) => `\u2068${postName(one)}\u2069`).join(' · ') })}
                </span>
              )}
            </p>
            <div className={style.deeds}>{children(message)}</div>
          </li>
        )
      })}
    </ol>
  )
}

function Compose({
  team,
  talk,
  from,
  answered,
  onDone,
}: {
  team: Team
  talk: Talk
  from: string
  answered: Said | undefined
  onDone: () => void
}) {
  const { t } = useTranslation('operations')
  const { t: shell } = useTranslation()
  const { language } = useLanguage()
  const { postName } = usePostName(team, talk)
  const act = useAct('operations.put-things')
  const [words, setWords] = useState<Words>({ text: '', language })
  const [to, setTo] = useState('')
  const [urgent, setUrgent] = useState(false)
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const others = talk.posts.filter(({ id }) => id !== from)
  useEffect(() => {
    if (!answered) return
    setTo(answered.from ?? '')
    form.current?.querySelector('textarea')?.focus()
  }, [answered])
  const send = async () => {
    setTried(true)
    const text = words.text.trim()
    if (text === '') return form.current?.querySelector('textarea')?.focus()
    const set = { text: { ...words, text }, from, ...(to && { to }), ...(urgent && { urgent }), ...(answered && { answers: answered.id }) }
    // an answer says that the question was read
    const heard = answered?.open.includes(from)
      ? [{ thing: null, kind: 'acknowledgement' as const, set: { message: answered.id, post: from } }]
      : []
    if (!(await act.run({ space: team.id, things: [{ thing: null, kind: 'message', set }, ...heard] }))) return
    setWords({ ...words, text: '' })
    setUrgent(false)
    setTried(false)
    onDone()
  }
  return (
    <form
      ref={form}
      className={style.compose}
      noValidate
      aria-label={t('talk.write')}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void send()
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        void send()
      }}
    >
      {answered && (
        <div className={style.row}>
          <span className={style.quiet}>{t('talk.answering', { post: `\u2068${postName(answered.from)}\u2069` })}</span>
          <Button size="compact-sm" variant="default" onClick={onDone}>
            {shell('page.cancel')}
          </Button>
        </div>
      )}
      <NativeSelect
        label={t('talk.whom')}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        data={[{ value: '', label: t('talk.all') }, ...others.map(({ id }) => ({ value: id, label: postName(id) }))]}
      />
      <WordsField
        label={t('talk.text')}
        description={t('talk.hint')}
        required
        rows={2}
        value={words}
        onChange={setWords}
        error={tried && words.text.trim() === '' ? shell('fault.required') : undefined}
      />
      <div className={style.row}>
        <Checkbox label={t('post.urgent')} checked={urgent} onChange={(event) => setUrgent(event.currentTarget.checked)} />
        <Button type="submit" loading={act.running}>
          {t('talk.send')}
        </Button>
      </div>
      <RefusalBanner error={act.error} />
    </form>
  )
}
