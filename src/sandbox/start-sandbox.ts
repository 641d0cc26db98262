import { randomBytes, randomInt } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, fasterClock } from '#async/clock';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { urlOfHost } from '#domain/profiles/profile';
import type { Sandbox, SandboxOptions } from '#domain/sandbox/sandbox-options';
import { Secret } from '#domain/signature/secret';
import { createGateServer } from '#sandbox/gate/server';
import { CallbackSender } from './callback-sender.ts';
import type { SandboxEngine } from './engine.ts';
import { createFaultInjector } from './fault-injector.ts';
import { createCodeSender } from './otp-codes.ts';
import { createScheduler } from './scheduler.ts';
import { loadState, type SandboxState, saveState } from './state-file.ts';
import { SandboxStore } from './store.ts';

/** Project ids of new sandboxes: of seven digits, each once, so that no two share what a ledger knows of their payments. */
const PROJECT_IDS = { from: 1_000_000, to: 9_999_999 };

/**
 * Starts an embedded platform: the Gate of one project, with its callbacks and the customers' phones.
 *
 * @param clock whose time it lives in; `options.speed` makes it run faster
 * @param random numbers from 0 to below 1, for codes and for the rates of faults
 * @throws {Failure} (usage) when the port is taken, the state file is broken or the callback URL is none.
 */
export async function startSandbox(
  options: SandboxOptions,
  clock: Clock,
  random: () => number = Math.random,
): Promise<Sandbox> {
  const { stateFile, callbackUrl, otpMilliseconds, onEvent } = options;
  checkCallbackUrl(callbackUrl);
  const saved = stateFile === undefined ? undefined : loadState(stateFile);
  const time = sandboxClock(clock, options.speed, saved);
  const projectId = saved?.projectId ?? options.projectId ?? randomInt(PROJECT_IDS.from, PROJECT_IDS.to);
  const secretText = saved?.secret ?? randomBytes(24).toString('hex');
  const secret = new Secret(secretText);
  const books = new SandboxStore(saved?.books);
  const life = new AbortController();
  const { signal } = life;
  // All that is yet to happen waits for it.
  setMaxListeners(0, signal);
  const save = (): void => {
    if (stateFile === undefined || signal.aborted) return;
    saveState(stateFile, { projectId, secret: secretText, time: time.now(), books: books.toJSON() });
  };

  const told = new Set<string>();
  const onFailed = ({ message }: Error): void => {
    if (!told.has(message)) onEvent({ type: 'problem', text: message });
    told.add(message);
  };
  /** What happens by itself continues when the state cannot be written, and the next request says so. */
  const saveIfPossible = (): void => {
    try {
      save();
    } catch (error) {
      onFailed(error as Error);
    }
  };

  const hasFault = createFaultInjector(options.faults, random, onEvent);
  const sender = new CallbackSender({
    books,
    clock: time,
    projectId,
    secret,
    callbackUrl,
    hasFault,
    onEvent,
    save: saveIfPossible,
    onFailed,
    signal,
  });
  const scheduler = createScheduler({
    books,
    clock: time,
    engine: () => engine,
    save: saveIfPossible,
    onFailed,
    signal,
  });
  const engine: SandboxEngine = {
    books,
    clock: time,
    otpMilliseconds,
    sendCode: createCodeSender({ books, clock: time, random, otpMilliseconds, onEvent }),
    plan: scheduler.plan,
    tell: (payment, operation) => sender.post(payment, operation),
    liesAfterResend: () => hasFault('wrong-status-after-resend', '/v2/customer/action/resend'),
  };
  const server = createGateServer({
    project: { id: projectId, secret },
    engine,
    clock: time,
    host: options.host,
    hasFault,
    speed: options.speed,
    onEvent,
    save,
    signal,
  });

  const url = await listen(server, options);
  try {
    save();
  } catch (error) {
    await stop(server);
    throw error;
  }
  scheduler.resume();
  sender.resume();
  return {
    url,
    projectId,
    secret,
    close: () => {
      life.abort(new Error('the sandbox was closed'));
      return stop(server);
    },
  };
}

function checkCallbackUrl(url: string | undefined): void {
  if (url === undefined || (/^https?:\/\//.test(url) && URL.canParse(url))) return;
  throw usageError(`The callback URL ${JSON.stringify(url)} is not an http or https URL.`);
}

/** Its time never goes back: a sandbox that ran fast may have saved a time that is still to come. */
function sandboxClock(clock: Clock, speed: number, saved: SandboxState | undefined): Clock {
  const running = speed === 1 ? clock : fasterClock(clock, speed);
  const lead = Math.max(0, (saved?.time ?? 0) - running.now());
  return {
    now: () => running.now() + lead,
    elapsed: () => running.elapsed(),
    sleep: (milliseconds, signal) => running.sleep(milliseconds, signal),
  };
}

/** Loopback addresses at which a server on all addresses can be reached from this machine. */
const WILDCARDS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

function listen(server: Server, { host, port }: SandboxOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFailure(error, host, port)));
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      // A wildcard address is where the server listens, and no place to connect to.
      resolve(urlOfHost(WILDCARDS[host] ?? host, address.port));
    });
  });
}

function listenFailure(error: NodeJS.ErrnoException, host: string, port: number): Failure {
  if (error.code === 'EADDRINUSE') {
    return new Failure(EXIT.usage, 'port_in_use', `Port ${port} of ${host} is in use.`, {
      hint: 'Choose another one with --port, or let the system choose: --port 0',
      cause: error,
    });
  }
  return new Failure(EXIT.usage, 'cannot_listen', `Cannot listen on port ${port} of ${host}: ${error.message}.`, {
    hint: 'Choose another address with --host or --port.',
    cause: error,
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
