import { homedir } from 'node:os';
import { join } from 'node:path';
import { readProfileNames } from '#adapters/profiles/profile-names';
import { createInput } from '#adapters/terminal/read-input';
import type { Streams } from '#adapters/terminal/streams';
import { createTerminal } from '#adapters/terminal/terminal';
import { chooseStyle } from '#adapters/terminal/use-color';
import type { Clock } from '#async/clock';
import { correctedClock } from '#async/corrected-clock';
import { proxyFor } from '#domain/gate/proxy';
import { COMPLETION_FILES } from '#domain/help/completion-shells';
import { browserEnvironment, childEnvironment, listSecretVariables } from '#domain/profiles/child-environment';
import { dataFolder, settingsFolder } from '#domain/profiles/data-folders';
import { environmentSecret } from '#domain/signature/secret';
import { remindWhileAsking, warnAboutPending } from '#features/ledger/pending-reminder';
import type { Context, Settings } from './context.ts';
import { once, orEmpty } from './once.ts';
import { createLedgers } from './open-ledgers.ts';
import { openTranslator } from './open-translator.ts';
import { version } from './version.ts';

/** What a context needs of the process. */
export interface HostProcess {
  readonly environment: NodeJS.ProcessEnv;
  readonly streams: Streams;
  readonly clock: Clock;
  /** Aborted when the user interrupts the command; its reason is the failure. */
  readonly signal: AbortSignal;
  readonly platform: NodeJS.Platform;
  readonly pid: number;
  /** The real and the effective user; undefined where the system has none. */
  readonly uid: number | undefined;
  readonly effectiveUid: number | undefined;
  /** The program Node.js and its version. */
  readonly node: { readonly path: string; readonly version: string };
  /** Returns true if a process with this id runs, of any user. */
  readonly isRunning: (pid: number) => boolean;
  /** Kills a process group by the id of its first process. */
  readonly killGroup: (pid: number) => void;
  /** Registers work for the end of the process. */
  readonly onClose: (close: () => Promise<void>) => void;
}

/** Opens the context of one run. Every adapter loads at its first use, but not the terminal and what finds its language. */
export async function openContext(settings: Settings, host: HostProcess): Promise<Omit<Context, 'inFlight'>> {
  const { environment, streams, signal, platform, killGroup, effectiveUid: uid } = host;
  /** The clock of this machine, or that of a team's server once it is known. */
  const clock = correctedClock(host.clock);
  const folders = { environment, platform, home: homedir };
  const style = await chooseStyle(settings.color, streams, environment);
  const translator = await openTranslator(settings, folders);
  const terminal = createTerminal(streams, settings, signal, clock, style, translator);
  const input = createInput(streams, signal);

  const profiles = once(async () => {
    const { openProfileStore } = await import('#adapters/profiles/run-profile');
    return openProfileStore(settingsFolder(folders), uid);
  });
  /** Returns the names of the variables that no other program gets. */
  const hiddenVariables = () =>
    profiles().then(
      (store) => listSecretVariables(store.list()),
      () => [],
    );
  const ownEnvironment = async () => childEnvironment(environment, await hiddenVariables());
  const keyring = once(async () => {
    const { openKeyring } = await import('#adapters/profiles/keyring');
    return openKeyring({
      node: host.node.path,
      environment,
      secretVariables: await hiddenVariables(),
      signal,
      killGroup,
    });
  });
  const sources = { settings, environment, store: profiles, signal, keyring, uid, killGroup };
  const profile = once(async () => {
    const { effectiveProfile } = await import('#adapters/profiles/run-profile');
    const found = await effectiveProfile(sources);
    if (found.insecure && found.mode === 'live') {
      terminal.warn(
        `profile ${found.name} is live, and plain http to other machines is allowed: anyone on the network path can read and change requests.`,
      );
    }
    return found;
  });
  const readSecret = async () => {
    const given = environmentSecret(environment);
    if (given === undefined) {
      return (await import('#adapters/profiles/run-profile')).effectiveSecret(sources);
    }
    if (settings.profile !== undefined) {
      terminal.note(`The secret is the one of ${given.origin}, not that of profile ${settings.profile}.`);
    }
    given.checkUsable();
    return given;
  };
  const secret = once(async () => {
    const found = await readSecret();
    if (found.warning !== undefined) terminal.warn(`${found.warning} (${found.origin}): signatures will not match.`);
    if (found.exposure !== undefined) terminal.warn(`${found.exposure}.`);
    return found;
  });

  const { ledger, ...ledgers } = createLedgers(host, clock, profiles);

  let connections: ReturnType<typeof import('#adapters/gate/gate').createConnections> | undefined;
  const openGate: Context['openGate'] = async (profile, secret, options = {}) => {
    const { gateUrl, projectId, acceptUnsignedStatus, speed } = profile;
    const { createGate, createConnections } = await import('#adapters/gate/gate');
    connections ??= createConnections(clock);
    return createGate({
      gateUrl,
      projectId,
      acceptUnsignedStatus,
      secret,
      timeoutMilliseconds: settings.timeoutMilliseconds,
      signal: options.uninterrupted === true ? undefined : (options.signal ?? signal),
      proxy: proxyFor(gateUrl, environment),
      connections,
      clock,
      speed,
      trace: settings.debug ? terminal.debug : undefined,
      warn: terminal.warn,
      userAgent: `rocketpay-cli/${version}`,
    });
  };

  const ownGate = once(async () => openGate(await profile(), await secret()));
  const remind = once(() => warnAboutPending({ ledger, terminal }));

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
    storedGate: async (name) => {
      const { storedCredentials } = await import('#adapters/profiles/run-profile');
      const stored = await storedCredentials(name, sources);
      return { ...stored, gate: await openGate(stored.profile, stored.secret) };
    },
    storedSecrets: async (limit, onSkipped) =>
      (await import('#adapters/profiles/run-profile')).storedSecrets(limit, sources, onSkipped),
    ledger,
    ...ledgers,
    checkNewFile: async (path) => (await import('#adapters/terminal/save-file')).checkNewFile(path),
    saveFile: async (...file) => (await import('#adapters/terminal/save-file')).saveFile(...file),
    writeWorkbook: async (sheets) => (await import('#adapters/workbook/write-workbook')).writeWorkbook(sheets),
    gate: once(async () => {
      const opened = await ownGate();
      await remind();
      return opened;
    }),
    readingGate: async () => remindWhileAsking(await ownGate(), remind),
    refundFiles: async () => (await import('#adapters/plan-files/plan-files')).createRefundFiles(host.uid),
    approvalKey: async () =>
      (await import('#adapters/profiles/private-keys')).openApprovalKey(settingsFolder(folders), uid),
    checkout: async () =>
      (await import('#adapters/checkout/checkout')).createCheckout({
        platform,
        environment: browserEnvironment(environment, await hiddenVariables()),
        place: () => ({ folder: dataFolder(folders), uid, now: clock.now() }),
      }),
    receiveCallbacks: async (options) =>
      (await import('#adapters/callback-http/callback-server')).receiveCallbacks(options),
    deliverCallback: async (request) =>
      (await import('#adapters/callback-http/post-callback')).deliverCallback(request, clock),
    commandTree: async () => (await import('./load-command-manifest.ts')).loadCommandTree(),
    completionScript: (shell) => input.text(join(__dirname, '../completions', COMPLETION_FILES[shell])),
    profileNames: async () => readProfileNames(settingsFolder(folders)),
    recentIntents: async () => (await import('#adapters/ledger/files/recent-intents')).readRecent(dataFolder(folders)),
    sandboxCode: async (...payment) => (await import('#sandbox/read-sms-code')).readSandboxCode(...payment),
    machine: async () =>
      (await import('#adapters/system/system-probe')).openMachine({
        node: host.node.version,
        environment,
        screen: describeScreen(streams, settings),
        home: orEmpty(homedir),
        dataFolder: orEmpty(() => dataFolder(folders)),
      }),
    codeFromCommand: async (line, values, limit) => {
      const { readOtpFromCommand } = await import('#adapters/system/run-otp-command');
      return readOtpFromCommand(line, { ...(await ownEnvironment()), ...values }, { signal: limit, killGroup });
    },
    shellResult: async (line, limit) => {
      const { runShellLine } = await import('#adapters/system/shell-line');
      return runShellLine(line, await ownEnvironment(), { signal: limit, killGroup });
    },
    startSandbox: async (options) => (await import('#sandbox/start-sandbox')).startSandbox(options, clock),
  };
}

/** Describes the terminal, for doctor. */
function describeScreen({ stdout, stderr }: Streams, { color, dumb }: Settings): string {
  if (stdout.isTTY !== true) return stderr.isTTY === true ? 'output to a pipe or file' : 'no terminal';
  const colors = color ? 'colours' : 'no colours';
  return `a terminal of ${stdout.columns ?? stderr.columns ?? 80} columns, ${dumb ? 'no escape codes' : colors}`;
}
