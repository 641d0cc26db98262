import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { answer, type Fault, startFaultServer } from '../../support/gate/fault-server.ts';
import { ACCEPTED, openTestGate, refund } from '../../support/gate/fixtures.ts';

const GOOD = JSON.stringify(ACCEPTED);

/** Sends a refund to a server with this answer, and returns the outcome. */
async function outcomeOf(fault: Fault) {
  const server = await startFaultServer([fault]);
  onTestFinished(() => server.close());
  const t = openTestGate({ gateUrl: server.url });
  return t.gate.send(t.gate.refund(refund));
}

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
])('an answer in %s is read', async (encoding, compress) => {
  const compressed = answer(200, compress(GOOD), { 'content-encoding': encoding });
  expect(await outcomeOf(compressed)).toMatchObject({ kind: 'accepted' });
});

test('an answer in deflate without its header is read', async () => {
  const compressed = answer(200, deflateRawSync(GOOD), { 'content-encoding': 'deflate' });
  expect(await outcomeOf(compressed)).toMatchObject({ kind: 'accepted' });
});

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
])('half of an answer in %s leaves the outcome unknown', async (encoding, compress) => {
  const half = compress(GOOD).subarray(0, 20);
  expect(await outcomeOf(answer(200, half, { 'content-encoding': encoding }))).toMatchObject({ kind: 'unknown' });
});
