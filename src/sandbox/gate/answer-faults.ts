import type { ServerResponse } from 'node:http';
import type { SandboxEngine } from '#sandbox/engine';

/** Faults of the answer to a request that was stored, in the order in which they are tried. */
export const ANSWER_FAULTS = ['reset-after', 'hang', '502', 'half', 'bad-json', 'drip'] as const;

export type AnswerFault = (typeof ANSWER_FAULTS)[number];

const BAD_GATEWAY =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n';
/** Time between two bytes: a short answer takes longer than 30 s, a usual time-out of clients. */
const DRIP_MILLISECONDS = 500;

/** Sends a correct answer. */
export function sendJson(response: ServerResponse, httpStatus: number, text: string): void {
  response.writeHead(httpStatus, jsonHeaders(text)).end(text);
}

/** Sends an answer with a fault. */
export async function sendFaulty(
  fault: AnswerFault,
  response: ServerResponse,
  httpStatus: number,
  text: string,
  engine: SandboxEngine,
): Promise<void> {
  switch (fault) {
    case 'reset-after':
      return cut(response);
    case 'hang':
      return;
    case '502':
      return void response.writeHead(502, { 'content-type': 'text/html' }).end(BAD_GATEWAY);
    case 'bad-json':
      return sendJson(response, httpStatus, `${text.slice(0, -1)},`);
    case 'half':
      response.writeHead(httpStatus, jsonHeaders(text));
      return void response.write(text.slice(0, text.length / 2), () => response.destroy());
    case 'drip':
      response.writeHead(httpStatus, jsonHeaders(text));
      return drip(response, text, engine).catch(() => {});
  }
}

/** Resets the connection. */
export function cut(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

async function drip(response: ServerResponse, text: string, { clock, signal }: SandboxEngine): Promise<void> {
  for (const byte of Buffer.from(text)) {
    if (response.destroyed) return;
    response.write(Uint8Array.of(byte));
    await clock.sleep(DRIP_MILLISECONDS, signal);
  }
  response.end();
}

const jsonHeaders = (text: string) => ({
  'content-type': 'application/json; charset=utf-8',
  'content-length': Buffer.byteLength(text),
});
