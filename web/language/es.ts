// The words that every page needs, in one file: es.
import refusal from './es/refusal.json'
import session from './es/session.json'
import shell from './es/shell.json'
import terms from './es/terms.json'

export default { refusal, session, shell, terms }
