import { type CommandGroup, type CommandSpec, Streamed } from '#cli/command-spec';
import { EXIT } from '#domain/errors/exit-codes';
import { usageError } from '#domain/errors/failure';
import { parseTimestamp } from '#domain/time/timestamp';
import { auditLines } from '#features/ledger/audit/audit-view';
import { exportTrail } from '#features/ledger/audit/export-audit';
import { verifyAudit } from '#features/ledger/audit/verify-audit';
import type { CommandDocument } from '#schemas/document-types';

const verify: CommandSpec<{ readonly head?: string }, CommandDocument<'audit verify'>> = {
  about:
    'Reads the whole audit trail, in which each record contains a hash of the previous one, and names the first ' +
    'record that was changed, removed or moved. Only a hash that was saved elsewhere reveals a trail that was ' +
    'rewritten from its beginning: give the hash with --head.',
  options: [{ flags: '--head <hash>', about: 'a hash that the trail must contain' }],
  exits: [7, 9],
  examples: ['rocketpay audit verify', 'rocketpay audit verify --field head'],
  run: ({ head }, context) => verifyAudit(head, context),
  view: auditLines,
  exit: ({ valid }) => (valid ? EXIT.done : EXIT.unverified),
};

interface ExportOptions {
  readonly json?: boolean;
  readonly field?: string;
  readonly from?: string;
  readonly to?: string;
  readonly format?: 'jsonl' | 'csv';
}

const exportRecords: CommandSpec<ExportOptions> = {
  about:
    'Prints the audit trail: as JSON lines, each with its hash, or as CSV for a spreadsheet. Phone numbers are ' +
    'masked. Secrets and codes are never recorded.',
  options: [
    { flags: '--from <time>', about: 'only from this time on: 24h, 7d, 2026-11-01 or 2026-11-01T09:30' },
    { flags: '--to <time>', about: 'only before this time' },
    { flags: '--format <format>', about: 'output format: jsonl (default), csv', choices: ['jsonl', 'csv'] },
  ],
  exits: [7],
  examples: ['rocketpay audit export --from 30d', 'rocketpay audit export --from 2026-11-01 --format csv'],
  async run({ from, to, format = 'jsonl', json, field }, context) {
    if (format === 'csv' && (json === true || field !== undefined)) {
      throw usageError('CSV has neither JSON nor its fields.', 'Leave out --format csv, or --json and --field.');
    }
    const now = context.clock.now();
    const range = {
      from: from === undefined ? undefined : parseTimestamp(from, now),
      to: to === undefined ? undefined : parseTimestamp(to, now),
    };
    await exportTrail(range, format, context);
    return new Streamed(EXIT.done);
  },
  view: () => [],
};

export const audit: CommandGroup = {
  commands: [
    { name: 'verify', summary: 'check that no record was changed, removed or reordered', spec: verify },
    { name: 'export', summary: 'print the records, for an auditor', spec: exportRecords },
  ],
};
