import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import { receiveCallbacks } from '#adapters/callback-http/callback-server';
import type { ReceivedCallback } from '#domain/callbacks/callback-transport';
import { Secret } from '#domain/signature/secret';
import { signedAnswer } from '../../support/gate/fixtures.ts';

export const MEGABYTE = 1024 * 1024;
export const secret = new Secret('secret');

export async function open(withSecret = secret, host = '127.0.0.1') {
  const received: ReceivedCallback[] = [];
  const refused: string[] = [];
  const server = await receiveCallbacks({
    ...{ host, port: 0, secret: withSecret },
    onCallback: (one) => received.push(one),
    onRefused: (reason) => refused.push(reason),
  });
  onTestFinished(() => server.close());
  return { server, received, refused, url: server.url };
}

/** Posts a body and gives the status of the answer. */
export const post = (
  url: string,
  body: string | Uint8Array,
  method = 'POST',
  headers = {},
): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sending = request(url, { method, headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    sending.on('error', reject);
    sending.end(body);
  });

export const body = { project_id: 1234, payment: { id: 'payment_47', status: 'success' } };
export const good = signedAnswer(body, secret);
