/** When V8 optimises WebAssembly: later than its own haste, which costs a node seconds and hundreds of megabytes at each start. */
import { setFlagsFromString } from 'node:v8'

/**
 * V8 counts bytes of code jumped over, so that a function with one huge loop (an SQL parser, an interpreter) seems hot after some dozen
 * rounds. The flags are those of V8 13, where this was measured (docs/decisions/0011); elsewhere nothing is changed.
 */
const known = process.versions.v8.startsWith('13.')
const PATIENT = 2_147_483_647
const OWN = 13_000_000
const NO_FUNCTION = 2_147_483_647

/** A module compiled meanwhile optimises a function once it ran for about a second, not for some milliseconds. */
export const patiently = <T>(compile: () => T): T => under(`--wasm-tiering-budget=${PATIENT}`, `--wasm-tiering-budget=${OWN}`, compile)

/** What runs for the first time within `work`, in any module of the process, is never optimised. */
export const neverOptimised = <T>(work: () => T): T => under(`--wasm-tier-up-filter=${NO_FUNCTION}`, '--wasm-tier-up-filter=-1', work)

function under<T>(flag: string, before: string, work: () => T): T {
  if (!known) return work()
  setFlagsFromString(flag)
  const back = () => setFlagsFromString(before)
  let done: T | undefined
  try {
    done = work()
    return done
  } finally {
    if (done instanceof Promise) void done.then(back, back)
    else back()
  }
}
