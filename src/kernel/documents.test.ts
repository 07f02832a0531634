/** The bounds within which documents are made. */
import { expect, test, vi } from 'vitest'
import type { Document } from '#lib/documents/index.ts'
import { madeDocument } from './documents.ts'

const document: Document = {
  language: 'en',
  title: 'Report',
  marking: 'RESTRICTED',
  reference: 'a',
  made_at: '2026-11-28T09:00:00.000Z',
  page: { page: 'Page', of: 'of' },
  sections: [],
}

test('a document that takes too long is given up', async () => {
  await expect(madeDocument(document, 'pdf', 1)).rejects.toMatchObject({ code: 'call.busy', retry_after_s: 60 })
  // its place is free again
  expect((await madeDocument(document, 'pdf')).length).toBeGreaterThan(1_000)
})

test('two are made at once, the third is asked to come again', async () => {
  const two = [madeDocument(document, 'docx'), madeDocument(document, 'xlsx')]
  await expect(madeDocument(document, 'docx')).rejects.toMatchObject({ code: 'call.busy', retry_after_s: 5 })
  for (const bytes of await Promise.all(two)) expect(Buffer.from(bytes.subarray(0, 2)).toString()).toBe('PK')
})

test("who makes a document is given nothing of the node's surroundings", async () => {
  // the option makes a process say what it was started with, and end with an error
  vi.stubEnv('NODE_OPTIONS', '--no-such-option-planted')
  await expect(madeDocument(document, 'docx')).resolves.toBeInstanceOf(Uint8Array)
  vi.unstubAllEnvs()
})

test('what cannot be made says so here and ends nothing else', async () => {
  await expect(
    madeDocument({ ...document, sections: Array.from({ length: 61 }, () => ({ title: 'x', blocks: [] })) }, 'docx'),
  ).rejects.toThrow(/at most 60 sections/)
})
