import { setMaxListeners } from 'node:events';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { sinceBoot } from '#adapters/system/boot-time';
import { releaseLostTerminals } from '#adapters/terminal/lost-terminal';
import { openStreams } from '#adapters/terminal/process-streams';
import { createInput } from '#adapters/terminal/read-input';
import type { Streams } from '#adapters/terminal/streams';
import { PLAIN } from '#adapters/terminal/style';
import { createTerminal } from '#adapters/terminal/terminal';
import { type Clock, systemClock, unreferencedSleep } from '#async/clock';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { interruptedFailure } from '#domain/errors/failure';
import { firstLine, unexpectedFailure } from '#domain/errors/unexpected-error';
import { proxyFor } from '#domain/gate/proxy';
import { COMPLETION_FILES } from '#domain/help/completion-shells';
import { exitCodeAtSignal, interruptedWrites } from '#domain/ledger/interrupted-writes';
import { browserEnvironment, childEnvironment, secretVariables } from '#domain/profiles/child-environment';
import { dataFolder, settingsFolder } from '#domain/profiles/data-folders';
import { environmentSecret } from '#domain/signature/secret';
import { warnAboutPending } from '#features/ledger/pending-reminder';
import type { Context, Settings } from './context.ts';
import { run } from './program.ts';
import { version } from './version.ts';

/** The front door: builds the context from the process, runs, and sets the exit code. */
export async function main(): Promise<void> {
  // How many wait for the same thing is nobody's trouble: no warning of Node's for any of the signals made from here on.
  setMaxListeners(0);
  const interrupt = new AbortController();
  let interruptedAt: number | undefined;
  const inFlight: Context['inFlight'] = new Set();
  let terminal: Context['terminal'] | undefined;
  let decided: ExitCode | undefined;
  let isWritten = false;
  /** Ends at a second signal without waiting: writes without a known outcome are named, unless all has been said. */
  const leaveNow = (): void => {
    const failure = decided === undefined ? interruptedWrites(inFlight) : undefined;
    if (failure !== undefined) terminal?.fail(failure);
    process.exit(exitCodeAtSignal({ decided, isWritten, failure }));
  };
  const streams = openStreams(process, (failure) => {
    terminal?.fail(failure);
    process.exit(failure.exit);
  });
  for (const name of TOLD) {
    process.on(name, () => {
      const now = systemClock.elapsed();
      // A terminal that goes away says so more than once: itself, and by its shell.
      if (name === 'SIGHUP' && interruptedAt !== undefined) return;
      if (now - (interruptedAt ?? now) > ECHO_MS) leaveNow();
      interruptedAt ??= now;
      interrupt.abort(interruptedFailure());
    });
  }
  process.on('exit', releaseLostTerminals);
  // Node.js removes the signal handlers when it ends by itself, and a signal that comes then would decide the exit code.
  process.once('beforeExit', () => process.exit());
  // Node.js would print source code and a stack.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      const failure = interruptedWrites(inFlight) ?? unexpectedFailure(error);
      try {
        if (failure.exit === EXIT.unknown) terminal?.warn(`this should not happen: ${firstLine(error)}.`);
        if (terminal === undefined) throw failure;
        terminal.fail(failure);
      } catch {
        process.stderr.write(`error: ${failure.message}\nnext:  Please report it.\n`);
      }
      process.exit(failure.exit);
    });
  }
  const closing: (() => Promise<void>)[] = [];
  const host = {
    version,
    environment: process.env,
    openContext: async (settings: Settings) => {
      const context = await openContext(settings, streams, interrupt.signal, closing);
      terminal = context.terminal;
      return { ...context, inFlight };
    },
  };
  const words = process.argv.slice(2);
  // What Node warns of would stand beside the one document that a program reads.
  if (words.includes('--json')) process.removeAllListeners('warning');
  // A limit on the size of files is an error of the write, not the end of the program.
  if (process.platform !== 'win32') process.on('SIGXFSZ', () => {});
  decided = await run(words, host);
  process.exitCode = decided;
  for (const close of closing) await close();
  await streams.flushed();
  isWritten = true;
  // What may still be open cannot be ended and is of no use any more: a name that is being looked up, say.
  void unreferencedSleep(LEFTOVER_MS).then(() => process.exit());
}

/** How long a process may take to end by itself once everything is done. */
const LEFTOVER_MS = 200;

/** Who asks a program to end, wherever it runs. */
const TOLD = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** What keeps the profiles sends a signal on to its own process, at once: no person has pressed Ctrl-C twice. */
const ECHO_MS = 200;

/** The time of this machine, which also tells since when it runs. */
const clock: Clock = { ...systemClock, sinceBoot };

/** True of a process of this machine, anyone who started it. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ends a process and all that it has started. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended
  }
}

/** A folder; empty where this user has none. */
function orEmpty(folder: () => string): string {
  try {
    return folder();
  } catch {
    return '';
  }
}

/** What the screen can do, for a checkup. */
function screenText({ stdout, stderr }: Streams, { color, dumb }: Settings): string {
  if (stdout.isTTY !== true) return stderr.isTTY === true ? 'output to a pipe or file' : 'no terminal';
  const colors = color ? 'colours' : 'no colours';
  return `a terminal of ${stdout.columns ?? stderr.columns ?? 80} columns, ${dumb ? 'no escape codes' : colors}`;
}

/** @param closing is given what has to be done at the end */
async function openContext(
  settings: Settings,
  streams: Streams,
  signal: AbortSignal,
  closing: (() => Promise<void>)[],
): Promise<Omit<Context, 'inFlight'>> {
  const environment = process.env;
  const uid = process.geteuid?.();
  const folders = { environment, platform: process.platform, home: homedir };
  // Libraries that colour by themselves look here; Node warns of the two variables together.
  if (!settings.color) {
    environment.NO_COLOR = '1';
    delete environment.FORCE_COLOR;
  }
  const colorful = settings.color && (streams.stdout.isTTY || streams.stderr.isTTY);
  const terminal = createTerminal(
    streams,
    settings,
    signal,
    systemClock,
    colorful ? (await import('#adapters/terminal/colors')).COLORS : PLAIN,
  );
  const profiles = once(async () => {
    const { openProfileStore } = await import('#adapters/profiles/profile-store');
    return openProfileStore(settingsFolder(folders), uid);
  });
  const keyring = once(async () => {
    const { openKeyring } = await import('#adapters/profiles/keyring');
    return openKeyring({ node: process.execPath, environment, secretVariables: await hidden(), signal, killGroup });
  });
  /** The names of the variables that no other program gets to know. */
  const hidden = () =>
    profiles().then(
      (store) => secretVariables(store.list()),
      () => [],
    );
  const sources = { settings, environment, store: profiles, signal, keyring, uid, killGroup };
  const profile = once(async () => {
    const { effectiveProfile } = await import('#adapters/profiles/effective-profile');
    const found = await effectiveProfile(sources);
    if (found.insecure && found.mode === 'live') {
      terminal.warn(
        `profile ${found.name} is live, and plain http to other machines is allowed: anyone on the network path can read and change requests.`,
      );
    }
    return found;
  });
  const secret = once(async () => {
    const given = environmentSecret(environment);
    if (given !== undefined && settings.profile !== undefined) {
      terminal.note(`The secret is the one of ${given.origin}, not that of profile ${settings.profile}.`);
    }
    given?.refuseFlaw();
    const secret = given ?? (await storedSecret());
    if (secret.trouble !== undefined) terminal.warn(`${secret.trouble} (${secret.origin}): signatures will not match.`);
    if (secret.exposure !== undefined) terminal.warn(`${secret.exposure}.`);
    return secret;
  });
  const storedSecret = async () => {
    const { effectiveSecret } = await import('#adapters/profiles/effective-secret');
    return effectiveSecret(sources);
  };
  const storedGate: Context['storedGate'] = async (name) => {
    const { storedCredentials } = await import('#adapters/profiles/effective-secret');
    const stored = await storedCredentials(name, sources);
    return { ...stored, gate: await openGate(stored.profile, stored.secret) };
  };
  const storedSecrets: Context['storedSecrets'] = async (limit, onSkipped) => {
    const { storedSecrets } = await import('#adapters/profiles/effective-secret');
    return storedSecrets(limit, sources, onSkipped);
  };
  const openLedger = async (temporary: boolean, accept = false) => {
    const room = await import('#adapters/ledger/open-ledger');
    const folder = temporary ? '' : dataFolder(folders);
    const { processStart } = await import('#adapters/system/process-start');
    const opened = await room.openLedger({
      folder,
      uid,
      temporary,
      pid: process.pid,
      isRunning,
      processStart,
      clock,
      settings: orEmpty(() => settingsFolder(folders)) || undefined,
      accept,
    });
    closing.push(() => opened.close());
    return opened;
  };
  const ledger = once(() => openLedger(false));
  const openGate: Context['openGate'] = async (profile, secret, options = {}) => {
    const { gateUrl, projectId, acceptUnsignedStatus, speed } = profile;
    const { createGate } = await import('#adapters/gate/gate');
    const { timeoutMilliseconds } = settings;
    return createGate({
      gateUrl,
      projectId,
      acceptUnsignedStatus,
      secret,
      timeoutMilliseconds,
      signal: options.patient === true ? undefined : (options.signal ?? signal),
      proxy: proxyFor(gateUrl, environment),
      clock,
      speed,
      trace: settings.debug ? terminal.debug : undefined,
      warn: terminal.warn,
      userAgent: `rocketpay-cli/${version}`,
    });
  };
  const input = createInput(streams, signal);
  return {
    terminal,
    input,
    clock,
    signal,
    profiles,
    profile,
    secret,
    keyring,
    environmentProfile: async () =>
      (await import('#adapters/profiles/environment-profile')).environmentProfile(environment),
    openGate,
    storedGate,
    storedSecrets,
    ledger,
    temporaryLedger: () => openLedger(true),
    acceptedLedger: () => openLedger(false, true),
    checkNewFile: async (path) => (await import('#adapters/terminal/save-file')).checkNewFile(path),
    saveFile: async (...file) => (await import('#adapters/terminal/save-file')).saveFile(...file),
    gate: once(async () => {
      const opened = await openGate(await profile(), await secret());
      await warnAboutPending({ ledger, terminal });
      return opened;
    }),
    refundFiles: async () => (await import('#adapters/plan-files/plan-files')).createRefundFiles(process.getuid?.()),
    approvalKey: async () => {
      const { openApprovalKey } = await import('#adapters/profiles/approval-key');
      return openApprovalKey(settingsFolder(folders), uid);
    },
    checkout: async () =>
      (await import('#adapters/checkout/checkout')).createCheckout({
        platform: process.platform,
        environment: browserEnvironment(environment, await hidden()),
        place: () => ({ folder: dataFolder(folders), uid, now: systemClock.now() }),
      }),
    receiveCallbacks: async (options) =>
      (await import('#adapters/callback-http/callback-server')).receiveCallbacks(options),
    deliverCallback: async (parcel) =>
      (await import('#adapters/callback-http/post-callback')).deliverCallback(parcel, systemClock),
    commandTree: async () => (await import('./load-command-manifest.ts')).loadCommandTree(),
    completionScript: (shell) => input.text(join(__dirname, '../completions', COMPLETION_FILES[shell])),
    profileNames: async () => {
      const { readProfileNames } = await import('#adapters/profiles/profile-names');
      return readProfileNames(settingsFolder(folders));
    },
    recentIntents: async () => {
      const { readRecent } = await import('#adapters/ledger/recent-intents');
      return readRecent(dataFolder(folders));
    },
    sandboxCode: async (...of) => (await import('#sandbox/read-sms-code')).readSandboxCode(...of),
    machine: async () => {
      const { openMachine } = await import('#adapters/system/system-probe');
      return openMachine({
        node: process.versions.node,
        environment,
        screen: screenText(streams, settings),
        home: orEmpty(homedir),
        dataFolder: orEmpty(() => dataFolder(folders)),
      });
    },
    codeFromCommand: async (line, values, limit) => {
      const { readOtpFromCommand: codeFromCommand } = await import('#adapters/system/otp-command');
      return codeFromCommand(
        line,
        { ...childEnvironment(environment, await hidden()), ...values },
        { signal: limit, killGroup },
      );
    },
    shellResult: async (line, limit) => {
      const { runShellLine } = await import('#adapters/system/shell-line');
      return runShellLine(line, childEnvironment(environment, await hidden()), { signal: limit, killGroup });
    },
    startSandbox: async (options) => (await import('#sandbox/start-sandbox')).startSandbox(options, systemClock),
  };
}

/** Makes a value at the first call and keeps it. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
