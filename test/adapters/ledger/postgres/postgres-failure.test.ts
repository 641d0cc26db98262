import { describe, expect, it } from 'vitest';
import { postgresFailure } from '#adapters/ledger/postgres/postgres-failure';
import type { Failure } from '#domain/errors/failure';

const failureOf = (error: Error): Failure => postgresFailure(error, 'postgres://anna@db/shop') as Failure;

const withCode = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('an error of PostgreSQL', () => {
  it.each([
    ['08006', 'the connection to the server was lost'],
    ['23505', 'another client has recorded the same write'],
    ['25006', 'the server only reads'],
    ['25P03', 'because it was idle'],
    ['28P01', 'refused the user name or the password'],
    ['28000', 'accepts no connection of this user from here'],
    ['3D000', 'no database of this name'],
    ['40P01', 'another client has written at the same time'],
    ['42501', 'this member may not do that'],
    ['42P01', 'holds no ledger'],
    ['53100', 'the disk of the server is full'],
    ['53200', 'no resources left'],
    ['53300', 'no free connection'],
    ['55P03', 'another client has kept it locked for 5 s'],
    ['57014', 'a statement that took too long'],
    ['57P01', 'is shutting down'],
    ['57P03', 'is starting or shutting down'],
    ['58030', 'a problem with its disk'],
    ['XX001', 'an internal error'],
    ['ECONNREFUSED', 'nothing listens at its address'],
    ['ENOTFOUND', 'its host name is not known'],
    ['CERT_HAS_EXPIRED', 'has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'for another host name'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'TLS with the server failed'],
    ['22P02', 'the server said: "x" (SQLSTATE 22P02)'],
  ])('%s blocks the write, and says: %s', (code, reason) => {
    const failure = failureOf(withCode(code));
    expect(failure).toMatchObject({ exit: 7, code: 'ledger_unavailable', message: expect.stringContaining(reason) });
    expect(failure.hint).toMatch(/^No write is sent without its record\./);
  });

  it.each([
    ['The server does not support SSL connections', 'does not offer TLS'],
    ['There was an error establishing an SSL connection', 'is not PostgreSQL'],
    ['timeout exceeded when trying to connect', 'does not answer'],
    ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', 'asks for a password and none is set'],
  ])('without a code is known by its message: %s', (message, reason) => {
    expect(failureOf(new Error(message)).message).toContain(reason);
  });

  it('of a pooler is quoted in one short line without control characters', () => {
    const { message } = failureOf(withCode('08P01', `no such user\u001b[31m\n${'x'.repeat(5000)}`));
    expect(message).toMatch(/the server said: "no such user \[31m x+"\.$/);
    expect(message.length).toBeLessThan(300);
  });

  it('of this program stays what it is', () => {
    const error = new TypeError('x is not a function');
    expect(postgresFailure(error, 'x')).toBe(error);
  });
});
