import type { LedgerUrl } from './ledger-url.ts';

/** What the settings say of the ledger of a team: its URL without a password, or a command that prints it. Empty: none is set. */
export interface LedgerSetting {
  readonly ledgerUrl?: string;
  /** A program and its arguments, run without a shell. */
  readonly ledgerUrlCommand?: readonly string[];
  readonly ledgerPasswordFile?: string;
  readonly ledgerPasswordCommand?: readonly string[];
}

/** True where the settings name the ledger of a team. */
export const namesLedger = ({ ledgerUrl, ledgerUrlCommand }: LedgerSetting): boolean =>
  ledgerUrl !== undefined || ledgerUrlCommand !== undefined;

/** The ledger of a team that is in use, and where its URL is set. */
export interface TeamPlace {
  readonly url: LedgerUrl;
  /** Reads the password that is not in the URL; undefined where the database client finds it, or none is needed. */
  readonly readPassword: () => Promise<string | undefined>;
  /** `ROCKETPAY_LEDGER_URL`, or the settings. */
  readonly origin: string;
}

/** The ledger in use, for messages. */
export interface LedgerPlace {
  /** The folder of this machine, or the URL of a team's ledger without its password. */
  readonly place: string;
  readonly origin: string;
  readonly isShared: boolean;
}
