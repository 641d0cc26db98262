import process from 'node:process';
import { sinceBoot } from '#adapters/system/start-times';
import { openStreams } from '#adapters/terminal/process-streams';
import { systemClock } from '#async/clock';
import type { Context } from '#context';
import type { Ledger } from '#domain/ledger/ledger';
import { openContext } from '../../../../src/open-context.ts';
import { run } from '../../../../src/program.ts';

/**
 * A machine of a member, as a process of its own: it runs the command lines that it is sent, on one ledger whose connections stay
 * open. It reports the exit code of each, and the longest time that the ledger kept it waiting.
 */

let context: Promise<Context> | undefined;
let longest = 0;

async function open(...[settings]: Parameters<typeof openContext>): Promise<Context> {
  const opened = await openContext(settings, {
    environment: process.env,
    streams: openStreams(process, () => {}),
    clock: { ...systemClock, sinceBoot },
    signal: new AbortController().signal,
    platform: process.platform,
    pid: process.pid,
    uid: process.getuid?.(),
    effectiveUid: process.geteuid?.(),
    node: { path: process.execPath, version: process.versions.node },
    isRunning,
    killGroup: () => {},
    onClose: () => {},
  });
  let ledger: Promise<Ledger> | undefined;
  return {
    ...opened,
    inFlight: new Set(),
    ledger: () => {
      ledger ??= opened.ledger().then(timed);
      return ledger;
    },
  };
}

/** Measures how long writes of the ledger take. */
function timed(ledger: Ledger): Ledger {
  const measured =
    <Arguments extends unknown[], Result>(write: (...args: Arguments) => Promise<Result>) =>
    async (...args: Arguments): Promise<Result> => {
      const start = systemClock.elapsed();
      try {
        return await write(...args);
      } finally {
        longest = Math.max(longest, systemClock.elapsed() - start);
      }
    };
  return Object.assign(Object.create(ledger) as Ledger, {
    createIntent: measured(ledger.createIntent),
    change: measured(ledger.change),
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

process.on('message', async ({ id, words }: { readonly id: number; readonly words: readonly string[] }) => {
  longest = 0;
  const exit = await run(words, {
    version: '0.0.0',
    environment: process.env,
    openContext: (settings) => {
      context ??= open(settings, undefined as never);
      return context;
    },
  });
  // A ledger that could not be opened is opened again by the next command line.
  await (await context)?.ledger().catch(() => {
    context = undefined;
  });
  process.send?.({ id, exit, waited: Math.round(longest) });
});
