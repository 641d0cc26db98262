import { connect } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { receiveCallbacks } from '#adapters/callback-http/callback-server';
import type { CallbackResponse, ReceivedCallback } from '#domain/callbacks/callback-transport';
import { signedAnswer } from '../../support/gate/fixtures.ts';
import { body, good, MEGABYTE, open, post, secret } from './receiver.ts';

test('a callback body of exactly one megabyte is accepted', async () => {
  const { url, received } = await open();
  const text = good.padEnd(MEGABYTE, ' ');
  expect(await post(url, text)).toBe(200);
  expect(received[0]?.text.length).toBe(MEGABYTE);
});

describe('a compressed callback body', () => {
  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['identity', (bytes) => bytes],
  ])('is unpacked: %s', async (coding, pack) => {
    const { url, received } = await open();
    expect(await post(url, pack(Buffer.from(good)), 'POST', { 'content-encoding': coding })).toBe(200);
    expect(received).toMatchObject([{ text: good }]);
  });

  test.each<[string, Buffer, number, string]>([
    ['zstd', Buffer.from(good), 415, 'zstd'],
    ['gzip, gzip', gzipSync(gzipSync(good)), 415, 'gzip, gzip'],
    ['gzip', Buffer.from(good), 400, 'not gzip'],
    ['gzip', gzipSync(Buffer.alloc(64 * MEGABYTE)), 413, 'unpacked'],
    ['br', brotliCompressSync(Buffer.alloc(64 * MEGABYTE)), 413, 'unpacked'],
  ])('is refused: %s', async (coding, bytes, status, why) => {
    const { url, received, refused } = await open();
    expect(await post(url, bytes, 'POST', { 'content-encoding': coding })).toBe(status);
    expect([received, refused]).toEqual([[], [expect.stringContaining(why)]]);
  });
});

describe('a large callback body takes no memory any more', () => {
  const large = signedAnswer({ ...body, text: 'x'.repeat(MEGABYTE - 1000) }, secret);
  const fail = (): never => {
    throw new Error('a bug');
  };
  const many = Array.from({ length: 20 });

  test.each<[string, (callback: ReceivedCallback) => Promise<CallbackResponse>]>([
    ['when its answer fails', () => Promise.reject(new Error('a bug'))],
    ['when its answer fails before there is a promise', fail],
    ['when the work after its answer fails', async () => ({ status: 200, after: fail })],
  ])('%s', async (_, answerLarge) => {
    const failed: string[] = [];
    const server = await receiveCallbacks({
      ...{ host: '127.0.0.1', port: 0, secret, onFailed: (reason) => failed.push(reason) },
      answer: (callback) => (callback.text.includes('last') ? Promise.resolve({ status: 200 }) : answerLarge(callback)),
    });
    onTestFinished(() => server.close());
    for (const _ of many) await post(server.url, large);
    expect(failed).toEqual(many.map(() => 'a bug'));
    expect(await post(server.url, large.replace('"text":"xxxx', '"text":"last'))).toBe(200);
  });

  test('when its sender closes the connection before its end', async () => {
    const { url } = await open();
    for (const _ of many) await sendHalf(url, large);
    expect(await post(url, large)).toBe(200);
  });
});

test('callback bodies that wait for the ledger keep their memory, and leave space for small ones', async () => {
  const refused: string[] = [];
  const waiting: (() => void)[] = [];
  const large = signedAnswer({ ...body, text: 'x'.repeat(MEGABYTE - 1000) }, secret);
  const server = await receiveCallbacks({
    ...{ host: '127.0.0.1', port: 0, secret },
    answer: ({ text }) =>
      new Promise((resolve) => {
        if (text.length < 100_000) resolve({ status: 200 });
        else waiting.push(() => resolve({ status: 200 }));
      }),
    onRefused: (reason) => refused.push(reason),
  });
  onTestFinished(() => server.close());
  const answers = Array.from({ length: 40 }, () => post(server.url, large).catch(() => 503));
  await expect.poll(() => waiting.length + refused.length, { timeout: 20_000 }).toBe(40);
  expect(waiting.length).toBeLessThan(30);
  expect(await post(server.url, good)).toBe(200);
  for (const answer of waiting) answer();
  expect((await Promise.all(answers)).filter((status) => status === 200)).toHaveLength(waiting.length);
});

/** Sends the first half of a body, and closes the connection. Resolves when the receiver has closed it too. */
const sendHalf = (url: string, text: string): Promise<unknown> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('close', resolve).resume();
    socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${text.length}\r\n\r\n`);
    socket.end(text.slice(0, text.length / 2));
  });
