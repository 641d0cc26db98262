import { expect, onTestFinished } from 'vitest';
import { ACCEPTED, openTestGate, refund, type TestGate } from '../../support/gate/fixtures.ts';
import {
  type KeepAliveServer,
  type Serve,
  type ServedConnection,
  startKeepAliveServer,
} from '../../support/gate/keep-alive-server.ts';

export const STATUS = '{"payment":{"id":"payment_47","status":"success"}}';
export const REFUND = '/v2/payment/mobile/refund';
export const acceptedAs = (requestId: string) => JSON.stringify({ ...ACCEPTED, request_id: requestId });
export const asAnswer = (body: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

/** Answers statuses, and accepts refunds with the request id `right`. */
export const serveWell: Serve = async (connection) => {
  for (;;) connection.answer((await connection.request()) === REFUND ? acceptedAs('right') : STATUS);
};

/** Answers a status, then does something to the connection. */
export const afterStatus =
  (next: (connection: ServedConnection) => unknown, head?: string): Serve =>
  async (connection) => {
    await connection.request();
    connection.answer(STATUS, head);
    await next(connection);
  };

export interface Setup extends TestGate {
  readonly server: KeepAliveServer;
}

/** A Gate whose first connection is served in one way, and all others well. */
export async function openSetup(first: Serve, changes: Parameters<typeof openTestGate>[0] = {}): Promise<Setup> {
  const server = await startKeepAliveServer([first, serveWell]);
  onTestFinished(() => server.close());
  return { ...openTestGate({ gateUrl: server.url, ...changes }), server };
}

export const readStatus = async ({ gate }: Pick<TestGate, 'gate'>) =>
  expect(await gate.send(gate.status('payment_47'))).toMatchObject({ kind: 'accepted' });

export const sendRefund = ({ gate }: Pick<TestGate, 'gate'>) => gate.send(gate.refund(refund));

export const RIGHT = { kind: 'accepted', requestId: 'right' };
