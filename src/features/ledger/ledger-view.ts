import type { Style, View } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';

/** Formats the folder of the ledger and its number of open writes. */
export const ledgerLines: View<CommandDocument<'ledger status'>> = (
  { place, id, notedFolder, open, head, readOnly, team },
  style,
) => [
  `${style.dim('Ledger')} ${place}`,
  `${style.dim('Id')} ${id}`,
  ...(team === undefined
    ? [`${style.dim('In the settings')} ${notedFolder ?? 'no folder is set'}`]
    : teamLines(team, style)),
  `${style.dim('Writes without a known outcome')} ${open}`,
  ...(head === undefined ? [] : [`${style.dim('Newest record')} ${head.number}, ${head.hash}`]),
  ...(readOnly === null ? [] : [readOnly]),
];

type Team = NonNullable<CommandDocument<'ledger status'>['team']>;

const TLS = {
  verify: 'TLS, certificate checked',
  unchecked: 'TLS, certificate not checked',
  off: 'not encrypted',
} as const;

const teamLines = ({ version, tls, latencyMilliseconds, clockOffsetMilliseconds, member }: Team, style: Style) => [
  `${style.dim('Server')} PostgreSQL ${version}, answers in ${latencyMilliseconds} ms${tls === undefined ? '' : `; ${TLS[tls]}`}`,
  `${style.dim('Clock')} ${clockText(clockOffsetMilliseconds)}`,
  ...(member === null
    ? []
    : [
        `${style.dim('You')} ${member.name} (${member.login}), ${member.role}`,
        `${style.dim('Fingerprint')} ${member.fingerprint}`,
      ]),
];

function clockText(offset: number): string {
  const seconds = Math.round(Math.abs(offset) / 1000);
  if (seconds === 0) return 'this machine and the server agree; the server counts';
  return `this machine is ${seconds} s ${offset > 0 ? 'ahead of' : 'behind'} the server; the server counts`;
}
