/** Routes under one code each, whatever a publisher calls them; what is on no list keeps its own name. Publishers draw them differently, so nothing is summed across. */
import { hex, sha256, utf8 } from '../bytes.ts'
import { plainWords } from '../tables/plain.ts'

export const ROUTES = [
  'central-mediterranean',
  'western-mediterranean',
  'eastern-mediterranean',
  'western-african',
  'western-balkan',
  'eastern-borders',
  'albania-greece',
  'black-sea',
  'sahara',
  'channel',
  'other',
  'undefined',
] as const
export type Route = (typeof ROUTES)[number]

const NAMES: Readonly<Record<Route, string>> = {
  'central-mediterranean': 'central mediterranean|central mediterranean route',
  'western-mediterranean': 'western mediterranean|western mediterranean route',
  'eastern-mediterranean': 'eastern mediterranean|eastern mediterranean route',
  'western-african':
    'western african route|western africa|western african atlantic route|western africa atlantic route|western africa atlantic route to the canary islands',
  'western-balkan': 'western balkan route|western balkans|western balkan|western balkans route',
  'eastern-borders': 'eastern borders route|eastern land borders|eastern land border|eastern borders',
  'albania-greece': 'circular route from albania to greece|circular route albania greece',
  'black-sea': 'black sea route|black sea',
  sahara: 'sahara desert crossing',
  channel: 'mainland europe to the uk|english channel to the uk|english channel|channel',
  other: 'other|others|other routes',
  undefined: 'undefined|unknown|unspecified|uncategorized',
}
const BY_NAME = new Map(ROUTES.flatMap((route) => NAMES[route].split('|').map((name) => [name, route] as const)))
const LONGEST_CODE = 56

/** `central-mediterranean` for every spelling that is known; else the name itself as a code. */
export function routeCode(name: string): string {
  const plain = plainWords(name)
  const known = BY_NAME.get(plain)
  if (known !== undefined) return known
  const slug = plain.replace(/ /g, '-')
  // two names never share a code because they are cut or of another script
  return /^[a-z0-9-]+$/.test(slug) && slug.length <= LONGEST_CODE ? `x-${slug}` : `x-${hex(sha256(utf8(plain))).slice(0, 16)}`
}
