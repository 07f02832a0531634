// A member of a network by name: a state's in the reader's language, an organisation's as the network has it.
import { useMemo } from 'react'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { useSession } from '../session/session.tsx'
import { CountryName, countryName } from './country-name.tsx'

export type Member = Output<'directory.find-members'>['rows'][number]

/** The members of a network (the first one of the session unless said) and their names by id; an id stands for an unknown one. */
export function useMembers(network?: string) {
  const { node } = useSession()
  const wanted = network ?? node.networks[0]?.id ?? ''
  const { data, error, loading, reload } = useView('directory.find-members', { network: wanted }, { enabled: wanted !== '' })
  return useMemo(() => {
    const members = data?.rows ?? []
    const byId = new Map(members.map((member) => [member.id, member]))
    const nameOf = (id: string): string => {
      const member = byId.get(id)
      return member && member.kind !== null && member.kind !== 'state' ? member.name : countryName(id, member?.name)
    }
    return { network: wanted, members, partners: members.filter(({ own }) => !own), nameOf, error, loading, reload }
  }, [data, wanted, error, loading, reload])
}

/** Shows a member's name and code. */
export function MemberName({ id, network, hideCode = false }: { id: string; network?: string; hideCode?: boolean }) {
  const { members } = useMembers(network)
  const member = members.find((one) => one.id === id)
  if (member && member.kind !== null && member.kind !== 'state') return <bdi dir="auto">{member.name}</bdi>
  return <CountryName code={id} {...(member && { name: member.name })} hideCode={hideCode} />
}
