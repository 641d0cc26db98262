import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '#domain/signature/secret';
import { type CliOptions, COMMAND, type Running, runCli, startCli } from '../../support/cli.ts';
import { signedAnswer } from '../../support/gate/fixtures.ts';
import { startHandler } from '../../support/handler.ts';
import { ledgerFolder } from '../../support/ledger.ts';
import { CTRL_C, ENTER, startProgramInPty } from '../../support/pty.ts';

const SECRET = 'the secret of the shop';

const callback = (id: string, status = 'success'): string =>
  signedAnswer(
    {
      project_id: 1234,
      payment: { id, status, sum: { amount: 100_000, currency: 'KZT' } },
      operation: { id: 5028800010128225, type: 'sale', status, request_id: 'req-1' },
    },
    new Secret(SECRET),
  );

const post = async (url: string, body: string): Promise<number> => (await fetch(url, { method: 'POST', body })).status;

/** A shop's own folders, in which its commands run. */
function newShop() {
  const env = {
    ROCKETPAY_SECRET_KEY: SECRET,
    ROCKETPAY_DATA_DIR: ledgerFolder(),
    ROCKETPAY_CONFIG_DIR: ledgerFolder(),
  };
  const options: CliOptions = { env };
  return {
    env,
    run: (...words: string[]) => runCli(words, options),
    async listen(...words: string[]): Promise<Running & { readonly url: string }> {
      const listener = startCli(['listen', '--port', '0', '--json', ...words], options);
      onTestFinished(() => listener.kill('SIGKILL'));
      await listener.shows('"ready"');
      return { ...listener, url: JSON.parse(listener.output().split('\n')[0] ?? '').url };
    },
    async listed(): Promise<readonly { id: string; paymentId: string }[]> {
      const { out } = await runCli(['callbacks', 'list', '--limit', '99999', '--json'], options);
      return out
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    },
  };
}

describe('rocketpay listen', () => {
  it('names the taken port and the next command to run', async () => {
    const { url } = await startHandler();
    const { run } = newShop();
    const { exit, err, out } = await run('listen', '--port', new URL(url).port);
    expect({ exit, out }).toEqual({ exit: 4, out: '' });
    expect(err).toContain('the port is in use');
    expect(err).toContain('Choose another port');
  });

  it('forwards a callback again when the program of the shop is back after an outage', async () => {
    const shop = newShop();
    const before = await startHandler();
    const { url, shows, kill, finished } = await shop.listen('--forward-to', `${before.url}/hook`);
    expect(await post(url, callback('p1'))).toBe(200);
    await shows('"delivered":true');
    before.stop();
    expect(await post(url, callback('p2'))).toBe(200);
    await shows('nothing listens there');
    kill('SIGHUP');
    const { err } = await finished;
    expect(err).toContain('1 not forwarded. To try again: rocketpay callbacks replay --failed');

    const after = await startHandler(() => 200, Number(new URL(before.url).port));
    expect((await shop.run('callbacks', 'replay', '--failed')).exit).toBe(0);
    expect(after.handled.map(({ path, bytes }) => [path, bytes.toString()])).toEqual([['/hook', callback('p2')]]);
    expect((await shop.run('callbacks', 'replay', '--failed')).err).toContain('No failed callbacks');
  });

  it('continues after the machine has slept', async () => {
    const { listen, listed } = newShop();
    const { url, kill, finished } = await listen('--max', '2');
    expect(await post(url, callback('p1'))).toBe(200);
    kill('SIGSTOP');
    const meanwhile = post(url, callback('p2'));
    kill('SIGCONT');
    expect(await meanwhile).toBe(200);
    expect(await finished).toMatchObject({ exit: 0 });
    expect(await listed()).toHaveLength(2);
  });

  it('exits after the event of --exit-on, and with 8 when it does not come', async () => {
    const { listen } = newShop();
    const found = await listen('--exit-on', 'purchase.decline');
    await post(found.url, callback('p1'));
    await post(found.url, callback('p2', 'decline'));
    const { exit, out } = await found.finished;
    expect(exit).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(3);
    const late = await listen('--exit-on', 'refund.success', '--deadline', '100ms');
    const { exit: lateExit, err } = await late.finished;
    expect(lateExit).toBe(8);
    expect(JSON.parse(err.trim().split('\n').at(-1) ?? '')).toMatchObject({ error: { code: 'pending', exit: 8 } });
  });

  it('stores each callback that it answered exactly once, even when it is killed', async () => {
    const shop = newShop();
    const answered: string[] = [];
    for (const round of [1, 2]) {
      const { url, kill, finished } = await shop.listen();
      let count = 0;
      const send = async (id: string) => {
        if ((await post(url, callback(id)).catch(() => 0)) !== 200) return;
        answered.push(id);
        count += 1;
        if (count === 120) kill('SIGKILL');
      };
      await Promise.all(Array.from({ length: 300 }, (_, at) => send(`p${round}-${at}`)));
      await finished;
    }
    const ids = (await shop.listed()).map(({ paymentId }) => paymentId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(answered.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('shows the whole last callback when v is pressed, and restores the terminal', async () => {
    const { env } = newShop();
    const free = await startHandler();
    free.stop();
    const { port } = new URL(free.url);
    const line = `stty -a; '${process.execPath}' '${COMMAND}' listen --port ${port}; echo "exit $?"; stty -a; echo over; read -r key`;
    const { type, shows, finished } = startProgramInPty('bash', ['-c', line], { env });
    await shows('Press v');
    expect(await post(free.url, callback('p1'))).toBe(200);
    await shows('p1');
    type('v');
    await shows('"request_id": "req-1"');
    type(CTRL_C);
    // A pseudo-terminal may lose what was written just before its end.
    await shows('over');
    type(ENTER);
    const { text } = await finished;
    expect(text).toContain('1 callback (1 genuine');
    const begun = text.split(/\r?\n/).filter((line) => /Listening|Answered|trigger|Press v/.test(line));
    expect(begun.map((line) => stripVTControlCharacters(line).length > 80)).toEqual([false, false, false, false]);
    const [before = '', after = ''] = text.match(/ -?icanon [\s\S]*? -?echo /g) ?? [];
    expect(before).toContain(' icanon ');
    expect(after).toBe(before);
    expect(text).toContain('exit 0');
  });
});
