/** One canonical form for each kind of identifier. */
import { normaliseBankAccount } from './bank-account.ts'
import { maybeAlpha3 } from './countries.ts'
import { normaliseCrypto } from './crypto.ts'
import { normaliseDocument } from './document.ts'
import { normaliseFirearm } from './firearm.ts'
import { KINDS, type Kind, type Normalised, type NormaliseOptions, refused } from './kinds.ts'
import { normaliseDomain, normaliseEmail, normaliseHandle, normaliseIp, normaliseUrl } from './online.ts'
import { normalisePlate } from './plate.ts'
import { normaliseTelephone } from './telephone.ts'
import { normaliseAircraft, normaliseContainer, normaliseImei, normaliseImo, normaliseMmsi } from './transport.ts'
import { normaliseVin } from './vin.ts'

/** Longest text looked at, in UTF-16 units. */
export const MAX_TEXT = 2000

const NORMALISERS: Record<Kind, (text: string, country?: string) => Normalised> = {
  document: normaliseDocument,
  plate: normalisePlate,
  vin: normaliseVin,
  firearm: normaliseFirearm,
  telephone: normaliseTelephone,
  email: normaliseEmail,
  handle: normaliseHandle,
  domain: normaliseDomain,
  url: normaliseUrl,
  ip: normaliseIp,
  'bank-account': normaliseBankAccount,
  crypto: normaliseCrypto,
  imei: normaliseImei,
  imo: normaliseImo,
  mmsi: normaliseMmsi,
  aircraft: normaliseAircraft,
  container: normaliseContainer,
}

/**
 * Brings an identifier to the form used for matching. Refuses what cannot be of this kind; a wrong checksum is a remark. An unknown
 * `country` is ignored. Throws TypeError for a kind that does not exist. Texts over 2,000 characters are refused unread.
 */
export function normalise(kind: Kind, text: string, options: NormaliseOptions = {}): Normalised {
  if (!KINDS.includes(kind)) throw new TypeError(`no such kind of identifier: ${kind}`)
  // a single character may be a whole phrase in its compatibility form
  if (text.length > MAX_TEXT || text.normalize('NFKC').length > MAX_TEXT) return refused('too-long')
  return NORMALISERS[kind](text.isWellFormed() ? text : text.toWellFormed(), maybeAlpha3(options.country))
}
