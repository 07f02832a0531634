/** Training needs: a priority for each topic of a survey, always beside who answered and what the order hangs on. The official formula is not public: this one is ours. */

/** What a country says of one topic for one profile of officers. */
export interface NeedLine {
  readonly topic: string
  /** Officers in need, at least one. */
  readonly officers: number
  /** 1 can wait … 4 at once. */
  readonly urgency: number
  /** 1 beginner … 4 expert: where they stand now. */
  readonly proficiency: number
}
export interface CountryAnswer {
  readonly country: string
  readonly lines: readonly NeedLine[]
  /** Topics that the country calls irrelevant for itself. */
  readonly irrelevant: readonly string[]
}

export interface TopicScore {
  readonly topic: string
  /** N: officers in need, of all countries. */
  readonly officers: number
  /** U: urgency, weighted by officers; `undefined` where nobody is in need. */
  readonly urgency: number | undefined
  /** Proficiency, weighted alike. */
  readonly proficiency: number | undefined
  /** R: share of the answering countries that call it relevant; 0 to 1. */
  readonly relevance: number
  readonly relevant: readonly string[]
  readonly irrelevant: readonly string[]
  /** Countries that answered the survey and say nothing, or both things, of this topic. */
  readonly silent: readonly string[]
  /** R · U · ln(1 + N); 0 where nobody is in need. */
  readonly priority: number
  /** From 1; equal priorities share the better rank. */
  readonly rank: number
  /** The ranks it has when any one of the answering countries is left out. */
  readonly rank_without_one: { readonly best: number; readonly worst: number }
  readonly by_country: readonly { readonly country: string; readonly officers: number; readonly urgency: number }[]
}

/** Topics in the order of their priority; those of equal priority in the order they were asked in. Cost grows with answers × topics. */
export function scoreNeeds(topics: readonly string[], answers: readonly CountryAnswer[]): TopicScore[] {
  const sums = topics.map((topic) => answers.map((answer) => sumOf(topic, answer)))
  const all = sums.map((of) => priorityOf(of, undefined))
  const ranks = ranksOf(all.map(({ priority }) => priority))
  const without = answers.map((_, left_out) => ranksOf(sums.map((of) => priorityOf(of, left_out).priority)))
  return topics
    .map((topic, i): TopicScore => {
      const of = sums[i]!
      const { officers, weighted, able, relevant, priority, relevance } = all[i]!
      const seen = [ranks[i]!, ...without.map((one) => one[i]!)]
      return {
        topic,
        officers,
        urgency: officers === 0 ? undefined : weighted / officers,
        proficiency: officers === 0 ? undefined : able / officers,
        relevance,
        relevant,
        irrelevant: of.filter(({ stand }) => stand === 'irrelevant').map(({ country }) => country),
        silent: of.filter(({ stand }) => stand === 'silent').map(({ country }) => country),
        priority,
        rank: ranks[i]!,
        rank_without_one: { best: Math.min(...seen), worst: Math.max(...seen) },
        by_country: of
          .filter(({ officers }) => officers > 0)
          .map(({ country, officers, weighted }) => ({ country, officers, urgency: weighted / officers })),
      }
    })
    .sort((a, b) => a.rank - b.rank)
}

interface Sum {
  readonly country: string
  readonly stand: 'relevant' | 'irrelevant' | 'silent'
  readonly officers: number
  readonly weighted: number
  readonly able: number
}

/** What is called irrelevant and needed at once is counted as neither. */
function sumOf(topic: string, { country, lines, irrelevant }: CountryAnswer): Sum {
  const own = lines.filter((line) => line.topic === topic)
  const denied = irrelevant.includes(topic)
  if (own.length === 0 || denied)
    return { country, stand: denied && own.length === 0 ? 'irrelevant' : 'silent', officers: 0, weighted: 0, able: 0 }
  const total = (of: (line: NeedLine) => number) => own.reduce((sum, line) => sum + of(line), 0)
  return {
    country,
    stand: 'relevant',
    officers: total(({ officers }) => officers),
    weighted: total(({ officers, urgency }) => officers * urgency),
    able: total(({ officers, proficiency }) => officers * proficiency),
  }
}

function priorityOf(sums: readonly Sum[], left_out: number | undefined) {
  const of = sums.filter((_, i) => i !== left_out)
  const total = (part: 'officers' | 'weighted' | 'able') => of.reduce((sum, one) => sum + one[part], 0)
  const [officers, weighted] = [total('officers'), total('weighted')]
  const relevant = of.filter(({ stand }) => stand === 'relevant').map(({ country }) => country)
  const relevance = of.length === 0 ? 0 : relevant.length / of.length
  const priority = officers === 0 ? 0 : relevance * (weighted / officers) * Math.log1p(officers)
  return { officers, weighted, able: total('able'), relevant, relevance, priority }
}

const ranksOf = (priorities: readonly number[]): number[] => priorities.map((one) => 1 + priorities.filter((other) => other > one).length)
