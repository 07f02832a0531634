/** Steps: each prints one line, ✓ or ✗; a step that fails ends its story, and the other stories go on. */

export interface Tally {
  passed: number
  failed: number
}

export type Step = <T>(name: string, run: () => Promise<T>) => Promise<T>

/** Ends a story whose failed step is told already. */
class StoryEnded extends Error {}

/** Plays stories and counts their steps; `onFailure` says what else helps to understand one. `say` takes the lines of one, as they come. */
export function playing(tally: Tally, onFailure: (step: string) => Promise<string>) {
  return async function play(
    title: string,
    story: (step: Step) => Promise<void>,
    say: (line: string) => void = console.log,
  ): Promise<void> {
    say(`\n${title}`)
    const step: Step = async (name, run) => {
      const began = Date.now()
      try {
        const value = await run()
        tally.passed++
        say(`  ✓ ${name} (${Date.now() - began} ms)`)
        return value
      } catch (failure) {
        tally.failed++
        const said = failure instanceof Error ? failure.message : String(failure)
        const more = await onFailure(name).catch(String)
        say(`  ✗ ${name}\n${indented(said)}${more === '' ? '' : `\n${indented(more)}`}`)
        throw new StoryEnded(name)
      }
    }
    try {
      await story(step)
    } catch (failure) {
      if (failure instanceof StoryEnded) return
      tally.failed++
      say(`  ✗ ${title}\n${indented(failure instanceof Error ? (failure.stack ?? failure.message) : String(failure))}`)
    }
  }
}

const LONGEST = 3_000
const indented = (text: string) => text.slice(0, LONGEST).replace(/^/gm, '      ')

/** Asks again until the answer is there; throws what was missing in the end. */
export async function until<T>(
  what: string | (() => string),
  ask: () => Promise<T | undefined | false>,
  limit_ms = 20_000,
  every_ms = 100,
): Promise<T> {
  const end = Date.now() + limit_ms
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (Date.now() > end) throw new Error(`not within ${limit_ms / 1000} s: ${typeof what === 'string' ? what : what()}`)
    await new Promise((resolve) => setTimeout(resolve, every_ms))
  }
}
