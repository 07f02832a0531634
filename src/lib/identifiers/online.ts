/** Addresses on networks: e-mail, accounts, domains with onion services, URLs, IP. */
import { createHash } from 'node:crypto'
import { domainToASCII, domainToUnicode } from 'node:url'
import { fold } from './fold.ts'
import { type Normalised, type Remark, refused } from './kinds.ts'

/** Undoes the spellings that keep reports from being clickable: hxxp, [.], (dot), [at]. */
function refang(text: string): { text: string; notes: Remark[] } {
  const live = text
    .replace(/^hxxp(s?)/i, 'http$1')
    .replace(/\[\s?[.]\s?\]|\(\s?[.]\s?\)|\{\s?[.]\s?\}|\s?[[({]dot[\])}]\s?/gi, '.')
    .replace(/\s?[[({](?:at|@)[\])}]\s?/gi, '@')
    .replace(/\[:\]/g, ':')
    .replace(/\[:\/\/\]/g, '://')
  return { text: live, notes: live === text ? [] : ['refanged'] }
}

export function normaliseEmail(text: string): Normalised {
  const live = refang(fold(text).replace(/^mailto:/i, ''))
  const at = live.text.lastIndexOf('@')
  if (live.text === '') return refused('empty')
  if (at < 1) return refused('bad-form')
  const local = live.text.slice(0, at).toLowerCase().normalize('NFKC')
  if (local.length > 64) return refused('bad-length')
  if (!/^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~.-]+$/u.test(local)) return refused('bad-character')
  const domain = maybeDomain(live.text.slice(at + 1))
  if (domain === undefined) return refused('bad-form')
  const value = `${local}@${domain}`
  return { ok: true, value, display: `${local}@${domainToUnicode(domain) || domain}`, notes: live.notes }
}

/** Platforms by their domain: where in the path the name of the account stands. */
const PLATFORMS: Record<string, string> = {
  't.me': 'telegram',
  'telegram.me': 'telegram',
  'instagram.com': 'instagram',
  'facebook.com': 'facebook',
  'fb.com': 'facebook',
  'x.com': 'x',
  'twitter.com': 'x',
  'tiktok.com': 'tiktok',
  'snapchat.com': 'snapchat',
  'youtube.com': 'youtube',
  'github.com': 'github',
  'wa.me': 'whatsapp',
  'vk.com': 'vk',
}
const PLATFORM_NAMES = new Set([...Object.values(PLATFORMS), 'signal', 'discord', 'threema', 'wickr', 'session', 'viber', 'imo', 'botim'])

/** `@name`, `telegram:name` or the address of a profile; the value is `platform:name`, or the bare name where no platform is told. */
export function normaliseHandle(text: string): Normalised {
  const live = refang(fold(text))
  if (live.text === '') return refused('empty')
  const { platform, name } = platformAndName(live.text)
  const handle = name.replace(/^@+/, '').toLowerCase().normalize('NFKC')
  if (handle === '') return refused('bad-form')
  if (handle.length > 64) return refused('bad-length')
  if (!/^[\p{L}\p{N}\p{M}_.#-]+$/u.test(handle)) return refused('bad-character')
  const notes: Remark[] = [...live.notes]
  if (platform === undefined) return { ok: true, value: handle, display: `@${handle}`, notes: [...notes, 'platform-unknown'] }
  return { ok: true, value: `${platform}:${handle}`, display: `@${handle} (${platform})`, notes, scheme: platform }
}

function platformAndName(text: string): { platform?: string; name: string } {
  const named = /^([a-z]{1,10})\s?:\s?(?!\/\/)(.+)$/i.exec(text)
  const platform = named?.[1]?.toLowerCase()
  if (platform === 'twitter') return { platform: 'x', name: named![2]! }
  if (platform !== undefined && PLATFORM_NAMES.has(platform)) return { platform, name: named![2]! }
  const address = /^(?:https?:\/\/)?(?:(?:www|m|mobile)\.)?([a-z]{1,10}\.[a-z]{2,3})\/(?:s\/|add\/|@)?([^/?#]+)/i.exec(text)
  const host = address?.[1]?.toLowerCase() ?? ''
  if (Object.hasOwn(PLATFORMS, host)) return { platform: PLATFORMS[host]!, name: address![2]! }
  return { name: text }
}

export function normaliseDomain(text: string): Normalised {
  const live = refang(fold(text))
  if (live.text === '') return refused('empty')
  const value = maybeDomain(live.text)
  if (value === undefined) return refused('bad-form')
  return { ok: true, value, display: domainToUnicode(value) || value, ...onionRemarks(value, live.notes) }
}

function onionRemarks(domain: string, notes: readonly Remark[]): { notes: Remark[]; scheme?: string } {
  if (!domain.endsWith('.onion')) return { notes: [...notes] }
  return { notes: [...notes, isOnion(domain) ? 'checksum-ok' : 'checksum-wrong'], scheme: 'onion' }
}

/** Lower case, IDNA ASCII form, at least two labels, top label not a number. */
function maybeDomain(text: string): string | undefined {
  const typed = text.toLowerCase().replace(/\.$/, '')
  if (typed.length > 253 || /[^\p{L}\p{N}\p{M}.\-_]/u.test(typed)) return undefined
  const ascii = domainToASCII(typed)
  const labels = ascii.split('.')
  if (labels.length < 2 || ascii.length > 253) return undefined
  if (!labels.every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))) return undefined
  return /^(?:[a-z]{2,63}|xn--[a-z0-9-]+)$/.test(labels.at(-1)!) ? ascii : undefined
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'

/** Version 3 onion address: key, two bytes of SHA3-256 and version (Tor rend-spec-v3, section 6). Subdomains are allowed. */
export function isOnion(domain: string): boolean {
  const label = domain.split('.').at(-2) ?? ''
  if (!/^[a-z2-7]{56}$/.test(label)) return false
  const bytes = new Uint8Array(35)
  let [bits, held, at] = [0, 0, 0]
  for (const character of label) {
    held = ((held << 5) | BASE32.indexOf(character)) & 0xffff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (held >> bits) & 0xff
    }
  }
  const key = bytes.slice(0, 32)
  const digest = createHash('sha3-256').update('.onion checksum').update(key).update(Uint8Array.of(3)).digest()
  return bytes[34] === 3 && bytes[32] === digest[0] && bytes[33] === digest[1]
}

/** The value has no scheme and no fragment, so that http and https of one page meet; the display keeps them. */
export function normaliseUrl(text: string): Normalised {
  const live = refang(fold(text))
  if (live.text === '') return refused('empty')
  if (live.text.length > 2000) return refused('too-long')
  const notes = [...live.notes]
  const has_scheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(live.text)
  if (!has_scheme) notes.push('scheme-assumed')
  const url = URL.parse(has_scheme ? live.text : `http://${live.text}`)
  if (url === null || !/^(?:https?|ftp):$/.test(url.protocol)) return refused('bad-form')
  const is_ip = /^\d+(?:\.\d+){3}$|^\[/.test(url.hostname)
  if (!is_ip && maybeDomain(url.hostname) === undefined) return refused('bad-form')
  if (url.username || url.password) {
    url.username = ''
    url.password = ''
    notes.push('credentials-removed')
  }
  url.hash = ''
  const host = url.host.replace(/\.(?=:|$)/, '')
  const value = host + (url.pathname === '/' && url.search === '' ? '' : url.pathname) + url.search
  return { ok: true, value, display: url.href, ...onionRemarks(url.hostname, notes) }
}

export function normaliseIp(text: string): Normalised {
  const live = refang(fold(text))
  const notes = [...live.notes]
  if (live.text === '') return refused('empty')
  if (live.text.length > 100) return refused('too-long')
  const four = /^(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(:\d{1,5})?$/.exec(live.text)
  if (four !== null) {
    if (four[2] !== undefined) notes.push('port-removed')
    return isIpv4(four[1]!) ? { ok: true, value: four[1]!, display: four[1]!, notes, scheme: 'ipv4' } : refused('bad-form')
  }
  const [address = '', zone] = live.text.replace(/^\[|\](?::\d{1,5})?$/g, '').split('%')
  if (zone !== undefined) notes.push('zone-removed')
  if (!/^[0-9a-f:.]+$/i.test(address) || !address.includes(':')) return refused('bad-form')
  const url = URL.parse(`http://[${address}]/`)
  if (url === null) return refused('bad-form')
  const value = url.hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(value)
  if (mapped === null) return { ok: true, value, display: value, notes, scheme: 'ipv6' }
  const [high, low] = [Number.parseInt(mapped[1]!, 16), Number.parseInt(mapped[2]!, 16)]
  const dotted = `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
  return { ok: true, value: dotted, display: dotted, notes: [...notes, 'ipv4-mapped'], scheme: 'ipv4' }
}

const isIpv4 = (text: string) => text.split('.').every((part) => Number(part) <= 255 && (part === '0' || !part.startsWith('0')))
