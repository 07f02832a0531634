// All languages side by side, each by its own name: before anybody is known, no menu stands in the way.
import { LANGUAGE_NAMES, LANGUAGES, useLanguage } from '../language/index.ts'
import style from './sign-in.module.css'

export function LanguageRow() {
  const { language, choose } = useLanguage()
  return (
    <ul className={style.languages}>
      {LANGUAGES.map((each) => (
        <li key={each}>
          <button type="button" lang={each} className={style.language} aria-pressed={each === language} onClick={() => void choose(each)}>
            <bdi>{LANGUAGE_NAMES[each]}</bdi>
          </button>
        </li>
      ))}
    </ul>
  )
}
