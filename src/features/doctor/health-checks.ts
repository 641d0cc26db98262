import { orAborted, withDeadline } from '#async/deadline';
import type { Context } from '#context';
import type { Check, CheckResult } from '#domain/doctor/health-check';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { EffectiveProfile } from '#domain/profiles/profile';
import { CONNECTION_HINT, fail, ok, skipped, unreachable } from './check-results.ts';
import { checkLedger } from './ledger-check.ts';
import * as local from './local-checks.ts';
import { checkDns, checkGate, checkTls } from './network-checks.ts';

/** Time limit of all network checks together, in milliseconds. */
const NETWORK_MS = 20_000;

type Run = () => Promise<CheckResult> | CheckResult;

/**
 * Runs all health checks. A failed check does not stop the others.
 *
 * @param onCheck called with the name of each check before it runs
 */
export async function runHealthChecks(
  { offline }: { readonly offline: boolean },
  context: Context,
  onCheck: (name: string) => void,
): Promise<readonly Check[]> {
  const machine = await context.machine();
  const checks: Check[] = [];
  const runAll = async (list: Readonly<Record<string, Run>>) => {
    for (const [name, check] of Object.entries(list)) {
      context.signal.throwIfAborted();
      onCheck(name);
      checks.push({ name, ...(await settled(check)) });
    }
  };
  const withProfile = (check: (profile: EffectiveProfile) => Promise<CheckResult> | CheckResult) => async () => {
    const profile = await context.profile().catch(() => undefined);
    return profile === undefined ? skipped('there is no profile to check') : check(profile);
  };

  await runAll({
    node: () => local.checkNode(machine),
    settings: () => local.checkSettings(machine, context),
    ledger: () => checkLedger({ offline }, machine, context),
    profile: () => local.checkProfile(context),
    secret: () => local.checkSecret(context),
    certificates: () => local.checkCertificates(machine),
    proxy: withProfile(({ gateUrl }) => local.checkProxy(gateUrl, machine)),
  });
  const late = new Failure(EXIT.unavailable, 'no_answer', `There was no answer in ${NETWORK_MS / 1000} s.`, {
    hint: CONNECTION_HINT,
  });
  await withDeadline(NETWORK_MS, late, context, async (signal) => {
    const online = (check: (profile: EffectiveProfile) => Promise<CheckResult>): Run =>
      offline ? () => skipped('--offline') : withProfile((profile) => orAborted(check(profile), signal));
    let skew: CheckResult = skipped('the Gate did not send its time');
    const onSkew = (found: CheckResult) => {
      skew = found;
    };
    await runAll({
      dns: online((profile) => checkDns(profile, machine)),
      tls: online((profile) => checkTls(profile, machine, context, signal)),
      gate: online((profile) => checkGate(profile, context, signal, onSkew)),
      clock: () => (offline ? skipped('--offline') : skew),
    });
  });
  await runAll({
    port: () => local.checkPort(machine),
    terminal: () =>
      ok(`${machine.screen}; ${context.terminal.interactive ? 'questions are asked' : 'nothing is ever asked'}`),
  });
  return checks;
}

/** Returns the result of a check, or its failure as a result. */
async function settled(check: Run): Promise<CheckResult> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Failure && error.exit === EXIT.interrupted) throw error;
    const { code, message, hint, exit } = error as Failure;
    if (code === 'not_sent') return unreachable(message, CONNECTION_HINT);
    return (exit === EXIT.unavailable ? unreachable : fail)(message, hint);
  }
}
