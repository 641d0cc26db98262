import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { listDocumentFields } from '#cli/document-fields';
import { settled } from '../../adapters/ledger/drafts.ts';
import { profileWithSecret, temporaryFolder } from '../../adapters/profiles/folders.ts';
import { closedPort } from '../../support/gate/fault-server.ts';
import {
  allCommands,
  CANARY,
  CUSTOMER,
  documentOf,
  documentsOf,
  environment,
  errorOf,
  expectHidden,
  expectPromised,
  rocketpay,
} from '../../support/session.ts';
import { openShop } from '../../support/shop.ts';

const REFUND = ['refund', 'order-1', '--amount', '10', '--confirm', '10'];

describe('--json', () => {
  it('prints one line with the documented fields for each command of a payment', async () => {
    const shop = await openShop();
    const { clock } = shop.platform;
    const promised = async (...argv: readonly string[]) => {
      const document = await shop.done(...argv);
      const [command = ''] = argv;
      expectPromised(document, command);
      return document;
    };
    await promised('operators');
    await promised(...shop.sale());
    await clock.advance(82_000);
    await promised('resend', 'order-1', '--ip', '198.51.100.47');
    await promised('otp', 'order-1', shop.platform.lastCode());
    await clock.advance(2000);
    await promised('status', 'order-1');
    await promised('wait', 'order-1');
    await promised(...REFUND);
    await promised(...REFUND, '--again', '--reason', 'two tickets', '--wait');
  });

  it.each<[command: string, argv: (code: string) => readonly string[]]>([
    ['status', () => ['status', 'order-1']],
    ['wait', () => ['wait', 'order-1', '--until', 'otp']],
  ])('prints the documented fields of %s while the platform waits for the OTP', async (command, argv) => {
    const shop = await openShop();
    await shop.done(...shop.sale('77071234567', '--wait', 'otp'));
    expectPromised(await shop.done(...argv(shop.platform.lastCode())), command);
  });

  it('prints the documented fields of a sale that waited for the OTP', async () => {
    const shop = await openShop();
    expectPromised(await shop.done(...shop.sale('77071234567', '--wait', 'otp')), 'sale');
  });

  it('prints one line with the documented fields for each command that works offline', async () => {
    const store = openProfileStore(await temporaryFolder());
    await store.save(profileWithSecret('shop', CANARY));
    const sale = ['sale', '--phone', '77071234567', '--amount', '1', ...CUSTOMER];
    const runs: readonly (readonly [command: string, argv: readonly string[], input?: string])[] = [
      ['sale', [...sale, '--dry-run']],
      ['sale', [...sale, '--print-curl']],
      ['otp', ['otp', 'p-1', '1234', '--dry-run']],
      ['resend', ['resend', 'p-1', '--ip', '::1', '--print-curl']],
      ['refund', ['refund', 'p-1', '--amount', '1', '--dry-run']],
      ['request', ['request', '/v2/x', '{"a":9007199254740993}', '--no-send']],
      ['sign', ['sign', '--body', '--explain'], '{"a":1}'],
      ['whoami', ['whoami']],
      ['profiles list', ['profiles', 'list']],
      ['profiles show', ['profiles', 'show', 'shop']],
      ['profiles add', ['profiles', 'add', 'other', '--project-id', '7', '--secret-env', 'OTHER']],
      ['profiles rename', ['profiles', 'rename', 'other', 'third']],
      ['profiles use', ['profiles', 'use', 'third']],
      ['profiles remove', ['profiles', 'remove', 'third', '--yes']],
    ];
    for (const [command, argv, input = ''] of runs) {
      const env = command.startsWith('profiles') || command === 'whoami' ? {} : environment('http://127.0.0.1:9');
      const finished = await rocketpay([...argv, '--json'], { env, store, input });
      expect({ argv, exit: finished.exit, err: finished.err }).toEqual({ argv, exit: 0, err: '' });
      expectPromised(documentOf(finished), command);
    }
    const verdict = await rocketpay(['verify-callback', '--explain', '--json'], {
      env: environment('x'),
      input: `{"signature":"${'x'.repeat(88)}"}`,
    });
    expect(verdict).toMatchObject({ exit: 9, err: '' });
    expectPromised(documentOf(verdict), 'verify-callback');
  });

  it('keeps every digit of large numbers', async () => {
    const argv = ['request', '/v2/x', '{"id":50288000101282251234}', '--no-send', '--json'];
    const { out } = await rocketpay(argv, { env: environment('http://127.0.0.1:9') });
    expect(out).toContain('"id":50288000101282251234');
  });

  it('prints a single value without quotation marks with --field', async () => {
    const shop = await openShop();
    const field = async (path: string, ...argv: readonly string[]) => (await shop.run(...argv, '--field', path)).out;
    expect(await field('operators.0.id', 'operators')).toBe('ACTIV\n');
    expect(await field('operators.0', 'operators')).toBe('{"id":"ACTIV","name":"Activ"}\n');
    expect(await field('paymentId', ...shop.sale('77000000001', '--wait'))).toBe('order-1\n');
    expect(await field('payment.status', 'status', 'order-1')).toBe('success\n');
    expect(await field('payment.sum.amount', 'status', 'order-1')).toBe('100000\n');
    expect(await field('final', 'status', 'order-1')).toBe('true\n');
    expect(await field('status', ...REFUND)).toBe('accepted\n');
  });

  it('fails when --field names a missing value', async () => {
    const shop = await openShop();
    await shop.paid();
    const finished = await shop.run('status', 'order-1', '--field', 'payment.status', '--field', 'payment.nothing');
    expect(finished).toMatchObject({ exit: 5, out: '' });
    expect(finished.err).toContain('no value at "payment.nothing"');
  });

  it('prints several --field values one per line, in the given order', async () => {
    const shop = await openShop();
    await shop.paid();
    const finished = await shop.run('status', 'order-1', '--field', 'payment.status', '--field', 'payment.sum.amount');
    expect(finished).toEqual({ exit: 0, out: 'success\n100000\n', err: '' });
  });

  it('reports before sending that a write without --wait has no such value', async () => {
    const shop = await openShop();
    const finished = await shop.run(...shop.sale(), '--field', 'payment.id');
    expect(finished).toMatchObject({ exit: 2, out: '' });
    expect(shop.requestsTo('/sale')).toBe(0);
  });

  it('does not say that an accepted write is safe to repeat when its value is missing', async () => {
    const shop = await openShop();
    const finished = await shop.run(...shop.sale('77000000001', '--wait'), '--field', 'payment.nothing', '--json');
    expect(errorOf(finished)).toMatchObject({ exit: 11, code: 'field_missing', paymentId: 'order-1' });
    expect(errorOf(finished).intent).toMatch(/^in-/);
    expect(errorOf(finished).message).toContain('was accepted');
  });

  it('prints one document with the notes on stderr for a failure while another write is open', async () => {
    const shop = await openShop();
    await settled(shop.ledger, 'in-open', 'unknown');
    const finished = await shop.run('status', 'order-1', '--json');
    const { error } = JSON.parse(finished.err);
    expect(error).toMatchObject({ exit: 5, notes: [expect.stringContaining('rocketpay pending')] });
  });

  it('prints only the result of a success while another write is open', async () => {
    const shop = await openShop();
    await shop.paid();
    await settled(shop.ledger, 'in-open', 'unknown');
    expect(await shop.run('status', 'order-1', '--json')).toMatchObject({ exit: 0, err: '' });
    const { err } = await shop.run('status', 'order-1');
    expect(err).toContain('rocketpay pending');
  });

  it.each(['pending', 'declined'])('is told the intent and the payment of a write that ended as %s', async (code) => {
    const shop = await openShop();
    const phone = code === 'pending' ? '77071234567' : '77000000007';
    const error = await shop.failed(...shop.sale(phone, '--wait', '--deadline', '30s'));
    expect(error).toMatchObject({ code, paymentId: 'order-1', intent: expect.stringMatching(/^in-/) });
  });

  it('prints only the result with --quiet', async () => {
    const shop = await openShop();
    const runs = [shop.sale('77000000001', '--wait'), ['status', 'order-1'], REFUND, ['operators']];
    for (const argv of runs) {
      const { exit, out, err } = await shop.run(...argv, '--quiet');
      expect({ exit, err }).toEqual({ exit: 0, err: '' });
      expect(out).not.toBe('');
    }
  });

  it('prints an error even with --quiet', async () => {
    const env = environment(`http://${await closedPort()}`);
    const { exit, err } = await rocketpay(['otp', 'p-1', '1234', '--quiet'], { env });
    expect(exit).toBe(5);
    expect(err).toMatch(/^error: Nothing was sent/);
  });
});

describe('--debug', () => {
  it.each(['123456', '012345', '12"3', 'a\\b', 'код-1'])('never sees the code %s', async (code) => {
    const env = environment(`http://${await closedPort()}`);
    const finished = await rocketpay(['otp', 'payment', code, '--force', '--debug', '--json'], { env });
    expect(finished.exit).toBe(5);
    const body = finished.err.split('\n').find((line) => line.startsWith('> {')) ?? '';
    expect(body).toContain('approval_code');
    const { additional_data: data } = JSON.parse(body.slice(2));
    expect(data.additional_data.approval_code).toBe('[code]');
    expectHidden(code, finished);
  });

  it('prints requests and answers on stderr, and keeps stdout one document', async () => {
    const shop = await openShop();
    const finished = await shop.run('operators', '--debug', '--json');
    expectPromised(documentOf(finished), 'operators');
    expect(finished.err).toMatch(/^> POST http.*\/v2\/info\/mobile\/sale\/list$/m);
    expect(finished.err).toMatch(/^< HTTP 200 /m);
  });
});

describe('the document that the help describes', () => {
  it.each(allCommands)('of %s has fields', (words, { exits, examples }) => {
    const fields = listDocumentFields(words);
    expect(fields.length).toBeGreaterThan(0);
    expect(new Set(fields).size).toBe(fields.length);
    expect(exits.length).toBeGreaterThan(0);
    expect(examples.length).toBeGreaterThanOrEqual(2);
  });

  it('is one object per line in a stream', async () => {
    const { out } = await rocketpay(['sign', '--ndjson', '--json'], { env: environment('x'), input: '{"a":1}\n[]\n' });
    const documents = documentsOf(out);
    expect(documents).toHaveLength(2);
    for (const document of documents) expectPromised(document, 'sign');
  });
});
