// The names behind the ids of officers: for rows that say who did something.
import { useView } from '../api/hooks.ts'
import { useSession } from './session.tsx'

const MOST = 200

/** Answers the name of a colleague by id; undefined where the node does not tell it. */
export function useColleagues(): (id: string) => string | undefined {
  const { officer, has } = useSession()
  const enabled = has('desk', 'analyst', 'supervisor', 'data-protection', 'administrator')
  const { data } = useView('officers.find-colleagues', { limit: MOST }, { enabled })
  return (id) => (id === officer.id ? officer.name : data?.rows.find((row) => row.id === id)?.name)
}
