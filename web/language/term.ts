// The profession's words by code, and what a refusal says to the officer.
import { useTranslation } from 'react-i18next'
import type { RefusalError } from '../api/client.ts'

export type Vocabulary =
  | 'handling'
  | 'source-grade'
  | 'information-grade'
  | 'reply-class'
  | 'purpose'
  | 'crime-area'
  | 'refusal-ground'
  | 'message-state'
  | 'check-answer'
  | 'role'
  | 'notice'
  | 'document-status'
  | 'document-kind'
  | 'record-kind'
  | 'identifier-kind'
  | 'contact-kind'
  | 'reach-kind'
  | 'member-kind'
  | 'classification'
  | 'action-to-take'
  | 'match'
  | 'sex'

/** Answers the word for a code; an unknown code is shown as it is, never hidden. */
export function useTerm() {
  const { t } = useTranslation('terms')
  return {
    term: (vocabulary: Vocabulary, code: string): string => t(`${vocabulary}.${code}`, { defaultValue: code }),
    /** The long form where the list has one (handling codes, grades, reply classes): else an empty string. */
    meaning: (vocabulary: Vocabulary, code: string): string => t(`${vocabulary}-meaning.${code}`, { defaultValue: '' }),
  }
}

/** Answers the sentence for a refusal in the officer's language, else the node's own. */
export function useRefusal() {
  const { t } = useTranslation('refusal')
  return (error: Pick<RefusalError, 'code' | 'message'>): string =>
    t(error.code, { defaultValue: error.message || t('unknown', { code: error.code }) })
}
