import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '#async/clock';
import type { DeliveryResult, ForwardRequest } from '#domain/callbacks/callback-transport';
import { valuesByHeader, withoutConnectionHeaders } from '#domain/callbacks/forwarding';
import { networkErrorText } from '#domain/errors/network-errors';

/** Maximum stored length of an answer, in characters. */
const MAX_ANSWER = 2048;

/**
 * Posts a callback once, its body byte for byte, with the headers that it came with. It follows no redirects: the platform does
 * not either. Once the status of the answer was received it counts, although the rest of the answer may never come.
 */
export async function deliverCallback(request: ForwardRequest, clock: Clock): Promise<DeliveryResult> {
  const start = clock.elapsed();
  const { timeoutMilliseconds } = request;
  const received: Received = { status: undefined, answer: '' };
  const done = (reason: string | undefined): DeliveryResult => ({
    ...received,
    reason,
    milliseconds: Math.max(0, clock.elapsed() - start),
  });
  const ended = new AbortController();
  clock.sleep(timeoutMilliseconds, ended.signal).then(
    () => ended.abort(LATE),
    () => {},
  );
  try {
    await post(request, AbortSignal.any([request.signal, ended.signal]), received);
    return done(undefined);
  } catch (error) {
    if (request.signal.aborted) return done('interrupted');
    if (ended.signal.aborted) {
      const what = received.status === undefined ? 'no answer in' : 'the rest of the answer did not come in';
      return done(`${what} ${timeoutMilliseconds} ms`);
    }
    const { code, message } = error as NodeJS.ErrnoException;
    return done(String(networkErrorText({ code, message })));
  } finally {
    ended.abort();
  }
}

const LATE = new Error('too late');

/** The part of an answer that was received. */
interface Received {
  status: number | undefined;
  answer: string;
}

function post(
  { method = 'POST', url, text, headers }: ForwardRequest,
  signal: AbortSignal,
  received: Received,
): Promise<void> {
  const body = Buffer.from(text);
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sending = send(url, { method, path: readPath(url), agent: false, signal });
    for (const [name, values] of valuesByHeader(withoutConnectionHeaders(headers))) sending.setHeader(name, values);
    sending.setHeader('content-length', body.length);
    sending.on('error', reject);
    sending.on('response', (response) => {
      received.status = response.statusCode ?? 0;
      readBeginning(response, received).then(resolve, reject);
    });
    sending.end(body);
  });
}

/** Returns the path as it is written. The URL class would resolve dots and encode some characters. */
const readPath = (url: string): string => /^\w+:\/\/[^/]*(\/.*)$/.exec(url)?.[1] ?? '/';

/** Reads the beginning of an answer, and does not wait for the rest. */
function readBeginning(response: IncomingMessage, received: Received): Promise<void> {
  return new Promise((resolve, reject) => {
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      received.answer = (received.answer + chunk).slice(0, MAX_ANSWER);
      if (received.answer.length < MAX_ANSWER) return;
      resolve();
      response.destroy();
    });
    response.on('end', resolve);
    response.on('error', reject);
  });
}
