/** Tells what a text typed into the one check box may be: a zone of a travel document, an identifier, or a person's name. */
import { type Mrz, readMrz } from '#lib/mrz/index.ts'
import { hasArabicLetter } from './arabic-letters.ts'
import { maybeAlpha3 } from './countries.ts'
import { capitals, fold, SEPARATORS } from './fold.ts'
import { KINDS, type Kind, type Remark } from './kinds.ts'
import { type Day, type NameAndBirth, readNameAndBirth } from './name-and-birth.ts'
import { normalise } from './normalise.ts'

/** Why a text was taken for what it is. */
export type Reason =
  | 'zone-check-digits'
  | 'zone-shape'
  | 'label'
  | 'check-digit'
  | 'shape'
  | 'national-pattern'
  | 'country-code'
  | 'known-prefix'
  | 'possible'
  | 'letters-and-date'
  | 'letters-only'

export type Recognition =
  | { as: 'mrz'; mrz: Mrz; confidence: number; reason: Reason; notes: string[] }
  | {
      as: 'identifier'
      kind: Kind
      value: string
      display: string
      country?: string
      scheme?: string
      confidence: number
      reason: Reason
      notes: Remark[]
    }
  | { as: 'name'; name: string; birth_date?: string; confidence: number; reason: Reason; notes: NameAndBirth['notes'] }

export interface RecogniseOptions {
  /** ISO 3166-1 alpha-3 of the asking side: numbers without a country are read as its own. */
  country?: string
  today?: Day
}

/** Most candidates returned. */
const MAX_RESULTS = 6
/** Longest text looked at, in UTF-16 units. */
const MAX_TEXT = 1000

/**
 * Ranks what a text may be, surest first, at most six; the same text always gives the same answer. Confidence orders candidates, it is no
 * probability. Texts over 1,000 characters give nothing.
 */
export function recognise(text: string, options: RecogniseOptions = {}): Recognition[] {
  if (text.length > MAX_TEXT || text.trim() === '') return []
  const clean = text.toWellFormed()
  const zone = maybeZone(clean, options)
  if (zone !== undefined) return [zone]
  const typed = fold(clean)
  const told = labelled(typed, options)
  const guessed = told.length > 0 ? told : guesses(typed, options)
  return ranked([...guessed, ...(isOnline(guessed) ? [] : maybeName(typed, options))])
}

/** An address that names a known top-level domain, a scheme or an @ is not a person's name as well. */
const isOnline = (found: readonly Recognition[]) =>
  found.some((one) => one.as === 'identifier' && one.confidence >= 0.8 && ['email', 'handle', 'domain', 'url', 'ip'].includes(one.kind))

function maybeZone(text: string, options: RecogniseOptions): Recognition | undefined {
  const reading = readMrz(text, options.today && { today: options.today })
  if (!reading.ok) return undefined
  const { mrz } = reading
  return {
    as: 'mrz',
    mrz,
    confidence: mrz.valid ? 1 : 0.8,
    reason: mrz.valid ? 'zone-check-digits' : 'zone-shape',
    notes: [...mrz.notes],
  }
}

/** Words with which people say what follows, in the languages of the region. */
const LABELS: [Kind, RegExp][] = [
  [
    'document',
    /^(?:passport|passeport|pasaporte|passaporto|passaporte|document|doc|id card|carte|cin|cnie|dni|جواز(?: سفر| السفر)?|بطاقة)$/,
  ],
  ['plate', /^(?:plate|plaque|immatriculation|immat|matricula|targa|license plate|licence plate|لوحة|ترقيم)$/],
  ['vin', /^(?:vin|chassis|chasis|telaio|شاصي|هيكل)$/],
  ['firearm', /^(?:firearm|weapon|gun|arme|arma|serial|سلاح)$/],
  ['telephone', /^(?:tel|telephone|phone|mobile|gsm|telefono|telefone|هاتف|رقم الهاتف)$/],
  ['email', /^(?:e-?mail|mail|courriel|correo|بريد)$/],
  ['handle', /^(?:handle|account|compte|user|username|telegram|instagram|facebook|tiktok|snapchat|twitter|signal|whatsapp|حساب)$/],
  ['domain', /^(?:domain|domaine|dominio|نطاق)$/],
  ['url', /^(?:url|link|lien|رابط)$/],
  ['ip', /^(?:ip|ipv4|ipv6)$/],
  ['bank-account', /^(?:iban|rib|account number|compte bancaire|حساب بنكي)$/],
  ['crypto', /^(?:wallet|bitcoin|btc|ethereum|eth|monero|xmr|tron|trx|usdt|محفظة)$/],
  ['imei', /^(?:imei|imeisv)$/],
  ['imo', /^imo$/],
  ['mmsi', /^mmsi$/],
  ['aircraft', /^(?:aircraft|tail|aeronef|icao ?24|طائرة)$/],
  ['container', /^(?:container|conteneur|contenedor|حاوية)$/],
]

/** `IMO 9074729`, `passeport: 12AB34567`, `plaque n° 1234 BCD`. A person may be called Arma or Carte: what follows must look like a number. */
function labelled(typed: string, options: RecogniseOptions): Recognition[] {
  if (!/^\p{L}/u.test(typed)) return []
  const candidates: Recognition[] = []
  for (const [label, remaining] of labelSplits(typed)) {
    const plain = withoutMarks(label.toLowerCase())
    for (const [kind, words] of LABELS) {
      if (!words.test(plain) || !isCredible(kind, remaining)) continue
      const platform = kind === 'handle' && !/^(?:handle|account|compte|user|username|حساب)$/.test(plain) ? `${plain}:` : ''
      candidates.push(...identified(kind, platform + remaining, 0.97, 'label', options))
    }
  }
  return candidates
}

const withoutMarks = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')

function isCredible(kind: Kind, text: string): boolean {
  if (kind === 'handle') return /^@|^[\w.-]*[\d_.][\w.-]*$/.test(text)
  if (kind === 'domain' || kind === 'url' || kind === 'email') return text.includes('.')
  return /\d/.test(text) && (kind === 'crypto' || kind === 'bank-account' || !/\p{L}{5}/u.test(text))
}

/** One or two words taken as the label, what joins them to the rest dropped. */
function labelSplits(typed: string): [label: string, rest: string][] {
  const words = typed.split(' ', 4)
  const splits: [string, string][] = []
  let at = 0
  for (const [i, word] of words.entries()) {
    at += word.length
    const colon = word.indexOf(':')
    const end = colon > 0 ? at - word.length + colon : at
    if (i < 3) splits.push([typed.slice(0, end).trim(), afterSign(typed.slice(end))])
    if (colon > 0) break
    at += 1
  }
  return splits.filter(([, remaining]) => remaining !== '')
}

const afterSign = (text: string) =>
  text
    .trim()
    .replace(/^(?:[:#]|n°|nº|no\.|nr\.|number\b|numero\b)\s*/i, '')
    .trim()

/** Shapes tried on every text; each has its own bound and no nested repetition. */
function guesses(typed: string, options: RecogniseOptions): Recognition[] {
  if (typed.length > 200 && !/^[a-z]+:\/\//i.test(typed)) return []
  const joined = capitals(typed).replace(SEPARATORS, '')
  const addresses = online(typed, options)
  if (addresses.some((one) => one.confidence >= 0.95)) return addresses
  return [
    ...addresses,
    ...money(typed, joined, options),
    ...things(typed, joined, options),
    ...numbers(typed, joined, options),
    ...plates(typed, joined, options),
    ...documents(typed, joined),
  ]
}

function online(typed: string, options: RecogniseOptions): Recognition[] {
  if (/\s/.test(typed)) return []
  const live = typed.replace(/\[\.\]|\(\.\)|\[dot\]/gi, '.').replace(/\[at\]/gi, '@')
  if (/^@[^@\s]+$/.test(live)) return identified('handle', typed, 0.95, 'shape', options)
  const handle = normalise('handle', typed)
  const profile = handle.ok && handle.scheme !== undefined ? identified('handle', typed, 0.96, 'known-prefix', options) : []
  if (/^(?:mailto:)?[^@\s/]+@[^@\s/]+$/i.test(live)) return identified('email', typed, 0.97, 'shape', options)
  if (/^(?:https?|hxxps?|ftp)(?::|\[:\])/i.test(live))
    return [...profile, ...identified('url', typed, profile.length ? 0.9 : 0.97, 'shape', options)]
  const ip = identified('ip', typed, 0.96, 'shape', options)
  if (ip.length > 0) return ip
  if (!/\p{L}/u.test(live) || !live.includes('.') || /^[\d.]+$/.test(live)) return profile
  const domain = identified('domain', typed, 0.45, 'possible', options)
  if (domain.length === 0) return [...profile, ...identified('url', typed, 0.8, 'shape', options)]
  return [...profile, ...byChecksum(domain.map(surerByTop), 0.97)]
}

const COMMON_TOPS =
  /\.(?:com|net|org|info|biz|edu|gov|int|mil|name|onion|app|dev|shop|store|site|online|xyz|club|top|live|news|xn--[a-z0-9-]+)$/

/** A two-letter or common top-level domain tells `site.ma` from `M.Ali`. */
const surerByTop = (one: Recognition): Recognition =>
  one.as === 'identifier' && (COMMON_TOPS.test(one.value) || (maybeAlpha3(one.value.slice(-2)) !== undefined && one.value.at(-3) === '.'))
    ? { ...one, confidence: 0.85, reason: 'shape' }
    : one

function money(typed: string, joined: string, options: RecogniseOptions): Recognition[] {
  const candidates: Recognition[] = []
  if (/^(?:IBAN)?[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(joined)) {
    candidates.push(...byChecksum(identified('bank-account', typed, 0.6, 'shape', options), 0.98))
  }
  if (/^\d{20,24}$/.test(joined)) candidates.push(...byChecksum(identified('bank-account', typed, 0.6, 'possible', options), 0.9))
  if (!/\s/.test(typed) && /^(?:[a-z]+:)?[0-9A-Za-z]{25,110}/.test(typed)) {
    const crypto = identified('crypto', typed, 0.6, 'shape', options)
    candidates.push(...byChecksum(crypto, 0.99).map((one) => (isPlainEthereum(one) ? { ...one, confidence: 0.95 } : one)))
  }
  return candidates
}

const isPlainEthereum = (one: Recognition) =>
  one.as === 'identifier' && one.scheme === 'ethereum' && one.notes.includes('checksum-not-required')

function things(typed: string, joined: string, options: RecogniseOptions): Recognition[] {
  const candidates: Recognition[] = []
  if (/^[A-HJ-NPR-Z0-9]{17}$/.test(joined) && /\d/.test(joined)) {
    const vin = identified('vin', typed, /[A-Z]/.test(joined) ? 0.9 : 0.5, 'shape', options)
    candidates.push(...byChecksum(vin, 0.97))
  } else if (/^[A-Z0-9]{17}$/.test(joined) && /[A-Z]/.test(joined) && /\d{4}$/.test(joined)) {
    candidates.push(...identified('vin', typed, 0.7, 'shape', options))
  }
  if (/^[A-Z]{3}[UJZ]\d{7}$/.test(joined)) candidates.push(...byChecksum(identified('container', typed, 0.7, 'shape', options), 0.98))
  if (/^[A-Z]{3}U\d{6}$/.test(joined)) candidates.push(...identified('container', typed, 0.5, 'shape', options))
  if (/^IMO\d{7}$/.test(joined)) candidates.push(...byChecksum(identified('imo', typed, 0.8, 'known-prefix', options), 0.99))
  if (/^\d{7}$/.test(joined)) candidates.push(...ifChecksum(identified('imo', typed, 0.7, 'check-digit', options)))
  if (/^[2-7]\d{8}$/.test(joined)) candidates.push(...identified('mmsi', typed, 0.4, 'possible', options))
  if (/^\d{15}$/.test(joined)) candidates.push(...byChecksum(identified('imei', typed, 0.4, 'shape', options), 0.95))
  if (/^\d{16}$/.test(joined) || /^\d{14}$/.test(joined)) candidates.push(...identified('imei', typed, 0.45, 'possible', options))
  if (/^(?:ICAO ?24[: ]?|0x)?[0-9a-f]{6}$/i.test(typed) && /\d/.test(joined) && /[A-F]/.test(joined)) {
    candidates.push(...identified('aircraft', typed, joined.length > 6 ? 0.9 : 0.35, 'possible', options))
  }
  if (/^[A-Z0-9]{1,2}-[A-Z]{3,4}$/i.test(typed) || /^N[1-9]\d{1,4}[A-Z]{0,2}$/i.test(typed)) {
    const known = identified('aircraft', typed, typed.includes('-') ? 0.9 : 0.5, 'known-prefix', options)
    candidates.push(...known.filter((one) => one.as === 'identifier' && one.country !== undefined))
  }
  return candidates
}

function numbers(typed: string, joined: string, options: RecogniseOptions): Recognition[] {
  const digits = joined.replace(/^\+/, '')
  if (!/^\+?[\d\s().\-/]+$/.test(typed) || !/^\d{6,15}$/.test(digits)) return []
  if (/^\d{4}-\d{2}-\d{2}$|^\d{1,2}[./-]\d{1,2}[./-]\d{4}$/.test(typed)) return []
  const is_international = /^\(?(?:\+|00[1-9])/.test(typed)
  const found = identified('telephone', typed, is_international ? 0.97 : 0.4, is_international ? 'country-code' : 'possible', options)
  return found.map((one) => {
    if (one.as !== 'identifier') return one
    const is_doubtful = one.notes.includes('not-valid-for-country')
    if (is_international) return is_doubtful ? { ...one, confidence: 0.75 } : one
    if (one.country !== undefined && !is_doubtful) return { ...one, confidence: 0.85, reason: 'national-pattern' as const }
    return { ...one, confidence: /^0\d{8,10}$/.test(digits) ? 0.6 : 0.25 }
  })
}

const PLATE_PATTERNS: [pattern: RegExp, country: string | undefined, confidence: number][] = [
  [/^\d{4}[BCDFGHJKLMNPRSTVWXYZ]{3}$/, 'ESP', 0.9],
  [/^[A-HJ-NP-TV-Z]{2}\d{3}[A-HJ-NP-TV-Z]{2}$/, undefined, 0.88],
  [/^(?:[A-Z]{2}\d{2}[A-Z]{2}|[A-Z]{2}\d{4}|\d{4}[A-Z]{2}|\d{2}[A-Z]{2}\d{2})$/, undefined, 0.7],
  [/^\d{1,3}TUN\d{1,4}$/, 'TUN', 0.95],
  [/^\d{4}[A-Z]{2}\d{2}$/, 'MRT', 0.72],
  [/^[A-Z]{1,3}\d{1,4}[A-Z]{0,3}$/, undefined, 0.45],
]

function plates(typed: string, joined: string, options: RecogniseOptions): Recognition[] {
  if (/^\d{1,6}[^\S\n]*[-|/ ]?[^\S\n]*\d{3}[^\S\n]*[-|/ ][^\S\n]*\d{2}$/.test(typed) && /^\d{8,11}$/.test(joined)) {
    return identified('plate', typed, 0.6, 'national-pattern', { ...options, country: 'DZA' })
  }
  const plate = normalise('plate', typed, options.country === undefined ? {} : { country: options.country })
  if (!plate.ok || !/\d/.test(plate.value) || plate.value.length > 12) return []
  const is_arabic = hasArabicLetter(typed) && /^[^\p{L}]*[\p{Script=Arabic}\s]{1,8}[^\p{L}]*$/u.test(typed)
  if (is_arabic) return identified('plate', typed, 0.95, 'national-pattern', options)
  if (/^\d{1,5}\s?[-|/ ]\s?[A-Z]\s?[-|/ ]\s?\d{1,2}$/i.test(typed)) {
    return identified('plate', typed, 0.85, 'national-pattern', { ...options, country: 'MAR' })
  }
  const known = PLATE_PATTERNS.find(([pattern]) => pattern.test(plate.value))
  if (known !== undefined) {
    const [, country, confidence] = known
    const reason = confidence >= 0.7 ? 'national-pattern' : 'possible'
    return identified('plate', typed, confidence, reason, country === undefined ? options : { ...options, country })
  }
  return /^[A-Z0-9]{4,9}$/.test(plate.value) && /[A-Z]/.test(plate.value) ? identified('plate', typed, 0.3, 'possible', options) : []
}

function documents(typed: string, joined: string): Recognition[] {
  if (!/^[A-Z0-9]{5,14}$/.test(joined) || /[A-Z]{6}/.test(joined) || !/\d{2}/.test(joined) || /[@:]/.test(typed)) return []
  if (/^\d{4}-\d{2}-\d{2}$|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/.test(typed) || typed.startsWith('+')) return []
  const confidence = documentConfidence(joined)
  if (/\s/.test(typed) && joined.replace(/\d/g, '').length > 4) return []
  const serial = identified('firearm', typed, 0.15, 'possible', {})
  return [...identified('document', typed, confidence, confidence >= 0.7 ? 'shape' : 'possible', {}), ...serial]
}

function documentConfidence(joined: string): number {
  if (/^(?:\d{2}[A-Z]{2}\d{5}|[A-Z]{1,3}\d{6,8}|[A-Z]\d{8}|[A-Z]{2}\d{5}[A-Z]{2}|\d{8}[A-Z])$/.test(joined)) return 0.8
  if (/[A-Z]/.test(joined) && joined.length >= 7 && joined.length <= 10) return 0.75
  if (/^\d{8,9}$/.test(joined)) return 0.55
  return /[A-Z]/.test(joined) ? 0.4 : 0.35
}

function maybeName(typed: string, options: RecogniseOptions): Recognition[] {
  if (typed.includes('<<')) return []
  const read = readNameAndBirth(typed, options.today)
  if (read === undefined) return []
  const words = read.name.split(' ').length
  const reason = read.birth_date === undefined ? 'letters-only' : 'letters-and-date'
  const precise = (read.birth_date?.length ?? 0) > 4
  const confidence = words > 1 ? (precise ? 0.96 : read.birth_date ? 0.8 : 0.86) : precise ? 0.9 : read.birth_date ? 0.5 : 0.65
  return [{ as: 'name', ...read, confidence, reason }]
}

function identified(kind: Kind, text: string, confidence: number, reason: Reason, options: RecogniseOptions): Recognition[] {
  const found = normalise(kind, text, options.country === undefined ? {} : { country: options.country })
  if (!found.ok) return []
  const { value, display, notes, country, scheme } = found
  return [{ as: 'identifier', kind, value, display, ...(country && { country }), ...(scheme && { scheme }), confidence, reason, notes }]
}

/** A checksum that agrees raises the confidence and becomes the reason. */
const byChecksum = (found: Recognition[], confidence: number): Recognition[] =>
  found.map((one) => (hasChecksum(one) ? ({ ...one, confidence, reason: 'check-digit' } as Recognition) : one))

const ifChecksum = (found: Recognition[]): Recognition[] => found.filter(hasChecksum)

const hasChecksum = (one: Recognition) => one.as === 'identifier' && one.notes.includes('checksum-ok')

/** Surest first; among equals the order of KINDS, names last; each kind and value once. */
function ranked(candidates: Recognition[]): Recognition[] {
  const rank = (one: Recognition) => (one.as === 'identifier' ? KINDS.indexOf(one.kind) : KINDS.length)
  const sorted = candidates.toSorted((a, b) => b.confidence - a.confidence || rank(a) - rank(b))
  const seen = new Set<string>()
  return sorted
    .filter((one) => {
      const key = one.as === 'identifier' ? `${one.kind} ${one.value}` : one.as
      return !seen.has(key) && seen.add(key)
    })
    .slice(0, MAX_RESULTS)
}
