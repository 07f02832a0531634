/** HTTP of a node. */

export { addressOf } from './actions.ts'
export { createServer } from './app.ts'
export { listen } from './listen.ts'
export { describeApi } from './openapi.ts'
export {
  type AttachmentPort,
  LIMITS,
  type Limits,
  type OidcSettings,
  PARTNER_ROUTES,
  type PartnerRoute,
  type PartnersPort,
  type Parts,
} from './parts.ts'
export { STATUS } from './status.ts'
export { STREAMS } from './streams.ts'
