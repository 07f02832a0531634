/** A record as a test holds it: what it does not speak of is the same everywhere. */
import type { NewRecord } from './records.ts'

const NOW = new Date('2026-03-02T08:00:00.000Z')

/** An id that tells its number in the last places. */
export const knownId = (n: number): string => `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}`

export const knownRecord = (n: number, over: Pick<NewRecord, 'kind' | 'slot' | 'sealed'> & Partial<NewRecord>): NewRecord => ({
  id: knownId(n),
  member: 'esp',
  unit: 'spoc',
  only_unit: '',
  reference: `R-${n}`,
  status: 'active',
  classification: 'unclassified',
  access_class: 1,
  sharing: 'national',
  networks: [],
  members: [],
  review_on: '2027-01-01',
  expires_on: '2028-01-01',
  version: 1,
  created_at: NOW,
  changed_at: NOW,
  changed_by: 'o',
  ...over,
})
