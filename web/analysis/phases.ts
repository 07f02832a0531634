// A folder of files, one a phase, as the one file that it is: each row with the number of its phase, to be taken in whole or not at all. Pure.

export const MOST_PHASES = 60
const DELIMITERS = [',', ';', '\t', '|']
const LARGEST_PHASE = 999

/** By name in the order of people; the last number in a name is the phase where each has one of its own, else their order is. */
export function phasesOf(names: readonly string[]): { name: string; phase: number }[] {
  const collator = new Intl.Collator('en', { numeric: true })
  const sorted = [...names].sort(collator.compare)
  const numbers = sorted.map((name) => Number(/(\d+)\D*$/.exec(name.replace(/\.[^.]*$/, ''))?.[1] ?? Number.NaN))
  const told = numbers.every((one) => one >= 1 && one <= LARGEST_PHASE) && new Set(numbers).size === numbers.length
  return sorted.map((name, i) => ({ name, phase: told ? numbers[i]! : i + 1 }))
}

export type Joined = { ok: true; text: string } | { ok: false; reason: 'headings' | 'has-phase' | 'empty'; name: string }

/** One text of all; refused where a file has other headings than the first, is empty, or says phases itself. */
export function joinedPhases(files: readonly { name: string; phase: number; text: string }[]): Joined {
  const out: string[] = []
  let headings: string | undefined
  for (const { name, phase, text } of files) {
    const [first, ...rows] = recordsOf(text.replace(/^\uFEFF/, ''))
    if (first === undefined || rows.length === 0) return { ok: false, reason: 'empty', name }
    const heading = first.trim()
    if (headings === undefined) {
      headings = heading
      if (/(^|[,;|\t"])\s*(phase|المرحلة|fase)\s*($|[,;|\t"])/i.test(heading)) return { ok: false, reason: 'has-phase', name }
      out.push(`phase${delimiterOf(heading)}${heading}`)
    } else if (heading !== headings) return { ok: false, reason: 'headings', name }
    const mark = delimiterOf(heading)
    for (const row of rows) out.push(`${phase}${mark}${row}`)
  }
  return out.length === 0 ? { ok: false, reason: 'empty', name: '' } : { ok: true, text: `${out.join('\r\n')}\r\n` }
}

const delimiterOf = (heading: string): string => {
  const counts = DELIMITERS.map((mark) => heading.split(mark).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!
}

/** Rows as they stand, a line break within quotes being none; empty ones left out. */
function recordsOf(text: string): string[] {
  const records: string[] = []
  let [from, quoted] = [0, false]
  for (let i = 0; i <= text.length; i++) {
    const letter = text[i]
    if (letter === '"') quoted = !quoted
    const ends = i === text.length || (!quoted && (letter === '\n' || letter === '\r'))
    if (!ends) continue
    const record = text.slice(from, i)
    if (record.trim() !== '') records.push(record)
    from = i + 1
  }
  return records
}
