import { onTestFinished } from 'vitest';
import type { Ledger } from '#domain/ledger/ledger';
import { openPlatform, type PlatformOptions, type TestPlatform } from '../sandbox/support.ts';
import type { Finished } from './cli.ts';
import { openMemoryLedger } from './ledger.ts';
import { movingClock } from './moving-clock.ts';
import { CUSTOMER, documentOf, type Environment, type ErrorDocument, errorOf, rocketpay } from './session.ts';

/** A merchant with a project on a sandbox. The program and the sandbox share one clock. */
export interface Shop {
  readonly platform: TestPlatform;
  readonly env: Environment;
  readonly ledger: Ledger;
  /** Runs a command line as it is. */
  readonly run: (...argv: readonly string[]) => Promise<Finished>;
  /** Runs a command with `--json` that succeeds, and returns its document. */
  readonly done: (...argv: readonly string[]) => Promise<Record<string, unknown>>;
  /** Runs a command with `--json` that fails, and returns its error. */
  readonly failed: (...argv: readonly string[]) => Promise<ErrorDocument>;
  /** The words of a sale of 1000.00 KZT to a phone. */
  readonly sale: (phone?: string, ...more: readonly string[]) => readonly string[];
  /** Sells, and submits the right code: the payment is a success. */
  readonly paid: () => Promise<void>;
  /** How many requests to a path the sandbox has answered. */
  readonly requestsTo: (path: string) => number;
}

export async function openShop(options: PlatformOptions = {}): Promise<Shop> {
  const platform = await openPlatform(options);
  const { sandbox, clock, events } = platform;
  const env = {
    ROCKETPAY_PROJECT_ID: String(sandbox.projectId),
    ROCKETPAY_SECRET_KEY: sandbox.secret.reveal(),
    ROCKETPAY_GATE_URL: sandbox.url,
  };
  const ledger = await openMemoryLedger(clock);
  onTestFinished(() => ledger.close());
  const run: Shop['run'] = (...argv) => rocketpay(argv, { env, clock: movingClock(clock), ledger });
  const shop: Shop = {
    platform: platform,
    ledger,
    env,
    run,
    done: async (...argv) => {
      const finished = await run(...argv, '--json');
      if (finished.exit !== 0) throw new Error(`ended with ${finished.exit}: ${finished.err}`);
      return documentOf(finished);
    },
    failed: async (...argv) => errorOf(await run(...argv, '--json')),
    sale: (phone = '77071234567', ...more) => [
      ...['sale', '--phone', phone],
      ...(more.includes('--amount') ? [] : ['--amount', '1000.00']),
      ...(more.includes('--payment-id') ? [] : ['--payment-id', 'order-1']),
      ...CUSTOMER,
      ...more,
    ],
    paid: async () => {
      await shop.done(...shop.sale('77000000001', '--wait'));
    },
    requestsTo: (path) => events.filter((event) => event.type === 'request' && event.path.endsWith(path)).length,
  };
  return shop;
}
