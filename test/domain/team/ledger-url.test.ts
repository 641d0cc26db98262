import { describe, expect, it } from 'vitest';
import { parseLedgerUrl } from '#domain/team/ledger-url';

describe('the URL of a team ledger', () => {
  it('is shown without its password', () => {
    const url = parseLedgerUrl('postgres://anna:p%40ss@db.example.com:6432/shop');
    expect(url).toMatchObject({ host: 'db.example.com', port: 6432, database: 'shop', user: 'anna', password: 'p@ss' });
    expect(url.shown).toBe('postgres://anna@db.example.com:6432/shop');
  });

  it.each([
    ['postgres://anna@db.example.com/shop', 'verify'],
    ['postgres://anna@127.0.0.1/shop', 'off'],
    ['postgres://anna@[::1]/shop', 'off'],
    ['postgresql://anna@localhost/shop?sslmode=verify-full', 'verify'],
    ['postgres://anna@db.example.com/shop?sslmode=no-verify', 'unchecked'],
    ['postgres://anna@db.example.com/shop?sslmode=disable', 'off'],
  ])('%s uses TLS: %s', (text, tls) => {
    expect(parseLedgerUrl(text).tls).toBe(tls);
  });

  it.each([
    ['mysql://anna@db/shop', 'not a URL of a PostgreSQL database'],
    ['shop', 'not a URL of a PostgreSQL database'],
    ['postgres://anna@db', 'names no database'],
    ['postgres://anna@db/', 'names no database'],
    ['postgres://anna:s3cret@db/shop?sslmode=maybe', 'has the sslmode "maybe"'],
    ['postgres://anna:s3cret@db/shop?options=x', 'has the parameter "options"'],
    ['postgres://anna:s3cret%zz@db/shop', 'not percent-encoded'],
  ])('%s is refused: %s', (text, reason) => {
    expect(() => parseLedgerUrl(text)).toThrow(reason);
    expect(() => parseLedgerUrl(text)).not.toThrow('s3cret');
  });
});
