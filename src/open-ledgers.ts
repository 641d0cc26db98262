import { homedir } from 'node:os';
import { processStart } from '#adapters/system/start-times';
import type { CorrectedClock } from '#async/corrected-clock';
import { dataFolder, settingsFolder } from '#domain/profiles/data-folders';
import { environmentValue } from '#domain/profiles/environment-variables';
import type { LedgerUrl } from '#domain/team/ledger-url';
import type { Context } from './context.ts';
import { once, orEmpty } from './once.ts';
import type { HostProcess } from './open-context.ts';

/** Creates the part of a context that opens ledgers: of this machine, in memory, or of a team. Each loads at its first use. */
export function createLedgers(
  host: HostProcess,
  clock: CorrectedClock,
): Pick<Context, 'ledger' | 'temporaryLedger' | 'acceptedLedger' | 'team'> {
  const { environment, platform, pid, isRunning, effectiveUid: uid } = host;
  const folders = { environment, platform, home: homedir };
  const processes = { pid, isRunning, processStart, clock };
  const openLocal = async (temporary: boolean, accept = false) => {
    const { openLedger } = await import('#adapters/ledger/open-ledger');
    const folder = temporary ? '' : dataFolder(folders);
    const settings = orEmpty(() => settingsFolder(folders)) || undefined;
    const opened = await openLedger({ ...processes, folder, uid, temporary, settings, accept });
    host.onClose(() => opened.close());
    return opened;
  };

  const memberKeys = async () => {
    const { openApprovalKey, openMemberKey } = await import('#adapters/profiles/approval-key');
    const folder = settingsFolder(folders);
    return { sign: openApprovalKey(folder, uid), seal: openMemberKey(folder, uid) };
  };
  const teamOptions = async () => {
    const { parseLedgerUrl } = await import('#domain/team/ledger-url');
    const url = environmentValue(environment, 'ROCKETPAY_LEDGER_URL', parseLedgerUrl) as LedgerUrl;
    return { ...processes, url, keys: memberKeys };
  };
  const openShared = async () => {
    const { openTeamLedger } = await import('#adapters/ledger/postgres');
    const opened = await openTeamLedger({ ...(await teamOptions()), folder: dataFolder(folders), uid });
    host.onClose(() => opened.close());
    return opened;
  };
  const openMembers = async () => {
    const { openTeam } = await import('#adapters/ledger/team');
    const opened = openTeam(await teamOptions());
    host.onClose(opened.close);
    return opened;
  };

  const isShared = (environment.ROCKETPAY_LEDGER_URL ?? '') !== '';
  return {
    ledger: once(() => (isShared ? openShared() : openLocal(false))),
    temporaryLedger: () => openLocal(true),
    acceptedLedger: () => openLocal(false, true),
    team: isShared ? once(openMembers) : undefined,
  };
}
