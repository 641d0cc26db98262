import type { CommandSpec } from '#cli/command-spec';
import { columns } from '#cli/text-table';
import { shellWord } from '#domain/encoding/shell-word';
import { usageError } from '#domain/errors/failure';
import { MEMBER_ROLES, type MemberRole } from '#domain/team/member';
import { findLimits } from '#domain/team/member-limits';
import type { View } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';
import { explainKeyReplacement } from './explain-key-replacement.ts';
import { describeLimits, toLimits } from './limit-view.ts';
import { PASSPHRASE_FILE, readPassphrase } from './passphrase.ts';
import { requireTeam, toMemberDocument } from './require-team.ts';

/** The commands for the members of a team that shares a ledger. */

type MemberDocument = CommandDocument<'ledger join'>;

const STATES = { waiting: 'waiting for an administrator', accepted: 'accepted', removed: 'removed' } as const;

const memberLines: View<MemberDocument> = ({ name, login, role, state, fingerprint }, style) => [
  `${style.bold(name)} (${login}) ${role}, ${STATES[state]}`,
  `${style.dim('Fingerprint')} ${fingerprint}`,
];

const NAME = { words: '<name>', about: 'name of the member' };

/** @throws {Failure} (usage) for a name that cannot be shown in one line. */
function parseName(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= 64 && !/[\p{C}@]/u.test(name)) return name;
  throw usageError(`${JSON.stringify(text)} cannot be the name of a member.`, 'Use up to 64 letters, without @.');
}

interface JoinOptions {
  readonly name: string;
  readonly recoveryKey?: string;
  readonly passphraseFile?: string;
}

export const join: CommandSpec<JoinOptions, MemberDocument> = {
  about:
    'Asks to join the team of the ledger in use. Creates two keys in the settings folder of this machine. An ' +
    'administrator accepts the request with the fingerprint that this command prints: tell it to them face to face ' +
    'or by telephone. When no administrator of the team has their keys any more, use --recovery-key: you become an ' +
    'administrator without being accepted. Your login at the database must have the right to change members.',
  arguments: [{ words: '<name>', about: 'your name, as history and receipts show it', parse: parseName }],
  options: [{ flags: '--recovery-key <file>', about: 'file of ledger export-key', completes: 'file' }, PASSPHRASE_FILE],
  exits: [4, 7],
  examples: ['rocketpay ledger join anna', 'rocketpay ledger join ci-nightly --json'],
  async run({ name, recoveryKey, passphraseFile }, context) {
    if (recoveryKey === undefined && passphraseFile !== undefined)
      throw usageError('A passphrase is only used with a recovery key.', 'Add --recovery-key <file>.');
    const team = await requireTeam(context);
    if (recoveryKey !== undefined) {
      const text = await context.input.text(recoveryKey);
      const restored = await team.recover(name, text, await readPassphrase(passphraseFile, false, context));
      context.terminal.note('If keys may have been stolen, replace the data key: rocketpay ledger rotate-key');
      return toMemberDocument(restored);
    }
    const member = await team.join(name);
    const line = `rocketpay ledger accept ${shellWord(name)} --fingerprint ${member.fingerprint}`;
    context.terminal.note(`Ask an administrator to run: ${line}`);
    return toMemberDocument(member);
  },
  view: memberLines,
};

interface AcceptOptions {
  readonly name: string;
  readonly fingerprint?: string;
  readonly role?: MemberRole;
}

export const accept: CommandSpec<AcceptOptions, MemberDocument> = {
  about:
    'Accepts a member: gives their login at the database the rights of a role, and gives them the data key of the ' +
    'ledger, encrypted for their own key. The fingerprint proves that the key in the database is theirs.',
  arguments: [NAME],
  options: [
    { flags: '--fingerprint <text>', about: 'fingerprint that the member sees (required)' },
    {
      flags: '--role <role>',
      about: 'reader, support (default), approver or admin; each includes those before it',
      choices: [...MEMBER_ROLES],
    },
  ],
  exits: [4, 7],
  examples: [
    'rocketpay ledger accept anna --fingerprint 1f0a-77c2-90de-4b11-a3c5-0d2e',
    'rocketpay ledger accept bo --fingerprint 1f0a-77c2-90de-4b11-a3c5-0d2e',
  ],
  async run({ name, fingerprint, role = 'support' }, context) {
    if (fingerprint === undefined)
      throw usageError('The fingerprint of the member is missing.', `${name} sees it with: rocketpay ledger status`);
    return toMemberDocument(await (await requireTeam(context)).accept(name, fingerprint, role));
  },
  view: memberLines,
};

export const remove: CommandSpec<{ readonly name: string }, MemberDocument> = {
  about:
    'Removes a member: takes away their rights at the database and their data key, and gives all other members a ' +
    'new data key. What the member recorded stays. If the member copied the old data key, they can still read what ' +
    'was written before, but not what is written from now on.',
  arguments: [NAME],
  exits: [4, 7],
  examples: ['rocketpay ledger remove anna', 'rocketpay ledger remove anna --json'],
  async run({ name }, context) {
    const { member, keys } = await (await requireTeam(context)).remove(name);
    explainKeyReplacement(keys, context);
    return toMemberDocument(member);
  },
  view: memberLines,
};

export const members: CommandSpec<object, CommandDocument<'ledger members'>> = {
  about:
    'Lists the members of the team, with their roles, the fingerprints of their keys, and their limits for refunds.',
  exits: [4, 7],
  examples: ['rocketpay ledger members', 'rocketpay ledger members --json'],
  async run(_, context) {
    const team = await requireTeam(context);
    const set = await team.limits();
    const listed = await team.members();
    return {
      members: listed.map((member) => ({
        ...toMemberDocument(member),
        limits: toLimits(findLimits(member.name, set)),
      })),
    };
  },
  view({ members: listed }, style) {
    const [head = '', ...lines] = columns(
      [
        ['NAME', 'LOGIN', 'ROLE', 'STATE', 'FINGERPRINT'],
        ...listed.map(({ name, login, role, state, fingerprint }) => [name, login, role, STATES[state], fingerprint]),
      ],
      (text, column) => (column === 0 ? style.bold(text) : text),
    );
    const limitLines = listed.map(({ limits, state }) =>
      limits === null || state === 'removed' ? [] : [`  ${describeLimits(limits)}`],
    );
    return [head, ...lines.flatMap((line, at) => [line, ...(limitLines[at] ?? [])])];
  },
};
