// A country or organisation: its name in the reader's language and its code.

import { locale } from '../language/index.ts'
import countries from './country-codes.ts'
import style from './text.module.css'

/** The name of a country by its ISO 3166-1 code (alpha-2 or alpha-3), in the present language; else what was given. */
export function countryName(code: string, fallback?: string): string {
  const alpha2 = code.length === 3 ? countries[code.toUpperCase()] : code.length === 2 ? code.toUpperCase() : undefined
  if (!alpha2) return fallback ?? code
  try {
    return new Intl.DisplayNames([locale()], { type: 'region' }).of(alpha2) ?? fallback ?? code
  } catch {
    return fallback ?? code
  }
}

/** Shows name and code. `name` is for members that are no states. */
export function CountryName({ code, name, hideCode = false }: { code: string; name?: string; hideCode?: boolean }) {
  const word = countryName(code, name)
  return (
    <span>
      <bdi>{word}</bdi>
      {!hideCode && word !== code && (
        <>
          {' '}
          <bdi dir="ltr" translate="no" className={style.code}>
            {code.toUpperCase()}
          </bdi>
        </>
      )}
    </span>
  )
}
