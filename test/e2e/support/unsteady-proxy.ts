import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a network does to one request on its way to the Gate and back. */
export interface Passage {
  /** Before it reaches the Gate. */
  readonly thereMilliseconds?: number;
  /** Before its answer comes back. */
  readonly backMilliseconds?: number;
  /** The request never reaches the Gate, or its answer never comes back: the connection is cut. */
  readonly lose?: 'request' | 'answer';
}

/** A request on its way. */
export interface Passenger {
  readonly path: string;
  readonly paymentId: string;
}

export interface ProxyHooks {
  /** How a request fares; nothing happens to it when undefined. */
  readonly passage?: (passenger: Passenger) => Passage | undefined;
  /** The request has left its sender, all of it. */
  readonly onSent?: (passenger: Passenger) => void | Promise<void>;
  /** The answer is on its way back. */
  readonly onAnswered?: (passenger: Passenger) => void;
}

export interface UnsteadyProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** A network between the command and a Gate, that can be told to be slow and to lose things. */
export async function startUnsteadyProxy(gateUrl: string, hooks: ProxyHooks): Promise<UnsteadyProxy> {
  const server = createServer((request, response) => {
    pass(request, response, gateUrl, hooks).catch(() => response.socket?.resetAndDestroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  gateUrl: string,
  { passage, onSent, onAnswered }: ProxyHooks,
): Promise<void> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  const path = request.url ?? '';
  const passenger = { path, paymentId: paymentIdOf(body) };
  await onSent?.(passenger);
  const { thereMilliseconds = 0, backMilliseconds = 0, lose } = passage?.(passenger) ?? {};
  if (thereMilliseconds > 0) await sleep(thereMilliseconds);
  if (lose === 'request') return cut(response);
  // Anyone who sent it may be gone by now: what has left arrives all the same.
  const answer = await fetch(gateUrl + path, { method: request.method ?? 'POST', body });
  const text = await answer.text();
  if (backMilliseconds > 0) await sleep(backMilliseconds);
  if (lose === 'answer') return cut(response);
  const headers = { 'content-type': 'application/json', date: answer.headers.get('date') ?? '' };
  response.writeHead(answer.status, headers).end(text);
  onAnswered?.(passenger);
}

const cut = (response: ServerResponse): void => {
  response.socket?.resetAndDestroy();
};

function paymentIdOf(body: string): string {
  const { general } = JSON.parse(body === '' ? '{}' : body) as { general?: { payment_id?: string } };
  return general?.payment_id ?? '';
}
