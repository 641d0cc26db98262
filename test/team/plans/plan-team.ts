import { openProfileStore } from '#adapters/profiles/profile-store';
import type { Ledger } from '#domain/ledger/ledger';
import type { Profile } from '#domain/profiles/profile';
import { profileWithSecret, temporaryFolder } from '../../adapters/profiles/folders.ts';
import { openPlanShop, type PlanShop } from '../../features/bulk-refunds/plan-shop.ts';
import type { Finished } from '../../support/cli.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { movingClock } from '../../support/moving-clock.ts';
import type { ProgramOptions } from '../../support/run-program.ts';
import { documentOf, expectPromised, rocketpay } from '../../support/session.ts';
import { createTeam, type TestTeam } from '../../support/team/team.ts';

/** Members at machines of their own, with one ledger and one project. `olga` is an administrator. */
export interface PlanTeam {
  readonly shop: PlanShop;
  readonly team: TestTeam;
  /** Runs a command with `--json` as a member. */
  readonly as: (name: string, ...argv: readonly string[]) => Promise<Finished>;
  /** Runs a command as a member with another clock, or a signal. */
  readonly at: (options: ProgramOptions, name: string, ...argv: readonly string[]) => Promise<Finished>;
  readonly ledger: (name: string) => Promise<Ledger>;
  /** Makes a plan as `anna`, who then has no file of it any more, and returns its id. */
  readonly plan: (rows: readonly string[], ...words: readonly string[]) => Promise<string>;
}

/** Every plan that the tests make by {@link ROWS} has this total. */
export const TOTAL = ['--confirm', '33.00', '--rate', '0'];

export const ROWS = ['order-1,10.00,Returned', 'order-2,11.00,Returned', 'order-3,12.00,Returned'];

/** Opens a team: `anna` and `carl` are support, `boris` is an approver, and plans need an approval unless `changes` says otherwise. */
export async function openPlanTeam(changes: Partial<Profile> = {}): Promise<PlanTeam> {
  // The orders are paid before the time of the server, which stores approvals.
  const shop = await openPlanShop(3, { clock: new FakeClock(Date.now() - 60_000) });
  const { sandbox, clock } = shop.platform;
  const team = await createTeam();
  await team.add('anna', 'support');
  await team.add('boris', 'approver');
  await team.add('carl', 'support');
  const store = openProfileStore(await temporaryFolder());
  const base = profileWithSecret('shop', sandbox.secret.reveal());
  const project = { gateUrl: sandbox.url, projectId: sandbox.projectId };
  await store.save({ ...base, ...project, requireApproval: true, ...changes });
  const ledgers = new Map<string, Promise<Ledger>>();
  const ledger = (name: string) => {
    const opened =
      ledgers.get(name) ??
      team.open(name, { clock: { ...movingClock(clock), sleep: (...wait) => clock.sleep(...wait) } });
    ledgers.set(name, opened);
    return opened;
  };
  const at: PlanTeam['at'] = async (options, name, ...argv) =>
    rocketpay([...argv, '--json'], {
      store,
      ledger: await ledger(name),
      clock: movingClock(clock),
      context: { approvalKey: async () => team.keys(name).sign },
      ...options,
    });
  const as: PlanTeam['as'] = (name, ...argv) => at({}, name, ...argv);
  return {
    shop,
    team,
    as,
    at,
    ledger,
    async plan(rows, ...words) {
      const file = await shop.csv(['payment_id,amount,description', ...rows, ''].join('\n'));
      const finished = await as('anna', 'refunds', 'plan', file, '--rate', '0', ...words);
      if (finished.exit !== 0) throw new Error(finished.err);
      const document = documentOf(finished);
      expectPromised(document, 'refunds plan');
      return String(document.plan);
    },
  };
}
