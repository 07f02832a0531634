/** What a policy sees of a chart: it is kept to the unit that made it, and as secret as the most secret thing that it may hold. */
import type { ClassAttributes } from '#kernel/capability.ts'

export const chartClass = ({ member, unit, classification }: Omit<ClassAttributes, 'kind'>): ClassAttributes => ({
  kind: 'analysis.chart',
  member,
  classification,
  unit,
})
