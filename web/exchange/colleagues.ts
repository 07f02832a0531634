// The officers of the own member by id, so that who has a case is shown by name.
import { useMemo } from 'react'
import { useView } from '../api/hooks.ts'
import { useSession } from '../session/session.tsx'

/** Colleagues to whom work can be given, and names by id; an id stands for one who is not among them. */
export function useColleagues() {
  const { officer, has } = useSession()
  const { data } = useView('officers.find-colleagues', { limit: 200 }, { enabled: has('desk', 'analyst', 'supervisor') })
  return useMemo(() => {
    const names = new Map((data?.rows ?? []).map((row) => [row.id, row.name]))
    return { colleagues: data?.rows ?? [], nameOf: (id: string) => (id === officer.id ? officer.name : (names.get(id) ?? id)) }
  }, [data, officer])
}
