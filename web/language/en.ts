// The words that every page needs, in one file: en.
import refusal from './en/refusal.json'
import session from './en/session.json'
import shell from './en/shell.json'
import terms from './en/terms.json'

export default { refusal, session, shell, terms }
