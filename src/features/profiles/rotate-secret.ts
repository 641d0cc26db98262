import type { Context } from '#context';
import { Failure, joinedHints, usageError } from '#domain/errors/failure';
import { expectAccepted } from '#domain/gate/outcome-failure';
import { createPaymentId } from '#domain/payments/payment-id';
import { describeSource, type Profile } from '#domain/profiles/profile';
import type { Secret } from '#domain/signature/secret';
import { typedSecret } from './create-profile.ts';
import { storeProfile } from './save-profile.ts';

/** Options of `profiles rotate`. */
export interface Rotation {
  readonly name: string;
  readonly secretStdin?: boolean;
  readonly secretKeyring?: boolean;
  /** False: the new secret is not checked at the Gate. */
  readonly check?: boolean;
}

/**
 * Replaces the secret of a stored profile after a check at the Gate; until then the old secret stays.
 *
 * @throws {Failure} when the check fails; the old secret stays active.
 */
export async function rotateSecret(
  words: Rotation,
  context: Pick<Context, 'profiles' | 'keyring' | 'terminal' | 'input' | 'openGate' | 'clock'>,
): Promise<void> {
  const { name, secretStdin = false, secretKeyring = false, check = true } = words;
  const store = await context.profiles();
  const profile = store.get(name);
  const { secret: old } = profile;
  if (old !== undefined && old.kind !== 'store' && old.kind !== 'keyring' && !secretKeyring) {
    throw usageError(
      `Profile ${name} has its secret from ${describeSource(old)}: change it there.`,
      `Then: rocketpay doctor --profile ${name}. To keep it in the keyring from now on: --secret-keyring`,
    );
  }
  const secret = await typedSecret(secretStdin, context);
  if (check) await prove(profile, secret, context);
  const keyring = secretKeyring || old?.kind === 'keyring';
  // Read the profile again: the check may have taken long.
  const now = store.get(name);
  await storeProfile({ ...now, secret: { kind: 'store', secret } }, { keyring, replace: true }, context);
}

/** Requests the status of a payment that does not exist, signed with the new secret. It changes nothing. */
async function prove(
  profile: Profile,
  secret: Secret,
  { openGate, clock, terminal }: Pick<Context, 'openGate' | 'clock' | 'terminal'>,
): Promise<void> {
  const gate = await openGate(profile, secret);
  const request = gate.status(createPaymentId(clock.now()));
  try {
    const { signed } = expectAccepted(await gate.send(request), request);
    if (!signed) terminal.warn('the Gate accepted the secret, but its answer is not signed, so this is not proved.');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { exit, code, message, hint } = error;
    throw new Failure(exit, code, `${message} The old secret is kept.`, {
      hint: joinedHints(hint, 'To skip the check at the Gate: --no-check'),
    });
  }
}
