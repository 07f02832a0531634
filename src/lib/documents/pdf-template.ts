/** The typesetting of a document: fixed source text, to which what the document says is handed as data and never as source. */
export const PDF_TEMPLATE = `
#let d = json(bytes(sys.inputs.document))
#let is-rtl = d.language == "ar"
#let way = if is-rtl { rtl } else { ltr }
#let (near, far) = if is-rtl { (right, left) } else { (left, right) }
#let ink = rgb("#17324d")
#let quiet = rgb("#55606b")
#let rule = rgb("#c3ccd4")

// kerning moves Arabic letters so far that readers of the text see words apart
#let piece(p) = text(dir: if p.rtl { rtl } else { ltr }, lang: p.language, kerning: not p.rtl, p.text)
#let line(pieces) = pieces.map(piece).join(" ")

#set document(title: d.title_text)
#set text(font: ("IBM Plex Sans", "Amiri"), size: if is-rtl { 11pt } else { 9.5pt }, lang: d.language, dir: way, kerning: not is-rtl)
#show heading: set block(width: 100%)
#set par(leading: if is-rtl { 0.7em } else { 0.65em }, justify: false)
#set page(
  paper: "a4",
  margin: (x: 18mm, top: 26mm, bottom: 24mm),
  header: {
    set text(size: 8pt, fill: quiet)
    grid(columns: (1fr, auto), align: (near, far), column-gutter: 6mm, strong(d.marking), piece(d.reference))
    if d.warning != none { v(-2pt); text(fill: rgb("#8a3b00"), strong(d.warning)) }
    v(-3pt)
    std.line(length: 100%, stroke: 0.5pt + rule)
  },
  footer: context {
    set text(size: 8pt, fill: quiet)
    std.line(length: 100%, stroke: 0.5pt + rule)
    v(-3pt)
    let at = counter(page).display()
    let all = str(counter(page).final().first())
    grid(columns: (1fr, auto), align: (near, far), column-gutter: 6mm, strong(d.marking), [#d.page.page #at #d.page.of #all])
  },
)
#set heading(numbering: none)
#show heading.where(level: 1): it => block(above: 0pt, below: 8pt, text(size: 19pt, weight: 600, fill: ink, it.body))
#show heading.where(level: 2): it => block(above: 18pt, below: 8pt, sticky: true, text(size: 12.5pt, weight: 600, fill: ink, it.body))

#let source-line(s) = if s != none { block(above: 4pt, below: 10pt, text(size: 8pt, fill: quiet, s)) }
#let caption-line(s) = block(above: 10pt, below: 5pt, sticky: true, text(weight: 600, s))

#let table-of(b) = {
  caption-line(b.caption)
  if b.rows.len() > 0 {
    table(
      columns: b.columns.map(c => c.share * 1fr),
      align: b.columns.map(c => if c.is_number { far } else { near }),
      stroke: (x, y) => (bottom: 0.4pt + rule, top: if y == 0 { 0.8pt + ink } else { 0pt }),
      inset: (x: 4pt, y: 4pt),
      table.header(..b.columns.map(c => table.cell(fill: rgb("#eef2f5"), text(size: 8.5pt, weight: 600, c.title)))),
      ..b.rows.join().map(line),
    )
  }
  source-line(b.source)
}

#let bars-of(b) = {
  caption-line(b.caption)
  let most = calc.max(1, ..b.bars.map(x => x.number))
  grid(
    columns: (auto, 1fr, auto),
    column-gutter: 6pt,
    row-gutter: 3pt,
    align: (near, near + horizon, far),
    text(size: 8pt, fill: quiet, b.first), [], text(size: 8pt, fill: quiet, b.second),
    ..b.bars.map(x => (
      text(size: 8pt, x.label),
      rect(width: calc.max(0.2%, x.number / most * 100%), height: 6pt, fill: if x.number > 0 { ink } else { rule }, stroke: none),
      text(size: 8pt, x.written),
    )).flatten(),
  )
  source-line(b.source)
}

#let block-of(b) = {
  if b.kind == "paragraph" { par(line(b.line)) }
  else if b.kind == "note" {
    block(width: 100%, inset: (x: 8pt, y: 6pt), fill: rgb("#f4f1e8"), stroke: if is-rtl { (right: 2pt + rgb("#b08a2e")) } else { (left: 2pt + rgb("#b08a2e")) }, line(b.line))
  }
  else if b.kind == "list" { list(..b.lines.map(line)) }
  else if b.kind == "facts" {
    grid(columns: (3fr, 7fr), align: near, column-gutter: 8pt, row-gutter: 6pt, ..b.facts.map(f => (text(fill: quiet, f.label), line(f.line))).flatten())
  }
  else if b.kind == "table" { table-of(b) }
  else if b.kind == "bars" { bars-of(b) }
}

#heading(level: 1, line(d.title))
#if d.subtitle != none { block(below: 10pt, text(size: 11pt, fill: quiet, line(d.subtitle))) }
#for section in d.sections {
  heading(level: 2, section.title)
  for b in section.blocks { block-of(b) }
}
`
