import type { Context } from '#context';
import { describeMissingApprovers, formatListHint } from '#domain/bulk-refunds/plan-approval';
import type { CheckResult } from '#domain/doctor/health-check';
import type { Machine } from '#domain/doctor/system-probe';
import { formatMode, isPrivate, privateFileCommand } from '#domain/files/file-permissions';
import { proxyName } from '#domain/gate/proxy';
import { describeMode } from '#domain/profiles/profile';
import { fail, ok, warn } from './check-results.ts';

/** Oldest supported version of Node.js: major and minor. */
const NODE_NEEDED = [20, 17];

/** Default port for callbacks. */
const CALLBACK_PORT = 4242;

export function checkNode({ node, system }: Machine): CheckResult {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const [least = 0, leastMinor = 0] = NODE_NEEDED;
  const enough = major > least || (major === least && minor >= leastMinor);
  return enough ? ok(`Node.js ${node}, ${system}`) : fail(`Node.js ${node} is too old`, 'Install 20.17 or newer.');
}

export async function checkSettings(machine: Machine, context: Context): Promise<CheckResult> {
  const { file } = await context.profiles();
  const mode = await machine.fileMode(file);
  if (mode === undefined) return ok(`${file} (none yet)`);
  if (!isPrivate(mode))
    return fail(`others have access to ${file}: mode ${formatMode(mode)}`, privateFileCommand(file));
  return ok(file);
}

export async function checkProfile(context: Context): Promise<CheckResult> {
  const { name, mode, projectId, customer, acceptUnsignedStatus, requireApproval, approvers } = await context.profile();
  if (acceptUnsignedStatus) return unsignedAccepted(name);
  const unapproved = describeMissingApprovers({ requireApproval, approvers });
  if (unapproved !== undefined)
    return warn(`${name}, project ${projectId}: ${unapproved}`, String(formatListHint(name)));
  const words = `${name}, project ${projectId}, ${describeMode(mode)}`;
  const missing = (['id', 'firstName', 'lastName', 'email', 'ip'] as const).filter((field) => !customer[field]);
  return missing.length === 0 ? ok(words) : ok(`${words}; each sale has to name its customer`);
}

const unsignedAccepted = (name: string): CheckResult =>
  warn(
    `${name} acts on status answers that are NOT SIGNED: anyone on the network path can forge the result of a payment`,
    `Unless the platform does not sign them: rocketpay profiles add ${name} --replace, without --accept-unsigned-status`,
  );

export async function checkSecret(context: Context): Promise<CheckResult> {
  const secret = await context.secret();
  const words = `${secret.length} characters, from ${secret.origin}`;
  if (secret.warning === undefined) return secret.exposure === undefined ? ok(words) : exposed(secret.exposure);
  return fail(
    `${secret.warning} (${words})`,
    'Set it again without these characters. For a stored secret: rocketpay profiles rotate <name>',
  );
}

function exposed(exposure: string): CheckResult {
  const [words = '', fix = ''] = exposure.split(': ');
  return warn(words, fix);
}

export async function checkCertificates({ extraCertificates, checkReadable }: Machine): Promise<CheckResult> {
  if (extraCertificates === undefined) return ok('those of Node.js; more can be named by NODE_EXTRA_CA_CERTS');
  try {
    await checkReadable(extraCertificates);
    return ok(`those of Node.js, and ${extraCertificates}`);
  } catch {
    return fail(`NODE_EXTRA_CA_CERTS: ${extraCertificates} cannot be read`, 'Name a file of certificates in PEM form.');
  }
}

export function checkProxy(gateUrl: string, { proxyFor }: Machine): CheckResult {
  const proxy = proxyFor(gateUrl);
  return ok(proxy === undefined ? 'none for the Gate' : proxyName(proxy));
}

export async function checkPort({ isPortFree }: Machine): Promise<CheckResult> {
  if (await isPortFree(CALLBACK_PORT)) return ok(`${CALLBACK_PORT} is free for rocketpay listen`);
  return warn(`${CALLBACK_PORT} is taken, perhaps by a listen that runs`, 'Elsewhere: rocketpay listen --port 4243');
}
