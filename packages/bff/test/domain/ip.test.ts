/** Addresses as proxies, listeners and shops write them. */
import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readIp } from '../../src/domain/ip.ts'

describe('an address', () => {
  it.each([
    ['1.2.3.4', '1.2.3.4'],
    [' 1.2.3.4\t', '1.2.3.4'],
    ['\n1.2.3.4\r\n', '1.2.3.4'],
    ['1.2.3.4:5678', '1.2.3.4'],
    ['1.2.3.4:0', '1.2.3.4'],
    ['"1.2.3.4:5678"', '1.2.3.4'],
    ['for=1.2.3.4', '1.2.3.4'],
    ['for="[2001:db8::1]:4711"', '2001:db8::1'],
    ['[1.2.3.4]', '1.2.3.4'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['2001:db8:0:0:0:0:0:1:443', '2001:db8:0:0:0:0:0:1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:80', 'fe80::1'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::FFFF:1.2.3.4', '1.2.3.4'],
    ['::ffff:102:304', '1.2.3.4'],
    ['0:0:0:0:0:ffff:1.2.3.4', '1.2.3.4'],
    ['::ffff:1.2.3.4:5678', '1.2.3.4'],
    ['[::ffff:1.2.3.4]:5678', '1.2.3.4'],
    ['::ffff:1.2.3.4%2', '1.2.3.4'],
    ['1.2.3.4, 10.0.0.1', '1.2.3.4'],
    ['unknown, 1.2.3.4:80 , 10.0.0.1', '1.2.3.4'],
    ['::1', '::1'],
    ['64:ff9b::1.2.3.4', '64:ff9b::1.2.3.4'],
  ])('%j is %j', (text, address) => {
    expect(readIp(text)).toBe(address)
  })

  it.each([
    undefined,
    '',
    ' ',
    ',',
    'unknown',
    '_hidden',
    'localhost',
    '....',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '0x7f.1',
    '2130706433',
    '1.2.3.4:99999999',
    '1.2.3.4.5',
    '[1.2.3.4',
    'fe80:::1',
    ':',
    '1.2.3.4/24',
    `${' '.repeat(500)}1.2.3.4`,
  ])('%j is none', (text) => {
    expect(readIp(text)).toBeNull()
  })

  it('is plain whatever the text, and read again it is the same', () => {
    const near = fc.oneof(
      fc.string(),
      fc.ipV4(),
      fc.ipV6(),
      fc.stringMatching(/^[\d.:a-f[\]%,"fFor= ]{0,60}$/),
      fc.tuple(fc.ipV4(), fc.nat(65_535)).map(([ip, port]) => `${ip}:${port}`),
      fc.tuple(fc.ipV6(), fc.nat(65_535)).map(([ip, port]) => `[${ip}]:${port}`),
    )
    fc.assert(
      fc.property(near, (text) => {
        const address = readIp(text)
        if (address === null) return
        expect(isIP(address)).not.toBe(0)
        expect(address).not.toMatch(/%|^::ffff:/i)
        expect(readIp(address)).toBe(address)
      }),
    )
  })

  it('is found in every address with a port', () => {
    fc.assert(fc.property(fc.ipV4(), fc.nat(65_535), (ip, port) => readIp(`${ip}:${port}`) === ip))
    fc.assert(fc.property(fc.ipV6(), fc.nat(65_535), (ip, port) => readIp(`[${ip}]:${port}`) !== null))
  })
})
