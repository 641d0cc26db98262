import { afterEach, describe, expect, test } from 'vitest';
import type { Gate } from '#context';
import { maskData } from '#domain/encoding/mask-sensitive-data';
import type { SignedRequest } from '#domain/gate/signed-request';
import {
  answer,
  closedPort,
  type Fault,
  type FaultServer,
  hang,
  resetAfterReading,
  startFaultServer,
} from '../../support/gate/fault-server.ts';
import { ACCEPTED, expectNever, expectNoSecret, openTestGate, sale } from '../../support/gate/fixtures.ts';

/** No text holds this code by chance. */
const CODE = '0394857261';

const servers: FaultServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function startServer(...faults: Fault[]): Promise<FaultServer> {
  const server = await startFaultServer(faults);
  servers.push(server);
  return server;
}

const ends: [string, Fault][] = [
  ['is accepted', answer(200, JSON.stringify(ACCEPTED))],
  ['is refused', answer(400, '{"status":"error","code":"3191","message":"Wrong code"}')],
  ['fails', answer(500, '')],
  ['is cut off', resetAfterReading],
  ['hangs', hang],
];

describe.each(ends)('when a request %s', (_end, fault) => {
  const send = async (make: (gate: Gate) => SignedRequest) => {
    const server = await startServer(fault);
    const t = openTestGate({ gateUrl: server.url, timeoutMilliseconds: fault === hang ? 200 : 10_000 });
    const request = make(t.gate);
    const outcome = await t.gate.send(request);
    t.exitOf(outcome, request);
    return { t, outcome, server };
  };

  test('the OTP is sent, and is neither in the trace nor in the outcome', async () => {
    const { t, outcome, server } = await send((gate) => gate.otp('payment_47', CODE));
    expect(server.requests[0]?.body).toContain(CODE);
    expect(t.traces.length).toBeGreaterThan(2);
    expectNever(CODE, [t.traces, outcome]);
    expectNoSecret(t.evidence);
  });

  test('the secret of the project appears nowhere, in no form', async () => {
    const { t, server } = await send((gate) => gate.sale(sale));
    expect(t.evidence.length).toBeGreaterThan(1);
    expectNoSecret([t.evidence, server.requests]);
  });
});

test('the OTP is not in the trace of a request that was not sent', async () => {
  const t = openTestGate({ gateUrl: `http://${await closedPort()}` });
  await t.gate.send(t.gate.otp('payment_47', CODE));
  expectNever(CODE, t.traces);
});

test('the OTP is not in the trace when fields are added with --set', async () => {
  const server = await startServer(answer(200, JSON.stringify(ACCEPTED)));
  const t = openTestGate({ gateUrl: server.url });
  await t.gate.send(t.gate.otp('payment_47', CODE, [{ path: 'callback.delay', value: 10 }]));
  expectNever(CODE, t.traces);
});

test('the OTP is not in the trace when it is sent by a request to any endpoint', async () => {
  const server = await startServer(answer(200, JSON.stringify(ACCEPTED)));
  const t = openTestGate({ gateUrl: server.url });
  const body = { additional_data: { additional_data: { approval_code: CODE } } };
  await t.gate.send(t.gate.raw('/v2/payment/clarification', { general: { payment_id: 'p' }, ...body }));
  expectNever(CODE, t.traces);
});

test('the OTP is not in the trace when the platform repeats it in its answer', async () => {
  const server = await startServer(
    answer(400, JSON.stringify({ errors: [{ code: 1, message: `approval_code ${CODE} is wrong` }] })),
  );
  const t = openTestGate({ gateUrl: server.url });
  await t.gate.send(t.gate.otp('payment_47', CODE));
  expectNever(CODE, t.traces);
});

test('the trace shows the URL, body and answer of a request, without signature and personal data', async () => {
  const server = await startServer(answer(200, JSON.stringify(ACCEPTED)));
  const t = openTestGate({ gateUrl: server.url });
  const request = t.gate.sale(sale);
  await t.gate.send(request);
  expect(t.traces).toEqual([
    `> POST ${server.url}/v2/payment/mobile/sale`,
    `> ${JSON.stringify(maskData(request.body))}`,
    `< HTTP 200 ${JSON.stringify(ACCEPTED)}`,
  ]);
  expect(t.traces.join()).not.toMatch(/[A-Za-z0-9+/]{86}==|77?071234567|@/);
});

test('the trace says why and when a read is repeated', async () => {
  const server = await startServer(answer(503, ''), answer(200, '{}'));
  const t = openTestGate({ gateUrl: server.url });
  await t.gate.send(t.gate.status('payment_47'));
  expect(t.traces.filter((line) => !/^[<>]/.test(line))).toEqual([
    'no usable answer (the answer was HTTP 503): asking again in 300 ms',
  ]);
});
