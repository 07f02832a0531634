/** Text and attributes for the XML parts of office documents. */
import { cleaned } from './document.ts'

export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

export const escaped = (text: string): string =>
  cleaned(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export interface Relation {
  readonly id: string
  readonly kind: string
  readonly target: string
}
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export const relationsPart = (relations: readonly Relation[]): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${relations
    .map(
      ({ id, kind, target }) =>
        `<Relationship Id="${id}" Type="${kind.includes('/') ? `${PACKAGE}/${kind}` : `${OFFICE}/${kind}`}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`

export const contentTypesPart = (types: Readonly<Record<string, string>>): string =>
  `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${Object.entries(
    types,
  )
    .map(([part, type]) => `<Override PartName="${part}" ContentType="application/${type}+xml"/>`)
    .join('')}</Types>`

/** Title, language and time, as an office program shows them. */
export const corePart = ({ title, language, made_at }: { title: string; language: string; made_at: string }): string =>
  `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">${escaped(made_at)}</dcterms:created><dc:language>${escaped(language)}</dc:language></cp:coreProperties>`
