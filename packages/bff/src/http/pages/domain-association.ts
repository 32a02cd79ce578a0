/** The file that proves to Apple that the merchant owns a domain. Apple requests it again before each certificate renewal. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { AppError } from '../../domain/errors.ts'
import { DOMAIN_FILE_PATHS } from '../../wallets/apple-pay/apple-domains.ts'
import type { WalletConfig } from '../../wallets/wallet-settings.ts'

type Options = { offer: { wallets: Pick<WalletConfig, 'domainAssociation'> } }

export const domainAssociation: FastifyPluginAsyncTypebox<Options> = async (app, { offer }) => {
  for (const path of DOMAIN_FILE_PATHS)
    app.get(path, { schema: SCHEMA }, async (_request, reply) => {
      const file = offer.wallets.domainAssociation
      if (!file) throw new AppError('not_found')
      return reply.type('text/plain').header('cache-control', 'no-cache').send(Buffer.from(file, 'base64'))
    })
}

const SCHEMA = {
  summary: "Apple Pay's domain association file, byte for byte",
  tags: ['pages'],
  response: { 200: Type.Any(), 404: Type.Any() },
}
