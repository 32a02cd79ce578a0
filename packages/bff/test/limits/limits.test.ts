/** The limits in force without a setting, and what `RATE_LIMITS` may say. */
import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS, parseLimits } from '../../src/limits/limits.ts'

/** As `RATE_LIMITS` would write them. */
const DEFAULTS = [
  'ip=10/600',
  'ip-day=30/86400',
  'ip-attempts=120/600',
  'device=30/600',
  'bin=20/600',
  'card=10/86400',
  'global=20/300',
  'alarm=1/900',
  'challenge=1/600',
  'requests=600/60',
  'unauthorized=60/60',
  'notices=600/60',
  'disputes=10/86400',
  'disputes-address=60/3600',
  'reports=60/60',
]

describe('limits', () => {
  it('are these where nothing is set', () => {
    const written = Object.entries(DEFAULT_LIMITS).map(
      ([name, { points, seconds }]) => `${name}=${points}/${seconds}`,
    )
    expect(written).toEqual(DEFAULTS)
    expect(parseLimits(DEFAULTS.join(','))).toEqual(DEFAULT_LIMITS)
  })

  it.each(['', ' ', ',', ' , '])('stay as they are with %j', (text) => {
    expect(parseLimits(text)).toEqual(DEFAULT_LIMITS)
  })

  it('change by name, with blanks around', () => {
    const changed = parseLimits(' ip=9999999/1 ,, ip-day=1/9999999')
    const expected = { ip: { points: 9_999_999, seconds: 1 }, 'ip-day': { points: 1, seconds: 9_999_999 } }
    expect(changed).toEqual({ ...DEFAULT_LIMITS, ...expected })
  })

  const wrong = [
    'ip',
    'ip=1',
    'ip=1/',
    'ip=/1',
    'ip=0/1',
    'ip=1/0',
    'ip=-1/1',
    'ip=1.5/1',
    'ip=10000000/1',
    'ip=1/10000000',
    'ip=1/1x',
    'xip=1/1',
    '1ip=1/1',
    'ip = 1/1',
    'IP=1/1',
    'unknown=1/1',
    'constructor=1/1',
    'toString=1/1',
  ]
  it.each(wrong)('are refused as a whole when one is %j', (part) => {
    const names = Object.keys(DEFAULT_LIMITS).join(', ')
    expect(() => parseLimits(`bin=1/1,${part}`)).toThrow(
      `"${part}" is not name=count/seconds with a name of ${names}`,
    )
  })
})
