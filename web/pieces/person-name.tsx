// A person's name in its own script and direction, apart from the text around it.
import style from './text.module.css'

/** Shows a name; with `also` the same name in another script beside it. */
export function PersonName({ name, also, strong = false }: { name: string; also?: string | undefined; strong?: boolean }) {
  return (
    <span className={strong ? style.strong : undefined}>
      <bdi dir="auto" translate="no">
        {name}
      </bdi>
      {also && (
        <>
          {' '}
          <span className={style.quiet} aria-hidden="true">
            ·
          </span>{' '}
          <bdi dir="auto" translate="no">
            {also}
          </bdi>
        </>
      )}
    </span>
  )
}
