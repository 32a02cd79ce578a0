/** Why a database cannot be opened, as the operator reads it: the variable, the cause, the fix. */
import { describe, expect, it } from 'vitest'
import { describeConnectionError } from '../../src/database/connection-errors.ts'
import { checkPostgresAddress, withFullCheck } from '../../src/database/postgres-address.ts'

describe('checkPostgresAddress', () => {
  it.each([
    'postgres://u:p@h/db',
    'postgresql://u:p%231@h:5432/db?sslmode=verify-full',
    'postgres://u@h/db?sslmode=disable',
    'postgres:///db',
    'postgres://u:p@[::1]:5432/db',
    'postgres://u:p%40%2F%3F@h/db?application_name=bff',
  ])('takes %s', (url) => {
    expect(() => checkPostgresAddress(url)).not.toThrow()
  })

  it.each([
    'postgres://u:p#1@h',
    'postgres://u:p#1@h/db',
    'postgres://u:12#3@h/db',
    'postgres://u:p/1@h/db',
    'postgres://u:12/3@h/db',
    'postgres://u:12?3@h/db',
    'postgres://u:p%h@h/db',
    'postgres://u:p@h:port/db',
  ])('says of %s what to encode, and not the password', (url) => {
    expect(() => checkPostgresAddress(url)).toThrow('write # as %23')
    expect(() => checkPostgresAddress(url)).not.toThrow(url)
  })

  it('names a wrong sslmode, and files that cannot be read', () => {
    expect(() => checkPostgresAddress('postgres://u:p@h/db?sslmode=on')).toThrow(
      'sslmode must be one of: disable',
    )
    expect(() => checkPostgresAddress('postgres://u:p@h/db?sslrootcert=/none.pem')).toThrow(
      'sslrootcert: cannot read /none.pem (ENOENT)',
    )
  })

  it.each([
    ['postgres://h/db?sslmode=require', 'postgres://h/db?sslmode=verify-full'],
    ['postgres://h/db?a=b&sslmode=prefer&c=d', 'postgres://h/db?a=b&sslmode=verify-full&c=d'],
    ['postgres://h/db?sslmode=verify-ca', 'postgres://h/db?sslmode=verify-full'],
    ['postgres://h/db?sslmode=no-verify', 'postgres://h/db?sslmode=no-verify'],
    ['postgres://h/db', 'postgres://h/db'],
  ])('%s checks as %s', (url, checked) => {
    expect(withFullCheck(url)).toBe(checked)
  })
})

describe('describeConnectionError', () => {
  const errors: [{ code?: string; message?: string }, string][] = [
    [{ code: 'ECONNREFUSED' }, 'nothing listens there'],
    [{ code: 'ENOTFOUND' }, 'no such host name'],
    [{ code: '28P01', message: 'password authentication failed for user "x"' }, 'wrong user or password'],
    [{ code: '28000' }, 'pg_hba.conf'],
    [{ code: '3D000' }, 'no such database'],
    [{ code: '53300' }, 'no connection left'],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'sslrootcert=<file>'],
    [{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'sslrootcert=<file>'],
    [{ code: 'CERT_HAS_EXPIRED' }, 'has expired'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'another host name'],
    [{ message: 'The server does not support SSL connections' }, 'speaks no TLS'],
    [
      { message: 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string' },
      'asks for a password',
    ],
    [{ message: 'timeout expired' }, 'no answer in time'],
  ]
  it.each(errors)('%j: DATABASE_URL: … %s', (error, words) => {
    const line = describeConnectionError(Object.assign(new Error(error.message), error)) ?? ''
    expect(line).toMatch(/^DATABASE_URL: /)
    expect(line).toContain(words)
  })

  it.each([null, undefined, new Error('something else'), { code: '23505' }])(
    'says nothing of %j',
    (error) => {
      expect(describeConnectionError(error)).toBeNull()
    },
  )
})
