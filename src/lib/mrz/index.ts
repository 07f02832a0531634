/** Machine-readable travel documents: reading, writing and checking their machine-readable zone (ICAO Doc 9303, parts 3 to 7). */
export { checkDigit } from './check-digit.ts'
export { isKnownIssuer, meaningBeyondIso } from './issuers.ts'
export { readMrz } from './read.ts'
export { transliterate } from './transliterate.ts'
export type { Check, CheckedField, Correction, Format, Mrz, MrzDate, MrzReading, MrzRefusal, Names, Note, ReadOptions } from './types.ts'
export { type MrzDocument, type MrzWriting, writeMrz } from './write.ts'
