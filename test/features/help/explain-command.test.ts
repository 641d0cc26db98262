import { describe, expect, it } from 'vitest';
import { CUSTOMER_SENTENCES } from '#domain/platform-codes/customer-messages';
import { documentOf, errorOf, rocketpay } from '../../support/session.ts';

describe('explain', () => {
  it('prints the cause, who must act, whether to retry, and an answer in three languages', async () => {
    const { exit, out, err } = await rocketpay(['explain', '20105']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const text = out.replace(/\s+/g, ' ');
    for (const part of ['not enough money', 'who acts the customer', 'again yes, as a new payment', 'tops it up']) {
      expect(text).toContain(part);
    }
    for (const sentence of Object.values(CUSTOMER_SENTENCES.balance)) expect(text).toContain(sentence);
    expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });

  it.each(['3061', '"3061"', ' 3061 ', '#3061', 'code 3061', '03061', 'code:3061'])(
    'may write the code as %j',
    async (word) => {
      expect(documentOf(await rocketpay(['explain', word, '--json']))).toMatchObject({ code: '3061', known: true });
    },
  );

  it('prints one language with --lang, and one value with --field', async () => {
    const russian = documentOf(await rocketpay(['explain', '0', '--language', 'ru', '--json']));
    expect(russian.customer).toEqual({ ru: CUSTOMER_SENTENCES.paid.ru });
    const kazakh = await rocketpay(['explain', '0', '--field', 'customer.kk']);
    expect(kazakh.out).toBe(`${CUSTOMER_SENTENCES.paid.kk}\n`);
  });

  it('names the family of an unknown code', async () => {
    const { out } = await rocketpay(['explain', '20199']);
    expect(out).toContain('20199: unknown code');
    expect(out).toContain('the operator declined');
  });

  it.each(['abc', '', '3061x', '1e3', '-', '20.105', '99999999999'])('exits with 2 for %j', async (word) => {
    const error = errorOf(await rocketpay(['explain', word, '--json']));
    expect(error).toMatchObject({ exit: 2, code: 'usage' });
    expect(error.message).toContain('is not a code');
    expect(error.hint).toContain('rocketpay help exit-codes');
  });

  it('has its own sentences for the code of a refund, and none for a code without advice', async () => {
    const refund = await rocketpay(['explain', '20100', '--refund']);
    expect(refund.out.replace(/\s+/g, ' ')).toContain(CUSTOMER_SENTENCES['refund-declined'].ru);
    expect(refund.out).not.toContain(CUSTOMER_SENTENCES.declined.ru.slice(0, 14));
    const { out } = await rocketpay(['explain', '3061']);
    expect(out).toContain('To tell the customer: nothing yet.');
    expect(documentOf(await rocketpay(['explain', '3061', '--json'])).customer).toEqual({});
  });
});
