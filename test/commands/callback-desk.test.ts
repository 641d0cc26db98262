import { describe, expect, it, onTestFinished } from 'vitest';
import { CALLBACK_EVENTS, eventOf } from '../../src/domain/callback-event.ts';
import { FORGERY_KINDS } from '../../src/domain/forged-callback.ts';
import { isJsonObject } from '../../src/domain/json.ts';
import type { Ledger } from '../../src/domain/ledger.ts';
import { readPaymentState } from '../../src/domain/payment-state.ts';
import { readReceived } from '../../src/domain/received-text.ts';
import { Secret } from '../../src/domain/secret.ts';
import { verifySigned } from '../../src/domain/signature.ts';
import { diagnose } from '../../src/domain/signature-diagnosis.ts';
import { signedAnswer } from '../support/gate-fixtures.ts';
import { type Handled, NOWHERE, startHandler } from '../support/handler.ts';
import { openQuickLedger } from '../support/ledger.ts';
import { documentOf, documentsOf, errorOf, expectPromised, rocketpay } from '../support/session.ts';

const SECRET = 'the-secret-of-this-very-shop';
const env = { ROCKETPAY_SECRET_KEY: SECRET, ROCKETPAY_PROJECT_ID: '1234' };
const secret = new Secret(SECRET);

async function openLedger(): Promise<Ledger> {
  const ledger = await openQuickLedger();
  onTestFinished(() => ledger.close());
  return ledger;
}

const run = (ledger: Ledger, ...argv: readonly string[]) => rocketpay(argv, { env, ledger });

/** What a handler of a merchant does: 200 for a genuine callback, else 400. */
const verifies = ({ bytes }: Handled): number => (verifySigned(bytes.toString(), secret).valid ? 200 : 400);

const envelope = {
  path: '/cb?shop=1',
  headers: [
    ['X-Trace', 'abc'],
    ['X-Trace', 'def'],
  ],
} as const;

/** Keeps a callback about payment_47, and gives its id and text. */
async function keep(ledger: Ledger, valid = true) {
  const sum = { amount: 55_500, currency: 'KZT' };
  const operation = { id: 47, type: 'sale', status: 'success', sum_initial: sum };
  const body = { project_id: 1234, payment: { id: 'payment_47', status: 'success', sum }, operation, custom: 'kept' };
  const text = valid ? signedAnswer(body, secret) : signedAnswer(body, new Secret(`${SECRET}\n`));
  const payment = valid
    ? { paymentId: 'payment_47', status: 'success', operationId: '47', operationStatus: 'success' }
    : {};
  const blank = { paymentId: undefined, operationId: undefined, operationStatus: undefined, requestId: undefined };
  const event = valid ? 'purchase.success' : undefined;
  const { id } = await ledger.addCallback({
    ...blank,
    project: 'api.rocketpay.kz/1234',
    text,
    valid,
    status: 'unknown',
    ...payment,
    event,
    envelope,
  });
  return { id, text };
}

describe('listen', () => {
  it.each([
    [['--port', '4300', '--forward-to', 'http://localhost:4300/hook'], 'listens itself'],
    [['--port', '80', '--forward-to', 'http://127.0.0.1'], 'listens itself'],
    [['--forward-to', 'http://127.0.0.1:1/', '--filter', 'event'], '--filter: "event" is not path=value'],
    [['--exit-on', 'refund'], 'rocketpay listen --help'],
    [['--exit-on', 'refund.success', '--filter', 'event=purchase.success'], 'would wait for ever'],
  ])('does not begin with %j, and says why', async (words, why) => {
    const { exit, out, err } = await run(await openLedger(), 'listen', ...words);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err.replace(/\s+/g, ' ')).toContain(why);
  });
});

describe('callbacks list', () => {
  it('shows the newest first, and those that were asked for', async () => {
    const ledger = await openLedger();
    await keep(ledger);
    await keep(ledger, false);
    const all = documentsOf((await run(ledger, 'callbacks', 'list', '--json')).out);
    for (const one of all) expectPromised(one, 'callbacks list');
    expect(all.map(({ valid }) => valid).sort()).toEqual([false, true]);
    const wrong = documentsOf((await run(ledger, 'callbacks', 'list', '--invalid', '--json')).out);
    expect(wrong).toMatchObject([{ valid: false, paymentId: 'payment_47' }]);
    const lines = await run(ledger, 'callbacks', 'list', '--event', 'purchase.success', '--payment', 'PAYMENT_47');
    expect(lines.out).toMatch(/^cb-\S+ \S+ \S+ purchase\.success valid {5}payment_47\n$/);
  });

  it('says what to do when there is none', async () => {
    const { exit, err } = await run(await openLedger(), 'callbacks', 'list');
    expect({ exit, err }).toEqual({ exit: 0, err: expect.stringContaining('rocketpay listen') });
  });
});

describe('callbacks show', () => {
  it('shows a callback whole, and its text byte for byte', async () => {
    const ledger = await openLedger();
    const { id, text } = await keep(ledger);
    const document = documentOf(await run(ledger, 'callbacks', 'show', id, '--json'));
    expectPromised(document, 'callbacks show');
    expect(document).toMatchObject({
      id,
      text,
      headers: { 'X-Trace': 'abc, def' },
      path: '/cb?shop=1',
      deliveries: [],
    });
    expect((await run(ledger, 'callbacks', 'show', id, '--field', 'text')).out).toBe(`${text}\n`);
    expect((await run(ledger, 'callbacks', 'show', id)).out).toContain(`rocketpay callbacks replay ${id} --to`);
  });

  it('says why one does not verify', async () => {
    const ledger = await openLedger();
    const { id } = await keep(ledger, false);
    const document = documentOf(await run(ledger, 'callbacks', 'show', id, '--json'));
    expect(document).toMatchObject({ valid: false, diagnosis: { mistakes: [{ mistake: 'secret_white_space' }] } });
    expect((await run(ledger, 'callbacks', 'show', id)).out).toContain('It would verify if');
  });

  it('knows no other ids', async () => {
    const error = errorOf(await run(await openLedger(), 'callbacks', 'show', 'cb-0', '--json'));
    expect(error).toMatchObject({ exit: 2, hint: expect.stringContaining('callbacks list') });
  });
});

describe('callbacks replay', () => {
  it('sends one once more, byte for byte, with its headers, path and query', async () => {
    const ledger = await openLedger();
    const handler = await startHandler(verifies);
    const { id, text } = await keep(ledger);
    const finished = await run(ledger, 'callbacks', 'replay', id, '--to', `${handler.url}/hooks`, '--json');
    expect(finished.exit).toBe(0);
    expectPromised(documentOf(finished), 'callbacks replay');
    expect(handler.handled).toMatchObject([{ path: '/hooks/cb?shop=1', headers: { 'x-trace': 'abc, def' } }]);
    expect(handler.handled[0]?.bytes.toString()).toBe(text);
  });

  it('sends again what failed until it is taken, and only that', async () => {
    const ledger = await openLedger();
    const handler = await startHandler((_, count) => (count < 2 ? 500 : 200));
    const { id } = await keep(ledger);
    const replay = ['callbacks', 'replay'];
    expect((await run(ledger, ...replay, id, '--to', handler.url)).exit).toBe(3);
    expect((await run(ledger, ...replay, '--failed')).exit).toBe(0);
    const { exit, out, err } = await run(ledger, ...replay, '--failed');
    expect({ exit, out, err }).toEqual({ exit: 0, out: '', err: expect.stringContaining('Nothing has failed') });
    expect(handler.handled).toHaveLength(2);
  });

  it('sends what failed to another place, and then it has not failed any more', async () => {
    const ledger = await openLedger();
    const handler = await startHandler();
    const { id } = await keep(ledger);
    expect((await run(ledger, 'callbacks', 'replay', id, '--to', NOWHERE)).exit).toBe(5);
    expect(await ledger.failedDeliveries()).toHaveLength(1);
    expect((await run(ledger, 'callbacks', 'replay', '--failed', '--to', handler.url)).exit).toBe(0);
    expect(await ledger.failedDeliveries()).toEqual([]);
  });

  it.each([
    [[]],
    [['cb-1']],
    [['cb-1', '--failed']],
    [['cb-1', '--to', 'file:///etc']],
    [['cb-1', '--to', 'http://a:b@h/']],
  ])('needs to know what and where to: %j', async (words) => {
    expect((await run(await openLedger(), 'callbacks', 'replay', ...words)).exit).toBe(2);
  });
});

describe('trigger', () => {
  it.each(CALLBACK_EVENTS)('makes a callback of %s that verifies, in the documented shape', async (event) => {
    const document = documentOf(await run(await openLedger(), 'trigger', event, '--json'));
    expectPromised(document, 'trigger');
    const verification = verifySigned(String(document.text), secret);
    if (!verification.valid || !isJsonObject(verification.body)) throw new Error('it does not verify');
    expect(eventOf(readPaymentState(verification.body))).toBe(event);
    expect(verification.body).toMatchObject({ project_id: 1234, payment: { method: 'mobile' }, account: {} });
    const piped = await run(await openLedger(), 'trigger', event);
    expect(verifySigned(piped.out, secret).valid).toBe(true);
  });

  it('sets any field before it signs, and sends it', async () => {
    const handler = await startHandler(verifies);
    const set = ['--set', 'payment.sum.amount=7', '--set', 'custom.deep=true'];
    const { exit, out } = await run(
      await openLedger(),
      'trigger',
      'purchase.success',
      ...set,
      '--to',
      `${handler.url}/cb#top`,
    );
    expect(handler.handled.map(({ path }) => path)).toEqual(['/cb']);
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringContaining('200') });
    const body = JSON.parse(handler.handled[0]?.bytes.toString() ?? '');
    expect(body).toMatchObject({ payment: { sum: { amount: 7 } }, custom: { deep: true } });
  });

  it('is about a payment of the ledger, as its last callback tells of it', async () => {
    const ledger = await openLedger();
    await keep(ledger);
    const { text } = documentOf(await run(ledger, 'trigger', 'refund.partial', '--payment', 'payment_47', '--json'));
    const body = JSON.parse(String(text));
    const left = { amount: 27_750, currency: 'KZT' };
    expect(body).toMatchObject({
      custom: 'kept',
      payment: { id: 'payment_47', status: 'partially refunded', sum: left },
    });
    expect(body.operation.id).not.toBe(47);
  });

  it('tells 3 from 5: another answer than 200, and none', async () => {
    const handler = await startHandler(() => 500);
    expect((await run(await openLedger(), 'trigger', 'purchase.success', '--to', handler.url)).exit).toBe(3);
    expect((await run(await openLedger(), 'trigger', 'purchase.success', '--to', NOWHERE)).exit).toBe(5);
  });

  it.each(FORGERY_KINDS)('forges one that no verifier takes, and that is seen through: %s', async (kind) => {
    const { text } = documentOf(
      await run(await openLedger(), 'trigger', 'purchase.success', '--invalid', kind, '--json'),
    );
    expect(verifySigned(String(text), secret).valid).toBe(false);
    const unexplained = ['wrong-secret', 'changed-amount', 'changed-status', 'no-json', 'empty-signature'];
    if (!unexplained.includes(kind)) expect(diagnose(readReceived(String(text)), secret).mistakes).not.toEqual([]);
  });

  it('ends well when a forged one is turned away, and with 9 when it is taken', async () => {
    const [good, bad, broken] = [await startHandler(verifies), await startHandler(), await startHandler(() => 500)];
    const forged = ['trigger', 'purchase.success', '--invalid', 'sha256', '--to'];
    expect((await run(await openLedger(), ...forged, good.url)).exit).toBe(0);
    expect(await run(await openLedger(), ...forged, bad.url)).toMatchObject({
      exit: 9,
      out: expect.stringContaining('does not verify'),
    });
    expect((await run(await openLedger(), ...forged, broken.url)).exit).toBe(3);
  });
});

describe('a storm', () => {
  const storm = ['trigger', 'purchase.success', '--storm', '--speed', '100000', '--to'];
  const key = (bytes: Buffer): string => {
    const { payment, operation } = JSON.parse(bytes.toString());
    return [payment.id, payment.status, operation.id].join();
  };

  it('finds nothing against a handler that answers 200 to all', async () => {
    const handler = await startHandler(verifies);
    const finished = await run(await openLedger(), ...storm, handler.url, '--json');
    expect(finished.exit).toBe(0);
    const documents = documentsOf(finished.out);
    for (const one of documents) expectPromised(one, 'trigger');
    expect(documents.at(-1)).toMatchObject({ idempotent: true, sent: handler.handled.length, findings: [] });
    const kinds = new Set(documents.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['first', 'repeat', 'late', 'reordered', 'concurrent', undefined]));
    const keys = handler.handled.map(({ bytes }) => key(bytes));
    expect(new Set(keys).size).toBe(5);
    expect(keys.length).toBeGreaterThan(10);
  });

  it('finds a handler that refuses what it has seen, and repeats it as the platform does', async () => {
    const seen = new Set<string>();
    const handler = await startHandler(({ bytes }) => {
      const known = seen.has(key(bytes));
      seen.add(key(bytes));
      return known ? 409 : 200;
    });
    const finished = await run(await openLedger(), ...storm, handler.url);
    expect(finished.exit).toBe(3);
    expect(finished.out).toContain('retry');
    expect(finished.out.replace(/\s+/g, ' ')).toContain('Not answered 200 when it came again');
  });

  it.each([
    ['does the work each time', (_: boolean, count: number) => `total ${count}`, 'is done each time'],
    [
      'takes copies at the same time for first ones',
      (again: boolean, count: number) => (again && count < 11 ? 'seen' : 'done'),
      'twice then',
    ],
  ])('sees in its answers a handler that %s', async (_, answer, why) => {
    const seen = new Set<string>();
    const handler = await startHandler(({ bytes }, count) => {
      const again = seen.has(key(bytes));
      seen.add(key(bytes));
      return [200, answer(again, count)];
    });
    const { exit, out } = await run(await openLedger(), ...storm, handler.url);
    expect(exit).toBe(3);
    expect(out.replace(/\s+/g, ' ')).toContain(why);
  });

  it('has nothing against a handler that says that it has seen a callback, and names what must be in its books', async () => {
    const seen = new Set<string>();
    const handler = await startHandler(({ bytes }) => {
      const again = seen.has(key(bytes));
      seen.add(key(bytes));
      return [200, again ? 'seen' : 'done'];
    });
    const { exit, out } = await run(await openLedger(), ...storm, handler.url, '--json');
    const payments = new Set(handler.handled.map(({ bytes }) => JSON.parse(bytes.toString()).payment.id));
    expect(exit).toBe(0);
    expect(documentsOf(out).at(-1)).toMatchObject({ idempotent: true, findings: [], payments: [...payments] });
  });

  it('ends where nobody answers, before it has waited for all of it', async () => {
    const { exit, out } = await run(await openLedger(), ...storm, NOWHERE);
    expect(exit).toBe(5);
    expect(out).toContain('No answer at all: 5 callbacks.');
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('is for genuine callbacks, and goes somewhere', async () => {
    for (const words of [['--storm'], ['--storm', '--to', NOWHERE, '--invalid', 'hex']]) {
      expect((await run(await openLedger(), 'trigger', 'purchase.success', ...words)).exit).toBe(2);
    }
  });
});
