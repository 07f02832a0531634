/** Names as the baselines see them: in the Latin letters of any-ascii, small, by word. */
import anyAscii from 'any-ascii'

const seen = new Map<string, string>()
const MOST_SEEN = 200_000

export function romanised(name: string): string {
  return name.split(' ').map(word).join(' ')
}

export const wordsOf = (name: string): string[] => romanised(name).split(' ').filter(Boolean)

function word(text: string): string {
  const known = seen.get(text)
  if (known !== undefined) return known
  const made = anyAscii(text.normalize('NFC'))
    .toLowerCase()
    .replace(/['`’]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
  if (seen.size < MOST_SEEN) seen.set(text, made)
  return made
}
