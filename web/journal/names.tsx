// What stands in an entry, in words: what happened, who did it, to what, and how it came out.
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { countryName, Mono, StateMark, type StateTone } from '../pieces/index.ts'

export type Line = Output<'oversight.find-journal'>['rows'][number]
export type Outcome = Line['outcome']

export const OUTCOMES = ['done', 'refused', 'failed'] as const
const TONES: Record<Outcome, StateTone> = { done: 'good', refused: 'warning', failed: 'bad' }
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/

/** Groups of events by how their codes begin: the filter of the lists. */
export const GROUPS = [
  'checks',
  'screening',
  'registers',
  'exchange',
  'analysis',
  'operations',
  'coincidences',
  'picture',
  'directory',
  'officers',
  'session',
  'oversight',
  'journal',
  'post',
  'roster',
] as const

export function useEventWord() {
  const { t } = useTranslation('journal')
  return (event: string): string => t(`event.${event}`, { defaultValue: event })
}

/** The words for an event; a code that has none stands as it is. */
export function EventName({ event }: { event: string }) {
  const word = useEventWord()(event)
  return word === event ? <Mono>{event}</Mono> : <span title={event}>{word}</span>
}

/** An officer by name, a partner by country, the node itself where nobody acted. */
export function ActorName({ actor, name }: { actor: string | null; name: string | null }) {
  const { t } = useTranslation('journal')
  if (name) return <bdi dir="auto">{name}</bdi>
  if (!actor) return <span>{t('node_itself')}</span>
  if (UUID.test(actor)) return <Short id={actor} />
  const country = countryName(actor)
  return country === actor ? <Mono>{actor}</Mono> : <bdi>{country}</bdi>
}

/** Who stands behind an entry: signing in and out is written down by the node about an officer. */
export function actorOf(
  { event, actor, actor_name, subject }: Pick<Line, 'event' | 'actor' | 'actor_name' | 'subject'>,
  nameOf: (id: string | null) => string | null,
): { actor: string | null; name: string | null } {
  if (actor || !event.startsWith('session.') || !UUID.test(subject)) return { actor, name: actor_name }
  return { actor: subject, name: nameOf(subject) }
}

/** The end of a long number, which tells two apart; the whole of it on request. */
export const Short = ({ id }: { id: string }) => (
  <span title={id}>
    <Mono>…{id.slice(-8)}</Mono>
  </span>
)

/** What an entry is about: the kind in words and its number. */
export function SubjectName({ subject, whole = false }: { subject: string; whole?: boolean }) {
  const { t } = useTranslation('journal')
  const { nameOf } = useOfficers()
  const id = UUID.exec(subject)?.[0]
  if (subject === 'none' || subject === 'unknown' || subject === 'own' || subject === 'erased')
    return <span>{t(`subject.${subject}`)}</span>
  if (!id || subject.includes(' ')) return <Mono breaks>{subject.length > 60 && !whole ? `${subject.slice(0, 60)}…` : subject}</Mono>
  const officer = nameOf(id)
  if (officer && !whole) return <bdi dir="auto">{officer}</bdi>
  const kind = subject.slice(0, subject.indexOf(':'))
  const word = kind && subject.includes(':') ? t(`kind.${kind}`, { defaultValue: kind }) : ''
  return (
    <span>
      {word && `${word} `}
      {whole ? <Mono breaks>{subject}</Mono> : <Short id={id} />}
    </span>
  )
}

export function OutcomeMark({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('journal')
  return <StateMark tone={TONES[outcome]}>{t(`outcome.${outcome}`)}</StateMark>
}

/** Officers of the own member for choosing and naming; at most 200 are offered. */
export function useOfficers() {
  const { data } = useView('officers.find-colleagues', { limit: 200 })
  const rows = data?.rows ?? []
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return { rows, nameOf: (id: string | null) => (id === null ? null : (names.get(id) ?? null)) }
}
