/** The little of oidc-provider that the test of sign-in uses; the package publishes no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface Grant {
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }
  interface Context {
    oidc: {
      provider: { Grant: new (of: { clientId: string; accountId: string }) => Grant }
      client?: { clientId: string }
      session?: { accountId?: string }
    }
  }
  export default class Provider {
    constructor(
      issuer: string,
      configuration: {
        clients: readonly object[]
        cookies: { keys: readonly string[] }
        claims: Record<string, readonly string[]>
        conformIdTokenClaims: boolean
        findAccount(context: Context, sub: string): Promise<{ accountId: string; claims(): Promise<Record<string, string>> }>
        interactions: { url(context: Context, interaction: { uid: string }): string }
        features: { devInteractions: { enabled: boolean } }
        loadExistingGrant(context: Context): Promise<Grant>
      },
    )
    callback(): (request: IncomingMessage, response: ServerResponse) => void
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>
  }
}
