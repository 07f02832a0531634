/** The capabilities of this node, in the order of their migrations. */

import { analysis } from '#capabilities/analysis/index.ts'
import { checks } from '#capabilities/checks/index.ts'
import { coincidences } from '#capabilities/coincidences/index.ts'
import { directory } from '#capabilities/directory/index.ts'
import { exchange } from '#capabilities/exchange/index.ts'
import { officers } from '#capabilities/officers/index.ts'
import { operations } from '#capabilities/operations/index.ts'
import { oversight } from '#capabilities/oversight/index.ts'
import { picture } from '#capabilities/picture/index.ts'
import { registers } from '#capabilities/registers/index.ts'
import { screening } from '#capabilities/screening/index.ts'
import { strategy } from '#capabilities/strategy/index.ts'
import { training } from '#capabilities/training/index.ts'
import type { Capability } from '#kernel/capability.ts'

export const capabilities: readonly Capability[] = [
  officers,
  directory,
  registers,
  checks,
  screening,
  exchange,
  operations,
  coincidences,
  analysis,
  picture,
  training,
  strategy,
  oversight,
]
