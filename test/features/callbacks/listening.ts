import { onTestFinished } from 'vitest';
import { receiveCallbacks } from '#adapters/callback-http/callback-server';
import { deliverCallback } from '#adapters/callback-http/post-callback';
import type { Clock } from '#async/clock';
import { interruptedFailure } from '#domain/errors/failure';
import type { Ledger } from '#domain/ledger/ledger';
import { PROFILE_DEFAULTS } from '#domain/profiles/profile';
import { Secret } from '#domain/signature/secret';
import { type ListenOptions, listen } from '#features/callbacks/listen';
import type { DeliveryDocument, ListenEvent } from '#schemas/document-types';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeTerminal } from '../../support/fake-terminal.ts';
import { signedAnswer } from '../../support/gate/fixtures.ts';
import { openMemoryLedger } from '../../support/ledger.ts';

export const secret = new Secret('the secret of the shop');

export const callback = (parts: { status?: string; type?: string; id?: string } = {}): string => {
  const { status = 'success', type = 'sale', id = 'payment_47' } = parts;
  const sum = { amount: 100_000, currency: 'KZT' };
  const operation = { id: 5028800010128225, type, status, request_id: 'req-1', sum_initial: sum };
  const payment = { id, status: type === 'refund' ? 'partially refunded' : status, sum };
  return signedAnswer({ project_id: 1234, payment, operation, note: 'Әсел \u{1f600}' }, secret);
};

/** A listener that runs, and what it has shown. */
export async function startListening(
  options: Partial<ListenOptions> = {},
  parts: { ledger?: Ledger; clock?: Clock } = {},
) {
  const interrupt = new AbortController();
  const terminal = new FakeTerminal();
  const fake = new FakeClock();
  const clock = parts.clock ?? fake;
  const ledger = parts.ledger ?? (await openMemoryLedger(clock));
  const received: ListenEvent[] = [];
  const complete: ListenEvent[] = [];
  const forwarded: DeliveryDocument[] = [];
  const others: DeliveryDocument[] = [];
  let resolve = (_: string): void => {};
  const ready = new Promise<string>((tell) => {
    resolve = tell;
  });
  const ended = listen(
    {
      ...{ host: '127.0.0.1', port: 0, path: '/', targets: [], filters: [], withBody: true, forwardInvalid: false },
      ...{ exitOn: undefined, max: undefined, deadlineMilliseconds: undefined, timeoutMilliseconds: 5000, ...options },
    },
    {
      ready: resolve,
      heard: (all) => received.push(...all),
      forwarded: (one) => forwarded.push(one),
      forwardedOther: (_, one) => others.push(one),
      complete: (all) => complete.push(...all),
    },
    {
      ...{ terminal, clock, receiveCallbacks, signal: interrupt.signal },
      deliverCallback: (request) => deliverCallback(request, clock),
      ledger: async () => ledger,
      profile: async () => ({ ...PROFILE_DEFAULTS, name: 'shop', projectId: 1234, origins: {} }),
      secret: async () => secret,
    },
  );
  ended.catch(() => {});
  const url = await ready;
  const stop = () => {
    interrupt.abort(interruptedFailure());
    return ended;
  };
  onTestFinished(async () => {
    await stop().catch(() => {});
    await ledger.close();
  });
  const post = async (body: string | Buffer, path = '', headers = {}): Promise<number> =>
    (await fetch(new URL(path, url), { method: 'POST', body, headers })).status;
  const stored = () => ledger.findCallbacks({ limit: 99 });
  return {
    url,
    terminal,
    clock: fake,
    ledger,
    heard: received,
    complete,
    forwarded,
    others,
    ended,
    stop,
    post,
    stored,
  };
}
