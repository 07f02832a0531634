/** One-time codes by time: RFC 6238 with SHA-1, six digits, 30 seconds, one step of drift either way, each code once. */
import { generateSecret, generateURI, verifySync } from 'otplib'

export const STEP_S = 30
const CODE = /^[0-9]{6}$/

/** A fresh secret in base32: 160 bits (RFC 4226, section 4). */
export const newSecret = (): string => generateSecret({ length: 20 })

/** What an authenticator application scans. */
export const provisioningUri = (issuer: string, label: string, secret: string): string =>
  generateURI({ issuer, label, secret, digits: 6, period: STEP_S })

/** The time step that a code belongs to, if it is later than the last one used; `undefined` for a wrong or used code. */
export function stepOf(code: string, secret: string, now: Date, last_step: number): number | undefined {
  if (!CODE.test(code)) return undefined
  const epoch = Math.floor(now.getTime() / 1000)
  const result = verifySync({ strategy: 'totp', secret, token: code, epoch, epochTolerance: STEP_S, period: STEP_S, digits: 6 })
  if (!result.valid || !('timeStep' in result)) return undefined
  return result.timeStep > last_step ? result.timeStep : undefined
}
