// A number beside the one it nearly is, with the characters marked in which the two differ.
import style from './hit-reasons.module.css'
import { Mono } from './mono.tsx'

/** Marks where `text` differs from `other`; worn characters (`*`) and numbers of other length have nothing to mark. */
export function MarkedNumber({ text, other }: { text: string; other: string | undefined }) {
  if (other === undefined || other === text || other.length !== text.length) return <Mono>{text}</Mono>
  return (
    <Mono>
      {stretches(text, other).map(({ from, part, differs }) =>
        differs ? (
          <mark key={from} className={style.differing}>
            {part}
          </mark>
        ) : (
          part
        ),
      )}
    </Mono>
  )
}

/** The text in stretches that are the same and stretches that are not. */
export function stretches(text: string, other: string): { from: number; part: string; differs: boolean }[] {
  const found: { from: number; part: string; differs: boolean }[] = []
  for (let i = 0; i < text.length; i++) {
    const differs = text[i] !== other[i] && text[i] !== '*' && other[i] !== '*'
    const last = found.at(-1)
    if (last?.differs === differs) last.part += text[i]
    else found.push({ from: i, part: text[i]!, differs })
  }
  return found
}
