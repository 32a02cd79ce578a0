/** Says in a sentence that Node is too old, where it would else name a module that it does not have. Imports nothing. */

const LEAST = 24

/** @returns what to tell, or null when this Node will do */
export function oldNodeMessage(version: string): string | null {
  if (Number(version.split('.')[0]) >= LEAST) return null
  return `paykka-bff: needs Node ${LEAST} or newer, and this is Node ${version}. Install a newer one: https://nodejs.org`
}

export function refuseOldNode(version: string): void {
  const message = oldNodeMessage(version)
  if (message === null) return
  console.error(message)
  process.exit(1)
}
