import { withDeadline } from '#async/with-deadline';
import type { Context } from '#context';
import { LIST_THEM, missingApprovers } from '#domain/bulk-refunds/approval';
import type { Check, CheckResult } from '#domain/doctor/health-check';
import type { Machine } from '#domain/doctor/system-probe';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { networkErrorText } from '#domain/errors/network-errors';
import { expectAccepted } from '#domain/gate/outcome-failure';
import { proxyName } from '#domain/gate/proxy';
import { createPaymentId } from '#domain/payments/payment-id';
import { describeMode, type EffectiveProfile } from '#domain/profiles/profile';
import { DAY_MS, formatDuration } from '#domain/time/duration';

/** Time limit of all network checks together, in milliseconds. */
const NETWORK_MS = 20_000;

/** Default port for callbacks. */
const CALLBACK_PORT = 4242;

/** Maximum ignored clock difference: the Date header has only whole seconds. */
const SKEW_MS = 3000;

const NODE_NEEDED = [20, 17];

const ok = (message: string): CheckResult => ({ status: 'ok', message });
const warn = (message: string, fix: string): CheckResult => ({ status: 'warn', message, fix });
const fail = (message: string, fix?: string): CheckResult => ({ status: 'fail', message, fix, exit: EXIT.credentials });
const unreachable = (message: string, fix?: string): CheckResult => ({ ...fail(message, fix), exit: EXIT.unavailable });
const skipped = (message: string): CheckResult => ({ status: 'skipped', message });

/** Runs all health checks. A failed check does not stop the others. */
export async function runHealthChecks(
  { offline }: { readonly offline: boolean },
  context: Context,
  onCheck: (name: string) => void,
): Promise<readonly Check[]> {
  const machine = await context.machine();
  const checks: Check[] = [];
  const look = async (name: string, check: () => Promise<CheckResult> | CheckResult) => {
    context.signal.throwIfAborted();
    onCheck(name);
    checks.push({ name, ...(await settled(check)) });
  };
  const ofProfile = (check: (profile: EffectiveProfile) => Promise<CheckResult> | CheckResult) => async () => {
    const profile = await context.profile().catch(() => undefined);
    return profile === undefined ? skipped('there is no profile to check') : check(profile);
  };

  await look('node', () => checkNode(machine));
  await look('settings', () => checkSettings(machine, context));
  await look('ledger', () => checkLedger(machine, context));
  await look('profile', () => checkProfile(context));
  await look('secret', () => checkSecret(context));
  await look('certificates', () => checkCertificates(machine));
  await look(
    'proxy',
    ofProfile(({ gateUrl }) => checkProxy(gateUrl, machine)),
  );
  const late = new Failure(EXIT.unavailable, 'no_answer', `There was no answer in ${NETWORK_MS / 1000} s.`, {
    hint: CONNECTION_HINT,
  });
  await withDeadline(NETWORK_MS, late, context, async (signal) => {
    const online = (check: (profile: EffectiveProfile) => Promise<CheckResult>) =>
      offline ? () => skipped('--offline') : ofProfile((profile) => orAborted(check(profile), signal));
    let skew: CheckResult = skipped('the Gate did not send its time');
    await look(
      'dns',
      online((profile) => checkDns(profile, machine)),
    );
    await look(
      'tls',
      online((profile) => checkTls(profile, machine, context, signal)),
    );
    await look(
      'gate',
      online((profile) =>
        checkGate(profile, context, signal, (found) => {
          skew = found;
        }),
      ),
    );
    await look('clock', () => (offline ? skipped('--offline') : skew));
  });
  await look('port', () => checkPort(machine));
  await look('terminal', () =>
    ok(`${machine.screen}; ${context.terminal.interactive ? 'questions are asked' : 'nothing is ever asked'}`),
  );
  return checks;
}

/** Hint for a failed connection to the Gate. */
const CONNECTION_HINT = 'Check the address of the Gate, the network, and the proxy if there is one (HTTPS_PROXY).';

/** Returns the result of a check, or its failure as a result. */
async function settled(check: () => Promise<CheckResult> | CheckResult): Promise<CheckResult> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Failure && error.exit === EXIT.interrupted) throw error;
    const { code, message, hint, exit } = error as Failure;
    if (code === 'not_sent') return unreachable(message, CONNECTION_HINT);
    return (exit === EXIT.unavailable ? unreachable : fail)(message, hint);
  }
}

const orAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });

function checkNode({ node, system }: Machine): CheckResult {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const [least = 0, leastMinor = 0] = NODE_NEEDED;
  const enough = major > least || (major === least && minor >= leastMinor);
  return enough ? ok(`Node.js ${node}, ${system}`) : fail(`Node.js ${node} is too old`, 'Install 20.17 or newer.');
}

async function checkSettings(machine: Machine, context: Context): Promise<CheckResult> {
  const { file } = await context.profiles();
  const mode = await machine.fileMode(file);
  if (mode === undefined) return ok(`${file} (none yet)`);
  if ((mode & 0o077) !== 0) return fail(`others may read ${file}: mode ${mode.toString(8)}`, `chmod 600 ${file}`);
  return ok(file);
}

async function checkLedger(machine: Machine, context: Context): Promise<CheckResult> {
  const { readOnly } = await context.ledger();
  if (readOnly !== undefined) return warn(readOnly.message.replace(/\.$/, ''), readOnly.hint ?? '');
  const file = `${machine.dataFolder}/ledger.db`;
  const mode = await machine.fileMode(file);
  if (mode !== undefined && (mode & 0o077) !== 0) {
    return warn(`others may read ${file}: mode ${mode.toString(8)}`, `chmod 600 ${file}`);
  }
  return ok(file);
}

async function checkProfile(context: Context): Promise<CheckResult> {
  const { name, mode, projectId, customer, acceptUnsignedStatus, requireApproval, approvers } = await context.profile();
  if (acceptUnsignedStatus) return unsignedAccepted(name);
  const unapproved = missingApprovers({ requireApproval, approvers });
  if (unapproved !== undefined) return warn(`${name}, project ${projectId}: ${unapproved}`, LIST_THEM(name));
  const words = `${name}, project ${projectId}, ${describeMode(mode)}`;
  const missing = (['id', 'firstName', 'lastName', 'email', 'ip'] as const).filter((field) => !customer[field]);
  return missing.length === 0 ? ok(words) : ok(`${words}; each sale has to name its customer`);
}

const unsignedAccepted = (name: string): CheckResult =>
  warn(
    `${name} acts on status answers that are NOT SIGNED: anyone on the network path can forge the result of a payment`,
    `Unless the platform does not sign them: rocketpay profiles add ${name} --replace, without --accept-unsigned-status`,
  );

async function checkSecret(context: Context): Promise<CheckResult> {
  const secret = await context.secret();
  const words = `${secret.length} characters, from ${secret.origin}`;
  if (secret.trouble === undefined) return secret.exposure === undefined ? ok(words) : exposed(secret.exposure);
  return fail(
    `${secret.trouble} (${words})`,
    'Set it again without these characters. For a stored secret: rocketpay profiles rotate <name>',
  );
}

function exposed(exposure: string): CheckResult {
  const [words = '', fix = ''] = exposure.split(': ');
  return warn(words, fix);
}

async function checkCertificates({ extraCertificates, checkReadable }: Machine): Promise<CheckResult> {
  if (extraCertificates === undefined) return ok('those of Node.js; more can be named by NODE_EXTRA_CA_CERTS');
  try {
    await checkReadable(extraCertificates);
    return ok(`those of Node.js, and ${extraCertificates}`);
  } catch {
    return fail(`NODE_EXTRA_CA_CERTS: ${extraCertificates} cannot be read`, 'Name a file of certificates in PEM form.');
  }
}

function checkProxy(gateUrl: string, { proxyFor }: Machine): CheckResult {
  const proxy = proxyFor(gateUrl);
  return ok(proxy === undefined ? 'none on the way to the Gate' : proxyName(proxy));
}

async function checkDns({ gateUrl }: EffectiveProfile, { resolveHost, proxyFor }: Machine): Promise<CheckResult> {
  if (proxyFor(gateUrl) !== undefined) return skipped('the proxy resolves the address of the Gate');
  const { hostname } = new URL(gateUrl);
  try {
    return ok(`${hostname} is ${(await resolveHost(hostname.replace(/^\[|\]$/g, ''))).join(', ')}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return unreachable(
      `the address of ${hostname} was not found (${code})`,
      'Check the URL of the Gate, and your network.',
    );
  }
}

async function checkTls(
  { gateUrl }: EffectiveProfile,
  { probeTls, proxyFor }: Machine,
  { clock }: Context,
  signal: AbortSignal,
): Promise<CheckResult> {
  if (!gateUrl.startsWith('https:')) return skipped('the Gate is at a plain http address');
  if (proxyFor(gateUrl) !== undefined) return skipped('the proxy makes the TLS connection: see gate');
  try {
    const { protocol, issuer, validUntil } = await probeTls(gateUrl, signal);
    const days = Math.floor((validUntil - clock.now()) / DAY_MS);
    const words = `${protocol}, certificate by ${issuer}, valid for ${days} days`;
    return days < 7 ? warn(words, 'It expires soon: tell the support of the platform.') : ok(words);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { message, code = '' } = error as NodeJS.ErrnoException;
    if (/^(ENOTFOUND|EAI_)/.test(code)) return skipped('there is no address to connect to: see dns');
    return unreachable(
      `no trusted connection: ${networkErrorText({ code, message })}`,
      'If your company inspects TLS, add its certificate: NODE_EXTRA_CA_CERTS=ca.pem. Otherwise check the URL and the firewall.',
    );
  }
}

/** Requests the status of a payment that does not exist: this proves project and key, and changes nothing. */
async function checkGate(
  profile: EffectiveProfile,
  context: Context,
  signal: AbortSignal,
  onSkew: (found: CheckResult) => void,
): Promise<CheckResult> {
  const { clock } = context;
  const secret = await context.secret();
  const gate = await context.openGate(profile, secret, { signal });
  const request = gate.status(createPaymentId(clock.now()));
  const askedAt = clock.now();
  const { signed, answeredAt } = expectAccepted(await gate.send(request), request);
  // A sandbox may have its own time.
  if (answeredAt !== undefined && profile.speed === 1) onSkew(checkClock(askedAt, answeredAt, clock.now()));
  if (signed) return ok(`project and key are valid: a signed request got a signed answer`);
  return warn('a signed request was answered, but the answer has no signature', 'Is it the Gate that answers?');
}

/** Computes the clock difference. The Date header is from a time between request and answer. */
function checkClock(askedAt: number, answeredAt: number, heardAt: number): CheckResult {
  const skew = answeredAt + 1000 < askedAt ? answeredAt + 1000 - askedAt : Math.max(0, answeredAt - heardAt);
  if (Math.abs(skew) < SKEW_MS) return ok('agrees with that of the Gate');
  const words = `${formatDuration(Math.abs(skew))} ${skew < 0 ? 'ahead of' : 'behind'} that of the Gate`;
  return warn(words, 'Synchronize the clock of this machine (NTP): countdowns and records depend on it.');
}

async function checkPort({ isPortFree }: Machine): Promise<CheckResult> {
  if (await isPortFree(CALLBACK_PORT)) return ok(`${CALLBACK_PORT} is free for rocketpay listen`);
  return warn(`${CALLBACK_PORT} is taken, perhaps by a listen that runs`, 'Elsewhere: rocketpay listen --port 4243');
}
