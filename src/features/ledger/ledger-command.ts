import type { CommandGroup, CommandSpec } from '#cli/command-spec';
import type { Context } from '#context';
import { usageError } from '#domain/errors/failure';
import { OPEN_STATES } from '#domain/ledger/intent';
import type { TeamStatus } from '#domain/team/team';
import { ledgerIndex } from '#features/find/index-subcommand';
import { exportKey } from '#features/team/export-key';
import { importLedger } from '#features/team/import-ledger';
import { toMemberDocument } from '#features/team/require-team';
import { rotateKey } from '#features/team/rotate-key';
import { limit } from '#features/team/set-limits';
import { accept, join, members, remove } from '#features/team/team-members';
import type { CommandDocument } from '#schemas/document-types';
import { ledgerLines } from './ledger-view.ts';
import { use } from './use-ledger.ts';

type LedgerDocument = CommandDocument<'ledger status'>;

async function describeLedger(context: Context, isAccepted = false): Promise<LedgerDocument> {
  const ledger = await (isAccepted ? context.acceptedLedger() : context.ledger());
  const team = await (await context.team())?.status();
  return {
    engine: team === undefined ? 'sqlite' : 'postgresql',
    place: ledger.place,
    id: ledger.id,
    notedFolder: ledger.notedFolder ?? null,
    open: await ledger.countInStates(OPEN_STATES),
    head: await ledger.head(),
    readOnly: ledger.readOnly?.message ?? null,
    ...(team && { team: describeTeam(team) }),
  };
}

const describeTeam = ({ version, tls, latencyMilliseconds, clockOffsetMilliseconds, member }: TeamStatus) => ({
  version,
  tls,
  latencyMilliseconds,
  clockOffsetMilliseconds,
  member: member === undefined ? null : toMemberDocument(member),
});

/** The part that both commands share. */
const SHARED = { exits: [4, 7], view: ledgerLines } as const;

interface InitOptions {
  readonly new?: boolean;
  readonly name?: string;
}

const init: CommandSpec<InitOptions, LedgerDocument> = {
  about:
    'Creates the ledger if there is none. With --new the existing ledger is accepted as it is, and its folder is ' +
    'written to the settings. Use --new after ledger.db was lost, restored from an older copy or moved, or after ' +
    'its key was lost. Refunds that this ledger does not know can then be sent a second time: check the Dashboard ' +
    'first. If the ledger in use is that of a team, the command creates or updates it in the database. The user ' +
    'who creates it becomes the first administrator.',
  options: [
    { flags: '--new', about: 'accept the existing ledger, its key and its folder' },
    { flags: '--name <name>', about: 'your name in the team (default: user name of this machine)' },
  ],
  ...SHARED,
  examples: ['rocketpay ledger init', 'rocketpay ledger init --new --json'],
  async run({ new: isAccepted = false, name }, context) {
    const team = await context.team();
    if (team !== undefined && isAccepted)
      throw usageError('--new is for the ledger of this machine.', 'Leave out --new.');
    await team?.create(name);
    return describeLedger(context, isAccepted);
  },
};

const status: CommandSpec<object, LedgerDocument> = {
  about:
    'Shows where the ledger is, the folder in the settings, the number of writes without a known outcome, and the newest record of the audit trail. For ' +
    'the ledger of a team also the version and the response time of the server, and who you are in the team.',
  ...SHARED,
  examples: ['rocketpay ledger status', 'rocketpay ledger status --field place'],
  run: (_, context) => describeLedger(context),
};

export const ledger: CommandGroup = {
  commands: [
    { name: 'init', summary: 'create the ledger, or accept an existing one', spec: init },
    { name: 'use', summary: 'store which ledger is in use', spec: use },
    { name: 'status', summary: 'show where the ledger is', spec: status },
    { name: 'index', summary: 'complete the index by which payments are found', spec: ledgerIndex },
    { name: 'join', summary: 'ask to join the team of a shared ledger', spec: join },
    { name: 'accept', summary: 'accept a member of the team', spec: accept },
    { name: 'members', summary: 'list the members of the team', spec: members },
    { name: 'limit', summary: 'set or show the limits of members for refunds', spec: limit },
    { name: 'remove', summary: 'remove a member from the team', spec: remove },
    { name: 'import', summary: 'import the ledger of one machine into the one of the team', spec: importLedger },
    { name: 'rotate-key', summary: 'replace the data key of the team', spec: rotateKey },
    { name: 'export-key', summary: 'write the data key of the team to an encrypted file', spec: exportKey },
  ],
};
