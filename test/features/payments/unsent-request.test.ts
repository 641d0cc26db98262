import { describe, expect, it } from 'vitest';
import { formatJson } from '#domain/json/exact-json';
import { PROFILE_DEFAULTS } from '#domain/profiles/profile';
import { dryRunDocument } from '#features/payments/dry-run';
import { FakeTerminal } from '../../support/fake-terminal.ts';
import { FAKE_PROJECT, FAKE_SECRET, FakeGate } from '../../support/gate/fake-gate.ts';

const contextOf = (mode: 'test' | 'live') => ({
  profile: async () => ({ ...PROFILE_DEFAULTS, name: 'shop', projectId: FAKE_PROJECT, mode, origins: {} }),
  terminal: new FakeTerminal(),
});
const context = contextOf('test');

const request = new FakeGate().refund({
  paymentId: 'order-1',
  amount: { minor: 100_000, currency: 'KZT' },
  description: "it's “so”",
});

describe('a request', () => {
  it('is sent without --dry-run and --print-curl', async () => {
    expect(await dryRunDocument(request, {}, context)).toBeUndefined();
    expect(await dryRunDocument(request, { dryRun: false, printCurl: false }, context)).toBeUndefined();
  });

  it('shows with --dry-run its body and its string to sign', async () => {
    expect(await dryRunDocument(request, { dryRun: true }, context)).toEqual({
      dryRun: true,
      method: 'POST',
      url: request.url,
      body: request.body,
      stringToSign: request.stringToSign,
      secret: '[secret]',
    });
    expect(request.stringToSign).toContain(`general:project_id:${FAKE_PROJECT}`);
  });

  it('is one shell line with --print-curl, with or without --dry-run', async () => {
    for (const dryRun of [true, false]) {
      const unsent = await dryRunDocument(request, { printCurl: true, dryRun }, context);
      expect(unsent).toEqual({ dryRun: true, curl: expect.stringMatching(/^[^\n]* curl [^\n]*$/) });
    }
  });

  it.each([{ dryRun: true }, { printCurl: true }])(
    'never shows the secret, nor a finished signature in the line: %j',
    async (options) => {
      const text = formatJson({ ...(await dryRunDocument(request, options, context)) });
      expect(text).not.toContain(FAKE_SECRET.reveal());
      if (options.printCurl) expect(text).not.toMatch(/[A-Za-z0-9+/]{86}==/);
    },
  );
});

describe('a request of a live profile', () => {
  const sale = new FakeGate().sale({
    paymentId: 'order-1',
    phone: '77071234567',
    amount: { minor: 100_000, currency: 'KZT' },
    customer: { id: 'c-1', ip: '198.51.100.47', firstName: 'Aidar', lastName: 'Serik', email: 'aidar@example.com' },
    description: 'Call 8 (707) 123-45-67',
  });
  const PERSONAL = ['77071234567', '198.51.100.47', 'Aidar', 'Serik', 'aidar@example.com', '123-45-67'];
  const SIGNATURE = /[A-Za-z0-9+/]{86}==/;

  it('is shown without a signature that could be sent, and without personal data', async () => {
    const live = contextOf('live');
    const text = formatJson({ ...(await dryRunDocument(sale, { dryRun: true }, live)) });
    expect(text).not.toMatch(SIGNATURE);
    expect(PERSONAL.filter((part) => text.includes(part))).toEqual([]);
    expect(text).toContain('general:payment_id:order-1');
    expect(text).toContain('100000');
    expect(live.terminal.notes.join()).toContain('--with-signature');
  });

  it('is shown as it would be sent with --with-signature', async () => {
    const shown = await dryRunDocument(sale, { dryRun: true, withSignature: true }, contextOf('live'));
    expect(shown).toMatchObject({ body: sale.body, stringToSign: sale.stringToSign });
  });

  it('as a curl line has the warning that the ledger does not record it', async () => {
    const live = contextOf('live');
    await dryRunDocument(sale, { printCurl: true }, live);
    expect(live.terminal.notes.join()).toMatch(/ROCKETPAY_SECRET_KEY.*not recorded in the ledger/);
  });
});
