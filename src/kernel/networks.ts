/** Who can be written to, as capabilities see it. */
import { maybeAlpha2 } from '#lib/identifiers/countries.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'
import { Refusal } from '#wire/refusal.ts'
import type { Language } from '#wire/vocabulary.ts'
import type { Networks } from './capability.ts'
import type { Peers } from './peers.ts'

/** Answers for one member where the node serves several. */
export function networksOf(peers: Peers, member?: MemberId): Networks {
  const own = (network: string) => {
    if (member === undefined) return peers.own(network)
    // an officer of one member never speaks as another that the same node serves
    if (!peers.memberships.some((one) => one.network === network && one.member === member))
      throw new Refusal('message.network-unknown', { inside: `${member} is not of ${network}` })
    return member
  }
  return {
    own,
    all: () =>
      peers.memberships
        .filter((one) => (member === undefined ? own(one.network) === one.member : one.member === member))
        .map(({ network, member }) => ({ network, title: peers.maybeRoster(network)?.roster.title ?? network, own: member })),
    partners: (network) =>
      peers
        .roster(network)
        .roster.members.filter(({ id, status }) => id !== own(network) && status === 'active')
        .map(({ id, name, kind }) => ({ id, name, kind })),
    nameOf: (network, id) => peers.member({ network, member: id })?.name ?? id,
  }
}

/** A state by its name in the language of the reader, an organisation by its own. */
export function namesIn(networks: Networks, network: NetworkId, language: Language): (member: MemberId) => string {
  const kinds = new Map(networks.partners(network).map(({ id, kind }) => [id, kind]))
  const regions = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
  return (member) => {
    const country = (kinds.get(member) ?? 'state') === 'state' && member.length === 3 ? maybeAlpha2(member) : undefined
    return (country && regions.of(country)) ?? networks.nameOf(network, member)
  }
}
