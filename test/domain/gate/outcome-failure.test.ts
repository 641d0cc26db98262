import { describe, expect, it } from 'vitest';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { expectAccepted } from '#domain/gate/outcome-failure';
import type { Outcome } from '#domain/gate/request-outcome';
import type { RequestKind, SignedRequest } from '#domain/gate/signed-request';
import { failureOf } from '../../support/failures.ts';

const request = (kind: RequestKind, paymentId: string | undefined = 'payment_47'): SignedRequest => ({
  kind,
  writes: kind !== 'status' && kind !== 'operators',
  url: 'https://api.rocketpay.kz/v2',
  body: {},
  stringToSign: '',
  paymentId,
});
const write = request('refund');
const read = request('status');

const refused = (httpStatus: number, code?: string, message?: string): Outcome => ({
  kind: 'refused',
  httpStatus,
  code,
  message,
  requestId: 'r1',
});
const notSent: Outcome = { kind: 'not_sent', reason: 'the address is not known' };
const intentId = 'in-4n7w2k9xq3hd';
const unknown: Outcome = { kind: 'unknown', reason: 'timed out after sending' };
const unverified: Outcome = { kind: 'unverified', reason: 'The signature is wrong.' };

describe('the exit code of a request shows its outcome', () => {
  it.each<[string, Outcome, write: [ExitCode, string], read: [ExitCode, string]]>([
    ['refused by the platform', refused(400, '3060'), [EXIT.refused, 'refused'], [EXIT.refused, 'refused']],
    ['refused with an unknown code', refused(400, '77777'), [EXIT.refused, 'refused'], [EXIT.refused, 'refused']],
    [
      'refused because of its signature',
      refused(400, '3261'),
      [EXIT.credentials, 'access_refused'],
      [EXIT.credentials, 'access_refused'],
    ],
    [
      'refused because of its project',
      refused(200, '2442'),
      [EXIT.credentials, 'access_refused'],
      [EXIT.credentials, 'access_refused'],
    ],
    [
      'refused because of its address',
      refused(403),
      [EXIT.credentials, 'access_refused'],
      [EXIT.credentials, 'access_refused'],
    ],
    ['never sent', notSent, [EXIT.unavailable, 'not_sent'], [EXIT.unavailable, 'not_sent']],
    ['sent, with an unknown outcome', unknown, [EXIT.unknown, 'outcome_unknown'], [EXIT.unavailable, 'no_answer']],
    [
      'answered by another server',
      unverified,
      [EXIT.unverified, 'answer_unverified'],
      [EXIT.unverified, 'answer_unverified'],
    ],
  ])('%s', (_case, outcome, [writeExit, writeCode], [readExit, readCode]) => {
    const failed = { paymentId: 'payment_47' };
    expect(failureOf(() => expectAccepted(outcome, write))).toMatchObject({
      ...failed,
      exit: writeExit,
      code: writeCode,
    });
    expect(failureOf(() => expectAccepted(outcome, read))).toMatchObject({
      ...failed,
      exit: readExit,
      code: readCode,
    });
  });

  it('accepted, with the answer', () => {
    const accepted: Outcome = { kind: 'accepted', answer: { status: 'success' }, requestId: 'r1', signed: false };
    expect(expectAccepted(accepted, write)).toBe(accepted);
  });
});

describe('the message about a refused request', () => {
  it('has the message of the platform, its code, the request id and the meaning of the code', () => {
    expect(failureOf(() => expectAccepted(refused(400, '3041', 'Payment exists'), request('sale')))).toMatchObject({
      message: 'The platform refused: 3041 Payment exists. Nothing was changed.',
      hint: 'Code 3041: a payment with this id exists already. Ask for its status before anything else.',
      platformCode: '3041',
      requestId: 'r1',
    });
  });

  it('explains the code when the platform sent only a code', () => {
    expect(failureOf(() => expectAccepted(refused(400, '3288'), write))).toMatchObject({
      message: 'The platform refused: 3288 the payment is disputed. Nothing was changed.',
      hint: undefined,
    });
  });

  it.each(['3230', '3285', '3613'])(
    'does not say that nothing was changed when an equal request was processed (%s)',
    (code) => {
      for (const kind of ['refund', 'sale'] as const) {
        const { message } = failureOf(() => expectAccepted(refused(400, code, 'Repeated'), request(kind)));
        expect(message).toBe(
          `The platform refused: ${code} Repeated. An earlier equal request may have been processed.`,
        );
      }
    },
  );

  it('has the HTTP status when the platform sent nothing else', () => {
    expect(failureOf(() => expectAccepted(refused(418), write)).message).toBe(
      'The platform refused: HTTP 418, no reason given. Nothing was changed.',
    );
  });

  it('has the message of the platform when it sent no code', () => {
    expect(failureOf(() => expectAccepted(refused(400, undefined, 'Amount is wrong'), read))).toMatchObject({
      message: 'The platform refused: Amount is wrong.',
      hint: undefined,
      platformCode: undefined,
    });
  });

  it('has one full stop when the message of the platform ends with one', () => {
    expect(failureOf(() => expectAccepted(refused(400, undefined, 'Amount is wrong.'), read)).message).toBe(
      'The platform refused: Amount is wrong.',
    );
  });

  it('does not say that the Gate refused when a proxy may have refused', () => {
    expect(failureOf(() => expectAccepted(refused(403), read))).toMatchObject({
      exit: 4,
      message: 'Access was refused with HTTP 403 and no reason, by the Gate or by a proxy before it.',
    });
  });

  it('says that the IP address may be missing in the list of the project', () => {
    expect(failureOf(() => expectAccepted(refused(403, undefined, 'Forbidden'), write)).hint).toContain('IP addresses');
  });

  it('says how to check the secret after a wrong signature, with or without a code', () => {
    for (const refusal of [refused(400, '3261', 'Invalid'), refused(400, undefined, 'Invalid signature')]) {
      expect(failureOf(() => expectAccepted(refusal, write)).hint).toContain('rocketpay whoami');
    }
  });
});

describe('the message about an unknown outcome or an unsent request', () => {
  it('says not to repeat a write, and names the command that finds its outcome', () => {
    const failure = failureOf(() => expectAccepted(unknown, { ...write, intentId }));
    expect(failure.message).toBe(
      'The outcome is unknown: timed out after sending. The request may have been processed.',
    );
    expect(failure.hint).toBe(`Do not retry. To find the outcome: rocketpay resume ${intentId}`);
    expect(failure.intentId).toBe(intentId);
  });

  it('says that a sale cannot be paid twice under one id', () => {
    expect(failureOf(() => expectAccepted(unknown, { ...request('sale'), intentId })).hint).toBe(
      `Do not retry. The platform refuses a second payment with the same id. To find the outcome: rocketpay resume ${intentId}`,
    );
  });

  it('says the same without a payment id', () => {
    const raw = { ...request('raw'), paymentId: undefined, intentId };
    expect(failureOf(() => expectAccepted(unknown, raw)).hint).toContain(`rocketpay resume ${intentId}`);
  });

  it('says to ask the platform when nothing was recorded', () => {
    expect(failureOf(() => expectAccepted(unknown, write)).hint).toBe('Do not retry. Ask the platform for the result.');
  });

  it('names the intent for each outcome of the write', () => {
    for (const outcome of [refused(400, '3060'), refused(403), notSent, unknown]) {
      expect(failureOf(() => expectAccepted(outcome, { ...write, intentId })).intentId).toBe(intentId);
    }
  });

  it.each<[string, Outcome, SignedRequest]>([
    ['a read without an answer', unknown, read],
    ['a write that was not sent', notSent, write],
  ])('says that %s can be run again', (_case, outcome, sent) => {
    expect(failureOf(() => expectAccepted(outcome, sent)).hint).toContain('safe to run this again');
  });

  it('never says that nothing was changed when something may have been', () => {
    for (const outcome of [unknown, unverified]) {
      const { message, hint } = failureOf(() => expectAccepted(outcome, write));
      expect(`${message} ${hint}`).not.toMatch(/nothing was (sent|changed)|safe to run/i);
    }
  });
});
