import type { Context } from '#context';
import type { CheckResult } from '#domain/doctor/health-check';
import type { Machine } from '#domain/doctor/system-probe';
import { Failure } from '#domain/errors/failure';
import { networkErrorText } from '#domain/errors/network-errors';
import { expectAccepted } from '#domain/gate/outcome-failure';
import { getHost } from '#domain/network/url-host';
import { createPaymentId } from '#domain/payments/payment-id';
import type { EffectiveProfile } from '#domain/profiles/profile';
import { DAY_MS, formatDuration } from '#domain/time/duration';
import { ok, skipped, unreachable, warn } from './check-results.ts';

/** Maximum ignored clock difference: the Date header has only whole seconds. */
const SKEW_MS = 3000;

export async function checkDns(
  { gateUrl }: EffectiveProfile,
  { resolveHost, proxyFor }: Machine,
): Promise<CheckResult> {
  if (proxyFor(gateUrl) !== undefined) return skipped('the proxy resolves the address of the Gate');
  const url = new URL(gateUrl);
  const { hostname } = url;
  try {
    return ok(`${hostname} is ${(await resolveHost(getHost(url))).join(', ')}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return unreachable(
      `the address of ${hostname} was not found (${code})`,
      'Check the URL of the Gate, and your network.',
    );
  }
}

export async function checkTls(
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
export async function checkGate(
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
function checkClock(askedAt: number, answeredAt: number, receivedAt: number): CheckResult {
  const skew = answeredAt + 1000 < askedAt ? answeredAt + 1000 - askedAt : Math.max(0, answeredAt - receivedAt);
  if (Math.abs(skew) < SKEW_MS) return ok('agrees with that of the Gate');
  const words = `${formatDuration(Math.abs(skew))} ${skew < 0 ? 'ahead of' : 'behind'} that of the Gate`;
  return warn(words, 'Synchronize the clock of this machine (NTP): countdowns and records depend on it.');
}
