/** Errors as a database's client throws them. */

const CODES = {
  reset: { code: 'ECONNRESET' },
  conflict: { code: '40001', severity: 'ERROR' },
  'statement timeout': { code: '57014', severity: 'ERROR' },
  'idle in transaction': { code: '25P03', severity: 'FATAL' },
}

export function connectionLost(how: keyof typeof CODES): Error {
  return Object.assign(new Error(`Connection terminated: ${how}`), CODES[how])
}
