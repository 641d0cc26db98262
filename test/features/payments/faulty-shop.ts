import type { FaultKind, SandboxFault } from '#domain/sandbox/faults';
import type { Payment } from '#sandbox/store';
import type { PlatformOptions } from '../../sandbox/support.ts';
import { openShop, type Shop } from '../../support/shop.ts';

/** A shop whose line to the sandbox fails when it is told to. */
export interface FaultyShop extends Shop {
  /** What every request meets from now on. */
  readonly faults: SandboxFault[];
  /** The next write meets a fault, or none; what is asked before it and after it is answered in order. */
  readonly spoilNext: (kind: FaultKind | undefined) => void;
  /** Returns the payments as the sandbox stores them. */
  readonly payments: () => Promise<readonly Payment[]>;
  /** Runs a command whose answer is lost, and gives the intent that it leaves open. */
  readonly lost: (kind: FaultKind, ...argv: readonly string[]) => Promise<string>;
}

/** Faults that end only with the time limit of the request, which must be enough to connect on a busy machine. */
const ENDLESS: readonly FaultKind[] = ['hang', 'drip'];

export async function openFaultyShop(options: PlatformOptions = {}): Promise<FaultyShop> {
  const faults: SandboxFault[] = [];
  const shop = await openShop({ ...options, faults });
  const { createIntent, change } = shop.ledger;
  let next: FaultKind | undefined;
  let spoilt: string | undefined;
  // A write is in progress from the record of its intent to the record of its outcome.
  Object.assign(shop.ledger, {
    createIntent: async (...words: Parameters<typeof createIntent>) => {
      const intent = await createIntent(...words);
      if (next === undefined) return intent;
      faults.push({ kind: next, rate: 1 });
      spoilt = intent.id;
      return intent;
    },
    change: async (...words: Parameters<typeof change>) => {
      if (words[0] === spoilt) {
        faults.pop();
        next = undefined;
        spoilt = undefined;
      }
      return change(...words);
    },
  });
  const faulty: FaultyShop = {
    ...shop,
    faults,
    spoilNext: (kind) => {
      next = kind;
    },
    payments: async () => (await shop.platform.get('/sandbox/payments')).body as unknown as readonly Payment[],
    lost: async (kind, ...argv) => {
      faulty.spoilNext(kind);
      const { exit, intent } = await shop.failed(...argv, ...(ENDLESS.includes(kind) ? ['--timeout', '2s'] : []));
      if (exit !== 6 || intent === undefined) throw new Error(`ended with ${exit}, not with an unknown outcome`);
      return intent;
    },
  };
  return faulty;
}
