/** The closed lists of seizures that travel as codes. */

export const SEIZED_KINDS = [
  'cannabis-herb',
  'cannabis-resin',
  'cocaine',
  'heroin',
  'opium',
  'amphetamine',
  'methamphetamine',
  'ecstasy',
  'captagon',
  'tramadol',
  'pregabalin',
  'new-psychoactive',
  'precursors',
  'other-drugs',
  'firearms',
  'ammunition',
  'explosives',
  'cash',
  'tobacco',
  'counterfeit-goods',
  'identity-documents',
  'vehicles',
  'vessels',
  'cultural-goods',
  'other-goods',
] as const
export type SeizedKind = (typeof SEIZED_KINDS)[number]

/** Kilograms, litres, tablets, pieces, euros at the day's rate. */
export const SEIZED_UNITS = ['kg', 'l', 'tablets', 'pieces', 'eur'] as const
export type SeizedUnit = (typeof SEIZED_UNITS)[number]

/** Which seizures are counted, by which day, weighed how, made by whom. */
export const COUNTED = ['all', 'confirmed'] as const
export const DATED_BY = ['seizure', 'recording'] as const
export const WEIGHED = ['gross', 'net', 'mixed', 'not-applicable'] as const
export const MADE_BY = ['police', 'police-customs', 'all-services'] as const
