import { describe, expect, it, onTestFinished } from 'vitest';
import { formatJson, type JsonObject } from '#domain/json/exact-json';
import { Secret } from '#domain/signature/secret';
import { withSignature } from '#domain/signature/signature';
import { FakeClock } from '../../support/fake-clock.ts';
import {
  answer,
  answerPaid,
  type Fault,
  faultAt,
  resetAfterReading,
  startFaultServer,
} from '../../support/gate/fault-server.ts';
import { openTestLedger } from '../../support/ledger.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { CANARY, environment, errorOf, rocketpay } from '../../support/session.ts';

const REFUND = ['refund', 'p-1', '--amount', '250', '--confirm', '250'];
const SUM = { amount: 100_000, currency: 'KZT' };
const SALE = { id: 1, type: 'sale', status: 'success', request_id: 'req-0', sum_initial: SUM };
const PART = { type: 'refund', status: 'success', sum_initial: { amount: 25_000, currency: 'KZT' } };

const signed = (body: JsonObject): Fault => answer(200, formatJson(withSignature(body, new Secret(CANARY))));
const paymentWith = (changes: JsonObject): JsonObject => ({
  payment: { id: 'p-1', status: 'success', sum: SUM },
  ...changes,
});

/** A refund whose answer was lost, at a Gate that then answers the status as told, long enough after it. */
async function askedLater(later: Fault, before: Fault = answerPaid(CANARY)) {
  let status = before;
  const line: Fault = (...words) => status(...words);
  const gate = await startFaultServer([faultAt(/refund$/, resetAfterReading, line)]);
  onTestFinished(() => gate.close());
  const clock = new FakeClock();
  const ledger = await openTestLedger(clock);
  const options = { env: environment(gate.url), clock: movingClock(clock), ledger };
  const { intent = '' } = errorOf(await rocketpay([...REFUND, '--json'], options));
  expect(await ledger.get(intent)).toMatchObject({ state: 'unknown' });
  status = later;
  await clock.advance(300_000);
  const finished = await rocketpay(['resume', intent, '--json'], options);
  return { ...finished, intent: await ledger.get(intent) };
}

describe('resume of a refund at a Gate that shows all operations', () => {
  it('finds that it never arrived', async () => {
    const { exit, intent } = await askedLater(answerPaid(CANARY));
    expect({ exit, intent }).toMatchObject({ exit: 5, intent: { state: 'never_arrived' } });
  });

  it('is undecidable when the operations have no ids', async () => {
    const { id: _, ...sale } = SALE;
    const later = signed(paymentWith({ operations: [sale, { ...PART, request_id: 'req-1' }] }));
    const { intent } = await askedLater(later, signed(paymentWith({ operations: [sale] })));
    expect(intent).toMatchObject({ state: 'unknown' });
  });
});

/** Answers in which a refund that was done would not show either. */
const SILENT: readonly (readonly [what: string, answer: Fault])[] = [
  ['an empty object that is not signed', answer(200, '{}')],
  ['a page of something in between', answer(200, '{"status":"ok","message":"logged in"}')],
  ['"not found" that is not signed', answer(200, '{"payment":{"status":"error"},"errors":[{"code":"3061"}]}')],
  ['a status that is not signed', answer(200, formatJson(paymentWith({ operations: [SALE] })))],
  [
    '"not found" about a payment that it knew before',
    signed({ payment: { id: 'p-1', status: 'error' }, errors: [{ code: '3061' }] }),
  ],
  ['"not yet"', signed({ payment: { id: 'p-1', status: 'error' }, errors: [{ code: '3062' }] })],
  ['another error', signed({ payment: { id: 'p-1', status: 'error' }, errors: [{ code: '2147' }] })],
  ['a payment without operations', signed(paymentWith({}))],
  ['an empty list of operations', signed(paymentWith({ operations: [] }))],
  ['other operations than it had before', signed(paymentWith({ operations: [{ ...SALE, id: 7 }] }))],
  [
    'less left than before, and no operation for it',
    signed({
      payment: { id: 'p-1', status: 'partially refunded', sum: { amount: 75_000, currency: 'KZT' } },
      operations: [SALE],
    }),
  ],
];

describe('resume of a refund with a status', () => {
  it.each(SILENT)('%s never closes it as never_arrived', async (_what, later) => {
    const { exit, intent } = await askedLater(later);
    expect(intent.state).toBe('unknown');
    expect([6, 8, 9]).toContain(exit);
  });

  it('with a wrong signature changes nothing', async () => {
    const { exit, out, intent } = await askedLater(answerPaid('another secret'));
    expect(intent.state).toBe('unknown');
    expect({ exit, out }).toEqual({ exit: 9, out: '' });
  });
});
