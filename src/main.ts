import { setMaxListeners } from 'node:events';
import process from 'node:process';
import { sinceBoot } from '#adapters/system/start-times';
import { releaseLostTerminals } from '#adapters/terminal/lost-terminal';
import { openStreams } from '#adapters/terminal/process-streams';
import { systemClock, unreferencedSleep } from '#async/clock';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { interruptedFailure } from '#domain/errors/failure';
import { firstLine, unexpectedFailure } from '#domain/errors/unexpected-error';
import { exitCodeAtSignal, interruptedWrites } from '#domain/ledger/interrupted-writes';
import type { Context, Settings } from './context.ts';
import { openContext } from './open-context.ts';
import { run } from './program.ts';
import { version } from './version.ts';

/** Runs the command line of this process, and sets its exit code. */
export async function main(): Promise<void> {
  // Any number of listeners may wait for one signal.
  setMaxListeners(0);
  const interrupt = new AbortController();
  const inFlight: Context['inFlight'] = new Set();
  const closing: (() => Promise<void>)[] = [];
  let terminal: Context['terminal'] | undefined;
  let decided: ExitCode | undefined;
  let isWritten = false;

  const streams = openStreams(process, (failure) => {
    terminal?.fail(failure);
    process.exit(failure.exit);
  });
  listenForSignals(interrupt, () => {
    const failure = decided === undefined ? interruptedWrites(inFlight) : undefined;
    if (failure !== undefined) terminal?.fail(failure);
    process.exit(exitCodeAtSignal({ decided, isWritten, failure }));
  });
  catchUnexpectedErrors(inFlight, () => terminal);
  process.on('exit', releaseLostTerminals);
  // Node.js removes the signal handlers when it ends by itself, and a signal that comes then would decide the exit code.
  process.once('beforeExit', () => process.exit());

  const words = process.argv.slice(2);
  // With --json stderr is empty or has one document.
  if (words.includes('--json')) process.removeAllListeners('warning');
  decided = await run(words, {
    version,
    environment: process.env,
    openContext: async (settings: Settings) => {
      const context = await openContext(settings, {
        environment: process.env,
        streams,
        clock: { ...systemClock, sinceBoot },
        signal: interrupt.signal,
        platform: process.platform,
        pid: process.pid,
        uid: process.getuid?.(),
        effectiveUid: process.geteuid?.(),
        node: { path: process.execPath, version: process.versions.node },
        isRunning,
        killGroup,
        onClose: (close) => closing.push(close),
      });
      terminal = context.terminal;
      return { ...context, inFlight };
    },
  });
  process.exitCode = decided;
  for (const close of closing) await close();
  await streams.flushed();
  isWritten = true;
  // Some work cannot be cancelled: a name that is being looked up, for example.
  void unreferencedSleep(MAX_END_MS).then(() => process.exit());
}

/** Time for the process to end by itself after the command, in milliseconds. */
const MAX_END_MS = 200;

/** Signals that ask a program to end. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** A signal within this time after the first one is an echo: a parent process also forwards it. In milliseconds. */
const ECHO_MS = 200;

/** Aborts `interrupt` at the first signal, and calls `onSecond` at the second one, which must end the process. */
function listenForSignals(interrupt: AbortController, onSecond: () => void): void {
  let interruptedAt: number | undefined;
  for (const name of SIGNALS) {
    process.on(name, () => {
      const now = systemClock.elapsed();
      // A closed terminal sends SIGHUP more than once: its shell sends it too.
      if (name === 'SIGHUP' && interruptedAt !== undefined) return;
      if (now - (interruptedAt ?? now) > ECHO_MS) onSecond();
      interruptedAt ??= now;
      interrupt.abort(interruptedFailure());
    });
  }
  // With this listener a file over the size limit is an error of the write, and does not end the process.
  if (process.platform !== 'win32') process.on('SIGXFSZ', () => {});
}

/** Ends the process after an error that no code has caught, with a failure instead of source code and a stack. */
function catchUnexpectedErrors(
  inFlight: Context['inFlight'],
  getTerminal: () => Context['terminal'] | undefined,
): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      const failure = interruptedWrites(inFlight) ?? unexpectedFailure(error);
      try {
        const terminal = getTerminal();
        if (failure.exit === EXIT.unknown) terminal?.warn(`this should not happen: ${firstLine(error)}.`);
        if (terminal === undefined) throw failure;
        terminal.fail(failure);
      } catch {
        process.stderr.write(`error: ${failure.message}\nnext:  Please report it.\n`);
      }
      process.exit(failure.exit);
    });
  }
}

/** Returns true if a process with this id runs, of any user. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Kills a process group by the id of its first process, unless it has ended. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
