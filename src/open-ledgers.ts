import { homedir } from 'node:os';
import { mayNameTeamLedger } from '#adapters/profiles/team-ledger-hint';
import { processStart } from '#adapters/system/start-times';
import type { CorrectedClock } from '#async/corrected-clock';
import { Failure } from '#domain/errors/failure';
import { dataFolder, type FolderSources, settingsFolder } from '#domain/profiles/data-folders';
import type { TeamPlace } from '#domain/team/ledger-setting';
import type { Context } from './context.ts';
import { once, orEmpty } from './once.ts';
import type { HostProcess } from './open-context.ts';

/** Creates the part of a context that opens ledgers: of this machine, in memory, or of a team. Each loads at its first use. */
export function createLedgers(
  host: HostProcess,
  clock: CorrectedClock,
  profiles: Context['profiles'],
): Pick<Context, 'ledger' | 'temporaryLedger' | 'acceptedLedger' | 'team' | 'ledgerPlace'> {
  const { environment, platform, pid, isRunning, effectiveUid: uid, signal, killGroup } = host;
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
    const { openApprovalKey, openMemberKey } = await import('#adapters/profiles/private-keys');
    const folder = settingsFolder(folders);
    return { sign: openApprovalKey(folder, uid), seal: openMemberKey(folder, uid) };
  };
  /** The ledger of a team that is set; no other one is used in its place, whatever happens to it. */
  const teamPlace = once(async () => {
    const store = hasSettings(folders) ? profiles : undefined;
    const isSet = (environment.ROCKETPAY_LEDGER_URL ?? '') !== '';
    if (!isSet && (store === undefined || !mayNameTeamLedger(settingsFolder(folders)))) return undefined;
    const { effectiveLedger } = await import('#adapters/profiles/effective-ledger');
    return effectiveLedger({ environment, store, signal, killGroup, uid });
  });
  const teamOptions = async ({ url, readPassword }: TeamPlace) => ({
    ...processes,
    url: { ...url, password: url.password ?? (await readPassword()) },
    keys: memberKeys,
  });
  const openShared = async (place: TeamPlace) => {
    const { openTeamLedger } = await import('#adapters/ledger/open-team-ledger');
    const opened = await openTeamLedger({ ...(await teamOptions(place)), folder: dataFolder(folders), uid });
    host.onClose(() => opened.close());
    return opened;
  };
  const openMembers = async (place: TeamPlace) => {
    const { openTeam } = await import('#adapters/ledger/manage-team');
    const opened = openTeam({ ...(await teamOptions(place)), folder: () => dataFolder(folders), uid });
    host.onClose(opened.close);
    return opened;
  };

  return {
    ledger: once(async () => {
      const place = await teamPlace();
      return place === undefined ? openLocal(false) : openShared(place);
    }),
    temporaryLedger: () => openLocal(true),
    acceptedLedger: () => openLocal(false, true),
    team: once(async () => {
      const place = await teamPlace();
      return place === undefined ? undefined : openMembers(place);
    }),
    ledgerPlace: async () => {
      const place = await teamPlace();
      if (place !== undefined) return { place: place.url.shown, origin: place.origin, isShared: true };
      const origin = environment.ROCKETPAY_DATA_DIR ? 'ROCKETPAY_DATA_DIR' : 'default';
      return { place: dataFolder(folders), origin, isShared: false };
    },
  };
}

/** False for a user without a home folder. @throws {Failure} (credentials) for settings that are set and cannot be used. */
function hasSettings(folders: FolderSources): boolean {
  try {
    return settingsFolder(folders) !== '';
  } catch (error) {
    if (error instanceof Failure && error.code === 'no_home') return false;
    throw error;
  }
}
