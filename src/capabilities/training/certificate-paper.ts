/** A certificate as a document: pure. It says what the signed statement says, and how that is verified. */
import type { Document } from '#lib/documents/index.ts'
import type { Language } from '#wire/vocabulary.ts'
import { CERTIFICATE_WORDS } from './certificate-words.ts'
import type { CertificateBody } from './course-bodies.ts'

export interface PaperSource {
  readonly certificate: CertificateBody
  readonly issuer: string
  readonly issued_at: Date
  readonly digest: string | undefined
  readonly demonstration: boolean
  readonly now: Date
}
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr', ar: 'ar-u-nu-latn', es: 'es' }

export function certificatePaper(
  { certificate, issuer, issued_at, digest, demonstration, now }: PaperSource,
  language: Language,
): Document {
  const words = CERTIFICATE_WORDS[language]
  const days = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' })
  return {
    language,
    title: words.title,
    subtitle: { name: certificate.name },
    marking: words.marking,
    ...(demonstration && { warning: words.demonstration }),
    reference: certificate.certificate,
    made_at: now.toISOString(),
    page: { page: words.page, of: words.of },
    sections: [
      {
        title: words[certificate.certified],
        blocks: [
          {
            kind: 'facts',
            facts: [
              { label: words.name, line: { name: certificate.name } },
              { label: words.course, line: { text: certificate.title.text, language: certificate.title.language } },
              { label: words.kind, line: words.kinds[certificate.kind] },
              { label: words.days, line: days.formatRange(new Date(certificate.from), new Date(certificate.to)) },
              { label: words.institution, line: { name: certificate.institution } },
              { label: words.issuer, line: { name: issuer } },
              { label: words.issued_at, line: days.format(issued_at) },
              { label: words.number, line: { code: certificate.certificate } },
              ...(digest === undefined ? [] : [{ label: words.digest, line: { code: digest } }]),
            ],
          },
        ],
      },
      {
        title: words.verify,
        blocks: [
          { kind: 'paragraph', line: words.how },
          ...(language === 'ar' ? [{ kind: 'paragraph' as const, line: { code: 'portolan certificate verify' } }] : []),
        ],
      },
    ],
  }
}
