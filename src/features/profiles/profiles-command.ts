import type { ArgumentSpec, CommandGroup, CommandSpec } from '#cli/command-spec';
import { columns } from '#cli/text-table';
import type { Context } from '#context';
import { describeMissingApprovers, formatListHint } from '#domain/bulk-refunds/plan-approval';
import { usageError } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';
import { profileLimitWarnings } from '#domain/gate/field-limits';
import { message } from '#domain/language/message';
import type { Profile } from '#domain/profiles/profile';
import type { CommandDocument } from '#schemas/document-types';
import { confirmRemoval } from './confirm-removal.ts';
import { checkName, type NewProfile, newProfile } from './create-profile.ts';
import { PROFILE_OPTIONS, SECRET_OPTIONS } from './profile-options.ts';
import { profileDocument, profileLines } from './profile-view.ts';
import type { Rotation } from './rotate-secret.ts';
import { deleteStoredSecret, storeProfile } from './save-profile.ts';
import { pull, push } from './share-profiles.ts';

type Changed = { readonly changed: string; readonly profile: string; readonly file: string };

const changedView = ({ changed, profile }: Changed) => [`${changed} profile ${profile}`];
const NAME: ArgumentSpec = { words: '<name>', about: 'name of the profile' };
const STORED_NAME: ArgumentSpec = { ...NAME, completes: 'profile' };

const add: CommandSpec<NewProfile, Changed> = {
  about:
    'Stores a project as a profile. The secret is typed (the screen does not show it), or comes from standard ' +
    'input, an environment variable, a file or a command; it is never the value of an option. It is saved in the ' +
    'profile store, or with --secret-keyring in the keyring of the system. When the keyring fails, the secret is ' +
    'saved nowhere. The first profile becomes the default profile.',
  arguments: [NAME],
  options: PROFILE_OPTIONS,
  exits: [4, 7],
  examples: [
    'rocketpay profiles add shop --project-id 1234 --secret-env KEY --test',
    `rocketpay profiles add pay --project-id 12 --secret-command '["pass","pay"]'`,
    'rocketpay profiles add shop --project-id 1234 --secret-stdin < secret.txt',
    'rocketpay profiles add ci --from-env --test',
  ],
  async run(options, context) {
    const store = await context.profiles();
    const there = store.list().find(({ name }) => name === options.name);
    if (options.ifMissing === true && there !== undefined) {
      checkSameProject(there, options.projectId);
      return { changed: 'unchanged', profile: there.name, file: store.file };
    }
    const profile = await newProfile(options, context);
    const keyring = options.secretKeyring === true;
    await storeProfile(profile, { keyring, replace: options.replace === true }, context);
    if (profile.secret?.kind === 'file') await warnOfUnreadable(profile.secret.path, context);
    warnOfOtherHosts(profile, store.list(), context);
    for (const warning of profileLimitWarnings(profile)) context.terminal.warn(warning);
    const missing = describeMissingApprovers(profile);
    if (missing !== undefined)
      context.terminal.warn(message('{problem}. {hint}', { problem: missing, hint: formatListHint(profile.name) }));
    return { changed: 'stored', profile: profile.name, file: store.file };
  },
  view: ({ changed, profile, file }, style) => [
    `${style.good(changed)} profile ${style.bold(profile)} in ${file}`,
    `Next: rocketpay whoami --profile ${profile}`,
  ],
};

/** @throws {Failure} (usage) when the existing profile has another project. */
function checkSameProject({ name, projectId }: Profile, wanted: number | undefined): void {
  if (wanted === undefined || wanted === projectId) return;
  throw usageError(
    `The profile ${name} exists already, for project ${projectId} and not ${wanted}.`,
    'Choose another name, or replace the profile: --replace instead of --if-missing',
  );
}

/** Warns about the same project id under another host, because the ledger treats equal project ids as the same project. */
function warnOfOtherHosts(
  { name, projectId, gateUrl }: Profile,
  stored: readonly Profile[],
  { terminal }: Pick<Context, 'terminal'>,
) {
  const others = stored.filter((other) => other.name !== name && other.projectId === projectId);
  const elsewhere = others.filter((other) => new URL(other.gateUrl).host !== new URL(gateUrl).host);
  if (elsewhere.length === 0) return;
  const places = elsewhere.map((other) => `${other.name} (${new URL(other.gateUrl).host})`).join(', ');
  terminal.warn(
    `project ${projectId} is also stored under another host: ${places}. A refund with one profile blocks the same refund with the other.`,
  );
}

async function warnOfUnreadable(path: string, { machine, terminal }: Pick<Context, 'machine' | 'terminal'>) {
  try {
    await (await machine()).checkReadable(path);
  } catch (error) {
    terminal.warn(`the secret file ${path} cannot be read now: ${fileProblem(error) ?? (error as Error).message}.`);
  }
}

type Listed = {
  readonly profiles: readonly (Pick<Profile, 'name' | 'projectId' | 'mode' | 'gateUrl'> & {
    readonly default: boolean;
  })[];
};

const list: CommandSpec<object, Listed> = {
  exits: [4],
  examples: ['rocketpay profiles list', 'rocketpay profiles list --field profiles.0.name'],
  async run(_, context) {
    const store = await context.profiles();
    const profiles = store.list().map(({ name, projectId, mode, gateUrl }) => ({
      name,
      projectId,
      mode,
      gateUrl,
      default: name === store.defaultName(),
    }));
    if (profiles.length === 0)
      context.terminal.note(
        'There are no profiles yet. To create one: rocketpay profiles add <name> --project-id <id>',
      );
    return { profiles };
  },
  view: ({ profiles: all }, style) =>
    columns(
      all.map(({ name, projectId, mode, gateUrl, default: isDefault }) => [
        isDefault ? '*' : ' ',
        name,
        String(projectId),
        mode,
        gateUrl,
      ]),
      (text, column) => (column === 3 && text === 'live' ? style.warn(text) : text),
    ),
};

const show: CommandSpec<{ readonly name: string }, CommandDocument<'profiles show'>> = {
  arguments: [STORED_NAME],
  exits: [4],
  examples: ['rocketpay profiles show shop', 'rocketpay profiles show shop --json'],
  run: async ({ name }, context) => profileDocument((await context.profiles()).get(name)),
  view: profileLines,
};

const use: CommandSpec<{ readonly name: string }, Changed> = {
  arguments: [STORED_NAME],
  exits: [4, 7],
  examples: ['rocketpay profiles use shop', 'rocketpay profiles use live --quiet'],
  async run({ name }, context) {
    const store = await context.profiles();
    await store.use(name);
    return { changed: 'now using', profile: name, file: store.file };
  },
  view: changedView,
};

const rename: CommandSpec<{ readonly from: string; readonly to: string }, Changed> = {
  arguments: [
    { words: '<from>', about: 'current name', completes: 'profile' },
    { words: '<to>', about: 'new name' },
  ],
  exits: [4, 7],
  examples: ['rocketpay profiles rename shop shop-old', 'rocketpay profiles rename test staging'],
  async run({ from, to }, context) {
    checkName(to);
    const store = await context.profiles();
    await store.rename(from, to);
    return { changed: 'renamed to', profile: to, file: store.file };
  },
  view: changedView,
};

const remove: CommandSpec<{ readonly name: string; readonly yes?: boolean }, Changed> = {
  arguments: [STORED_NAME],
  options: [{ flags: '--yes', about: 'do not ask for confirmation' }],
  exits: [4, 7],
  examples: ['rocketpay profiles remove shop --yes', 'rocketpay profiles remove old'],
  async run({ name, yes }, context) {
    const store = await context.profiles();
    const { secret } = store.get(name);
    if (yes !== true) await confirmRemoval(name, context);
    await store.remove(name);
    await deleteStoredSecret(secret, context);
    return { changed: 'removed', profile: name, file: store.file };
  },
  view: changedView,
};

const rotate: CommandSpec<Rotation, Changed> = {
  about:
    'Replaces the secret of a profile. The new secret is typed (the screen does not show it), or comes from ' +
    'standard input. First it is checked with the Gate: the status of a payment that does not exist is requested, ' +
    'which changes nothing. The old secret stays until the check has succeeded.',
  arguments: [NAME],
  options: [...SECRET_OPTIONS, { flags: '--no-check', about: 'store the secret without a check at the Gate' }],
  exits: [3, 4, 5, 7, 9],
  examples: [
    'rocketpay profiles rotate shop --secret-stdin < secret.txt',
    'rocketpay profiles rotate shop --secret-stdin --no-check < secret.txt',
  ],
  async run(words, context) {
    await (await import('./rotate-secret.ts')).rotateSecret(words, context);
    return { changed: 'rotated the secret of', profile: words.name, file: (await context.profiles()).file };
  },
  view: (data) => [
    ...changedView(data),
    'Next: update every other program that signs for this project, then revoke the old secret.',
  ],
};

export const profiles: CommandGroup = {
  commands: [
    { name: 'add', summary: 'store a project with its id, secret and settings', spec: add },
    { name: 'list', summary: 'list the stored profiles', spec: list },
    { name: 'show', summary: 'show a stored profile, without its secret', spec: show },
    { name: 'use', summary: 'set the default profile', spec: use },
    { name: 'rename', summary: 'rename a profile', spec: rename },
    { name: 'rotate', summary: 'replace the secret of a profile after a check at the Gate', spec: rotate },
    { name: 'remove', summary: 'remove a profile and its secret', spec: remove },
    { name: 'push', summary: 'share a profile with the team, without its secret', spec: push },
    { name: 'pull', summary: 'store the profiles that the team shares', spec: pull },
  ],
};
