/**
 * Blind comparison: two parties learn whether they hold the same value, and the owner learns nothing of what was asked (RFC 9497, mode VOPRF).
 *
 *     owner   editionKey → evaluate each value → setOf          gives askers the public key and the set, once an edition
 *     asker   readPublicKey, readSet → blindInputs → ask      sends the request
 *     owner   answer                                          counts it against the asker's quota
 *     asker   finish → holds                                  yes or no for each input
 *
 * What it does not do: an asker may ask whatever its quota lets it, so who has no quota can go through every telephone number; quotas are the
 * caller's. An owner may put anything into its set; it only harms its own answers. Timing: the library behind it computes with big integers
 * of the engine, which take no constant time.
 */
export { type Asking, type AskingRefusal, answer, ask, BATCH_SIZES, evaluate, type Output, responseLength } from './asking.ts'
export { editionKey, forget, KEY_ID, type KeyPurpose, type PublicKey, readPublicKey, type SecretKey } from './key.ts'
export { type BlindSet, holds, readSet, SET_SIZES, setOf, TAG, tagOf } from './set.ts'
export { type Chance, type ElementRefusal, elementFault, SUITES, type Suite } from './suite.ts'
export { blindInput, blindInputs, blindPersonInputs } from './value.ts'
