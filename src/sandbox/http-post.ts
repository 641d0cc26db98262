import { type ClientRequest, request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** In real time, because the receiver is a real program, whatever the speed of the sandbox's clock. */
const TIMEOUT_MILLISECONDS = 30_000;

/**
 * Posts JSON once, without redirects. Returns the HTTP status, or the reason why there is none. Rejects only when the
 * signal is aborted.
 */
export function postJson(url: string, text: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = open(url, {
      method: 'POST',
      agent: false,
      signal,
      timeout: TIMEOUT_MILLISECONDS,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        'user-agent': 'rocketpay-sandbox',
      },
    });
    // Some valid URLs cannot be requested: http://%ff@localhost/
    if (request === undefined) return resolve('no answer: this URL cannot be called');
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) reject(signal.reason);
      else resolve(`no answer: ${error.code ?? error.message}`);
    });
    request.on('response', (response) => {
      response.on('error', () => {});
      response.resume();
      resolve(String(response.statusCode));
    });
    request.end(text);
  });
}

function open(url: string, options: RequestOptions): ClientRequest | undefined {
  try {
    return (url.startsWith('https:') ? httpsRequest : httpRequest)(url, options);
  } catch {
    return undefined;
  }
}
