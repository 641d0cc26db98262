import type { Context } from '#context';
import { Failure } from '#domain/errors/failure';
import { createIntentId } from '#domain/ledger/intent';
import type { Profile, SecretSource } from '#domain/profiles/profile';

/**
 * Stores a profile whole or not at all. Its secret goes into the keyring of the system when it is to: under a
 * name of its own, so that the profile's last one stays until the new one is in force.
 */
export async function storeProfile(
  profile: Profile,
  { keyring, replace }: { readonly keyring: boolean; readonly replace: boolean },
  context: Pick<Context, 'profiles' | 'keyring' | 'terminal'>,
): Promise<void> {
  const store = await context.profiles();
  const before = store.list().find(({ name }) => name === profile.name)?.secret;
  const { secret } = profile;
  if (!keyring || secret?.kind !== 'store' || (before !== undefined && !replace)) {
    await store.save(profile, { replace });
  } else {
    const account = `${profile.name} ${createIntentId()}`;
    const ring = await context.keyring();
    await ring.write(account, secret.secret);
    try {
      await store.save({ ...profile, secret: { kind: 'keyring', account } }, { replace });
    } catch (error) {
      await ring.remove(account);
      throw error;
    }
  }
  await deleteStoredSecret(before, context);
}

/** Takes the secret of a profile that is no more out of the keyring. */
export async function deleteStoredSecret(
  source: SecretSource | undefined,
  { keyring, terminal }: Pick<Context, 'keyring' | 'terminal'>,
): Promise<void> {
  if (source?.kind !== 'keyring') return;
  try {
    await (await keyring()).remove(source.account);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.warn(`the old secret is still in the keyring, as "rocketpay", "${source.account}": ${error.message}`);
  }
}
