/** The rosters of a network that this node holds, as they were signed: for verifying what others show it. */
import type { GeneralJws } from '#lib/envelope/index.ts'
import type { NetworkId } from '#wire/address.ts'
import { MAX_BUNDLE_ROSTERS } from '#wire/bundle.ts'
import type { Reader } from '../database/port.ts'
import { sql } from '../database/sql.ts'

/** From the first on, at most as many as a bundle has. */
export async function rostersHeld(reading: Reader, network: NetworkId): Promise<GeneralJws[]> {
  const rows = await reading.many<{ jws: GeneralJws }>(
    sql`select jws from roster where network = ${network} and standing = 'accepted' order by version limit ${MAX_BUNDLE_ROSTERS}`,
  )
  return rows.map(({ jws: { payload, signatures } }) => ({
    payload,
    signatures: signatures.map(({ protected: header, signature }) => ({ protected: header, signature })),
  }))
}
