// The words that every page needs, in one file: ar.
import refusal from './ar/refusal.json'
import session from './ar/session.json'
import shell from './ar/shell.json'
import terms from './ar/terms.json'

export default { refusal, session, shell, terms }
