import type { Context } from '#context';
import { Failure } from '#domain/errors/failure';
import { type Message, message } from '#domain/language/message';
import { type EffectiveProfile, modeMessage, type Profile } from '#domain/profiles/profile';
import { confirmLive } from './confirm-live.ts';

type Chooser = Pick<Context, 'terminal' | 'profiles' | 'profile' | 'storedGate' | 'gate' | 'secret'>;

/** A selected profile with its secret and Gate. */
export type Opened = Pick<Context, 'profile' | 'gate' | 'secret'> & {
  /** True when other profiles are stored. */
  readonly severalProfiles: boolean;
};

/**
 * Lets the user choose a profile when several are stored and none was named. A live profile must be
 * confirmed by its name.
 */
export async function chooseProfile(context: Chooser): Promise<Opened> {
  const named = await namedProfile(context);
  const opened = named ?? (await chosen(context));
  await confirmLive(await opened.profile(), context);
  return opened;
}

/** Returns the active profile when a flag or the environment names it, or when it is the only one. */
async function namedProfile(context: Chooser): Promise<Opened | undefined> {
  const { profile, gate, secret } = context;
  try {
    const inForce = await profile();
    const severalProfiles = inForce.origins.name === BY_DEFAULT && (await context.profiles()).list().length > 1;
    return severalProfiles ? undefined : { profile, gate, secret, severalProfiles: false };
  } catch (error) {
    const stored = error instanceof Failure && error.code === 'no_profile' ? (await context.profiles()).list() : [];
    if (stored.length === 0) throw error;
    return undefined;
  }
}

const BY_DEFAULT = 'the default profile';

async function chosen(context: Chooser): Promise<Opened> {
  const store = await context.profiles();
  const first = store.defaultName();
  const all = [...store.list()].sort((a, b) => Number(b.name === first) - Number(a.name === first));
  const name = await context.terminal.choose(
    message('Which profile?'),
    all.map((profile) => ({ name: describe(profile), value: profile.name })),
  );
  const { profile, secret, gate } = await context.storedGate(name);
  const effective: EffectiveProfile = { ...profile, origins: {} };
  return { profile: async () => effective, secret: async () => secret, gate: async () => gate, severalProfiles: true };
}

const describe = ({ name, projectId, mode }: Profile): Message =>
  message('{profile}, project {project}, {mode}', {
    profile: name,
    project: String(projectId),
    mode: modeMessage(mode),
  });
