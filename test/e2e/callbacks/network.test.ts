import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { createCertificate } from '../../support/gate/certificate.ts';
import { type ConnectProxy, startConnectProxy } from '../../support/gate/connect-proxy.ts';
import { answer, type FaultServer, startFaultServer } from '../../support/gate/fault-server.ts';
import { openFolder } from '../support/shop.ts';

const SECRET = { ROCKETPAY_SECRET_KEY: 'a-secret', ROCKETPAY_PROJECT_ID: '1234' };
const PASSWORD = 'proxy-pass-9x7q';
const certificate = createCertificate();

let folder: Awaited<ReturnType<typeof openFolder>>;
let plain: FaultServer;
let secure: FaultServer;
let proxy: ConnectProxy;
beforeAll(async () => {
  folder = await openFolder();
  await writeFile(join(folder.path, 'ca.pem'), certificate.cert);
  plain = await startFaultServer([answer(200, '["ACTIV"]')]);
  secure = await startFaultServer([answer(200, '["ACTIV"]')], certificate);
  proxy = await startConnectProxy({ target: plain.host });
});
afterAll(() =>
  Promise.all([folder, plain, secure, proxy].map((one) => ('remove' in one ? one.remove() : one.close()))),
);

const operators = (env: Record<string, string>, ...more: readonly string[]) =>
  runCli(['operators', '--timeout', '5s', ...more], { env: { ...SECRET, ROCKETPAY_CONFIG_DIR: folder.path, ...env } });

describe('a company with a network of its own', () => {
  const behind = { ROCKETPAY_GATE_URL: 'http://gate.invalid' };

  it('reaches the Gate through its proxy, whose password is shown nowhere', async () => {
    const http_proxy = `http://clerk:${PASSWORD}@${proxy.url.host}`;
    const finished = await operators({ ...behind, http_proxy }, '--insecure', '--debug');
    expect(finished).toMatchObject({ exit: 0, out: expect.stringContaining('ACTIV') });
    expect(proxy.asked).toEqual([{ to: 'gate.invalid:80', authorization: `Basic ${btoa(`clerk:${PASSWORD}`)}` }]);
    expect(finished.err).toContain(`through the proxy http://${proxy.url.host}`);
    expect(finished.out + finished.err).not.toContain(PASSWORD);
  });

  it('passes it by where it says so', async () => {
    const asked = proxy.asked.length;
    const names = { HTTP_PROXY: proxy.url.href, NO_PROXY: '.invalid' };
    expect(await operators({ ...behind, ...names }, '--insecure')).toMatchObject({ exit: 5 });
    expect(proxy.asked).toHaveLength(asked);
  });

  it('has its own certificates trusted when they are named, and only then', async () => {
    const gate = { ROCKETPAY_GATE_URL: secure.url };
    expect(await operators(gate)).toMatchObject({ exit: 5, err: expect.stringContaining('self-signed') });
    const named = { ...gate, NODE_EXTRA_CA_CERTS: join(folder.path, 'ca.pem') };
    expect(await operators(named)).toMatchObject({ exit: 0, out: expect.stringContaining('ACTIV') });
  });
});
