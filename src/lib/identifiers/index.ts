/** Identifiers of things and accounts: canonical forms, checksums, look-alikes, and telling what a typed text is. */
export { alternatives } from './alternatives.ts'
export { matchSerial, type SerialMatch } from './firearm.ts'
export { fold } from './fold.ts'
export { type IdentifierRefusal, KINDS, type Kind, type Normalised, type NormaliseOptions, type Remark } from './kinds.ts'
export { type Day, type NameAndBirth, readNameAndBirth } from './name-and-birth.ts'
export { normalise } from './normalise.ts'
export { type Reason, type RecogniseOptions, type Recognition, recognise } from './recognise.ts'
