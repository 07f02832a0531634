/** Officers of this node: their accounts, sessions and tokens. */
export {
  addAccount,
  type Credentials,
  changeAccount,
  changePassword,
  type Judged,
  judgePasswordChange,
  type NewAccount,
  type PasswordChange,
  type Prepared,
  prepareCredentials,
  resetAccount,
  signInName,
} from './accounts.ts'
export { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from './passwords.ts'
export { createSessions, type Session, type Sessions, type SignedIn, type SignInAttempt, signedIn, type Why } from './sessions.ts'
export * as accounts from './store.ts'
export { addToken, type NewToken, TOKEN_LONGEST_MS, tokenFault } from './tokens.ts'

/** Forward-only scripts of the tables; their set is named `officer-accounts`. */
export const OFFICER_MIGRATIONS = new URL('./migrations/', import.meta.url)
