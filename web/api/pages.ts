// From the list in the address to what a list view of the node takes.
import type { ListState } from '../pieces/list-state.ts'

/** The page as `limit` and `offset`, with the filters that are set; order is the view's own. */
export const pageInput = <F extends string>({
  page,
  size,
  filters,
}: Pick<ListState<F>, 'page' | 'size' | 'filters'>): { limit: number; offset: number } & Partial<Record<F, string>> => ({
  limit: size,
  offset: (page - 1) * size,
  ...filters,
})
