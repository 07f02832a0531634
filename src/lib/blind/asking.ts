/**
 * One blind exchange, RFC 9497 in mode VOPRF (section 3.3.2): the asker blinds, the owner evaluates and proves, the asker verifies and unblinds.
 *
 *     request  = key id (16) ‖ n elements          n is 8, 64 or 256: made up with elements of nothing, so that none tells how much was asked
 *     response = n elements ‖ proof (two scalars)  in the order of the request, under one proof
 */
import { concat, hex, sameBytes } from '../bytes.ts'
import { KEY_ID, type PublicKey, type SecretKey, scalarOf } from './key.ts'
import { type Chance, type ElementRefusal, elementFault, evaluated, partsOf, piecesOf } from './suite.ts'

/** How many elements a request has. */
export const BATCH_SIZES = [8, 64, 256] as const
const MAX_BATCH = 256

export type AskingRefusal = ElementRefusal | 'batch-too-large' | 'edition-other' | 'proof-wrong'
type Refused = { readonly ok: false; readonly reason: AskingRefusal }

/** F(key, input) under one key: 64 bytes (ristretto255-SHA512) or 32 (P256-SHA256). */
export interface Output {
  readonly key_id: Uint8Array
  readonly bytes: Uint8Array
}

export interface Asking {
  readonly request: Uint8Array
  /**
   * Verifies the proof and unblinds: an output for each input, in their order. Refuses `size-wrong`, an element that is none, and `proof-wrong` for
   * everything that the key did not evaluate in this order. The blinds are good once: they are overwritten whatever comes, and a second call
   * throws TypeError.
   */
  finish(response: Uint8Array): { readonly ok: true; readonly outputs: Output[] } | Refused
  /** Overwrites the blinds of an asking that got no answer. */
  abandon(): void
}

/** How long the response to `count` inputs is, whoever answers. */
export const responseLength = ({ suite }: PublicKey, count: number): number =>
  batchFor(count) * partsOf(suite).element + 2 * partsOf(suite).scalar

/** Blinds 1 to 256 inputs (section 3.3.1, Blind). Throws TypeError for none, for more, and for chance that repeats itself. */
export function ask(key: PublicKey, inputs: readonly Uint8Array[], chance: Chance): Asking {
  const { modes, element, scalar } = partsOf(key.suite)
  const size = batchFor(inputs.length)
  const asked = [...inputs, ...Array.from({ length: size - inputs.length }, () => chance(32))]
  const blinded = asked.map((input) => ({ input, ...wiped(chance, (drawing) => modes.voprf.blind(input, drawing)) }))
  let is_open = true
  const close = () => {
    is_open = false
    for (const { blind } of blinded) blind.fill(0)
  }
  // an equal blind tells which of two inputs are equal; chance that stands still hides nothing
  if (new Set(blinded.map(({ blind }) => hex(blind))).size !== size) {
    close()
    throw new TypeError('chance repeats itself')
  }
  return {
    request: concat(key.id, ...blinded.map((one) => one.blinded)),
    abandon: close,
    finish(response) {
      if (!is_open) throw new TypeError('the blinds of this asking are used up')
      try {
        if (response.length !== responseLength(key, inputs.length)) return { ok: false, reason: 'size-wrong' }
        const proof = response.slice(size * element, size * element + 2 * scalar)
        const elements = piecesOf(response.subarray(0, size * element), element)
        const reason = batchFault(key, elements)
        if (reason !== undefined) return { ok: false, reason }
        const items = blinded.map((one, i) => ({ ...one, evaluated: elements[i]! }))
        const outputs = verified(() => modes.voprf.finalizeBatch(items, key.element, proof))
        if (outputs === undefined) return { ok: false, reason: 'proof-wrong' }
        return { ok: true, outputs: outputs.slice(0, inputs.length).map((bytes) => ({ key_id: key.id, bytes })) }
      } finally {
        close()
      }
    },
  }
}

/**
 * Evaluates a request and proves it (section 3.3.2, BlindEvaluate). Refused before anything is computed: `edition-other` for another key,
 * `batch-too-large`, `size-wrong`, an element that is malformed, the identity, or there twice.
 */
export function answer(
  key: SecretKey,
  request: Uint8Array,
  chance: Chance,
): { readonly ok: true; readonly response: Uint8Array } | Refused {
  const { modes, element } = partsOf(key.public.suite)
  const bytes = request.subarray(KEY_ID)
  if (bytes.length > MAX_BATCH * element) return { ok: false, reason: 'batch-too-large' }
  if (!BATCH_SIZES.some((size) => bytes.length === size * element)) return { ok: false, reason: 'size-wrong' }
  if (!sameBytes(request.slice(0, KEY_ID), key.public.id)) return { ok: false, reason: 'edition-other' }
  const elements = piecesOf(bytes, element)
  const reason = batchFault(key.public, elements)
  if (reason !== undefined) return { ok: false, reason }
  const made = wiped(chance, (drawing) => modes.voprf.blindEvaluateBatch(scalarOf(key), key.public.element, elements, drawing))
  return { ok: true, response: concat(...made.evaluated, made.proof) }
}

/** F(key, input) for the owner's own values (section 3.3.1, Evaluate): what an asker of the same input ends up with. */
export const evaluate = (key: SecretKey, input: Uint8Array): Output => ({
  key_id: key.public.id,
  bytes: evaluated(key.public.suite, scalarOf(key), input),
})

function batchFor(count: number): number {
  const size = BATCH_SIZES.find((size) => count <= size)
  if (count < 1 || size === undefined) throw new TypeError(`${count} inputs; one asking has 1 to ${MAX_BATCH}`)
  return size
}

/** Overwrites what was drawn once it is used: from the blind's random bytes the blind follows, from those of the proof the key. */
function wiped<T>(chance: Chance, run: (drawing: (length?: number) => Uint8Array) => T): T {
  const drawn: Uint8Array[] = []
  try {
    return run((length = 0) => {
      const bytes = chance(length)
      drawn.push(bytes)
      return bytes
    })
  } finally {
    for (const bytes of drawn) bytes.fill(0)
  }
}

function batchFault({ suite }: PublicKey, elements: readonly Uint8Array[]): ElementRefusal | undefined {
  const fault = elements.map((one) => elementFault(suite, one)).find((reason) => reason !== undefined)
  return fault ?? (new Set(elements.map(hex)).size === elements.length ? undefined : 'element-twice')
}

/** Undefined where the library throws: everything else was looked at before, so it is the proof. */
function verified<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
