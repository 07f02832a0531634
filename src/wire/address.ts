/** Who is who on the wire: networks, members, units. */

/** A network's id, chosen at its founding: `euromed`, `netcop`. */
export type NetworkId = string
/** A member's id within its networks: ISO 3166-1 alpha-3 in lower case for a state, a short name for an organisation. */
export type MemberId = string
/** A unit's id within its member. */
export type UnitId = string

export const ID_PATTERN = '^[a-z][a-z0-9-]{1,31}$'
export const ID = new RegExp(ID_PATTERN)

export interface Address {
  readonly network: NetworkId
  readonly member: MemberId
}
