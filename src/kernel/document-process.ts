/** One process that makes one document: it is given the source and the form, and answers with the bytes. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Document, docxOf, pdfOf, xlsxOf } from '#lib/documents/index.ts'

export interface ToMake {
  readonly document: Document
  readonly form: 'pdf' | 'docx' | 'xlsx'
}

const FONTS = [
  '@expo-google-fonts/ibm-plex-sans/400Regular/IBMPlexSans_400Regular.ttf',
  '@expo-google-fonts/ibm-plex-sans/600SemiBold/IBMPlexSans_600SemiBold.ttf',
  '@expo-google-fonts/amiri/400Regular/Amiri_400Regular.ttf',
  '@expo-google-fonts/amiri/700Bold/Amiri_700Bold.ttf',
]

process.once('message', ({ document, form }: ToMake) => {
  const bytes = form === 'pdf' ? typeset(document) : form === 'docx' ? docxOf(document) : xlsxOf(document)
  process.send!(bytes, () => process.disconnect())
})

/** The typesetter may read the files of its workspace: it gets one that holds none. */
function typeset(document: Document): Uint8Array {
  const workspace = mkdtempSync(join(tmpdir(), 'portolan-document-'))
  try {
    return pdfOf(document, { fonts: FONTS.map((font) => readFileSync(fileURLToPath(import.meta.resolve(font)))), workspace })
  } finally {
    rmSync(workspace, { recursive: true, force: true })
  }
}
