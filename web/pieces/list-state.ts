// A list's page, order and filters, kept in the address, so that a link or the back button shows the same list; but for words that are
// searched for, which name persons and stay in memory.
import { useCallback, useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'
import { isWords, searchedFor, searchFor, useSearches } from './searches.ts'

export type ListState<F extends string = string> = {
  page: number
  size: number
  /** A column's key, with a minus for descending order. */
  sort: string
  filters: Partial<Record<F, string>>
  /** Where the page begins in a list that the node pages by place, as its `next` said; empty for the first page. */
  before: string
  /** Changes any of them; all but a change of page begin again at page 1. An empty filter is taken away. */
  set: (change: { page?: number; size?: number; sort?: string; before?: string; filters?: Partial<Record<F, string | undefined>> }) => void
  clear: () => void
  /** What a list view takes: page, size, sort and the filters. */
  input: { page: number; size: number; sort?: string } & Partial<Record<F, string>>
}

export const PAGE_SIZES = [25, 50, 100] as const

/** Reads and writes the state of a list in the address. Only the named filters are read; values are at most 200 characters. */
export function useListState<F extends string>(filterKeys: readonly F[], initial: { sort?: string; size?: number } = {}): ListState<F> {
  const search = useSearch()
  const [path, navigate] = useLocation()
  const searches = useSearches()
  const keys = filterKeys.join()
  const { sort: firstSort = '', size: firstSize = 25 } = initial
  // biome-ignore lint/correctness/useExhaustiveDependencies: words searched for are read from memory; that they changed is what `searches` says
  const state = useMemo(() => {
    const query = new URLSearchParams(search)
    const filters: Partial<Record<F, string>> = {}
    for (const key of keys === '' ? [] : (keys.split(',') as F[])) {
      const value = isWords(key) ? searchedFor(path, key) : query.get(key)?.slice(0, 200)
      if (value) filters[key] = value
    }
    const page = Number(query.get('page'))
    const size = Number(query.get('size'))
    return {
      page: Number.isInteger(page) && page > 0 ? page : 1,
      size: PAGE_SIZES.includes(size as never) ? size : firstSize,
      sort: query.get('sort') ?? firstSort,
      before: query.get('before')?.slice(0, 200) ?? '',
      filters,
    }
  }, [search, searches, path, keys, firstSort, firstSize])

  const set = useCallback<ListState<F>['set']>(
    (change) => {
      const query = new URLSearchParams(search)
      const put = (key: string, value: string | undefined, standard: string) => {
        if (value === undefined || value === '' || value === standard) query.delete(key)
        else query.set(key, value)
      }
      if (change.size !== undefined) put('size', String(change.size), String(firstSize))
      if (change.sort !== undefined) put('sort', change.sort, firstSort)
      for (const [key, value] of Object.entries(change.filters ?? {})) {
        if (isWords(key)) searchFor(path, key, value as string | undefined)
        else put(key, value as string | undefined, '')
      }
      put('page', String(change.page ?? 1), '1')
      put('before', change.before, '')
      const text = query.toString()
      navigate(text ? `${path}?${text}` : path, { replace: change.page === undefined && change.before === undefined })
    },
    [search, path, navigate, firstSize, firstSort],
  )
  const clear = useCallback(() => {
    const query = new URLSearchParams(search)
    for (const key of [...keys.split(','), 'page', 'before']) {
      query.delete(key)
      if (isWords(key)) searchFor(path, key, undefined)
    }
    const text = query.toString()
    navigate(text ? `${path}?${text}` : path, { replace: true })
  }, [search, path, navigate, keys])

  const input = useMemo(
    () => ({ page: state.page, size: state.size, ...(state.sort ? { sort: state.sort } : {}), ...state.filters }) as ListState<F>['input'],
    [state],
  )
  return { ...state, set, clear, input }
}
