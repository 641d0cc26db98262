import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** In real time, because the receiver is a real program, whatever the speed of the sandbox's clock. */
const TIMEOUT_MILLISECONDS = 30_000;

/**
 * Posts JSON once, without redirects. Returns the HTTP status, or the reason why there is none. Rejects only when the
 * signal is aborted.
 */
export async function postJson(url: string, text: string, signal: AbortSignal): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'user-agent': 'rocketpay-sandbox',
  };
  const options = { method: 'POST', agent: false, signal, timeout: TIMEOUT_MILLISECONDS, headers };
  try {
    // Throws for some valid URLs too: http://%ff@localhost/
    const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, options);
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.end(text);
    const [response]: IncomingMessage[] = await once(request, 'response');
    request.on('error', () => {});
    response?.on('error', () => {}).resume();
    return String(response?.statusCode);
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    return `no answer: ${code ?? message}`;
  }
}
