// Scores along a line from zero to the maximum: a mark a rater, a bar where something was not answered, and the middle of them.
import style from './strip.module.css'

export type StripMark = { least: number; most: number; title: string }

/** What is drawn is also said in `label`; the numbers stand in the table beside it. */
export function Strip({
  maximum,
  marks,
  middle,
  label,
}: {
  maximum: number
  marks: readonly StripMark[]
  middle: { least: number; most: number } | null
  label: string
}) {
  const at = (value: number) => `${(100 * value) / maximum}%`
  const span = (least: number, most: number) => ({ insetInlineStart: at(least), inlineSize: at(most - least) })
  return (
    <div className={style.strip} role="img" aria-label={label}>
      {[0.25, 0.5, 0.75].map((share) => (
        <span key={share} className={style.grid} style={{ insetInlineStart: at(share * maximum) }} />
      ))}
      {middle && <span className={style.middle} style={span(middle.least, middle.most)} />}
      {marks.map(({ least, most, title }, i) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: marks have no identity but their place
          key={i}
          title={title}
          className={most > least ? style.range : style.mark}
          style={{ ...(most > least ? span(least, most) : { insetInlineStart: at(least) }), insetBlockStart: `${14 + 20 * (i % 4)}%` }}
        />
      ))}
    </div>
  )
}
