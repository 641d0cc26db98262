import { afterEach, describe, expect, test } from 'vitest';
import { ConnectionError, type OpenConnection, openConnection } from '#adapters/gate/connection';
import { FakeClock } from '../../support/fake-clock.ts';
import { createCertificate } from '../../support/gate/certificate.ts';
import { startCorruptingProxy } from '../../support/gate/corrupting-proxy.ts';
import {
  answer,
  closedPort,
  type Fault,
  type FaultServer,
  hang,
  ignore,
  startFaultServer,
} from '../../support/gate/fault-server.ts';
import { ACCEPTED, expectNoSecret, openTestGate, refund, sale, trusting } from '../../support/gate/fixtures.ts';
import { textMatching } from '../../support/language/text-matching.ts';

const GOOD = JSON.stringify(ACCEPTED);
const certificate = createCertificate();

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const closing = <T extends { close(): Promise<void> }>(server: T): T => {
  open.push(server);
  return server;
};

const startServer = async (faults: Fault[], options: { readonly tls?: boolean } = {}): Promise<FaultServer> =>
  closing(await startFaultServer(faults, options.tls ? certificate : undefined));

/** What a server without TLS does when it is greeted with TLS. */
const speakPlain: Fault = (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');

interface Place {
  readonly what: string;
  /** Gives the address of the Gate. */
  readonly place: () => Promise<string>;
  readonly reason: RegExp;
  readonly timeout?: number;
}

const nowhere: Place[] = [
  {
    what: 'an address where nothing listens',
    place: async () => `http://${await closedPort()}`,
    reason: /^nothing listens at 127\.0\.0\.1:\d+$/,
  },
  {
    what: 'an address where nothing listens, with TLS',
    place: async () => `https://${await closedPort()}`,
    reason: /^nothing listens at 127\.0\.0\.1:\d+$/,
  },
  {
    what: 'a name that does not exist',
    place: async () => 'https://gate.invalid',
    reason: /gate\.invalid (was not found|could not be reached in time)/,
  },
  {
    what: 'a server with a certificate of its own making',
    place: async () => (await startServer([answer(200, GOOD)], { tls: true })).url,
    reason: /self-signed certificate/,
  },
  {
    what: 'a server without TLS, over https',
    place: async () => `https://${(await startServer([speakPlain])).host}`,
    reason: /^no connection to 127\.0\.0\.1:\d+: the server does not support TLS/,
  },
  {
    what: 'a server that never begins TLS',
    place: async () => `https://${(await startServer([ignore])).host}`,
    reason: /could not be reached in time/,
    timeout: 200,
  },
  {
    what: 'a server that hangs up before TLS',
    place: async () => `https://${(await startServer([(socket) => void socket.destroy()])).host}`,
    reason: /^no connection to /,
  },
];

describe.each(nowhere)('for $what', ({ place, reason, timeout = 10_000 }) => {
  test.each(['sale', 'refund'] as const)('a %s is certainly not sent after one attempt', async (kind) => {
    const t = openTestGate({ gateUrl: await place(), timeoutMilliseconds: timeout });
    const request = kind === 'sale' ? t.gate.sale(sale) : t.gate.refund(refund);
    const outcome = await t.gate.send(request);
    expect(outcome).toEqual({ kind: 'not_sent', reason: textMatching(reason) });
    expect(t.exitOf(outcome, request)).toBe(5);
    expect(t.traces.filter((line) => line.startsWith('> POST'))).toHaveLength(1);
    expectNoSecret(t.evidence);
  });

  test('a read is not sent after three attempts', async () => {
    const t = openTestGate({ gateUrl: await place(), timeoutMilliseconds: timeout });
    const request = t.gate.status('payment_47');
    const outcome = await t.gate.send(request);
    expect(outcome).toEqual({ kind: 'not_sent', reason: textMatching(reason) });
    expect(t.exitOf(outcome, request)).toBe(5);
    expect(t.traces.filter((line) => line.startsWith('> POST'))).toHaveLength(3);
    expect(t.clock.sleeps).toEqual([300, 900]);
    expectNoSecret(t.evidence);
  });
});

test('no request reaches a server whose certificate is not trusted', async () => {
  const server = await startServer([answer(200, GOOD)], { tls: true });
  const t = openTestGate({ gateUrl: server.url });
  await t.gate.send(t.gate.refund(refund));
  expect(server.requests).toEqual([]);
});

test('a read reaches a server that has started between two attempts', async () => {
  const host = await closedPort();
  const t = openTestGate({
    gateUrl: `http://${host}`,
    clock: {
      now: () => 0,
      elapsed: () => 0,
      sleep: async () => {
        closing(
          await startFaultServer(
            [answer(200, '{"payment":{"status":"success"}}')],
            undefined,
            Number(host.split(':')[1]),
          ),
        );
      },
    },
  });
  expect(await t.gate.send(t.gate.status('payment_47'))).toMatchObject({ kind: 'accepted' });
});

describe('a local error before a connection was established', () => {
  const refusing = (error: unknown) => () => Promise.reject(error);
  const systemError = (code: string) => new ConnectionError(Object.assign(new Error(`connect ${code}`), { code }));
  test.each<[string, OpenConnection, string]>([
    ['too many open files', refusing(systemError('EMFILE')), 'this process has too many open files'],
    ['no way to the host', refusing(systemError('EHOSTUNREACH')), 'the host cannot be reached'],
    ['a fault of ours', refusing(new TypeError('URI malformed')), 'URI malformed'],
    [
      'an error of this program that is thrown immediately',
      () => {
        throw new TypeError('URI malformed');
      },
      'URI malformed',
    ],
  ])('means that nothing was sent: %s', async (_, connect, words) => {
    const t = openTestGate({ connect });
    const request = t.gate.refund(refund);
    const outcome = await t.gate.send(request);
    expect(outcome).toEqual({ kind: 'not_sent', reason: `no connection to api.rocketpay.kz: ${words}` });
    expect(t.exitOf(outcome, request)).toBe(5);
  });

  test('for a name that is never resolved ends at the time-out', async () => {
    const t = openTestGate({
      timeoutMilliseconds: 100,
      connect: (target, ...rest) => openConnection({ ...target, lookup: () => {} }, ...rest),
    });
    expect(await t.gate.send(t.gate.refund(refund))).toEqual({
      kind: 'not_sent',
      reason: 'api.rocketpay.kz could not be reached in time',
    });
  });
});

describe('all attempts of a read together', () => {
  test('end at the deadline of the caller', async () => {
    const server = await startServer([hang]);
    const clock = new FakeClock();
    const t = openTestGate({ gateUrl: server.url, clock, timeoutMilliseconds: 60_000 });
    // What a monotonic clock says is no whole number.
    const sending = t.gate.send(t.gate.status('payment_47'), { withinMilliseconds: 199.873 });
    expect(await sending).toMatchObject({ kind: 'unknown', reason: textMatching('within 0.2 s') });
    expect(server.connections).toBe(1);
  });
});

describe('with a trusted certificate', () => {
  test('a sale arrives', async () => {
    const server = await startServer([answer(200, GOOD)], { tls: true });
    const t = openTestGate({ gateUrl: server.url, connect: trusting(certificate) });
    expect(await t.gate.send(t.gate.sale(sale))).toMatchObject({ kind: 'accepted', requestId: 'req-1' });
    expect(server.requests).toHaveLength(1);
  });

  test('a refund whose encrypted answer is damaged has an unknown outcome', async () => {
    const server = await startServer([hang], { tls: true });
    const proxy = closing(await startCorruptingProxy(server.host, server.seen));
    const t = openTestGate({ gateUrl: `https://${proxy.host}`, connect: trusting(certificate) });
    const request = t.gate.refund(refund);
    const outcome = await t.gate.send(request);
    expect(server.requests).toHaveLength(1);
    expect(outcome.kind).toBe('unknown');
    expect(t.exitOf(outcome, request)).toBe(6);
  });
});
