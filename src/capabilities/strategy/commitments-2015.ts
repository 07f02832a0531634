/** The commitments of 2015 as commitments of a forum, each with its source. Pure. */
import type { Fields } from '#wire/fields.ts'
import type { Language } from '#wire/vocabulary.ts'
import { ALGECIRAS_COMMITMENTS } from './published/index.ts'

/** In their order; the source is `published:` and the id of the entry. */
export const commitmentsOf2015 = (language: Language): { readonly source: string; readonly set: Fields }[] =>
  ALGECIRAS_COMMITMENTS.map(({ id, title, points, crime_area }) => {
    const source = `published:${id}`
    const text = points.map((one) => `– ${one.title[language]}`).join('\n')
    return {
      source,
      set: {
        title: { text: title[language], language },
        ...(text && { text: { text, language } }),
        ...(crime_area && { crime_area }),
        source,
      },
    }
  })
