import type { CommandSpec } from '#cli/command-spec';
import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { PROFILE_DEFAULTS, type Profile } from '#domain/profiles/profile';
import {
  parseSharedProfile,
  SHARED_FIELDS,
  type SharedProfile,
  toSharedSettings,
  withSharedSettings,
} from '#domain/team/shared-profile';
import type { View } from '#domain/terminal/terminal';
import { requireTeam } from '#features/team/require-team';
import type { CommandDocument } from '#schemas/document-types';
import { formatValue } from './profile-view.ts';

type PullDocument = CommandDocument<'profiles pull'>;

export const push: CommandSpec<{ readonly name: string }, CommandDocument<'profiles push'>> = {
  about:
    'Shares a profile with the team of the ledger in use: project, hosts, limits and approvers, signed with your key. ' +
    'The secret stays here. Members get it with "rocketpay profiles pull". Only administrators of the team can push.',
  arguments: [{ words: '<name>', about: 'name of the profile', completes: 'profile' }],
  exits: [4, 7],
  examples: ['rocketpay profiles push shop', 'rocketpay profiles push shop --json'],
  async run({ name }, context) {
    const profile = (await context.profiles()).get(name);
    const shared = { name, settings: toSharedSettings(profile) };
    if (parseSharedProfile(name, JSON.stringify(shared.settings)) === undefined)
      throw usageError(
        `The profile ${name} cannot be shared: a value of it would be refused by members.`,
        `Check its hosts, which have to be https: rocketpay profiles show ${name}`,
      );
    await (await requireTeam(context)).shareProfile(shared);
    return { profile: name };
  },
  view: ({ profile }, style) => [`Shared profile ${style.bold(profile)}. Members run: rocketpay profiles pull`],
};

export const pull: CommandSpec<{ readonly yes?: boolean }, PullDocument> = {
  about:
    'Stores the profiles that an administrator of the team has shared, and changes those that are stored already: ' +
    'project, hosts, limits and approvers. It shows the changes first, and asks. Secrets are not shared: each ' +
    'profile keeps its own.',
  options: [{ flags: '--yes', about: 'do not ask for confirmation' }],
  exits: [4, 7],
  examples: ['rocketpay profiles pull', 'rocketpay profiles pull --yes --json'],
  async run({ yes = false }, context) {
    const store = await context.profiles();
    const stored = new Map(store.list().map((profile) => [profile.name, profile]));
    const shared = await (await requireTeam(context)).sharedProfiles();
    const pulled = shared.map((profile) => compare(profile, stored.get(profile.name)));
    const document = { profiles: pulled.map(({ changed: _, ...shown }) => shown) };
    const changed = pulled.filter(({ state }) => state !== 'unchanged');
    if (changed.length === 0) return document;
    if (!yes) await confirmChanges(document, context);
    for (const { changed: profile } of changed) await store.save(profile, { replace: true });
    for (const { name } of changed.filter((profile) => profile.changed.secret === undefined))
      context.terminal.note(`Profile ${name} has no secret here. To store it: rocketpay profiles rotate ${name}`);
    return document;
  },
  view: (document, style) => pullLines(document, style, document),
};

function compare({ name, settings }: SharedProfile, before: Profile | undefined) {
  if (before !== undefined && before.projectId !== settings.projectId)
    throw usageError(
      `Your profile ${name} has project ${before.projectId}, and the shared one has ${settings.projectId}.`,
      `Rename yours: rocketpay profiles rename ${name} <name>`,
    );
  const changed = withSharedSettings(before ?? { ...PROFILE_DEFAULTS, name, projectId: settings.projectId }, settings);
  const changes = SHARED_FIELDS.map((field) => ({
    field,
    from: before === undefined ? '-' : formatValue(before[field]),
    to: formatValue(changed[field]),
  })).filter(({ from, to }) => from !== to);
  const state = before === undefined ? 'new' : changes.length === 0 ? 'unchanged' : 'changed';
  return { name, state, changes, changed } as const;
}

/** @throws {Failure} (blocked) without a confirmation. */
async function confirmChanges(document: PullDocument, { terminal }: Pick<Context, 'terminal'>): Promise<void> {
  const { interactive } = terminal;
  terminal.tell(document, pullLines);
  if (interactive && (await terminal.confirm('Store these profiles?'))) return;
  throw new Failure(EXIT.blocked, 'not_confirmed', 'Not confirmed. Nothing was stored.', {
    hint: interactive ? undefined : 'To store them: rocketpay profiles pull --yes',
  });
}

const pullLines: View<PullDocument> = ({ profiles }, style) =>
  profiles.length === 0
    ? ['The team shares no profiles.']
    : profiles.flatMap(({ name, state, changes }) => [
        `${style.bold(name)} ${state}`,
        ...changes.map(({ field, from, to }) => `  ${field}: ${from} -> ${to}`),
      ]);
