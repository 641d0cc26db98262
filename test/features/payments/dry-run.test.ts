import { describe, expect, it } from 'vitest';
import { requestVectors } from '../../domain/signature/vectors.ts';
import { closedPort } from '../../support/gate/fault-server.ts';
import { at, CANARY, CUSTOMER, documentOf, environment, errorOf, hmac, rocketpay } from '../../support/session.ts';

/** No server at all: a request that is sent ends in exit code 5. */
const gateUrl = `http://${await closedPort()}`;
const documented = environment(gateUrl, 'secret');

const SALE = ['sale', '--payment-id', 'payment_47', '--phone', '71234567890', '--amount', '1000.00', ...CUSTOMER];
const REFUND = ['refund', 'payment_47', '--description', 'Refund.'];

const WRITES: readonly (readonly [what: string, vector: string, path: string, argv: readonly string[]])[] = [
  ['sale', 'seed-sale', '/v2/payment/mobile/sale', SALE],
  ['OTP', 'seed-otp-clarification', '/v2/payment/clarification', ['otp', 'payment_47', '123456']],
  ['resend', 'seed-otp-resend', '/v2/customer/action/resend', ['resend', 'payment_47', '--ip', '198.51.100.47']],
  ['partial refund', 'seed-refund-partial', '/v2/payment/mobile/refund', [...REFUND, '--amount', '1000']],
  [
    'refund in minor units',
    'seed-refund-partial',
    '/v2/payment/mobile/refund',
    [...REFUND, '--amount-minor', '100000'],
  ],
  ['list of operators', 'seed-operators-list', '/v2/info/mobile/sale/list', ['request', '/v2/info/mobile/sale/list']],
];

function vectorNamed(name: string) {
  const vector = requestVectors.find((candidate) => candidate.name === name);
  if (vector === undefined) throw new Error(`there is no vector ${name}`);
  const { general, ...rest } = JSON.parse(vector.body);
  return { ...vector, signedBody: { ...rest, general: { ...general, signature: vector.signature } } };
}

const dryRun = async (argv: readonly string[], env = documented) => {
  const finished = await rocketpay([...argv, '--dry-run', '--json'], { env });
  expect(finished).toMatchObject({ exit: 0, err: '' });
  return documentOf(finished);
};

describe('--dry-run', () => {
  it.each(WRITES)('shows the documented body of the %s', async (_what, name, path, argv) => {
    const { signedBody, stringToSign } = vectorNamed(name);
    expect(await dryRun(argv)).toEqual({
      dryRun: true,
      method: 'POST',
      url: gateUrl + path,
      body: signedBody,
      stringToSign,
      secret: '[secret]',
    });
  });

  it('shows a full refund only when the payment can be read', async () => {
    const finished = await rocketpay(['refund', 'payment_47', '--full', '--dry-run', '--json'], { env: documented });
    expect(errorOf(finished)).toMatchObject({ exit: 5, code: 'not_sent' });
  });

  it('gives the body of --no-send a signature like any other', async () => {
    const { signedBody, body } = vectorNamed('seed-sale');
    const finished = await rocketpay(['request', '/v2/payment/mobile/sale', body, '--no-send', '--json'], {
      env: documented,
    });
    expect(finished).toMatchObject({ exit: 0, err: '' });
    expect(documentOf(finished)).toEqual(signedBody);
  });

  it('normalizes the phone for the platform, however it was written', async () => {
    const sale = ['sale', '--amount', '1', ...CUSTOMER, '--phone', '8 (707) 123-45-67'];
    expect(at(await dryRun(sale), 'body.account.number')).toBe('77071234567');
  });

  it('generates a new payment id each time when none is given', async () => {
    const sale = ['sale', '--amount', '1', ...CUSTOMER, '--phone', '77071234567'];
    const ids = [await dryRun(sale), await dryRun(sale)].map((document) => at(document, 'body.general.payment_id'));
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[\w-]{10,255}$/);
  });

  it.each(WRITES)('shows no secret in the %s', async (_what, _vector, _path, argv) => {
    const finished = await rocketpay([...argv, '--dry-run', '--debug'], { env: environment(gateUrl) });
    expect(finished.exit).toBe(0);
    expect(finished.out).toContain('general:project_id:1234');
  });

  it.each(WRITES)(
    'with --print-curl prints a line without the secret for the %s',
    async (_what, _vector, path, argv) => {
      const finished = await rocketpay([...argv, '--print-curl', '--json'], { env: environment(gateUrl) });
      expect(finished).toMatchObject({ exit: 0, err: '' });
      const { dryRun: dry, curl, ...rest } = documentOf(finished);
      expect({ dry, rest }).toEqual({ dry: true, rest: {} });
      expect(curl).toContain('ROCKETPAY_SECRET_KEY');
      expect(curl).toContain(gateUrl + path);
      expect(curl).not.toContain(hmac(at(await dryRun(argv, environment(gateUrl)), 'stringToSign') as string, CANARY));
    },
  );
});

describe('--set', () => {
  it.each<[what: string, set: readonly string[], path: string, value: unknown, line: string]>([
    ['adds a number', ['callback.delay=10'], 'callback.delay', 10, 'callback:delay:10'],
    ['adds a text', ['payment.merchant_refund_id=r-1'], 'payment.merchant_refund_id', 'r-1', 'merchant_refund_id:r-1'],
    ['adds a text of digits', ['account.pin="007"'], 'account.pin', '007', 'account:pin:007'],
    ['adds a truth', ['callback.force_disable=true'], 'callback.force_disable', true, 'callback:force_disable:1'],
    ['adds a text with =', ['x.url=https://a.test/?b=c'], 'x.url', 'https://a.test/?b=c', 'x:url:https://a.test/?b=c'],
    ['adds an object', ['x={"a":[1,"ә"]}'], 'x', { a: [1, 'ә'] }, 'x:a:0:1;x:a:1:ә'],
    ['overrides a field', ['account.number=77770000000'], 'account.number', 77770000000, ''],
    ['sets twice: the last counts', ['x.y=1', 'x.y=2'], 'x.y', 2, 'x:y:2'],
  ])('%s, and signs the result', async (what, set, path, value, line) => {
    const number = what === 'overrides a field';
    const argv = [...SALE, ...set.flatMap((word) => ['--set', number ? word.replace(/=(.*)/, '="$1"') : word])];
    const document = await dryRun(argv);
    expect(at(document, `body.${path}`)).toEqual(number ? String(value) : value);
    const signed = at(document, 'stringToSign') as string;
    expect(signed).toContain(line);
    expect(at(document, 'body.general.signature')).toBe(hmac(signed, 'secret'));
  });

  it.each(['signature=x', 'general.signature=x', 'payment.signature.deep=x'])('cannot set %s', async (word) => {
    const finished = await rocketpay([...SALE, '--set', word, '--dry-run', '--json'], { env: documented });
    expect(errorOf(finished)).toMatchObject({ exit: 2, message: expect.stringContaining('signature') });
  });

  it('cannot set a signature inside an object', async () => {
    const general = '{"project_id":1234,"payment_id":"p","signature":"forged"}';
    const document = await dryRun([...SALE, '--set', `general=${general}`]);
    expect(at(document, 'body.general.signature')).toBe(hmac(at(document, 'stringToSign') as string, 'secret'));
  });

  it.each(['payment.amount=0', 'payment.amount=-5', 'payment.amount="10"', 'general.project_id="x"'])(
    'is told that %s is not valid',
    async (word) => {
      const [path = ''] = word.split('=');
      const finished = await rocketpay([...SALE, '--set', word, '--dry-run', '--json'], { env: documented });
      expect(errorOf(finished)).toMatchObject({ exit: 2, message: expect.stringContaining(path) });
    },
  );
});
