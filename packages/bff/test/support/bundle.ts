/** `paykka-bff` as it is deployed, for tests that start processes. Built before the first test, where its sources have changed. */
import { fileURLToPath } from 'node:url'
import { buildBff } from '../../../../scripts/build/build-bff.ts'
import { BFF_BUNDLE } from '../../../../scripts/paths.ts'

export const BFF = BFF_BUNDLE

/** Where these processes keep what Node compiled: each of some hundred finds what the one before it left. */
export const COMPILE_CACHE = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url)),
}

/** Called by Vitest once per run. */
export async function setup(): Promise<void> {
  await buildBff()
}
