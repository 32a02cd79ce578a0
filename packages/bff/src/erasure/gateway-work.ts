/** The tokens that PayKKa must remove after an erasure, stored encrypted until it has removed them. */
import type { Vault } from '../cards/vault.ts'
import type { SavedCardRow } from '../database/tables.ts'
import { decryptSealed } from '../payments/saved-cards/saved-cards.ts'
import type { TokenGateway } from '../payments/saved-cards/token-gateway.ts'

type GatewayWork = {
  reference: string
  /** PayKKa's ids. */
  agreements: string[]
  tokens: string[]
  /** PayKKa's list of further tokens was not read yet. */
  unlisted: boolean
}

/**
 * @returns PayKKa's tokens and agreements of these cards
 * @throws AppError not_ready when one of them was encrypted under another BFF_MASTER_KEY
 */
export function workOf(vault: Vault, reference: string, cards: SavedCardRow[]): GatewayWork {
  const live = cards.filter(({ status }) => status !== 'ended')
  const agreements = live.flatMap(({ sealed_agreement: sealed }) =>
    sealed ? decryptSealed(vault, sealed) : [],
  )
  const tokens = live.map(({ sealed_token }) => decryptSealed(vault, sealed_token))
  return { reference, agreements, tokens: [...new Set(tokens)], unlisted: true }
}

/** `left` is null when nothing is left; `refused` when PayKKa refused all that is left. */
export type Progress = { left: GatewayWork | null; refused: boolean }

/** Tries every removal once. Never throws on an error of PayKKa or the network. */
export async function removeAtGateway(tokens: TokenGateway, work: GatewayWork): Promise<Progress> {
  const { reference } = work
  const listed = await tokens.tokens(reference)
  const all = new Set([...work.tokens, ...(listed ?? []).map(({ token }) => token)])
  const isGone = (token: string) => listed !== null && !listed.some((kept) => kept.token === token)
  let unsure = listed === null
  const stays = async (name: string, ask: () => ReturnType<TokenGateway['removeToken']>) => {
    const answer = await ask()
    if (answer.kind === 'unknown') unsure = true
    const mayBeGone = answer.kind === 'refused' && answer.mayBeGone
    return answer.kind === 'done' || answer.kind === 'gone' || (mayBeGone && isGone(name)) ? [] : [name]
  }
  const agreements: string[] = []
  for (const id of work.agreements)
    agreements.push(...(await stays(id, () => tokens.cancelAgreement(id, reference))))
  const left: string[] = []
  for (const token of all) left.push(...(await stays(token, () => tokens.removeToken(token, reference))))
  const isOver = listed !== null && agreements.length + left.length === 0
  return {
    left: isOver ? null : { reference, agreements, tokens: left, unlisted: listed === null },
    refused: !unsure,
  }
}

export const sealWork = (vault: Vault, work: GatewayWork | null): string | null =>
  work && vault.encrypt(JSON.stringify(work))

/** @returns null when it was encrypted under another BFF_MASTER_KEY */
export function openWork(vault: Vault, sealed: string): GatewayWork | null {
  const text = vault.tryDecrypt(sealed)
  return text === null ? null : (JSON.parse(text) as GatewayWork)
}
