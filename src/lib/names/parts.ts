/** Groups the tokens of a name into parts: a core with its particles, compounds such as Abd al-Karim, titles, initials. */
import { type FoldedName, foldName, type Script, type Token } from './fold.ts'

/** What stands before a core. Parts with different prefixes still meet, at a price. */
export type Prefix = '' | 'article' | 'son' | 'father' | 'daughter' | 'of' | 'abd'

/**
 * One part of a name. `whole` is everything joined (benali, abdkader, fassi stays elfassi), `core` is without what stands before;
 * `sure` is false where the prefix was only guessed from the beginning of one token (Benali, but also Benito).
 */
export type Part = {
  whole: string
  core: string
  prefix: Prefix
  sure: boolean
  script: Script
  kind: 'name' | 'initial' | 'title'
  start: number
  end: number
}

export type Parts = { ok: true; parts: Part[] } | { ok: false; reason: string }

const words = (list: string) => new Set(list.split(' '))
const TITLES = words(
  'mr mrs ms miss dr prof sir madam madame monsieur mme mlle don dona senor senora signor shaikh sheikh shaykh sheik hajj haji hadji ' +
    'elhadj alhaji sayyid sayed prince princess king queen emir general colonel captain capt gen col judge minister president qari ' +
    'mullah mulla maulavi mawlawi maulvi hafiz imam ustaz rev jr sr الشيخ شيخ الدكتور دكتور السيد السيده الحاج الامير الاستاذ د г гн др κος',
)
const PREFIXES = new Map<string, Prefix>([
  ...[...words('al el ul il')].map((word): [string, Prefix] => [word, 'article']),
  ...[...words('ben bin ibn ould wuld weld uld wold wald بن ابن ولد bar בן אבן')].map((word): [string, Prefix] => [word, 'son']),
  ...[...words('bint bent binti mint بنت ابنه בת')].map((word): [string, Prefix] => [word, 'daughter']),
  ...[...words('abu abou abo bou bu aboul abul ابو ابي ابا بو ام um umm oum om ait ايت אבו')].map((word): [string, Prefix] => [
    word,
    'father',
  ]),
  ...[
    ...words('de del della dello degli delle dei da das do dos di du des la las le les lo los van von der den ter ten zu zur af av y e d'),
  ].map((word): [string, Prefix] => [word, 'of']),
  ...[...words('abd abdul abdel abdal abdol abdoul abdur abdu abdool abdil عبد')].map((word): [string, Prefix] => [word, 'abd']),
])
const SUN_ARTICLES = words('ad ar as at az an ash ach ath er es ed en ez et')
const DIN = words('din dine deen dien eddin eddine uddin uddine eldin eldine aldin aldine addin addine الدين دين')

/** Reads a name into parts; refuses what `foldName` refuses. */
export function partsOf(text: string): Parts {
  const name = foldName(text)
  return name.ok ? { ok: true, parts: group(spelledOut(name, text)) } : name
}

/** Whether a word alone binds to the next one (ben, de), to the one before (din), or does so as the article of a din. */
export function bindings(word: string): { to_next: boolean; to_last: boolean; article: boolean } {
  const name = foldName(word)
  if (!name.ok) return { to_next: false, to_last: false, article: false }
  const first = name.tokens[0]!
  const last = name.tokens.at(-1)!
  const second = name.tokens[1]
  const article = PREFIXES.get(first.text) === 'article' || SUN_ARTICLES.has(first.text) || first.text === 'ud'
  return {
    to_next: PREFIXES.has(last.text),
    to_last: DIN.has(first.text) || (article && second !== undefined && DIN.has(second.text)),
    article: article && second === undefined,
  }
}

/** In a name that also has small letters, two or three capitals without a vowel are initials: "JC Juncker". */
function spelledOut(name: FoldedName & { ok: true }, text: string): FoldedName & { ok: true } {
  if (text === text.toUpperCase()) return name
  const tokens = name.tokens.flatMap((token) =>
    /^[B-DF-HJ-NP-TV-XZ]{2,3}$/.test(text.slice(token.start, token.end))
      ? [...token.text].map((letter, i) => ({ ...token, text: letter, start: token.start + i, end: token.start + i + 1 }))
      : [token],
  )
  return { ok: true, tokens }
}

function group(name: FoldedName & { ok: true }): Part[] {
  const parts: Part[] = []
  const { tokens } = name
  for (let at = 0; at < tokens.length; ) at = take(tokens, at, parts)
  if (parts.every((part) => part.kind === 'title')) for (const part of parts) part.kind = 'name'
  return parts
}

/** Takes the next part: prefixes as long as a token follows them, then one token, then a following "al-Din". */
function take(tokens: Token[], from: number, parts: Part[]): number {
  let at = from
  let prefix: Prefix = ''
  let before = ''
  while (at + 1 < tokens.length && tokens[at + 1]!.script === tokens[at]!.script && at - from < 3) {
    const next = prefixOf(tokens, at)
    if (!next) break
    if (next !== 'article' || prefix !== 'abd') before += tokens[at]!.text
    if (prefix !== 'abd' && !(next === 'article' && prefix !== '')) prefix = next
    at++
  }
  const token = tokens[at]!
  const joined = startOf(token, prefix)
  let core = joined.core
  let end = token.end
  let used = at + 1
  const din = dinAfter(tokens, used)
  if (din > used && core.length > 1) {
    core = `${core}${token.script === 'arabic' ? 'دين' : 'din'}`
    end = tokens[din - 1]!.end
    used = din
  }
  const prefixed = prefix || joined.prefix
  const abd = token.script === 'arabic' ? 'عبد' : 'abd'
  const whole = prefixed === 'abd' ? abd + core : before + token.text.slice(0, token.text.length - joined.rest) + core
  const kind = prefix === '' && TITLES.has(token.text) ? 'title' : token.text.length === 1 && token.script !== 'other' ? 'initial' : 'name'
  parts.push({
    whole,
    core,
    prefix: prefixed,
    sure: prefix !== '' || joined.sure,
    script: token.script,
    kind,
    start: tokens[from]!.start,
    end,
  })
  return used
}

function prefixOf(tokens: Token[], at: number): Prefix | undefined {
  const token = tokens[at]!
  const next = tokens[at + 1]!
  if (SUN_ARTICLES.has(token.text) && token.joined_to_next && next.text[0] === token.text.at(-1)) return 'article'
  if (DIN.has(next.text) && (token.text === 'al' || token.text === 'el')) return undefined
  return PREFIXES.get(token.text)
}

/** The number of the token after a "al-Din", "ed Dine", "الدين" that stands at `at`; `at` itself where none does. */
function dinAfter(tokens: Token[], at: number): number {
  const token = tokens[at]
  if (!token) return at
  if (DIN.has(token.text)) return at + 1
  const next = tokens[at + 1]
  return next && DIN.has(next.text) && (PREFIXES.get(token.text) === 'article' || SUN_ARTICLES.has(token.text) || token.text === 'ud')
    ? at + 2
    : at
}

type Start = { core: string; prefix: Prefix; sure: boolean; rest: number }

/** What one token begins with: an article, ben, bou, abd… `rest` is the length of what remains of the token. */
function startOf(token: Token, prefix: Prefix): Start {
  const text = token.script === 'latin' ? token.text.replace(DIN_END, '$1din') : token.text
  const cut = (length: number, found: Prefix, sure: boolean): Start => ({
    core: text.slice(length),
    prefix: found,
    sure,
    rest: token.text.length - length,
  })
  if (token.script === 'arabic') return arabicStart(text, prefix, cut)
  if (token.script !== 'latin') return { core: text, prefix: '', sure: false, rest: token.text.length }
  if (prefix === 'abd') {
    const article = /^(?:[aeu]l|[aeu]([rnszdt])(?=\1))(?=.{3})/.exec(text)
    return cut(article?.[0].length ?? 0, 'abd', true)
  }
  if (ABDOULAYE.test(text)) return { core: 'lah', prefix: 'abd', sure: true, rest: 3 }
  const abd = ABD.exec(text)
  if (abd) return cut(abd[0].length, 'abd', true)
  const start = prefix === '' ? LATIN_STARTS.find(([pattern]) => pattern.test(text)) : undefined
  if (start) return cut(start[0].exec(text)![0].length, start[1], false)
  return cut(0, '', false)
}

const DIN_END = /^(.{2,}?)[aeu]d?d[ie]{1,2}ne?$/
/** Abdullah as West Africa writes it. */
const ABDOULAYE = /^abd(?:ou|u|oo)la(?:y|ye|ie|i|hi)$/
const ABD = /^[ae]bd(?:[aeiou]{1,2}(?:l|[rnszdt](?=[rnszdt])))?(?=.{3})/
const LATIN_STARTS: [RegExp, Prefix][] = [
  [/^(?:al|el)(?=.{4})/, 'article'],
  [/^(?:ben|bin|ibn|bel|ould)(?=.{3})/, 'son'],
  [/^(?:bou|abou|abu)(?=.{3})/, 'father'],
]

function arabicStart(text: string, prefix: Prefix, cut: (length: number, found: Prefix, sure: boolean) => Start): Start {
  const article = /^ال(?=.{2})/.test(text)
  if (prefix === 'abd') return cut(article ? 2 : 0, 'abd', true)
  if (/^عبد(?=.{2})/.test(text)) return cut(/^عبدال(?=.{2})/.test(text) ? 5 : 3, 'abd', true)
  const rest = text.replace(/^(.{2,})الدين$/, '$1دين')
  if (rest !== text) return { core: rest, prefix: '', sure: false, rest: text.length }
  if (article) return cut(2, 'article', true)
  if (prefix === '' && /^(?:بن|بل)(?=.{3})/.test(text)) return cut(2, 'son', false)
  if (prefix === '' && /^(?:بو)(?=.{3})/.test(text)) return cut(2, 'father', false)
  if (prefix === '' && /^(?:ابو)(?=.{3})/.test(text)) return cut(3, 'father', false)
  return cut(0, '', false)
}
