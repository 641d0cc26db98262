import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { profile, temporaryFolder } from '../../adapters/profiles/folders.ts';
import { answer, startFaultServer } from '../../support/gate/fault-server.ts';
import { CANARY, expectHidden, rocketpay } from '../../support/session.ts';

/** Words of a request and of its answers that no output for other people may have. */
const PRIVATE = [
  '77071234567',
  'Aigerim',
  'Serikova',
  'aigerim@mail.example',
  '4111111111111111',
  '98765',
  'pass-9x7q',
];

const BODY = JSON.stringify({
  general: {
    payment_id: 'payment_47',
    merchant_callback_url: 'https://shop:pass-9x7q@shop.example/cb?token=pass-9x7q',
  },
  customer: { first_name: 'Aigerim', last_name: 'Serikova', email: 'aigerim@mail.example', phone: '77071234567' },
  card: { number: '4111111111111111', cvv: '98765', card_holder: 'Aigerim Serikova' },
  payment: { amount: 100, currency: 'KZT', description: 'for Aigerim@mail.example, 4111111111111111' },
  extra: { otp: '98765', authorization: 'Bearer pass-9x7q', note: '{"approval_code":"98765"}' },
});

const signature = `${'aB3+/'.repeat(18).slice(0, 86)}==`;

/** Runs a command with a live profile whose Gate is a server of this test. */
async function runLive(words: readonly string[], status: number, text: string) {
  const server = await startFaultServer([answer(status, text)]);
  const store = openProfileStore(await temporaryFolder());
  await store.save(profile('shop', { gateUrl: server.url, secret: { kind: 'env', name: 'KEY' } }));
  try {
    const finished = await rocketpay(words, { env: { KEY: CANARY }, store });
    return { finished, sent: server.requests[0]?.body ?? '' };
  } finally {
    await server.close();
  }
}

function expectMasked(finished: Awaited<ReturnType<typeof rocketpay>>): void {
  for (const word of [...PRIVATE, CANARY, signature]) expectHidden(word, finished);
  expect(finished.out + finished.err).not.toMatch(/[A-Za-z\d+/]{86}==/);
}

describe('--debug of a live profile masks', () => {
  it.each<[what: string, status: number, text: string]>([
    ['the body, and an answer that repeats it', 400, JSON.stringify({ status: 'error', code: '9', body: BODY })],
    ['an answer in HTML', 502, `<p>Aigerim@mail.example <input name="signature" value="${signature}">77071234567</p>`],
    ['an answer in JSON that was cut off', 200, BODY.replace('{', `{"signature":"${signature}",`).slice(0, -20)],
    ['an answer as a form', 200, `signature=${encodeURIComponent(signature)}&first_name=Aigerim&otp=98765`],
  ])('%s', async (_, status, text) => {
    const words = ['request', '/v2/payment/other', BODY, '--debug', '--json'];
    const { finished, sent } = await runLive(words, status, text);
    for (const word of PRIVATE) expect(sent).toContain(word);
    expect(finished.err).toContain('> POST');
    expect(finished.err).toContain('< HTTP');
    expectMasked(finished);
  });
});

describe('--dry-run of a live profile masks', () => {
  it('the whole body and the text to sign, and sends nothing', async () => {
    const { finished, sent } = await runLive(['request', '/v2/payment/other', BODY, '--dry-run', '--json'], 200, '{}');
    expect(sent).toBe('');
    expect(finished.exit).toBe(0);
    expectMasked(finished);
  });
});

describe('a message about a setting does not quote the password of a URL', () => {
  const url = 'https://clerk:pass-9x7q@gate.exa mple';
  it.each<[what: string, words: readonly string[], env: Readonly<Record<string, string>>]>([
    ['ROCKETPAY_GATE_URL', ['whoami'], { ROCKETPAY_GATE_URL: url }],
    ['ROCKETPAY_GATE_URL in quotation marks', ['whoami'], { ROCKETPAY_GATE_URL: `"${url}"` }],
    ['HTTPS_PROXY', ['operators'], { HTTPS_PROXY: url }],
    ['--gate-url', ['profiles', 'add', 'shop', '--gate-url', url], {}],
    ['--callback-url', ['profiles', 'add', 'shop', '--callback-url', url], {}],
    ['--forward-to', ['listen', '--forward-to', url], {}],
  ])('%s', async (_, words, env) => {
    const store = openProfileStore(await temporaryFolder());
    const finished = await rocketpay(words, {
      store,
      env: { ROCKETPAY_PROJECT_ID: '1', ROCKETPAY_SECRET_KEY: CANARY, ...env },
    });
    expect([2, 4]).toContain(finished.exit);
    expectHidden('pass-9x7q', finished);
  });
});

describe('doctor --bundle masks', () => {
  it('passwords in URLs and user names in paths', async () => {
    const file = join(await temporaryFolder(), 'report.json');
    const env = {
      ROCKETPAY_PROJECT_ID: '1',
      ROCKETPAY_SECRET_KEY_FILE: '/home/aigerim/key',
      ROCKETPAY_GATE_URL: '"https://clerk:pass-9x7q@gate.example"',
      NODE_EXTRA_CA_CERTS: '/Users/Aigerim/ca.pem',
    };
    const store = openProfileStore(await temporaryFolder());
    await rocketpay(['doctor', '--offline', '--bundle', file], { env, store });
    const text = await readFile(file, 'utf8');
    expect(text).toContain('[user]');
    for (const word of [...PRIVATE, 'aigerim']) expect(text).not.toContain(word);
  });
});
