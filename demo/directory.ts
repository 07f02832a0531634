/** The units and contact points that each member of the demonstration states; numbers are of ranges kept for fiction where a country has one. */
import type { DemoMember } from './cast.ts'

export function directoryOf(_member: DemoMember): readonly { action: string; input: object }[] {
  return []
}
