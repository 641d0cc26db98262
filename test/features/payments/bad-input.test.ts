import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '#async/clock';
import { answer, type FaultServer, startFaultServer } from '../../support/gate/fault-server.ts';
import { openMemoryLedger } from '../../support/ledger.ts';
import { CUSTOMER, type Environment, environment, errorOf, rocketpay } from '../../support/session.ts';
import { openIntents } from '../../support/stored-intents.ts';

const MASKED = 'The signature and personal data are masked: --with-signature shows them.\n';

let gate: FaultServer;

beforeAll(async () => {
  gate = await startFaultServer([answer(200, '{"status":"success","request_id":"req-1"}')]);
});
afterAll(async () => {
  // Whatever went wrong above, none of it was sent.
  expect(gate.connections).toBe(0);
  await gate.close();
});

const SALE = ['sale', '--phone', '77071234567', '--payment-id', 'p-1', ...CUSTOMER];
const REFUND = ['refund', 'p-1', '--confirm', '0'];
const sale = (phone: string) => ['sale', '--phone', phone, '--amount', '10', ...CUSTOMER];

type Row = readonly [what: string, argv: readonly string[], message: RegExp, next: RegExp];

const amounts = ['1,000', '1 000', '0', '0.00', '-5', '10.005', '1e3', '', '010', '٣', 'NaN', '100000000000000'];

const USAGE: readonly Row[] = [
  ...amounts.map((text): Row => [`a sale of ${text || 'nothing'}`, [...SALE, '--amount', text], /--amount/, /./]),
  ...amounts.map((text): Row => [`a refund of ${text || 'nothing'}`, [...REFUND, '--amount', text], /--amount/, /./]),
  ['minor units with decimals', [...SALE, '--amount-minor', '10.5'], /--amount-minor.*10\.5/, /--amount-minor/],
  ['minor units of zero', [...REFUND, '--amount-minor', '0'], /--amount-minor.*zero/, /--amount/],
  ['both amounts of a sale', [...SALE, '--amount', '1', '--amount-minor', '100'], /--amount and --amount-minor/, /one/],
  ['both amounts of a refund', [...REFUND, '--amount', '1', '--amount-minor', '100'], /one of --amount/, /--amount/],
  ['a full refund with an amount', [...REFUND, '--full', '--amount', '1'], /exactly one/, /--amount/],
  [
    'a refund without an amount',
    ['refund', 'p-1'],
    /exactly one of --amount/,
    /rocketpay refund p-1 --amount 250\.00$/,
  ],
  ['a sale without an amount', SALE, /--amount/, /./],
  ['a currency in small letters', [...SALE, '--amount', '1', '--currency', 'kzt'], /--currency.*kzt/, /KZT/],
  ['a phone with letters', sale('+7 707 CALL-ME'), /--phone.*CALL-ME.*not digits/, /\+7 707/],
  ['a phone that is too short', sale('7707123'), /--phone.*too short/, /\+7 707/],
  ['a phone that is too long', sale('770712345678'), /--phone.*too long/, /\+7 707/],
  ['a phone without its country code', sale('7071234567'), /--phone.*country code/, /\+7 707/],
  ['a phone of another country', sale('+44 7911 123456'), /--phone/, /\+7 707/],
  ['an empty phone', sale(''), /--phone.*empty/, /\+7 707/],
  [
    'a sale without its customer',
    ['sale', '--phone', '77071234567', '--amount', '1'],
    /--customer-id.*--ip/,
    /profile/,
  ],
  [
    'a sale with a wrong address',
    sale('77071234567').map((word) => word.replace('198.51.100.47', '300.1.1.1')),
    /--ip: "300\.1\.1\.1"/,
    /198\.51/,
  ],
  ['a payment id with a space', ['status', 'p-1 '], /payment-id.*"p-1 ".*white space/, /[Rr]emove/],
  [
    'a payment id with a line end',
    SALE.map((word) => (word === 'p-1' ? '\np-1' : word)),
    /--payment-id.*white space/,
    /[Rr]emove/,
  ],
  ['an empty payment id', ['otp', '', '123456'], /payment id is empty/, /./],
  ['malformed JSON', ['request', '/v2/x', '{"a":1,}'], /line 1.*column 8|1:8/, /./],
  ['malformed JSON on its third line', ['request', '/v2/x', '{\n"a":1,\n"b" 2}'], /line 3/, /./],
  ['a body that is a list', ['request', '/v2/x', '[1]'], /object/, /./],
  ['a file that is not there', ['request', '/v2/x', '@/nowhere/body.json'], /nowhere\/body\.json.*no such file/, /./],
  ['a path that leaves the Gate', ['request', '//evil.test/../x', '{}'], /path/, /\/v2\//],
  ['an address as a path', ['request', 'https://evil.test/x', '{}'], /path/, /\/v2\//],
  ['an option misspelt', [...SALE, '--amuont', '1'], /--amuont.*Did you mean --amount/, /--help/],
  ['an option of no command', ['operators', '--zzzzzzzz'], /unknown option '--zzzzzzzz'/, /--help/],
  ['a command misspelt', ['sael', '--amount', '1'], /sael.*Did you mean sale/, /--help/],
  ['a command misspelt before the name of another', ['stauts', 'sale'], /stauts.*Did you mean status/, /--help/],
  ['a command of a group misspelt', ['profiles', 'lits'], /lits.*Did you mean list/, /--help/],
  ['an unknown command', ['xyzzyxyzzy'], /unknown command.*xyzzyxyzzy/, /--help/],
  ['a word too many', ['operators', 'KCELL'], /too many arguments/, /--help/],
  ['a code without its payment', ['otp'], /missing.*payment-id/, /--help/],
  ['a refund without its payment', ['refund', '--amount', '1'], /missing.*payment-id/, /--help/],
  ['an option without its value', ['status', 'p-1', '--field'], /--field/, /--help/],
  ['a field that does not exist in the result', ['status', 'p-1', '--field', 'paymnet.status'], /paymnet/, /payment/],
  ['an invalid time-out', ['status', 'p-1', '--timeout', 'soon'], /--timeout.*soon/, /30s/],
  ['a time-out without a unit', ['status', 'p-1', '--timeout', '30'], /--timeout.*30/, /30s/],
  ['a time-out of nothing', ['status', 'p-1', '--timeout', '0s'], /--timeout.*0s/, /30s/],
  ['an invalid deadline', ['wait', 'p-1', '--deadline', 'tomorrow'], /--deadline.*tomorrow/, /5m/],
  ['waiting for what never comes', ['wait', 'p-1', '--until', 'rich'], /--until.*rich.*not a state/, /otp/],
  ['a status of nothing', ['status'], /--request-id/, /rocketpay status/],
  ['a status of two things', ['status', 'p-1', '--request-id', 'r-1'], /either a payment id/, /rocketpay status/],
  ['a code that is missing', ['otp', 'p-1'], /code is missing/, /argument|standard input/],
  ['a code of spaces', ['otp', 'p-1', ' '], /code is empty/, /argument|standard input/],
  ['an empty standard input for the code', ['otp', 'p-1', '-'], /code is empty/, /standard input/],
  ['a resend without an address', ['resend', 'p-1'], /--ip/, /profile/],
  [
    'a currency that is not known',
    [...SALE, '--amount', '1', '--currency', 'BTC'],
    /"BTC".*not a known/,
    /--amount-minor/,
  ],
  ['an empty description', [...SALE, '--amount', '1', '--description', ' '], /--description.*empty/, /leave/],
  ['an empty reason', [...REFUND, '--amount', '1', '--again', '--reason', ''], /--reason.*empty/, /./],
  ['an invalid address', ['resend', 'p-1', '--ip', '198.51.100'], /--ip.*198\.51\.100/, /198\.51\.100\.47/],
  ['a path of Git Bash', ['request', 'C:/Git/v2/x'], /Git Bash/, /\/\/v2\/x/],
  ['a path of Git Bash to listen at', ['listen', '--path', 'C:/Git/cb'], /Git Bash/, /\/\/cb/],
  ['a target with a space', ['listen', '--forward-to', 'http://h.test/a b'], /--forward-to.*a b/, /./],
  ['a file name with a space at its end', ['refunds', 'plan', 'x.csv', '--out', 'plan '], /--out.*white space/, /./],
  [
    'a field to set without a value',
    [...SALE, '--amount', '1', '--set', 'callback.delay'],
    /--set.*path=value/,
    /callback\.delay=10/,
  ],
];

describe('invalid input', () => {
  it.each(USAGE)('is reported before anything is sent: %s', async (_what, argv, message, next) => {
    const env = environment(gate.url);
    const error = errorOf(await rocketpay(['--json', ...argv], { env }));
    expect(error).toMatchObject({ exit: 2, message: expect.stringMatching(message) });
    expect(error.hint ?? '').toMatch(next);
    expect(gate.connections).toBe(0);

    const { exit, out, err } = await rocketpay(argv, { env });
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(/^error: .*\n( {7}.*\n)*next: {2}/);
  });

  it('with a zero amount never refunds everything', async () => {
    for (const argv of [
      ['--amount', '0'],
      ['--amount-minor', '0'],
      ['--amount', ''],
      ['--amount', '0', '--dry-run'],
    ]) {
      const finished = await rocketpay(['refund', 'p-1', ...argv, '--confirm', '0'], { env: environment(gate.url) });
      expect(finished).toMatchObject({ exit: 2, out: '' });
    }
  });
});

const SETTINGS: readonly (readonly [what: string, changes: Environment, message: RegExp])[] = [
  ['plain http to another host', { ROCKETPAY_GATE_URL: 'http://api.example.com' }, /ROCKETPAY_GATE_URL.*--insecure/],
  ['an invalid Gate URL', { ROCKETPAY_GATE_URL: 'api.example.com' }, /ROCKETPAY_GATE_URL.*https/],
  ['a Gate URL with a password', { ROCKETPAY_GATE_URL: 'https://a:b@api.example.com' }, /ROCKETPAY_GATE_URL.*password/],
  ['an invalid project id', { ROCKETPAY_PROJECT_ID: 'shop' }, /ROCKETPAY_PROJECT_ID.*"shop"/],
  ['no secret', { ROCKETPAY_SECRET_KEY: '' }, /no secret.*ROCKETPAY_SECRET_KEY/],
  [
    'a secret file that is not there',
    { ROCKETPAY_SECRET_KEY: '', ROCKETPAY_SECRET_KEY_FILE: '/nowhere/secret' },
    /\/nowhere\/secret/,
  ],
];

describe('a setting', () => {
  it.each(SETTINGS)('is reported before anything is sent: %s', async (_what, changes, message) => {
    for (const argv of [['operators'], sale('77071234567'), ['refund', 'p-1', '--amount', '1', '--confirm', '1']]) {
      const env = { ...environment(gate.url), ...changes };
      const error = errorOf(await rocketpay(['--json', ...argv], { env }));
      expect(error.exit).toBe(4);
      expect(`${error.message} ${error.hint}`).toMatch(message);
    }
  });

  it.each(['http://clerk:50%off@127.0.0.1:3128', '"http://127.0.0.1:3128"', 'socks5://127.0.0.1:1080'])(
    'is told about a proxy that cannot work before a write is recorded: %s',
    async (HTTPS_PROXY) => {
      const ledger = await openMemoryLedger(systemClock);
      onTestFinished(() => ledger.close());
      const env = { ...environment('https://gate.invalid'), HTTPS_PROXY };
      const finished = await rocketpay([...sale('77071234567'), '--json'], { env, ledger });
      expect(errorOf(finished)).toMatchObject({ exit: 4, code: 'bad_proxy' });
      expect(await openIntents(ledger)).toEqual([]);
      expect(finished.err).not.toContain('50%off');
    },
  );

  it('may allow plain http to another host with --insecure', async () => {
    const env = { ...environment(gate.url), ROCKETPAY_GATE_URL: 'http://api.example.com' };
    const finished = await rocketpay([...sale('77071234567'), '--insecure', '--dry-run', '--field', 'url'], { env });
    expect(finished).toEqual({ exit: 0, out: 'http://api.example.com/v2/payment/mobile/sale\n', err: MASKED });
  });
});
