import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { finishedAttempts } from '#domain/callbacks/forwarding';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { NOWHERE, startHandler } from '../../../support/handler.ts';
import { openMemoryLedger } from '../../../support/ledger.ts';

import { callback, startListening } from '../listening.ts';

describe('a callback that is forwarded', () => {
  it('arrives byte for byte, with its headers, path and query, and its result is stored', async () => {
    const handler = await startHandler();
    const { post, forwarded, complete, stored, ledger } = await startListening({
      targets: [{ url: `${handler.url}/base`, filters: [] }],
    });
    const text = ` \r\n${callback().replace('"payment"', '\t"pay\\u006dent"')}\n`;
    await post(text, '/cb/x?shop=1&y=%20', {
      traceparent: 'abc',
      'x-admin': '1',
      'content-type': 'application/json; charset=utf-8',
    });
    await expect.poll(() => forwarded).toHaveLength(1);
    const [got] = handler.handled;
    expect(got?.bytes.toString()).toBe(text);
    expect(got?.path).toBe('/base/cb/x?shop=1&y=%20');
    expect(got?.headers).toMatchObject({ traceparent: 'abc', 'content-type': 'application/json; charset=utf-8' });
    expect(got?.headers).not.toHaveProperty('x-admin');
    expect(got?.headers['rocketpay-forwarded-by']).toMatch(/^[0-9a-f-]{36}$/);
    expect(complete).toMatchObject([{ forwards: [{ status: 200, delivered: true }] }]);
    const [{ id = '' } = {}] = await stored();
    expect(got?.headers['rocketpay-callback-id']).toBe(id);
    expect(finishedAttempts(await ledger.deliveries(id))).toMatchObject([
      { status: 200, url: `${handler.url}/base/cb/x?shop=1&y=%20` },
    ]);
  });

  it('keeps an unusual path unchanged, and no path stops the listener', async () => {
    const handler = await startHandler();
    const { url, complete } = await startListening({ targets: [{ url: handler.url, filters: [] }] });
    const paths = ['//', '//evil.example/a%2Fb//c', "/?q='1'&&r=?"];
    for (const [at, path] of paths.entries()) request(url, { path, method: 'POST' }).end(callback({ id: `p${at}` }));
    await expect.poll(() => complete).toHaveLength(paths.length);
    expect(handler.handled.map(({ path }) => path).sort()).toEqual(paths.sort());
  });

  it.each([
    '/../admin',
    '/cb/..',
    '/%2e%2e/admin',
    '/cb/.%2E/x',
    '/cb%2f..%2fadmin',
    '/cb/..%5cadmin',
    '/%252e%252e/x',
    '/./x',
  ])('is answered 404 at a path with dot segments: %s', async (path) => {
    const { url, stored } = await startListening();
    const status = await new Promise((resolve) =>
      request(url, { path, method: 'POST' }, (response) => resolve(response.resume().statusCode)).end(callback()),
    );
    expect([status, await stored()]).toEqual([404, []]);
  });

  it('when repeated goes to the configured path only, with nothing chosen by its sender', async () => {
    const handler = await startHandler();
    const { post } = await startListening({
      targets: [{ url: `${handler.url}/pay`, filters: [] }],
      forwardHeaders: ['x-shop'],
    });
    for (const path of ['/first?a=1', '/second?b=2']) await post(callback(), path, { 'x-shop': 'a', 'x-other': 'b' });
    await expect.poll(() => handler.handled).toHaveLength(2);
    const [first, again] = handler.handled;
    expect([first?.path, again?.path]).toEqual(['/pay/first?a=1', '/pay']);
    expect([first?.headers['x-shop'], again?.headers['x-shop'], first?.headers['x-other']]).toEqual([
      'a',
      undefined,
      undefined,
    ]);
  });

  it('is answered 508 when it comes back, so that listeners do not forward it in a loop', async () => {
    const one = await startListening({}, {});
    const handler = await startHandler();
    const { post, complete, url, terminal } = await startListening({ targets: [{ url: handler.url, filters: [] }] });
    await post(callback());
    await expect.poll(() => handler.handled).toHaveLength(1);
    const own = handler.handled[0]?.headers['rocketpay-forwarded-by'];
    const mark = { 'rocketpay-forwarded-by': `other, ${own}` };
    expect((await fetch(url, { method: 'POST', body: callback(), headers: mark })).status).toBe(508);
    expect(terminal.warnings).toEqual([expect.stringContaining('came back')]);
    expect([await one.post(callback(), '', mark), complete.length]).toEqual([200, 1]);
  });

  it('is stored with all its targets before it is answered', async () => {
    const ledger = await openMemoryLedger();
    const { post } = await startListening(
      {
        targets: [
          { url: NOWHERE, filters: [] },
          { url: `${NOWHERE}b`, filters: [{ path: 'event', value: 'none' }] },
        ],
      },
      {
        ledger: {
          ...ledger,
          addDelivery: () => Promise.reject(new Failure(EXIT.blocked, 'ledger_unavailable', 'It is locked.')),
        },
      },
    );
    await post(callback());
    expect(await ledger.failedDeliveries()).toMatchObject([{ url: NOWHERE, status: undefined }]);
  });

  it('is stored as not forwarded until it was, and can be replayed after the listener was killed', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const { post, ledger, stop } = await startListening({
      targets: [{ url: `http://127.0.0.1:${port}/`, filters: [] }],
    });
    await post(callback());
    await post(callback({ status: 'decline' }));
    await expect.poll(() => ledger.failedDeliveries()).toHaveLength(2);
    await stop();
    const [one] = await ledger.failedDeliveries();
    expect(finishedAttempts(await ledger.deliveries(one?.callbackId ?? ''))).toMatchObject([{ reason: 'interrupted' }]);
  });

  it('continues and reports it when the ledger cannot store the result', async () => {
    const busy = new Failure(EXIT.blocked, 'ledger_unavailable', 'It is locked.');
    const ledger = { ...(await openMemoryLedger()), addDelivery: () => Promise.reject(busy) };
    const handler = await startHandler();
    const { post, complete, terminal } = await startListening(
      { targets: [{ url: handler.url, filters: [] }] },
      { ledger },
    );
    expect([await post(callback()), await post(callback())]).toEqual([200, 200]);
    await expect.poll(() => complete).toHaveLength(2);
    expect(complete).toMatchObject([{ forwards: [{ status: 200 }] }, { forwards: [{ status: 200 }] }]);
    expect(terminal.warnings).toEqual([expect.stringContaining('It is locked.')]);
  });

  it('goes only to targets whose filters match', async () => {
    const [all, refunds, declines] = [await startHandler(), await startHandler(), await startHandler()];
    const { post, complete } = await startListening({
      targets: [
        { url: all.url, filters: [] },
        { url: refunds.url, filters: [{ path: 'operation.type', value: 'refund' }] },
        {
          url: declines.url,
          filters: [
            { path: 'event', value: 'purchase.decline' },
            { path: 'event', value: 'refund.partial' },
          ],
        },
      ],
    });
    for (const parts of [{}, { type: 'refund' }, { status: 'decline', id: 'p2' }]) await post(callback(parts));
    await expect.poll(() => complete).toHaveLength(3);
    expect([all, refunds, declines].map(({ handled }) => handled.length)).toEqual([3, 1, 2]);
  });

  it('is kept when its target is down, with the command that sends it again', async () => {
    const { post, complete, ledger, stop, terminal } = await startListening({
      targets: [{ url: NOWHERE, filters: [] }],
    });
    expect(await post(callback())).toBe(200);
    await expect.poll(() => complete).toHaveLength(1);
    expect(complete[0]?.forwards).toMatchObject([{ status: null, delivered: false, reason: 'nothing listens there' }]);
    expect(await ledger.failedDeliveries()).toHaveLength(1);
    await stop();
    expect(terminal.warnings.join()).toContain('1 not forwarded. To try again: rocketpay callbacks replay --failed');
  });

  it('counts as failed when its target answers anything but 200', async () => {
    const handler = await startHandler(() => 204);
    const { post, complete } = await startListening({ targets: [{ url: handler.url, filters: [] }] });
    await post(callback());
    await expect.poll(() => complete).toHaveLength(1);
    expect(complete[0]?.forwards).toMatchObject([{ status: 204, delivered: false }]);
  });

  it('arrives after the previous callback of the same payment', async () => {
    const handler = await startHandler();
    const { post, complete } = await startListening({ targets: [{ url: handler.url, filters: [] }] });
    const statuses = ['processing', 'awaiting clarification', 'success'];
    for (const status of statuses) await post(callback({ status }));
    await expect.poll(() => complete).toHaveLength(3);
    expect(handler.handled.map(({ bytes }) => JSON.parse(bytes.toString()).payment.status)).toEqual(statuses);
  });

  it('may have a wrong signature only where the target allows it', async () => {
    const handler = await startHandler();
    const { post, complete } = await startListening({
      targets: [{ url: handler.url, filters: [] }],
      forwardInvalid: true,
    });
    await post('{"forged":true}');
    await expect.poll(() => complete).toHaveLength(1);
    expect(handler.handled[0]?.bytes.toString()).toBe('{"forged":true}');
  });
});
