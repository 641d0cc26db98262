import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { diagnose, diagnoseWithOthers } from '#domain/diagnosis/diagnose';
import { parseReceived } from '#domain/diagnosis/received-body';
import { parseSpelled } from '#domain/json/spelled-json';
import { listLeaves } from '#domain/signature/body-leaves';
import { Secret } from '#domain/signature/secret';
import { verifySigned } from '#domain/signature/signature';
import { body, LINES, named, RIGHT, SECRET, secret, sign } from '../callbacks/signed-callback.ts';

it('verifies the body of these tests with the right secret', () => {
  expect(verifySigned(body(RIGHT), secret).valid).toBe(true);
  expect(listLeaves(parseSpelled(body(undefined)))).toHaveLength(LINES.length);
});

describe('diagnosis of a wrong secret', () => {
  it.each([
    ['a line end after it', `${SECRET}\n`],
    ['a Windows line end after it', `${SECRET}\r\n`],
    ['a space after it', `${SECRET} `],
    ['a space before it', ` ${SECRET}`],
    ['a space and a line end after it', `${SECRET} \n`],
    ['a space that does not break', `${SECRET}\u00a0`],
  ])('names the white space in the secret of the signer: %s', (_case, other) => {
    expect(named(body(sign(LINES, other)))).toEqual(['secret_white_space']);
  });

  it.each([`${SECRET}\n`, `${SECRET} `, ` ${SECRET}`])(
    'names the white space in the secret of the verifier: %j',
    (own) => {
      const { proven, mistakes } = diagnose(parseReceived(body(RIGHT)), new Secret(own));
      expect({ proven, names: mistakes.map(({ name }) => name) }).toEqual({
        proven: true,
        names: ['secret_white_space'],
      });
      expect(mistakes[0]?.if).toContain('the secret here');
    },
  );

  it('names the profile whose secret signed the callback, also with a line end after it', () => {
    const others = [
      { profile: 'same', secret },
      { profile: 'test', secret: new Secret('another secret') },
    ];
    expect(
      diagnoseWithOthers(parseReceived(body(sign(LINES, 'another secret'))), secret, others)?.mistakes,
    ).toMatchObject([{ name: 'secret_of_another_profile', if: expect.stringContaining('profile test') }]);
    expect(
      diagnoseWithOthers(parseReceived(body(sign(LINES, 'another secret\n'))), secret, others)?.mistakes,
    ).toMatchObject([{ name: 'secret_of_another_profile' }, { name: 'secret_white_space' }]);
    expect(diagnoseWithOthers(parseReceived(body(sign(LINES, 'a third secret'))), secret, others)).toBeUndefined();
  });

  it('names how a secret was changed: decoded, quoted, shortened, replaced or empty', () => {
    expect(named(body(sign(LINES, `"${SECRET}"`)))).toEqual(['secret_quoted']);
    expect(named(body(sign(LINES, '')))).toEqual(['secret_not_used']);
    for (const other of [
      SECRET.toUpperCase(),
      SECRET.replace('e', 'е'),
      SECRET.replace('o', 'о'),
      Buffer.from(SECRET).toString('base64'),
      SECRET.slice(0, -1),
      SECRET.slice(0, 16),
      createHash('sha1').update(SECRET).digest('hex'),
      `1234:${SECRET}`,
      'undefined',
    ])
      expect(named(body(sign(LINES, other)))).toEqual(['secret_changed']);
    for (const other of ['your_secret_key', '1234', 'payment_47', 'ROCKETPAY_SECRET_KEY'])
      expect(named(body(sign(LINES, other)))).toEqual(['secret_not_used']);
    const hex = 'aa00bb11cc22';
    const { mistakes } = diagnose(parseReceived(body(sign(LINES, Buffer.from(hex, 'hex')))), new Secret(hex));
    expect(mistakes.map(({ name }) => name)).toEqual(['secret_decoded']);
  });
});
