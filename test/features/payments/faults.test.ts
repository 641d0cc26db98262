import { describe, expect, it } from 'vitest';
import {
  answer,
  answerPaid,
  closeAfterReading,
  closedPort,
  drip,
  type Fault,
  faultAt,
  halfAnswer,
  hang,
  resetAfterReading,
  resetBeforeReading,
  startFaultServer,
} from '../../support/gate/fault-server.ts';
import { hastyClock } from '../../support/moving-clock.ts';
import { CANARY, CUSTOMER, environment, errorOf, expectHidden, rocketpay } from '../../support/session.ts';
import { turnOf } from '../../support/suite/case-count.ts';

const CODE = '739182';
const ACCEPTED = '{"status":"success","request_id":"req-1","project_id":1234,"payment_id":"p-1"}';
const HTML = '<html><body><h1>502 Bad Gateway</h1></body></html>';

const REFUND = ['refund', 'p-1', '--amount', '250', '--confirm', '250'] as const;

const WRITES = {
  sale: ['sale', '--phone', '77071234567', '--payment-id', 'p-1', '--amount', '10', ...CUSTOMER],
  otp: ['otp', 'p-1', CODE],
  'resend --force': ['resend', 'p-1', '--ip', '198.51.100.47', '--force'],
  resend: ['resend', 'p-1', '--ip', '198.51.100.47'],
  refund: REFUND,
  'request that writes': ['request', '/v2/payment/mobile/sale', '{"general":{"payment_id":"p-1"}}'],
} as const;
const READS = {
  operators: ['operators'],
  status: ['status', 'p-1'],
  'status by request': ['status', '--request-id', 'req-1'],
  'request that reads': ['request', '/v2/payment/status', '{"general":{"payment_id":"p-1"}}'],
} as const;

const FAULTS: Readonly<Record<string, Fault>> = {
  'is reset before it reads': resetBeforeReading,
  'is reset after it read': resetAfterReading,
  'closes without an answer': closeAfterReading,
  'says nothing': hang,
  'answers 500': answer(500, '{"status":"error","code":"2147","message":"busy"}'),
  'answers 502 with HTML': answer(502, HTML, { 'content-type': 'text/html' }),
  'answers 200 with HTML': answer(200, HTML, { 'content-type': 'text/html' }),
  'answers half a body': halfAnswer(ACCEPTED),
  'answers bad JSON': answer(200, `${ACCEPTED.slice(0, -1)},`),
  'answers nothing at all': answer(200, ''),
  'drips its answer': drip,
  'answers 404 with HTML': answer(404, HTML, { 'content-type': 'text/html' }),
  'answers 409 of a proxy': answer(409, '{}'),
  'answers 429 in the words of a proxy': answer(429, '{"code":429,"message":"Too Many Requests"}'),
  redirects: answer(302, '', { location: 'https://elsewhere.test/login' }),
  'answers without an end': answer(200, `{"request_id":"${'x'.repeat(5 * 1024 * 1024)}"}`),
};

/** What the Gate does to a command: a refund is only sent once the status has been read. */
const faultFor = (command: string, fault: Fault): Fault =>
  command === 'refund' ? faultAt(/refund$/, fault, answerPaid(CANARY)) : fault;

/** A Gate that asks to wait is not asked again immediately. */
const asksToWait = (name: string): boolean => name.includes('429');

const slow = new Set(['says nothing', 'drips its answer']);

/** Runs a command against a Gate with a fault: the error that it ends with, and the writes that came in. */
async function meet(fault: Fault, argv: readonly string[], words: readonly string[] = []) {
  const gate = await startFaultServer([fault]);
  try {
    const options = { env: environment(gate.url), clock: hastyClock() };
    const finished = await rocketpay([...argv, ...words, '--json', '--debug'], options);
    expectHidden(CODE, finished);
    const writes = gate.requests.filter(({ path }) => !/^\/v2\/(info|payment\/status)/.test(path));
    return { error: errorOf(finished), writes: writes.length, connections: gate.connections };
  } finally {
    await gate.close();
  }
}

const limited = (name: string) => (slow.has(name) ? ['--timeout', '1s'] : []);

describe.concurrent.each(Object.entries(FAULTS).map((one, at) => [...one, at] as const))(
  'a Gate that %s',
  (name, fault, at) => {
    it.concurrent.each(turnOf(Object.entries(WRITES), at, 3))(
      'leaves the outcome of the %s unknown',
      async (command, argv) => {
        const { error, writes, connections } = await meet(faultFor(command, fault), argv, limited(name));
        expect(error).toMatchObject({ exit: 6, code: 'outcome_unknown', intent: expect.stringMatching(/^in-\w+$/) });
        expect(error.hint).toContain('Do not retry');
        expect(error.hint).toContain(`rocketpay resume ${error.intent}`);
        expect(writes).toBe(fault === resetBeforeReading ? 0 : 1);
        // A resend without --force asks for the status first, three times; a refund once, for it is answered.
        expect(connections).toBe({ resend: asksToWait(name) ? 2 : 4, refund: 2 }[command] ?? 1);
      },
    );

    it.concurrent.each(turnOf(Object.entries({ ...READS, 'a refund that still asks for the status': REFUND }), at, 3))(
      'makes %s safe to run again',
      async (_command, argv) => {
        const { error, writes } = await meet(fault, argv, limited(name));
        expect(error).toMatchObject({ exit: 5, code: asksToWait(name) ? 'try_later' : 'no_answer' });
        expect(error.hint).toContain('safe to run this again');
        expect(writes).toBe(0);
      },
    );
  },
);

describe('a Gate that is down', () => {
  it.each(Object.entries({ ...WRITES, ...READS }))(
    'makes %s safe to run again, because nothing was sent',
    async (_command, argv) => {
      const env = environment(`http://${await closedPort()}`);
      const error = errorOf(await rocketpay([...argv, '--json'], { env, clock: hastyClock() }));
      expect(error).toMatchObject({ exit: 5, code: 'not_sent', message: expect.stringContaining('nothing listens') });
      expect(error.hint).toContain('safe to run this again');
    },
  );

  it('is reported in words without --json', async () => {
    const env = environment(`http://${await closedPort()}`);
    const { exit, out, err } = await rocketpay(WRITES.refund, { env, clock: hastyClock() });
    expect({ exit, out }).toEqual({ exit: 5, out: '' });
    expect(err).toMatch(/^error: Nothing was sent: .*\nnext: {2}It is safe to run this again/m);
  });
});

const REFUSALS: readonly (readonly [status: number, body: string, exit: number, platformCode: string | undefined])[] = [
  [400, '{"status":"error","code":"3283","message":"too much"}', 3, '3283'],
  [400, '{"errors":[{"code":2004,"message":"is required","field":"customer.id"}]}', 3, '2004'],
  [422, '{"status":"error","code":2003,"message":"bad JSON"}', 3, '2003'],
  [400, '{"status":"error","code":"3261","message":"Invalid signature"}', 4, '3261'],
  [403, '{"status":"error","code":"100","message":"denied"}', 4, '100'],
  [200, '{"status":"error","code":"3261"}', 4, '3261'],
  [200, '{"status":"error","errors":[{"code":3060,"message":"not now"}]}', 3, '3060'],
];

describe.each<readonly [status: number, body: string, headers: Record<string, string>, code: string]>([
  [404, '<html>not found</html>', {}, 'no_answer'],
  [407, '<html>log in</html>', {}, 'no_answer'],
  [409, '{"message":"conflict"}', {}, 'no_answer'],
  [425, '', {}, 'no_answer'],
  [429, '<html>slow down</html>', {}, 'try_later'],
  [429, '{"status":"error","code":"4290"}', { 'retry-after': '7' }, 'try_later'],
  [503, '', { 'retry-after': '7' }, 'try_later'],
  [400, '{"status":"error","code":2147}', {}, 'try_later'],
  [200, '{"status":"error","code":"3061"}', {}, 'no_answer'],
  [400, '<html>bad request</html>', {}, 'no_answer'],
])('a Gate that answers a status request with %i %s %j', (status, body, headers, code) => {
  it.each(turnOf(Object.entries(READS), status + body.length, 2))(
    'makes the %s safe to run again',
    async (name, argv) => {
      const { error } = await meet(faultFor(name, answer(status, body, headers)), argv);
      expect(error).toMatchObject({ exit: 5, code });
      expect(error.retryAfter).toBe('retry-after' in headers ? 7 : undefined);
    },
  );
});

describe('a network portal that answers for the Gate', () => {
  const portal = '{"status":"login required","url":"http://portal.example/"}';
  it.each(['{}', 'null', '0', '"ok"', portal])('never counts as the Gate with the answer %s', async (body) => {
    const asked = body.startsWith('{')
      ? (['operators', 'status'] as const)
      : (Object.keys(READS) as (keyof typeof READS)[]);
    for (const name of asked) {
      const { error } = await meet(faultFor(name, answer(200, body)), READS[name]);
      expect(error, name).toMatchObject({ exit: 5, code: 'no_answer' });
    }
  });
});

describe.each(REFUSALS)('a Gate that answers %i %s', (status, body, exit, platformCode) => {
  it.each(turnOf(Object.entries({ ...WRITES, ...READS }), status + body.length, 3))(
    `ends the %s with exit code ${exit}`,
    async (name, argv) => {
      const { error, writes } = await meet(faultFor(name, answer(status, body)), argv);
      expect(error).toMatchObject({ exit, ...(platformCode === undefined ? {} : { platformCode }) });
      expect(writes).toBe(name in READS || name === 'resend' ? 0 : 1);
    },
  );
});
