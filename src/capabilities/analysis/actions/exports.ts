/** Taking a chart out, part by part, as the handling codes of all that is in it allow. */
import Type from 'typebox'
import { act } from '#kernel/capability.ts'
import { closed, oneOf, Uuid } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import { chosenOf, FORMS, partOf, partsIn } from '../export.ts'
import { USES } from '../rules.ts'
import { aboutOf, contentOf, onChart, openChart, orNull, subject, unknown, workOf } from './shapes.ts'

export const exportChart = act({
  name: 'analysis.export-chart',
  summary:
    'Export a chart as CSV or GraphML, part by part; evidence without H1, sharing without H2, and H3 once its words are acknowledged',
  purpose: 'required',
  journal: 'always',
  input: closed({
    chart: Uuid,
    form: oneOf(FORMS),
    use: oneOf(USES),
    /** The words of H3 were read. */
    acknowledged: Type.Optional(Type.Boolean()),
    /** Leaves out what may not be taken out; else the whole export is refused. */
    leave_out: Type.Optional(Type.Boolean()),
    part: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })),
  }),
  output: closed({
    name: Type.String(),
    media_type: Type.String(),
    content: Type.String(),
    elements: Type.Integer(),
    links: Type.Integer(),
    left_out_elements: Type.Integer(),
    left_out_links: Type.Integer(),
    /** The number of the next part; null after the last. */
    next: orNull(Type.Integer()),
  }),
  refusals: ['thing.unknown', 'handling.forbids'],
  on: onChart,
  subject,
  async run({ chart, form, use, acknowledged = false, leave_out = false, part = 0 }, act) {
    const row = await openChart(chart, act)
    const about = aboutOf(row, act)
    if (about === undefined) throw unknown(chart)
    const content = await contentOf(row, act)
    const chosen = chosenOf(content, workOf(row, act).merges, use, acknowledged)
    const hindrances = Object.entries(chosen.hindrances)
    if (hindrances.length > 0 && !leave_out)
      throw new Refusal('handling.forbids', { details: hindrances.map(([reason, count]) => ({ path: `/${count}`, reason })) })
    const parts = partsIn(form, chosen)
    if (part >= parts) throw new Refusal('input.malformed', { details: [{ path: '/part', reason: `there are ${parts}` }] })
    const { elements, links } = chosen.left_out
    const content_of_part = partOf(form, part, content, chosen, {
      chart,
      title: about.title,
      synthetic: about.synthetic,
      classification: row.classification,
      purpose: act.purpose ?? row.purpose,
      use,
      exported_at: act.now.toISOString(),
      exported_by: act.officer.id,
      left_out: chosen.left_out,
    })
    await act.record('analysis.exported', `chart:${chart}`, { form, use, part, left_out_elements: elements, left_out_links: links })
    return {
      name: form === 'graphml' ? 'chart.graphml' : form === 'links-csv' ? 'links.csv' : 'elements.csv',
      media_type: form === 'graphml' ? 'application/xml' : 'text/csv; charset=utf-8',
      content: content_of_part,
      elements: chosen.elements.length,
      links: chosen.links.length,
      left_out_elements: elements,
      left_out_links: links,
      next: part + 1 < parts ? part + 1 : null,
    }
  },
})

export const exportActions = [exportChart]
