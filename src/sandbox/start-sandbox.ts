import { randomBytes, randomInt } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, fasterClock } from '#async/clock';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { urlOfHost } from '#domain/network/url-host';
import { parseCallbackUrl } from '#domain/profiles/option-values';
import type { Sandbox, SandboxOptions } from '#domain/sandbox/sandbox-options';
import { Secret } from '#domain/signature/secret';
import { createGateServer } from '#sandbox/gate/server';
import { CallbackSender } from './callback-sender.ts';
import type { SandboxEngine } from './engine.ts';
import { createFaultInjector } from './fault-injector.ts';
import { Scheduler } from './scheduler.ts';
import { loadState, type SandboxState, saveState } from './state-file.ts';
import { SandboxStore } from './store.ts';

/** Project ids of new sandboxes. They are random, so that a ledger does not mix the payments of two sandboxes. */
const PROJECT_IDS = { from: 1_000_000, to: 9_999_999 };

/**
 * Starts an embedded platform: the Gate of one project, with its callbacks and the customers' phones.
 *
 * @param clock the clock of the sandbox; `options.speed` makes its time pass faster
 * @param random returns a number from 0 to below 1, for codes and faults
 * @throws {Failure} (usage) when the port is taken, the state file is broken or the callback URL is not valid.
 */
export async function startSandbox(
  options: SandboxOptions,
  clock: Clock,
  random: () => number = Math.random,
): Promise<Sandbox> {
  const { callbackUrl, speed, stateFile } = options;
  if (callbackUrl !== undefined) parseCallbackUrl(callbackUrl);
  const saved = stateFile === undefined ? undefined : loadState(stateFile);
  const closed = new AbortController();
  const { engine, resume } = createEngine(options, saved, sandboxClock(clock, speed, saved), random, closed.signal);
  const server = createGateServer(engine);
  const url = await listen(server, options);
  const close = (): Promise<void> => {
    closed.abort(new Error('the sandbox was closed'));
    return stop(server);
  };
  try {
    engine.save();
  } catch (error) {
    await close();
    throw error;
  }
  resume();
  return { url, projectId: engine.projectId, secret: engine.secret, close };
}

function createEngine(
  options: SandboxOptions,
  saved: SandboxState | undefined,
  clock: Clock,
  random: () => number,
  signal: AbortSignal,
): { readonly engine: SandboxEngine; readonly resume: () => void } {
  const { stateFile, onEvent } = options;
  const projectId = saved?.projectId ?? options.projectId ?? randomInt(PROJECT_IDS.from, PROJECT_IDS.to);
  const secretText = saved?.secret ?? randomBytes(24).toString('hex');
  const store = new SandboxStore(saved?.store);
  const save = (): void => {
    if (stateFile === undefined || signal.aborted) return;
    saveState(stateFile, { projectId, secret: secretText, time: clock.now(), store: store.toJSON() });
  };
  const reported = new Set<string>();
  const reportProblem = ({ message }: Error): void => {
    if (!reported.has(message)) onEvent({ type: 'problem', text: message });
    reported.add(message);
  };
  const engine: SandboxEngine = {
    options,
    projectId,
    secret: new Secret(secretText),
    store,
    clock,
    random,
    hasFault: createFaultInjector(options, random),
    schedule: (task) => scheduler.schedule(task),
    forwardCallback: (payment, operation) => sender.send(payment, operation),
    save,
    saveOrReport: () => {
      try {
        save();
      } catch (error) {
        reportProblem(error as Error);
      }
    },
    reportProblem,
    signal,
  };
  // Every scheduled task and callback waits for the signal.
  setMaxListeners(0, signal);
  const scheduler = new Scheduler(engine);
  const sender = new CallbackSender(engine);
  const resume = (): void => {
    scheduler.resume();
    sender.resume();
  };
  return { engine, resume };
}

/** Creates the sandbox's clock. It never goes back: a fast sandbox may have saved a time in the future. */
function sandboxClock(clock: Clock, speed: number, saved: SandboxState | undefined): Clock {
  const running = speed === 1 ? clock : fasterClock(clock, speed);
  const offset = Math.max(0, (saved?.time ?? 0) - running.now());
  return {
    now: () => running.now() + offset,
    elapsed: () => running.elapsed(),
    sleep: (milliseconds, signal) => running.sleep(milliseconds, signal),
  };
}

/** Loopback addresses at which this machine reaches a server that listens on all addresses. */
const WILDCARDS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

function listen(server: Server, { host, port }: SandboxOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFailure(error, host, port)));
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      resolve(urlOfHost(WILDCARDS[host] ?? host, address.port));
    });
  });
}

function listenFailure(cause: NodeJS.ErrnoException, host: string, port: number): Failure {
  const isInUse = cause.code === 'EADDRINUSE';
  const message = isInUse
    ? `Port ${port} of ${host} is in use.`
    : `Cannot listen on port ${port} of ${host}: ${cause.message}.`;
  const hint = 'Choose another address with --host or --port. With --port 0 the system chooses a free port.';
  return new Failure(EXIT.usage, isInUse ? 'port_in_use' : 'cannot_listen', message, { hint, cause });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
