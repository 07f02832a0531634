/** Tells what a text typed into the one check box may be: a zone of a travel document, an identifier, or a person's name. */
import { type Mrz, readMrz } from '#lib/mrz/index.ts'
import { hasArabicLetter } from './arabic-letters.ts'
import { provenAccounts } from './bank-account.ts'
import { type Correction, corrections } from './corrections.ts'
import { maybeAlpha3 } from './countries.ts'
import { capitals, fold, SEPARATORS } from './fold.ts'
import { KINDS, type Kind, type Remark } from './kinds.ts'
import { type Day, type NameAndBirth, readNameAndBirth } from './name-and-birth.ts'
import { nationalNumber, provenNumbers } from './national-numbers.ts'
import { normalise } from './normalise.ts'
import { plateReadings } from './plate.ts'

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
      /** What was meant, where the check digit does not hold: one slip away, likeliest first, at most four. */
      proposals?: Correction[]
    }
  | { as: 'name'; name: string; birth_date?: string; confidence: number; reason: Reason; notes: NameAndBirth['notes'] }

export interface RecogniseOptions {
  /** ISO 3166-1 alpha-3 of the asking side: telephone numbers without a country are read as its own, its plates stand first. */
  country?: string
  today?: Day
}

/** Most candidates returned. */
const MAX_RESULTS = 8
/** Most countries offered for one plate. */
const MAX_COUNTRIES = 4
const MAX_PROPOSALS = 4
/** Longest text looked at, in UTF-16 units. */
const MAX_TEXT = 1000

/**
 * Ranks what a text may be, surest first, at most eight; the same text always gives the same answer. Confidence orders candidates, it is no
 * probability. Texts over 1,000 characters give nothing.
 */
export function recognise(text: string, options: RecogniseOptions = {}): Recognition[] {
  if (text.length > MAX_TEXT || text.trim() === '') return []
  const clean = text.toWellFormed()
  const zone = maybeZone(clean, options)
  if (zone !== undefined) return [zone]
  const typed = fold(clean)
  if (typed.length > MAX_TEXT) return []
  const told = labelled(typed, options)
  const guessed = told.length > 0 ? told : guesses(typed, options)
  return ranked([...guessed, ...(isOnline(guessed) ? [] : maybeName(typed, options))]).map(withProposals)
}

/** Swaps and look-alikes are likelier than any other wrong character; the check digit itself may be what was misread. */
function withProposals(found: Recognition): Recognition {
  if (found.as !== 'identifier' || !found.notes.includes('checksum-wrong')) return found
  const all = corrections(found.kind, found.value, found.country)
  const likely = all.filter(
    ({ slip, at }) => slip !== 'one-character' || at === found.value.length - 1 || (found.kind === 'vin' && at === 8),
  )
  const proposals = (all.length <= MAX_PROPOSALS ? all : likely).slice(0, MAX_PROPOSALS)
  return proposals.length === 0 ? found : { ...found, proposals }
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
    /^(?:passport|passeport|pasaporte|passaporto|passaporte|document|doc|id card|carte|cin|cnie|dni|nie|codice fiscale|kimlik|جواز(?: سفر| السفر)?|بطاقة)$/,
  ],
  ['plate', /^(?:plate|plaque|immatriculation|immat|matricula|targa|license plate|licence plate|لوحة|ترقيم)$/],
  ['vin', /^(?:vin|chassis|bastidor|chasis|telaio|شاصي|هيكل)$/],
  ['firearm', /^(?:firearm|weapon|gun|arme|arma|serial|سلاح)$/],
  ['telephone', /^(?:tel|telephone|phone|mobile|gsm|telefono|telefone|هاتف|رقم الهاتف)$/],
  ['email', /^(?:e-?mail|mail|courriel|correo|بريد)$/],
  ['handle', /^(?:handle|account|compte|user|username|telegram|instagram|facebook|tiktok|snapchat|twitter|signal|whatsapp|حساب)$/],
  ['domain', /^(?:domain|domaine|dominio|نطاق)$/],
  ['url', /^(?:url|link|lien|رابط)$/],
  ['ip', /^(?:ip|ipv4|ipv6)$/],
  ['bank-account', /^(?:iban|rib|ccc|nib|account number|compte bancaire|cuenta|حساب بنكي)$/],
  ['crypto', /^(?:wallet|bitcoin|btc|ethereum|eth|monero|xmr|tron|trx|usdt|solana|sol|xrp|ton|محفظة)$/],
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
      if (kind === 'plate') candidates.push(...plateCandidates(remaining, options, 0.97, 'label'))
      else candidates.push(...identified(kind, platform + remaining, 0.97, 'label', countryOfLabel(plain) ?? homeOf(kind, options)))
    }
  }
  return candidates
}

/** Names of documents that one state alone has. */
const countryOfLabel = (plain: string): string | undefined =>
  /^(?:dni|nie)$/.test(plain)
    ? 'ESP'
    : plain === 'codice fiscale'
      ? 'ITA'
      : plain === 'kimlik'
        ? 'TUR'
        : plain === 'cnie'
          ? 'MAR'
          : undefined

/** Only what is written without its country by those who live there is read as the asking side's own. */
const homeOf = (kind: Kind, { country }: RecogniseOptions) => (kind === 'telephone' ? country : undefined)

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
  const addresses = online(typed)
  if (addresses.some((one) => one.confidence >= 0.95)) return addresses
  return [
    ...addresses,
    ...money(typed, joined),
    ...things(typed, joined),
    ...numbers(typed, joined, options),
    ...plates(typed, joined, options),
    ...documents(typed, joined, options),
  ]
}

function online(typed: string): Recognition[] {
  if (/\s/.test(typed)) return []
  const live = typed.replace(/\[\.\]|\(\.\)|\[dot\]/gi, '.').replace(/\[at\]/gi, '@')
  if (/^@[^@\s]+$/.test(live)) return identified('handle', typed, 0.95, 'shape')
  const handle = normalise('handle', typed)
  const profile = handle.ok && handle.scheme !== undefined ? identified('handle', typed, 0.96, 'known-prefix') : []
  if (/^(?:mailto:)?[^@\s/]+@[^@\s/]+$/i.test(live)) return identified('email', typed, 0.97, 'shape')
  if (/^(?:https?|hxxps?|ftp)(?::|\[:\])/i.test(live))
    return [...profile, ...identified('url', typed, profile.length ? 0.9 : 0.97, 'shape')]
  const ip = identified('ip', typed, 0.96, 'shape')
  if (ip.length > 0) return ip
  if (!/\p{L}/u.test(live) || !live.includes('.') || /^[\d.]+$/.test(live)) return profile
  const domain = identified('domain', typed, 0.45, 'possible')
  if (domain.length === 0) return [...profile, ...identified('url', typed, 0.8, 'shape')]
  return [...profile, ...byChecksum(domain.map(surerByTop), 0.97)]
}

const COMMON_TOPS =
  /\.(?:com|net|org|info|biz|edu|gov|int|mil|name|onion|app|dev|shop|store|site|online|xyz|club|top|live|news|xn--[a-z0-9-]+)$/

/** A two-letter or common top-level domain tells `site.ma` from `M.Ali`. */
const surerByTop = (one: Recognition): Recognition =>
  one.as === 'identifier' && (COMMON_TOPS.test(one.value) || (maybeAlpha3(one.value.slice(-2)) !== undefined && one.value.at(-3) === '.'))
    ? { ...one, confidence: 0.85, reason: 'shape' }
    : one

function money(typed: string, joined: string): Recognition[] {
  const candidates: Recognition[] = []
  if (/^(?:IBAN)?[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(joined)) {
    candidates.push(...byChecksum(identified('bank-account', typed, 0.6, 'shape'), 0.98))
  }
  if (/^[A-Z0-9]{12,24}$/.test(joined) && /\d{10}/.test(joined)) {
    // the longer a number whose key holds, the less it is chance
    for (const { country } of provenAccounts(joined)) {
      candidates.push(...identified('bank-account', typed, joined.length < 20 ? 0.6 : 0.9, 'check-digit', country))
    }
  }
  if (/^\d{20,24}$/.test(joined)) candidates.push(...identified('bank-account', typed, 0.55, 'possible'))
  const ton = /^(?:[EUk0][QWfw][A-Za-z0-9_+/-]{46}|(?:0|-1):[0-9a-fA-F]{64})$/.test(typed)
  if (ton || (!/\s/.test(typed) && /^(?:[a-z]+:)?[0-9A-Za-z]{25,110}/.test(typed))) {
    const crypto = identified('crypto', typed, ton ? 0.9 : 0.6, 'shape')
    candidates.push(...byChecksum(crypto, 0.99).map((one) => (isPlainEthereum(one) ? { ...one, confidence: 0.95 } : one)))
  }
  return candidates
}

const isPlainEthereum = (one: Recognition) =>
  one.as === 'identifier' && one.scheme === 'ethereum' && one.notes.includes('checksum-not-required')

function things(typed: string, joined: string): Recognition[] {
  const candidates: Recognition[] = []
  if (/^[A-HJ-NPR-Z0-9]{17}$/.test(joined) && /\d/.test(joined)) {
    const vin = identified('vin', typed, /[A-Z]/.test(joined) ? 0.9 : 0.5, 'shape')
    candidates.push(...byChecksum(vin, 0.97))
  } else if (/^[A-Z0-9]{17}$/.test(joined) && /[A-Z]/.test(joined) && /\d{4}$/.test(joined)) {
    candidates.push(...identified('vin', typed, 0.7, 'shape'))
  }
  if (/^[A-Z]{3}[UJZ]\d{7}$/.test(joined)) candidates.push(...byChecksum(identified('container', typed, 0.7, 'shape'), 0.98))
  if (/^[A-Z]{3}U\d{6}$/.test(joined)) candidates.push(...identified('container', typed, 0.5, 'shape'))
  if (/^IMO\d{7}$/.test(joined)) candidates.push(...byChecksum(identified('imo', typed, 0.8, 'known-prefix'), 0.99))
  if (/^\d{7}$/.test(joined)) {
    // one in ten numbers would pass: in groups it is rather something else
    candidates.push(...ifChecksum(identified('imo', typed, typed === joined ? 0.7 : 0.3, 'check-digit')))
  }
  if (/^[2-7]\d{8}$/.test(joined)) candidates.push(...identified('mmsi', typed, 0.4, 'possible'))
  if (/^\d{15}$/.test(joined)) candidates.push(...byChecksum(identified('imei', typed, 0.4, 'shape'), 0.95))
  if (/^\d{16}$/.test(joined) || /^\d{14}$/.test(joined)) candidates.push(...identified('imei', typed, 0.45, 'possible'))
  if (/^(?:ICAO ?24[: ]?|0x)?[0-9a-f]{6}$/i.test(typed) && /\d/.test(joined) && /[A-F]/.test(joined)) {
    candidates.push(...identified('aircraft', typed, joined.length > 6 ? 0.9 : 0.35, 'possible'))
  }
  if (/^[A-Z0-9]{1,2}-[A-Z]{3,4}$/i.test(typed) || /^N[1-9]\d{1,4}[A-Z]{0,2}$/i.test(typed)) {
    const known = identified('aircraft', typed, typed.includes('-') ? 0.9 : 0.5, 'known-prefix')
    candidates.push(...known.filter((one) => one.as === 'identifier' && one.country !== undefined))
  }
  return candidates
}

function numbers(typed: string, joined: string, options: RecogniseOptions): Recognition[] {
  const digits = joined.replace(/^\+/, '')
  if (!/^\+?[\d\s().\-/]+$/.test(typed) || !/^\d{6,15}$/.test(digits)) return []
  if (/^\d{4}-\d{2}-\d{2}$|^\d{1,2}[./-]\d{1,2}[./-]\d{4}$/.test(typed)) return []
  const is_international = /^\(?(?:\+|00[1-9])/.test(typed)
  const reason = is_international ? 'country-code' : 'possible'
  const found = identified('telephone', typed, is_international ? 0.97 : 0.4, reason, options.country)
  return found.map((one) => {
    if (one.as !== 'identifier') return one
    const is_doubtful = one.notes.includes('not-valid-for-country')
    if (is_international) return is_doubtful ? { ...one, confidence: 0.75 } : one
    if (one.country !== undefined && !is_doubtful) return { ...one, confidence: 0.85, reason: 'national-pattern' as const }
    return { ...one, confidence: /^0\d{8,10}$/.test(digits) ? 0.6 : 0.25 }
  })
}

function plates(typed: string, joined: string, options: RecogniseOptions): Recognition[] {
  const plate = normalise('plate', typed)
  if (!plate.ok || !/\d/.test(plate.value) || plate.value.length > 12 || typed.startsWith('+')) return []
  if (/^\d{4}-\d{2}-\d{2}$|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/.test(typed)) return []
  const is_arabic = hasArabicLetter(typed) && /^[^\p{L}]*[\p{Script=Arabic}\s]{1,8}[^\p{L}]*$/u.test(typed)
  if (is_arabic) return plateCandidates(typed, options, 0.95, 'national-pattern')
  const readings = plateReadings(typed)
  // numbers alone are plates of some states, and much else
  const most = /^\d+$/.test(joined) ? 0.6 : 0.9
  if (readings.length > 0) return plateCandidates(typed, options, Math.min(most, readings[0]!.weight), 'national-pattern')
  return /^[A-Z0-9]{4,9}$/.test(plate.value) && /[A-Z]/.test(plate.value) ? identified('plate', typed, 0.3, 'possible') : []
}

/** One candidate where one state alone prints it so; else any country first, then each, the asking side's own before the others. */
function plateCandidates(text: string, { country: home }: RecogniseOptions, confidence: number, reason: Reason): Recognition[] {
  const readings = plateReadings(text).toSorted((a, b) => Number(b.country === home) - Number(a.country === home) || b.weight - a.weight)
  const sole = readings.length === 1 && readings[0]!.weight >= 0.7
  const each = readings
    .slice(0, MAX_COUNTRIES)
    .flatMap(({ country }, i) => identified('plate', text, sole ? confidence : Math.max(0.2, confidence - 0.02 * (i + 1)), reason, country))
  return sole
    ? each
    : [...identified('plate', text, confidence, readings.length > 0 ? reason : confidence < 0.7 ? 'possible' : reason), ...each]
}

function documents(typed: string, joined: string, { country: home }: RecogniseOptions): Recognition[] {
  if (/^[A-Z0-9*?…]{5,30}$/.test(joined) && /[*?…]/.test(joined)) return identified('firearm', typed, 0.6, 'shape')
  const proven = provenNumbers(joined).flatMap(({ country }) =>
    identified('document', typed, /[A-Z]/.test(joined) || country === home ? 0.9 : 0.45, 'check-digit', country),
  )
  if (!/^[A-Z0-9]{5,14}$/.test(joined) || /[A-Z]{6}/.test(joined) || !/\d{2}/.test(joined) || /[@:]/.test(typed)) return proven
  if (/^\d{4}-\d{2}-\d{2}$|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/.test(typed) || typed.startsWith('+')) return []
  const confidence = documentConfidence(joined)
  if (/\s/.test(typed) && joined.replace(/\d/g, '').length > 4) return proven
  const serial = identified('firearm', typed, 0.15, 'possible')
  // a number of the asking state whose own check digit does not hold
  const is_slip = home !== undefined && /[A-Z]/.test(joined) && nationalNumber(joined, home)?.holds === false
  const slip = is_slip ? identified('document', typed, confidence - 0.05, 'shape', home) : []
  return [...proven, ...identified('document', typed, confidence, confidence >= 0.7 ? 'shape' : 'possible'), ...slip, ...serial]
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

function identified(kind: Kind, text: string, confidence: number, reason: Reason, country?: string): Recognition[] {
  const found = normalise(kind, text, country === undefined ? {} : { country })
  if (!found.ok) return []
  const { value, display, notes, scheme } = found
  const whose = found.country && { country: found.country }
  return [{ as: 'identifier', kind, value, display, ...whose, ...(scheme && { scheme }), confidence, reason, notes }]
}

/** A checksum that agrees raises the confidence and becomes the reason. */
const byChecksum = (found: Recognition[], confidence: number): Recognition[] =>
  found.map((one) => (hasChecksum(one) ? ({ ...one, confidence, reason: 'check-digit' } as Recognition) : one))

const ifChecksum = (found: Recognition[]): Recognition[] => found.filter(hasChecksum)

const hasChecksum = (one: Recognition) => one.as === 'identifier' && one.notes.includes('checksum-ok')

/** Surest first; among equals the order of KINDS, names last; each kind, value and country once. */
function ranked(candidates: Recognition[]): Recognition[] {
  const rank = (one: Recognition) => (one.as === 'identifier' ? KINDS.indexOf(one.kind) : KINDS.length)
  const sorted = candidates.toSorted((a, b) => b.confidence - a.confidence || rank(a) - rank(b))
  const seen = new Set<string>()
  return sorted
    .filter((one) => {
      const key = one.as === 'identifier' ? `${one.kind} ${one.value} ${one.country ?? ''}` : one.as
      return !seen.has(key) && seen.add(key)
    })
    .slice(0, MAX_RESULTS)
}
