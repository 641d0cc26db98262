import { describe, expect, it } from 'vitest';
import { runCli, startCli } from '../../support/cli.ts';
import { startInPty } from '../../support/pty.ts';
import { turnOf } from '../../support/suite/case-count.ts';

/** The texts that the demo shows, in order. */
const STORY = [
  'Sandbox at http://127.0.0.1:',
  'The mobile operators',
  'TELE2',
  'A sale of 1000.00 KZT (100000 minor units)',
  '✉',
  'awaiting clarification',
  'A wrong code: the platform asks again',
  'awaiting clarification',
  'The right code after 1 min 20 s, when it has expired',
  'awaiting clarification',
  'A new code',
  'The right code in time',
  'verified: success (sale)',
  'A partial refund of 300.00 KZT',
  'partially refunded',
  'A refund of the remaining amount',
  'verified: refunded (refund success), 0.00 KZT',
];

/** Fails unless each part stands after the one before it. */
function expectInOrder(text: string, parts: readonly string[]): void {
  let at = 0;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    expect(found, `${JSON.stringify(part)} is missing or too early in:\n${text}`).toBeGreaterThanOrEqual(0);
    at = found + part.length;
  }
}

const ESCAPE = '\x1b';

describe('the demo', () => {
  it.concurrent('shows the whole payment without a terminal, in plain text', async () => {
    const demo = await runCli(['demo'], { env: { NO_COLOR: '', TERM: 'xterm-256color' } });
    expect(demo.exit).toBe(0);
    expectInOrder(demo.out, STORY);
    expect(demo.out + demo.err).not.toContain(ESCAPE);
    expect(demo.out).not.toContain('wrong signature');
    expect(demo.err).toContain('rocketpay sandbox');
  });

  it.concurrent('prints one JSON object a line for scripts', async () => {
    const demo = await runCli(['demo', '--speed', '100', '--json'], { stdin: 'ignore' });
    expect(demo.exit).toBe(0);
    const steps = demo.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(steps[0]).toMatchObject({ type: 'stage', speed: 100 });
    expect(steps.filter(({ type }) => type === 'scene')).toHaveLength(8);
    expect(steps.filter(({ type }) => type === 'callback').at(-1)).toMatchObject({ payment: 'refunded' });
  });

  it.concurrent.each(
    turnOf(
      [
        ['NO_COLOR', { NO_COLOR: '1' }],
        ['TERM=dumb', { TERM: 'dumb' }],
      ] as const,
      0,
      2,
    ),
  )('is plain text in a terminal with %s', async (_, env) => {
    const demo = await startInPty(['demo', '--speed', '100', '--no-input'], { env }).finished;
    expect(demo.exit).toBe(0);
    expectInOrder(demo.text, STORY);
    expect(demo.data).not.toContain(ESCAPE);
  });

  it.concurrent('is coloured in a terminal, and asks nothing there either with --play', async () => {
    const demo = await startInPty(['demo', '--play', '--speed', '100'], { env: { COLORTERM: 'truecolor' } }).finished;
    expect(demo.exit).toBe(0);
    expectInOrder(demo.text, STORY);
    expect(demo.data).toContain(`${ESCAPE}[1m`);
  });

  it.concurrent('opens a Payment Page, and shows the SMS and the callbacks until Ctrl-C', async () => {
    const demo = startCli(['demo', '--page', '--speed', '100', '--json']);
    const step = async (type: string) => {
      await demo.shows(`"type":"${type}"`);
      return JSON.parse(
        demo
          .output()
          .split('\n')
          .find((line) => line.includes(`"type":"${type}"`)) ?? '',
      );
    };
    const { url } = await step('page');
    const { origin, search } = new URL(url);
    expect(await (await fetch(url)).text()).toContain('Coffee beans, 1 kg');
    const send = (path: string, fields: object) =>
      fetch(`${origin}/payment/${path}`, {
        method: 'POST',
        body: JSON.stringify({ link: search.slice(1), ...fields }),
      });
    await send('pay', { phone: '87071234567', operator: 'TELE2' });
    const [code] = /\d{6}/.exec((await step('sms')).text) ?? [];
    expect(await step('callback')).toMatchObject({ payment: 'awaiting clarification' });
    await send('code', { code });
    await demo.shows('"payment":"success"');
    demo.kill('SIGINT');
    expect(await demo.finished).toMatchObject({ exit: 0 });
  });

  it.concurrent('fits a terminal of 80 columns', async () => {
    const demo = await runCli(['demo', '--speed', '100']);
    expect(demo.out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });
});
