import { expect, test } from 'vitest';
import { refund } from '../../support/gate/fixtures.ts';
import type { ServedConnection } from '../../support/gate/keep-alive-server.ts';
import { textMatching } from '../../support/language/text-matching.ts';
import { acceptedAs, afterStatus, asAnswer, openSetup, REFUND, readStatus, sendRefund } from './reuse-setup.ts';

const cut = { kind: 'unknown', reason: textMatching(/was cut before the answer was complete$/) };

test.each<[string, (connection: ServedConnection) => unknown]>([
  [
    'cuts it at the first bytes of the refund',
    async ({ firstBytes, socket }) => {
      await firstBytes();
      socket.resetAndDestroy();
    },
  ],
  [
    'closes it at the first bytes of the refund',
    async ({ firstBytes, socket }) => {
      await firstBytes();
      socket.end();
    },
  ],
  [
    'cuts it after the refund',
    async ({ request, socket }) => {
      await request();
      socket.resetAndDestroy();
    },
  ],
  [
    'closes it after the refund',
    async ({ request, socket }) => {
      await request();
      socket.end();
    },
  ],
  [
    'closes it within the head of the answer',
    async ({ request, socket }) => {
      await request();
      socket.end('HTTP/1.1 200 OK\r\ncontent-le');
    },
  ],
  [
    'closes it within the body of the answer',
    async ({ request, socket }) => {
      await request();
      socket.end(asAnswer(acceptedAs('wrong')).slice(0, -10));
    },
  ],
  [
    'closes it after an interim answer',
    async ({ request, socket }) => {
      await request();
      socket.end('HTTP/1.1 102 Processing\r\n\r\n');
    },
  ],
  [
    'answers in another protocol',
    async ({ request, socket }) => {
      await request();
      socket.end('220 mail ready\r\n');
    },
  ],
])('a refund on a used connection is unknown and never repeated when the server %s', async (_, next) => {
  const t = await openSetup(afterStatus(next));
  await readStatus(t);
  const request = t.gate.refund(refund);
  const outcome = await t.gate.send(request);
  expect(outcome).toEqual(cut);
  expect(t.exitOf(outcome, request)).toBe(6);
  // The next request shows that no other one was made before it.
  await readStatus(t);
  expect(t.server.connections).toHaveLength(2);
  expect(t.server.countRequests(REFUND)).toBe(1);
});

test('a refund on a used connection that is never answered is unknown', async () => {
  const t = await openSetup(
    afterStatus(({ request }) => request()),
    { timeoutMilliseconds: 200 },
  );
  await readStatus(t);
  expect(await sendRefund(t)).toMatchObject({ kind: 'unknown', reason: textMatching('within 0.2 s') });
  expect(t.server.connections).toHaveLength(1);
});
