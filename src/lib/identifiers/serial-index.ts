/**
 * Finds serial numbers with worn characters among very many, without going through them one by one: for each length, place and character one
 * row of bits, a bit for each serial held. A question is the AND of the rows of its readable characters; a worn character that is held sets
 * its bit in every row of its place, so that either side may be worn. Look-alikes share a row; what they do not share is told afterwards.
 */
import { agreementOf, LEAST_READABLE } from './firearm.ts'
import { plainest } from './look-alikes.ts'
import { normalise } from './normalise.ts'

export interface SerialFound {
  readonly id: string
  /** Characters that agree because both can be read. */
  readonly readable: number
  readonly worn: number
}

export interface SerialIndex {
  /** Puts a serial in the place of any that the id had; what normalising refuses is left out. */
  add(id: string, serial: string): void
  remove(id: string): void
  /** Those that agree in at least four readable characters, most readable first; `more` where a bound was hit. */
  search(serial: string, options?: { look_alikes?: boolean; most?: number }): { found: SerialFound[]; more: boolean }
  readonly size: number
  /** Of the rows of bits. */
  readonly bytes: number
}

const LONGEST = 30
/** Serials looked at in full for one question. */
const MOST_COMPARED = 2_000
/** Held serials of unknown length, which have no place in the rows, looked at for one question. */
const MOST_OPEN = 20_000

/** The rows of a place: digits, the letters that look like no digit, and one for all else. */
const ROWS = '0123456789ACDEFHJKLMNPQRTUVWXY'
const ROW_COUNT = ROWS.length + 1
const rowOf = (character: string) => {
  const row = ROWS.indexOf(character)
  return row === -1 ? ROWS.length : row
}

interface Bucket {
  readonly length: number
  readonly ids: string[]
  readonly serials: string[]
  readonly free: number[]
  /** By place × ROW_COUNT + row; the last one says which slots are taken. */
  readonly rows: Uint32Array[]
  words: number
}

export function createSerialIndex(): SerialIndex {
  const buckets = new Map<number, Bucket>()
  const open = new Map<string, string>()
  const places = new Map<string, { bucket: Bucket; slot: number }>()

  const remove = (id: string) => {
    open.delete(id)
    const place = places.get(id)
    if (place === undefined) return
    const { bucket, slot } = place
    mark(bucket, slot, bucket.serials[slot]!, false)
    bucket.serials[slot] = ''
    bucket.ids[slot] = ''
    bucket.free.push(slot)
    places.delete(id)
  }

  return {
    add(id, serial) {
      remove(id)
      const normal = normalise('firearm', serial)
      if (!normal.ok) return
      const { value } = normal
      if (value.includes('…')) return void open.set(id, value)
      const bucket = buckets.get(value.length) ?? emptyBucket(value.length)
      buckets.set(value.length, bucket)
      const slot = bucket.free.pop() ?? bucket.ids.length
      if (slot >> 5 >= bucket.words) grow(bucket)
      bucket.ids[slot] = id
      bucket.serials[slot] = value
      mark(bucket, slot, value, true)
      places.set(id, { bucket, slot })
    },
    remove,
    search(serial, { look_alikes = false, most = 30 } = {}) {
      const normal = normalise('firearm', serial)
      if (!normal.ok || normal.notes.includes('too-worn')) return { found: [], more: false }
      const asked = normal.value
      const found: SerialFound[] = []
      let compared = 0
      let more = open.size > MOST_OPEN
      const compare = (id: string, held: string) => {
        const agreement = look_alikes ? agreementOf(plainest('firearm', asked)!, plainest('firearm', held)!) : agreementOf(asked, held)
        if (agreement !== undefined && agreement.readable >= LEAST_READABLE) found.push({ id, ...agreement })
      }
      for (const bucket of buckets.values()) {
        for (const slot of candidates(bucket, asked)) {
          if (++compared > MOST_COMPARED) break
          compare(bucket.ids[slot]!, bucket.serials[slot]!)
        }
      }
      more ||= compared > MOST_COMPARED
      let looked_at = 0
      for (const [id, held] of open) {
        if (++looked_at > MOST_OPEN) break
        if (endsMayMeet(asked, held)) compare(id, held)
      }
      found.sort((a, b) => b.readable - a.readable || a.worn - b.worn || (a.id < b.id ? -1 : 1))
      return { found: found.slice(0, most), more: more || found.length > most }
    },
    get size() {
      return places.size + open.size
    },
    get bytes() {
      let sum = 0
      for (const { rows } of buckets.values()) for (const row of rows) sum += row.byteLength
      return sum
    },
  }
}

const emptyBucket = (length: number): Bucket => ({
  length,
  ids: [],
  serials: [],
  free: [],
  rows: Array.from({ length: length * ROW_COUNT + 1 }, () => new Uint32Array(1)),
  words: 1,
})

function grow(bucket: Bucket): void {
  bucket.words = Math.ceil(bucket.words * 1.5) + 1
  for (const [i, row] of bucket.rows.entries()) {
    const wider = new Uint32Array(bucket.words)
    wider.set(row)
    bucket.rows[i] = wider
  }
}

function mark(bucket: Bucket, slot: number, serial: string, on: boolean): void {
  const [word, bit] = [slot >> 5, 1 << (slot & 31)]
  const put = (row: number) => {
    if (on) bucket.rows[row]![word]! |= bit
    else bucket.rows[row]![word]! &= ~bit
  }
  const plain = plainest('firearm', serial)!
  for (let at = 0; at < bucket.length; at++) {
    const from = at * ROW_COUNT
    if (plain[at] === '*') for (let row = 0; row < ROW_COUNT; row++) put(from + row)
    else put(from + rowOf(plain[at]!))
  }
  put(bucket.length * ROW_COUNT)
}

/** Slots of a bucket whose readable characters can agree, in the order of their slots. */
function* candidates(bucket: Bucket, asked: string): Generator<number> {
  const bits = bitsOf(bucket, plainest('firearm', asked)!)
  if (bits === undefined) return
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word]!; left !== 0; left &= left - 1) yield (word << 5) | (31 - Math.clz32(left & -left))
  }
}

/** Stretches between unknown ones; the first stands at the start and the last at the end, the others anywhere between. */
function bitsOf(bucket: Bucket, asked: string): Uint32Array | undefined {
  const stretches = asked.split('…')
  const least = stretches.reduce((sum, stretch) => sum + stretch.length, 0)
  if (stretches.length === 1 ? asked.length !== bucket.length : least > bucket.length) return undefined
  const bits = bucket.rows[bucket.length * ROW_COUNT]!.slice()
  for (const [i, stretch] of stretches.entries()) {
    if (i === 0) andStretch(bits, bucket, stretch, 0)
    else if (i === stretches.length - 1) andStretch(bits, bucket, stretch, bucket.length - stretch.length)
    else andAnywhere(bits, bucket, stretch)
  }
  return bits
}

function andStretch(bits: Uint32Array, bucket: Bucket, stretch: string, from: number): void {
  for (let i = 0; i < stretch.length; i++) {
    if (stretch[i] === '*') continue
    const row = bucket.rows[(from + i) * ROW_COUNT + rowOf(stretch[i]!)]!
    for (let word = 0; word < bits.length; word++) bits[word]! &= row[word]!
  }
}

function andAnywhere(bits: Uint32Array, bucket: Bucket, stretch: string): void {
  const any = new Uint32Array(bits.length)
  for (let from = 0; from + stretch.length <= bucket.length; from++) {
    const here = bits.slice()
    andStretch(here, bucket, stretch, from)
    for (let word = 0; word < any.length; word++) any[word]! |= here[word]!
  }
  bits.set(any)
}

/** Whether what is readable at both starts, and at both ends, agrees: a quick look before the full comparison. */
function endsMayMeet(asked: string, held: string): boolean {
  const [a, b] = [plainest('firearm', asked)!, plainest('firearm', held)!]
  const least = Math.min(a.length, b.length, LONGEST)
  for (let i = 0; i < least && a[i] !== '…' && b[i] !== '…'; i++) if (a[i] !== b[i] && a[i] !== '*' && b[i] !== '*') return false
  for (let i = 1; i <= least && a.at(-i) !== '…' && b.at(-i) !== '…'; i++) {
    if (a.at(-i) !== b.at(-i) && a.at(-i) !== '*' && b.at(-i) !== '*') return false
  }
  return true
}
