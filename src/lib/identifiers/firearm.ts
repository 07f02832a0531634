/** Serial numbers of firearms, with characters that are worn away. */
import { latinLetters } from './arabic-letters.ts'
import { capitals, fold, SEPARATORS } from './fold.ts'
import { type Normalised, type Remark, refused } from './kinds.ts'
import { plainest } from './look-alikes.ts'

/** Fewest readable characters by which a worn serial is compared. */
export const LEAST_READABLE = 4

/** `*` or `?` stands for one worn character, `…` or `...` for any number of them; kept as `*` and `…`. */
export function normaliseFirearm(text: string, country?: string): Normalised {
  const value = serial(text)
  if (value === '') return refused('empty')
  if (!/^[A-Z0-9\p{Lo}*…]+$/u.test(value)) return refused('bad-character')
  if (value.length < 2 || value.length > 30) return refused('bad-length')
  if (/^[*…]+$/.test(value)) return refused('bad-form')
  const readable = value.replace(/[*…]/g, '').length
  const notes: Remark[] = readable === value.length ? [] : ['worn-characters']
  if (readable < value.length && readable < LEAST_READABLE) notes.push('too-worn')
  if (!/\d/.test(value)) notes.push('no-digit')
  return { ok: true, value, display: value, notes, ...(country && { country }) }
}

/** NFKC turns … into three dots, so runs of dots are read first. */
const serial = (text: string) =>
  latinLetters(
    capitals(
      fold(text.slice(0, 400))
        .replace(/\.{3,}/g, '…')
        .replace(/\?/g, '*'),
    ),
  )
    .replace(SEPARATORS, '')
    .replace(/…+/g, '…')

export interface SerialMatch {
  matches: boolean
  /** Positions that agree because both characters are readable. */
  readable: number
  /** Positions that agree only because one side is worn. */
  worn: number
}

/**
 * Compares two serial numbers, either of which may have worn characters; with `look_alikes` O agrees with 0 and so on. Work is bounded by
 * 30 × 30 characters; serials that normalising refuses match nothing.
 */
export function matchSerial(pattern: string, other: string, { look_alikes = false } = {}): SerialMatch {
  const nothing = { matches: false, readable: 0, worn: 0 }
  const [a, b] = [normaliseFirearm(pattern), normaliseFirearm(other)]
  if (!a.ok || !b.ok) return nothing
  const [x, y] = look_alikes ? [plainest('firearm', a.value)!, plainest('firearm', b.value)!] : [a.value, b.value]
  const best = agreementOf(x, y)
  return best === undefined ? nothing : { matches: true, ...best }
}

type Agreement = { readable: number; worn: number }

/** How far two canonical serials agree; `undefined` where they do not. */
export function agreementOf(a: string, b: string): Agreement | undefined {
  if (a.includes('…') || b.includes('…')) return align([...a], [...b])
  if (a.length !== b.length) return undefined
  let worn = 0
  for (let i = 0; i < a.length; i++) {
    if (a[i] === '*' || b[i] === '*') worn++
    else if (a[i] !== b[i]) return undefined
  }
  return { readable: a.length - worn, worn }
}

/** For every pair of prefixes the agreement with most readable characters, if they agree at all. */
function align(a: readonly string[], b: readonly string[]): Agreement | undefined {
  const table: (Agreement | undefined)[][] = Array.from({ length: a.length + 1 }, () =>
    Array.from({ length: b.length + 1 }, () => undefined),
  )
  table[0]![0] = { readable: 0, worn: 0 }
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      const here = table[i]![j]
      if (here === undefined) continue
      const [x, y] = [a[i], b[j]]
      if (x === '…') offer(table, i + 1, j, here)
      if (y === '…') offer(table, i, j + 1, here)
      if (x === '…' && y !== undefined) offer(table, i, j + 1, more(here, 'worn'))
      if (y === '…' && x !== undefined) offer(table, i + 1, j, more(here, 'worn'))
      if (x === undefined || y === undefined || x === '…' || y === '…') continue
      if (x === '*' || y === '*') offer(table, i + 1, j + 1, more(here, 'worn'))
      else if (x === y) offer(table, i + 1, j + 1, more(here, 'readable'))
    }
  }
  return table[a.length]![b.length]
}

const more = (agreement: Agreement, what: keyof Agreement): Agreement => ({ ...agreement, [what]: agreement[what] + 1 })

function offer(table: (Agreement | undefined)[][], i: number, j: number, agreement: Agreement): void {
  const known = table[i]![j]
  if (known === undefined || agreement.readable > known.readable) table[i]![j] = agreement
}
