import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { isJsonObject, tryParseJson } from '#domain/json/exact-json';
import { textAt } from '#domain/payments/payment-state';

/** The messages of a sandbox are far shorter. */
const MAX_CHARACTERS = 4 * 1024 * 1024;

/**
 * Reads the newest code that the sandbox at `url` has sent to the customer of a payment; undefined when there is no code, or
 * no sandbox.
 */
export async function readSandboxCode(
  url: string,
  paymentId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const text = await fetchText(`${url}/sandbox/messages`, signal).catch(() => signal.throwIfAborted());
  const messages = tryParseJson(text ?? '');
  return (Array.isArray(messages) ? messages : [])
    .filter((message) => isJsonObject(message) && textAt(message, 'payment_id') === paymentId)
    .map((message) => textAt(message, 'code'))
    .at(-1);
}

async function fetchText(url: string, signal: AbortSignal): Promise<string> {
  const request = get(url, { agent: false, signal });
  const [response]: IncomingMessage[] = await once(request, 'response');
  request.on('error', () => {});
  let text = '';
  for await (const part of response?.setEncoding('utf8') ?? []) {
    text += part;
    if (text.length > MAX_CHARACTERS) throw new Error('too long');
  }
  return text;
}
