/** What policies cannot say is denied: none that fits, one that fails, and none that is passed over. */
import { expect, test } from 'vitest'
import { createAccess } from '#kernel/access.ts'
import type { ClassAttributes, Officer } from '#kernel/capability.ts'

const officer: Officer = { id: 'o', name: 'o', member: 'esp', unit: 'spoc', roles: ['desk'], clearance: 1, language: 'en' }
const on: ClassAttributes = { kind: 'case', member: 'esp', classification: 'restricted', unit: '' }
const decided = (policies: Record<string, string>, change: Partial<Officer> = {}) =>
  createAccess(policies).decide({ ...officer, ...change }, 'exchange.read-case', on, { purpose: null, channel: 'page' })

const PERMIT = 'permit (principal, action, resource) when { resource.classification <= principal.clearance };'

test('without a policy nothing is permitted', () => {
  expect(decided({})).toEqual({ allowed: false, policies: [] })
  expect(decided({ permit: PERMIT })).toEqual({ allowed: true, policies: ['permit'] })
  expect(decided({ permit: PERMIT }, { clearance: 0 })).toEqual({ allowed: false, policies: [] })
})

test('a policy that forbids stands above all that permit', () => {
  expect(decided({ permit: PERMIT, forbid: 'forbid (principal, action, resource) when { principal.unit == "spoc" };' })).toEqual({
    allowed: false,
    policies: ['forbid'],
  })
})

test('a policy that can not be evaluated permits nothing, nor is it passed over where it would forbid', () => {
  expect(decided({ permit: PERMIT, forbid: 'forbid (principal, action, resource) when { resource.secret };' }).allowed).toBe(false)
  expect(decided({ permit: 'permit (principal, action, resource) when { resource.secret };' }).allowed).toBe(false)
})

test('what does not parse is found at the start', () => {
  expect(() => createAccess({ one: 'permit (principal, action, resource' })).toThrow(TypeError)
})
