import type { Context } from '#context';
import { Failure } from '#domain/errors/failure';
import { createIntentId } from '#domain/ledger/intent';
import type { Profile, SecretSource } from '#domain/profiles/profile';

/**
 * Stores a profile atomically. With `--secret-keyring` its secret is saved in the keyring of the system under a
 * new name, so that the previous secret stays until the new one is active.
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

/** Removes the secret of a removed profile from the keyring. */
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
