import type { ServerResponse } from 'node:http';
import type { Clock } from '#async/clock';

/** Faults that spoil an answer after its request was booked, in the order in which they are drawn. */
export const ANSWER_FAULTS = ['reset-after', 'hang', '502', 'half', 'bad-json', 'drip'] as const;

export type AnswerFault = (typeof ANSWER_FAULTS)[number];

const BAD_GATEWAY =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n';
/** A short answer takes longer than a client's usual 30 s. */
const DRIP_MILLISECONDS = 500;

/** Sends an answer as it should be. */
export function sendJson(response: ServerResponse, httpStatus: number, text: string): void {
  response.writeHead(httpStatus, jsonHeaders(text)).end(text);
}

/** Sends an answer spoilt by a fault. */
export async function sendFaulty(
  fault: AnswerFault,
  response: ServerResponse,
  httpStatus: number,
  text: string,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  switch (fault) {
    case 'reset-after':
      cut(response);
      return;
    case 'hang':
      return;
    case '502':
      response.writeHead(502, { 'content-type': 'text/html' }).end(BAD_GATEWAY);
      return;
    case 'bad-json':
      sendJson(response, httpStatus, `${text.slice(0, -1)},`);
      return;
    case 'half':
      response.writeHead(httpStatus, jsonHeaders(text));
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return;
    case 'drip':
      await drip(response, httpStatus, text, clock, signal);
  }
}

/** Cuts the connection without a word, as a failing network does. */
export function cut(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

async function drip(
  response: ServerResponse,
  httpStatus: number,
  text: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(httpStatus, jsonHeaders(text));
  for (const byte of Buffer.from(text)) {
    if (response.destroyed) return;
    response.write(Uint8Array.of(byte));
    try {
      await clock.sleep(DRIP_MILLISECONDS, signal);
    } catch {
      return;
    }
  }
  response.end();
}

const jsonHeaders = (text: string) => ({
  'content-type': 'application/json; charset=utf-8',
  'content-length': Buffer.byteLength(text),
});
