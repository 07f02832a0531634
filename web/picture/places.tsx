// The parts of the picture, and the words and numbers that several of them write.
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { locale } from '../language/index.ts'
import { countryName, TabLinks } from '../pieces/index.ts'

export type Dataset = Output<'picture.find-datasets'>['rows'][number]
export type Range = { readonly low: number; readonly high: number | null }

export function Places() {
  const { t } = useTranslation('picture')
  return (
    <TabLinks
      label={t('places.label')}
      links={[
        { href: '/picture', label: t('places.overview') },
        { href: '/picture/seizures', label: t('places.seizures') },
        { href: '/picture/sources', label: t('places.sources') },
      ]}
    />
  )
}

/** A route in the reader's language where it is a known one, else as its publisher calls it. */
export function useRouteName(): (code: string, name: string) => string {
  const { t } = useTranslation('picture')
  return useCallback(
    (code: string, name: string) => (code === '' ? t('route.none') : t(`route.${code}`, { defaultValue: name || code })),
    [t],
  )
}

/** A country by its code; a border by its kind; else as printed. */
export function usePlaceName(): (code: string) => string {
  const { t } = useTranslation('picture')
  return useCallback(
    (code: string) =>
      code === '' ? t('place.none') : code === 'sea' || code === 'land' ? t(`place.${code}`) : code.length === 3 ? countryName(code) : code,
    [t],
  )
}

/** One number; or from which to which; or at least so many, where nobody can say more. */
export function useRange(digits = 0): (range: Range) => string {
  const { t } = useTranslation()
  return useCallback(
    ({ low, high }: Range) => {
      const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: digits })
      if (high === null) return t('range.at_least', { low: number.format(low) })
      return low === high ? number.format(low) : t('range.between', { low: number.format(low), high: number.format(high) })
    },
    [t, digits],
  )
}

/** Who published it, as of when, how it counts: under each chart and table. */
export function useSource(): (dataset: Dataset) => string {
  const { t } = useTranslation('picture')
  return useCallback(
    (dataset: Dataset) =>
      t('source.line', {
        publisher: isolated(dataset.publisher),
        title: isolated(dataset.title),
        date: dataset.retrieved_on === null ? t('source.undated') : writeDate(dataset.retrieved_on),
        licence: isolated(dataset.licence),
        rule: t(`rule.${dataset.rule}`),
      }),
    [t],
  )
}

/** Words of another script keep their own direction within a sentence. */
const isolated = (text: string): string => `\u2068${text}\u2069`

export const writeDate = (day: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
