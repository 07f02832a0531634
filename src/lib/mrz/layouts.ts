/** Where each field stands in the five layouts: ICAO Doc 9303 parts 4 (TD3), 5 (TD1), 6 (TD2) and 7 (MRV-A, MRV-B). */
import type { Format } from './types.ts'

/** Line counts from 0, `from` inclusive, `to` exclusive. */
export interface Place {
  line: number
  from: number
  to: number
}

export interface Layout {
  format: Format
  lines: number
  width: number
  document_code: Place
  issuer: Place
  names: Place
  document_number: Place
  document_number_check: Place
  nationality: Place
  birth_date: Place
  birth_date_check: Place
  sex: Place
  expiry_date: Place
  expiry_date_check: Place
  optional_data: Place
  optional_data_check?: Place
  optional_data_2?: Place
  composite_check?: Place
  composite: Place[]
  /** Doc 9303-5 and -6, note j: a number longer than nine characters runs over into the optional data. */
  long_numbers: boolean
}

const at = (line: number, from: number, to: number): Place => ({ line, from, to })

const book = (format: Format, width: number) => ({
  format,
  lines: 2,
  width,
  document_code: at(0, 0, 2),
  issuer: at(0, 2, 5),
  names: at(0, 5, width),
  document_number: at(1, 0, 9),
  document_number_check: at(1, 9, 10),
  nationality: at(1, 10, 13),
  birth_date: at(1, 13, 19),
  birth_date_check: at(1, 19, 20),
  sex: at(1, 20, 21),
  expiry_date: at(1, 21, 27),
  expiry_date_check: at(1, 27, 28),
})

export const LAYOUTS: Record<Format, Layout> = {
  TD3: {
    ...book('TD3', 44),
    optional_data: at(1, 28, 42),
    optional_data_check: at(1, 42, 43),
    composite_check: at(1, 43, 44),
    composite: [at(1, 0, 10), at(1, 13, 20), at(1, 21, 43)],
    long_numbers: false,
  },
  TD2: {
    ...book('TD2', 36),
    optional_data: at(1, 28, 35),
    composite_check: at(1, 35, 36),
    composite: [at(1, 0, 10), at(1, 13, 20), at(1, 21, 35)],
    long_numbers: true,
  },
  'MRV-A': { ...book('MRV-A', 44), optional_data: at(1, 28, 44), composite: [], long_numbers: false },
  'MRV-B': { ...book('MRV-B', 36), optional_data: at(1, 28, 36), composite: [], long_numbers: false },
  TD1: {
    format: 'TD1',
    lines: 3,
    width: 30,
    document_code: at(0, 0, 2),
    issuer: at(0, 2, 5),
    document_number: at(0, 5, 14),
    document_number_check: at(0, 14, 15),
    optional_data: at(0, 15, 30),
    birth_date: at(1, 0, 6),
    birth_date_check: at(1, 6, 7),
    sex: at(1, 7, 8),
    expiry_date: at(1, 8, 14),
    expiry_date_check: at(1, 14, 15),
    nationality: at(1, 15, 18),
    optional_data_2: at(1, 18, 29),
    composite_check: at(1, 29, 30),
    composite: [at(0, 5, 30), at(1, 0, 7), at(1, 8, 15), at(1, 18, 29)],
    names: at(2, 0, 30),
    long_numbers: true,
  },
}

export const textAt = (lines: readonly string[], place: Place): string => (lines[place.line] ?? '').slice(place.from, place.to)
