/** Keccak-256 with the original padding, which Ethereum and Monero use; SHA3-256 (FIPS 202) differs from it in one byte. */
const ROUNDS = 24
const RATE_BYTES = 136
const LANE = 0xffffffffffffffffn

const ROTATIONS = [0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14].map(BigInt)
const CONSTANTS = roundConstants()

/** `padding` is 0x01 for Keccak and 0x06 for SHA3. */
export function keccak256(bytes: Uint8Array, padding = 0x01): Uint8Array {
  const state = new Array<bigint>(25).fill(0n)
  const padded = new Uint8Array(Math.ceil((bytes.length + 1) / RATE_BYTES) * RATE_BYTES)
  padded.set(bytes)
  padded[bytes.length]! |= padding
  padded[padded.length - 1]! |= 0x80
  const view = new DataView(padded.buffer)
  for (let block = 0; block < padded.length; block += RATE_BYTES) {
    for (let lane = 0; lane < RATE_BYTES / 8; lane++) state[lane]! ^= view.getBigUint64(block + lane * 8, true)
    permute(state)
  }
  const digest = new DataView(new ArrayBuffer(32))
  for (let lane = 0; lane < 4; lane++) digest.setBigUint64(lane * 8, state[lane]!, true)
  return new Uint8Array(digest.buffer)
}

function permute(a: bigint[]): void {
  for (let round = 0; round < ROUNDS; round++) {
    const c = [0, 1, 2, 3, 4].map((x) => a[x]! ^ a[x + 5]! ^ a[x + 10]! ^ a[x + 15]! ^ a[x + 20]!)
    for (let i = 0; i < 25; i++) a[i]! ^= c[(i + 4) % 5]! ^ rotated(c[(i + 1) % 5]!, 1n)
    const b = new Array<bigint>(25)
    for (let i = 0; i < 25; i++) {
      const [x, y] = [i % 5, Math.floor(i / 5)]
      b[y + 5 * ((2 * x + 3 * y) % 5)] = rotated(a[i]!, ROTATIONS[i]!)
    }
    for (let i = 0; i < 25; i++) {
      const row = i - (i % 5)
      a[i] = b[i]! ^ (~b[row + ((i + 1) % 5)]! & LANE & b[row + ((i + 2) % 5)]!)
    }
    a[0]! ^= CONSTANTS[round]!
  }
}

const rotated = (lane: bigint, by: bigint) => ((lane << by) | (lane >> (64n - by))) & LANE

/** The linear-feedback register of FIPS 202, section 3.2.5. */
function roundConstants(): bigint[] {
  let register = 1
  return Array.from({ length: ROUNDS }, () => {
    let constant = 0n
    for (let j = 0; j < 7; j++) {
      if (register & 1) constant |= 1n << BigInt(2 ** j - 1)
      register = register & 0x80 ? ((register << 1) ^ 0x171) & 0xff : register << 1
    }
    return constant
  })
}
