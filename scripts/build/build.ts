/** Builds what the servers serve and run, when its sources have changed since the last build. */
import { buildBff } from './build-bff.ts'
import { buildElement } from './build-element.ts'

/** Answers whether there was something to build. */
export async function buildAll(): Promise<boolean> {
  return (await Promise.all([buildElement(), buildBff()])).includes(true)
}
