/** What an officer types to find a record of the own register: read as everything it may be. */
import type { Sealing, Unsealing } from '#kernel/capability.ts'
import type { Reader } from '#kernel/database/port.ts'
import { KINDS as FORMS, formsOf } from '#lib/identifiers/index.ts'
import type { MemberId } from '#wire/address.ts'
import { recordsByName, recordsByWornSerial } from './held-names.ts'
import { homeOf } from './look-up-keys.ts'
import { recordsUnderKeys } from './store/records.ts'

/** Least likeness of a name; an officer who searches the own register sees more than a partner who asks. */
const LEAST = 0.5
const MOST_FOUND = 200

/** Ids of records that the text may name, names best first; references are compared by the list itself. */
export async function idsFor(
  reading: Reader,
  vault: Unsealing & Pick<Sealing, 'digest'>,
  member: MemberId,
  text: string,
): Promise<string[]> {
  const home = homeOf(member)
  const digests = FORMS.flatMap((form) => formsOf(form, text, { home }).map(({ value }) => vault.digest(`registers.${form}`, value)))
  const exact = (await recordsUnderKeys(reading, digests, MOST_FOUND)).map(({ record }) => record)
  // a serial with worn characters on either side has no key
  const worn = /\d/.test(text) ? (await recordsByWornSerial(reading, vault, member, text, false)).records : []
  const named = /\p{L}{2}/u.test(text) ? await recordsByName(reading, vault, member, { names: [{ text }] }, LEAST) : []
  return [...new Set([...exact, ...worn, ...named])]
}
