/** The vault: keys outside the database, so that destroying a key erases every copy of what it sealed (protocol, rules 8). */
export { openVault, type Vault, VaultFailure, vaultMigrations } from './vault.ts'
