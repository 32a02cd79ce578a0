/** Reports an old Node in a sentence, instead of an error about a missing module. Imports nothing. */

const LEAST = 24

/** @returns the message, or null when the version is supported */
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
