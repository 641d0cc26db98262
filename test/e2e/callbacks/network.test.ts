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

describe('a command in a company network', () => {
  const behind = { ROCKETPAY_GATE_URL: 'http://gate.invalid' };

  it('reaches the Gate through the proxy and never shows the password of the proxy', async () => {
    const http_proxy = `http://clerk:${PASSWORD}@${proxy.url.host}`;
    const finished = await operators({ ...behind, http_proxy }, '--insecure', '--debug');
    expect(finished).toMatchObject({ exit: 0, out: expect.stringContaining('ACTIV') });
    expect(proxy.asked).toEqual([{ to: 'gate.invalid:80', authorization: `Basic ${btoa(`clerk:${PASSWORD}`)}` }]);
    expect(finished.err).toContain(`through the proxy http://${proxy.url.host}`);
    expect(finished.out + finished.err).not.toContain(PASSWORD);
  });

  it('does not use the proxy for hosts in NO_PROXY', async () => {
    const asked = proxy.asked.length;
    const names = { HTTP_PROXY: proxy.url.href, NO_PROXY: '.invalid' };
    expect(await operators({ ...behind, ...names }, '--insecure')).toMatchObject({ exit: 5 });
    expect(proxy.asked).toHaveLength(asked);
  });

  it('trusts the certificates of the company only when they are named', async () => {
    const gate = { ROCKETPAY_GATE_URL: secure.url };
    expect(await operators(gate)).toMatchObject({ exit: 5, err: expect.stringContaining('self-signed') });
    const named = { ...gate, NODE_EXTRA_CA_CERTS: join(folder.path, 'ca.pem') };
    expect(await operators(named)).toMatchObject({ exit: 0, out: expect.stringContaining('ACTIV') });
  });
});
