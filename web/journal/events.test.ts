// Every event that the product writes into its journal has words in the four languages.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { capabilities } from '#main/capabilities.ts'

const words = JSON.parse(readFileSync(new URL('../language/en/journal.json', import.meta.url), 'utf8')) as {
  event: Record<string, Record<string, string>>
}
const wordOf = (event: string) => {
  const dot = event.indexOf('.')
  return words.event[event.slice(0, dot)]?.[event.slice(dot + 1)]
}

test('each action has its words, for it stands in the journal when it is done or refused', () => {
  const missing = capabilities.flatMap(({ actions }) => actions.map(({ name }) => name)).filter((name) => !wordOf(name))
  expect(missing).toEqual([])
})
