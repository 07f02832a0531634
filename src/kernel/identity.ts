/** Fresh ids: the only place where the kernel draws chance for names. */
import { randomBytes } from 'node:crypto'
import { uuidv7 } from '#lib/uuid.ts'

/** A UUIDv7 (RFC 9562), so that ids sort by the time of their making. */
export const newId = (now: Date): string => uuidv7(now.getTime(), randomBytes(10))
