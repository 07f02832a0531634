// What the node refused about accounts, in words at the field it names, else above the buttons.
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RefusalError } from '../api/client.ts'
import { Banner, RefusalBanner } from '../pieces/index.ts'

const KNOWN = new Set([
  'taken',
  'second-administrator',
  'own-account',
  'proposer',
  'concerned',
  'settled',
  'expired',
  'proposer-left',
  'disabled',
  'withdrawn',
  'not-proposer',
  'no-half',
  'collected',
  'lapsed',
])

/** `at` answers the words for a field's path; `banner` says what belongs to no field. */
export function useFault(error: RefusalError | undefined): { at: (path: string) => string | undefined; banner: ReactNode } {
  const { t } = useTranslation('officers')
  const word = (reason: string) => (KNOWN.has(reason) ? t(`refused.${reason}`) : /^is \d+$/.test(reason) ? t('refused.version') : reason)
  const details = error?.details ?? []
  const known = details.find(({ reason }) => KNOWN.has(reason) || /^is \d+$/.test(reason))
  return {
    at: (path) => {
      const found = details.find((one) => one.path === path)
      return found && word(found.reason)
    },
    banner: known ? <Banner tone="error" title={word(known.reason)} /> : <RefusalBanner error={error} />,
  }
}
