import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '#async/clock';
import type { DeliveryResult, ForwardRequest } from '#domain/callbacks/callback-transport';
import { forwardable, valuesByHeader } from '#domain/callbacks/delivery';
import { networkErrorText } from '#domain/errors/network-errors';

/** What is kept of an answer. */
const MAX_ANSWER = 2048;

/**
 * Posts a callback once, its body byte for byte, with the headers that it came with. It follows no redirects: the platform does
 * not either.
 */
export async function deliverCallback(parcel: ForwardRequest, clock: Clock): Promise<DeliveryResult> {
  const start = clock.elapsed();
  const done = (status: number | undefined, reason: string | undefined, answer = ''): DeliveryResult => ({
    status,
    reason,
    milliseconds: Math.max(0, clock.elapsed() - start),
    answer,
  });
  const over = new AbortController();
  const late = new Error(`no answer in ${parcel.timeoutMilliseconds} ms`);
  clock.sleep(parcel.timeoutMilliseconds, over.signal).then(
    () => over.abort(late),
    () => {},
  );
  try {
    const { status, answer } = await post(parcel, AbortSignal.any([parcel.signal, over.signal]));
    return done(status, undefined, answer);
  } catch (error) {
    const { code, message } = (over.signal.aborted ? late : error) as NodeJS.ErrnoException;
    return done(undefined, parcel.signal.aborted ? 'interrupted' : networkErrorText({ code, message }));
  } finally {
    over.abort();
  }
}

function post(
  { method = 'POST', url, text, headers }: ForwardRequest,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly answer: string }> {
  const body = Buffer.from(text);
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sending = send(url, { method, path: pathOf(url), agent: false, signal });
    for (const [name, values] of valuesByHeader(forwardable(headers))) sending.setHeader(name, values);
    sending.setHeader('content-length', body.length);
    sending.on('error', reject);
    sending.on('response', (response) => {
      beginningOf(response).then((answer) => resolve({ status: response.statusCode ?? 0, answer }), reject);
    });
    sending.end(body);
  });
}

/** As it is written: Node's own reading of a URL would resolve dots and encode some characters. */
const pathOf = (url: string): string => /^\w+:\/\/[^/]*(\/.*)$/.exec(url)?.[1] ?? '/';

/** The beginning of an answer; what comes after that is not waited for. */
function beginningOf(response: IncomingMessage): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
      if (text.length < MAX_ANSWER) return;
      resolve(text.slice(0, MAX_ANSWER));
      response.destroy();
    });
    response.on('end', () => resolve(text));
    response.on('error', reject);
  });
}
