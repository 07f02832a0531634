// What the node says of cases, requests and messages, by short names.
import type { Input, Output } from '../api/client.ts'

export type CaseRead = Output<'exchange.read-case'>
export type Case = CaseRead['case']
export type Request = CaseRead['requests'][number]
export type Message = CaseRead['messages']['rows'][number]
export type Content = NonNullable<Message['content']>
export type InboxRow = Output<'exchange.find-inbox'>['rows'][number]
export type Notice = Output<'exchange.find-notices'>['rows'][number]

export type NewRequest = Input<'exchange.open-request'>
export type Subject = NewRequest['subject']
export type SubjectKind = Subject['kind']
export type Question = NewRequest['questions'][number]['code']
export type Handling = NonNullable<NewRequest['handling']>[number]
export type Evaluation = NonNullable<NewRequest['evaluation']>
export type Classification = NonNullable<NewRequest['classification']>
export type Words = NewRequest['reason']

export const SUBJECT_KINDS = ['person', 'document', 'vehicle', 'firearm', 'identifier', 'other'] as const satisfies readonly SubjectKind[]
export const QUESTIONS = [
  'behind-hit',
  'identity',
  'whereabouts',
  'criminal-history',
  'associates',
  'document-status',
  'document-holder',
  'travel-history',
  'vehicle-owner',
  'vehicle-movements',
  'firearm-trace',
  'subscriber',
  'account-holder',
  'transactions',
  'photograph',
  'fingerprints',
  'other',
] as const satisfies readonly Question[]

/** Which questions fit a subject, the likeliest first; the others follow. */
export const LIKELY: Record<SubjectKind, readonly Question[]> = {
  person: ['identity', 'criminal-history', 'whereabouts', 'associates', 'travel-history', 'photograph', 'fingerprints'],
  document: ['document-status', 'document-holder', 'travel-history', 'photograph'],
  vehicle: ['vehicle-owner', 'vehicle-movements'],
  firearm: ['firearm-trace'],
  identifier: ['subscriber', 'account-holder', 'transactions'],
  other: [],
}

export const isOpen = ({ state, deferred_until }: Pick<Request, 'state' | 'deferred_until'>): boolean =>
  state === 'waiting' || state === 'delivered' || state === 'opened' || (state === 'refused' && deferred_until !== null)
