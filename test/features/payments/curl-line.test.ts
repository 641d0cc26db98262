import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedRequest } from '#domain/gate/signed-request';
import type { JsonObject } from '#domain/json/exact-json';
import { parseJson } from '#domain/json/exact-json';
import { PROFILE_DEFAULTS } from '#domain/profiles/profile';
import { Secret } from '#domain/signature/secret';
import { stringToSign, verifySigned, withSignature } from '#domain/signature/signature';
import { dryRunDocument } from '#features/payments/dry-run';
import { FakeTerminal } from '../../support/fake-terminal.ts';

const context = {
  profile: async () => ({ ...PROFILE_DEFAULTS, name: 'shop', projectId: 42, origins: {} }),
  terminal: new FakeTerminal(),
};

/** As awkward for a shell as the values are. */
const SECRET = `k'e"y $HOME \`id\` \\n ключ`;

const canRun = ['sh', 'curl', 'node'].every((program) => spawnSync(program, ['--version']).error === undefined);

let server: Server;
let url: string;
let received: { readonly text: string; readonly path: string | undefined; readonly type: string | undefined }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        text: Buffer.concat(chunks).toString(),
        path: request.url,
        type: request.headers['content-type'],
      });
      response.end('{"status":"success"}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/payment/mobile/refund`;
});
afterAll(() => server.close());

function requestOf(body: JsonObject): SignedRequest {
  const signed = withSignature(body, new Secret('another key: the line signs for itself'));
  return { kind: 'raw', writes: true, url, body: signed, stringToSign: stringToSign(body), paymentId: undefined };
}

/** Runs the line as a user would who pasted it, and gives what came in. */
async function run(body: JsonObject) {
  received = [];
  const unsent = await dryRunDocument(requestOf(body), { printCurl: true }, context);
  if (unsent === undefined || !('curl' in unsent)) throw new Error('no line');
  const env = { ...process.env, ROCKETPAY_SECRET_KEY: SECRET, NO_PROXY: '*', no_proxy: '*' };
  const { stdout, stderr } = await promisify(execFile)('sh', ['-c', unsent.curl], { env });
  expect({ stdout, stderr }).toEqual({ stdout: '{"status":"success"}', stderr: '' });
  const [only, ...more] = received;
  if (only === undefined || more.length > 0) throw new Error(`${received.length} requests came in`);
  return only;
}

const body = (description: string): JsonObject => ({
  general: { project_id: 42, payment_id: 'order-1' },
  payment: { amount: 100_000, currency: 'KZT', description },
});

describe.skipIf(!canRun)('the line of --print-curl', () => {
  it.each<[what: string, value: string]>([
    ['ordinary text', 'a shirt'],
    ['quotes', `it's "so" \`here\``],
    ['a quote at each end', `'a'`],
    ['dollar signs', '$HOME $(id) $$ $1 $'.concat('{PATH}')],
    ['backslashes', 'C:\\new\\temp \\\\ \\0 \\x41'],
    ['a percent sign', '%s %d %% %n'],
    ['Cyrillic, Kazakh and a picture', 'Төлем қабылданды: рубашка 😀'],
    ['line ends and tabs', 'a\nb\r\n\tc\n'],
    ['special characters of shells', '; id & | > < * ? [a] {a,b} ! # ~'],
    ['a first dash', '-n -e --help'],
    ['control characters', '\u0001\u001b[2J\u007f\u0085\u2028\u202e'],
    ['the word that marks the place of the signature', 'before @signature@ after'],
    ['white space at its ends', '  a  '],
    ['an empty text', ''],
  ])('sends a text unchanged with a valid signature: %s', async (_what, value) => {
    const { text, path, type } = await run(body(value));
    expect(verifySigned(text, new Secret(SECRET))).toMatchObject({ valid: true });
    expect((parseJson(text) as { payment: JsonObject }).payment.description).toBe(value);
    expect(path).toBe('/v2/payment/mobile/refund');
    expect(type).toBe('application/json');
  });

  it('has the signature at the top of a flat body', async () => {
    const { text } = await run({ project_id: 42, request_id: 'r-1' });
    expect(verifySigned(text, new Secret(SECRET))).toMatchObject({ valid: true });
    expect(Object.keys(parseJson(text) as JsonObject)).toEqual(['project_id', 'request_id', 'signature']);
  });

  it('sends every digit of whole numbers beyond 2^53', async () => {
    const { text } = await run({ ...body('x'), id: 9007199254740993123n });
    expect(text).toContain('9007199254740993123');
    expect(verifySigned(text, new Secret(SECRET))).toMatchObject({ valid: true });
  });
});

it.each(['', undefined])(
  'the line of --print-curl reports in one line that the secret is not set: %j',
  async (secret) => {
    received = [];
    const unsent = await dryRunDocument(requestOf(body('x')), { printCurl: true }, context);
    if (unsent === undefined || !('curl' in unsent)) throw new Error('no line');
    const env = { PATH: process.env.PATH, ...(secret === undefined ? {} : { ROCKETPAY_SECRET_KEY: secret }) };
    const { status, stdout, stderr } = spawnSync('sh', ['-c', unsent.curl], { env, encoding: 'utf8' });
    expect(status).not.toBe(0);
    expect({ stdout, stderr }).toEqual({
      stdout: '',
      stderr: expect.stringMatching(/^ROCKETPAY_SECRET_KEY is not set[^\n]*\n$/),
    });
    expect(received).toEqual([]);
  },
);
