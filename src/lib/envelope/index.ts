/** Envelopes between members: keys, signed statements (JWS), sealed envelopes (JWE), content at rest. */
export { contentKey, decryptContent, deriveKey, encryptContent, newContentKey } from './content.ts'
export {
  ENVELOPE_TYP,
  type Envelope,
  type EnvelopeRefusal,
  type Outside,
  open,
  readEnvelope,
  SUITE_CLASSICAL,
  seal,
} from './jwe.ts'
export {
  addSignature,
  type GeneralJws,
  type JwsRefusal,
  type KeyOf,
  peekCompact,
  signCompact,
  signGeneral,
  type Verified,
  verifyCompact,
  verifyGeneral,
} from './jws.ts'
export {
  isKeyId,
  keyId,
  maybeSealingKey,
  maybeVerifyingKey,
  newSealingKey,
  newSigningKey,
  type OpeningKey,
  openingKey,
  type PrivateJwk,
  type PublicJwk,
  publicOf,
  type SealingKey,
  type SigningKey,
  sealingKey,
  signingKey,
  type VerifyingKey,
  verifyingKey,
} from './keys.ts'
