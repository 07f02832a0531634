/** Country codes between ISO 3166-1 alpha-2 and alpha-3. */
import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }

const ALPHA_3 = new Map(codes.map(([alpha_2, alpha_3]) => [alpha_2!, alpha_3!]))
const ALPHA_2 = new Map(codes.map(([alpha_2, alpha_3]) => [alpha_3!, alpha_2!]))

export const maybeAlpha3 = (code: string | undefined): string | undefined => {
  const capital = code?.toUpperCase() ?? ''
  return ALPHA_2.has(capital) ? capital : ALPHA_3.get(capital)
}

export const maybeAlpha2 = (code: string | undefined): string | undefined => {
  const capital = code?.toUpperCase() ?? ''
  return ALPHA_3.has(capital) ? capital : ALPHA_2.get(capital)
}
