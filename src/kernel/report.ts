/** What a node tells its operator: one line of JSON an event, counts beside; no content, no names searched for. */

export type ReportField = string | number | boolean | null | undefined

export type Report = (event: string, fields?: Readonly<Record<string, ReportField>>) => void

export const silentReport: Report = () => {}

export function lineReport(write: (line: string) => void, now: () => Date, node: string): Report {
  return (event, fields = {}) => write(`${JSON.stringify({ at: now().toISOString(), node, event, ...fields })}\n`)
}
