// The words that every page needs, in one file: fr.
import refusal from './fr/refusal.json'
import session from './fr/session.json'
import shell from './fr/shell.json'
import terms from './fr/terms.json'

export default { refusal, session, shell, terms }
