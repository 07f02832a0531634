// What is being typed, kept while the page is open elsewhere: in memory only, so that nothing of a case stays on the device.
import { useCallback, useState } from 'react'

const KEPT = 50
const drafts = new Map<string, unknown>()

/** State under a name that outlives the component; `drop` forgets it. */
export function useDraft<T>(name: string, initial: () => T): [T, (change: Partial<T>) => void, () => void] {
  const [value, setValue] = useState<T>(() => (drafts.get(name) as T | undefined) ?? initial())
  const change = useCallback(
    (part: Partial<T>) =>
      setValue((old) => {
        const next = { ...old, ...part }
        drafts.delete(name)
        drafts.set(name, next)
        if (drafts.size > KEPT) drafts.delete(drafts.keys().next().value!)
        return next
      }),
    [name],
  )
  const drop = useCallback(() => void drafts.delete(name), [name])
  return [value, change, drop]
}
