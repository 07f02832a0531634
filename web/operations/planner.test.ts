// What of a planner leaves the node.
import { expect, test } from 'vitest'
import type { Turn } from '#capabilities/operations/planning.ts'
import { ownCalendar } from './own-calendar.ts'

const turn: Turn = {
  id: '00000000-0000-4000-8000-000000000001',
  kind: 'patrol',
  title: 'Night patrol',
  from: '2026-05-02T20:00:00.000Z',
  until: '2026-05-03T04:00:00.000Z',
  members: ['esp', 'mar'],
  host: 'esp',
  officers: [{ officer: 'Idris Alami', member: 'mar', function: 'leader', thing: undefined }],
  area: 'Roquetas',
  area_drawn: undefined,
  state: 'planned',
}

test('a calendar has the hours and nothing else', () => {
  const calendar = ownCalendar([turn], '2026-05-01T00:00:00.000Z', 'Service')
  expect(calendar).toContain('DTSTART:20260502T200000Z\r\nDTEND:20260503T040000Z\r\nSUMMARY:Service\r\n')
  for (const secret of ['Night', 'Idris', 'Roquetas', 'mar', 'esp', 'leader', 'planned']) expect(calendar).not.toContain(secret)
})
