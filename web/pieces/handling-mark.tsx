// The handling code of a piece of information: its code with its words, the owner's own words for H3.
import { useTerm } from '../language/term.ts'
import style from './handling-mark.module.css'

/** Shows a handling code; the full text is its title, or stands beside it with `full`. */
export function HandlingMark({ code, words, full = false }: { code: string; words?: string | undefined; full?: boolean }) {
  const { term, meaning } = useTerm()
  const text = words ?? meaning('handling', code)
  return (
    <span className={`${style.mark} ${code === 'H0' ? '' : style.bound}`} title={text}>
      <bdi dir="ltr" className={style.code}>
        {code}
      </bdi>
      <span dir="auto">{full ? text : term('handling', code)}</span>
    </span>
  )
}
