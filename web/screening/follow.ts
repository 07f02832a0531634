// A list as it goes on: read once, then followed; read anew when its state changes.
import { useEffect, useState } from 'react'
import { type Output, RefusalError } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { useStream } from '../api/stream.ts'

export type List = Output<'screening.read-list'>
export type Progress = Output<'screening.read-progress'>
export type Line = Output<'screening.find-lists'>['rows'][number]

const MOVING = ['reading', 'staging', 'asking']
export const isMoving = (state: string): boolean => MOVING.includes(state)

export function useList(id: string) {
  const { data, error, reload } = useView('screening.read-list', { list: id })
  const [progress, setProgress] = useState<Progress | undefined>()
  const [refused, setRefused] = useState<RefusalError | undefined>()
  const state = progress?.state ?? data?.state
  const stream = useStream(
    data && isMoving(data.state) ? `/api/screening/stream?list=${encodeURIComponent(id)}` : undefined,
    ({ event, data: told }) => {
      if (event === 'message') setProgress(JSON.parse(told) as Progress)
      if (event === 'refused') {
        const { error } = JSON.parse(told) as { error: { code: string; message: string } }
        setRefused(new RefusalError(error.code, error.message, 0))
      }
    },
  )
  // what the stream tells is counts: whatever else changed with the state is read
  useEffect(() => {
    if (state !== undefined && data !== undefined && state !== data.state) reload()
  }, [state, data, reload])
  const fresh = progress && data && progress.state === data.state ? progress : undefined
  return { list: data, progress: fresh, error: refused ?? error, reload, stream }
}
