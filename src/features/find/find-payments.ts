import type { Context } from '#context';
import { type Criterion, readFindQuery } from '#domain/find/find-query';
import { projectKey } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import type { FoundPayment } from '#domain/ledger/payment-search';
import { maskPhone } from '#domain/payments/phone';
import { listProjectNames } from '#domain/profiles/project';
import type { CommandDocument } from '#schemas/document-types';
import { readEvidence, toSumFields } from './read-evidence.ts';
import { updateIndex } from './update-index.ts';

export type FoundDocument = CommandDocument<'find'>;

/** Number of callbacks of a payment that are read for its line. */
const MAX_CALLBACKS = 50;

/** Finds payments by texts, and reads what each line of the result shows. */
export async function findPayments(
  { texts, limit, profile }: { readonly texts: readonly string[]; readonly limit: number; readonly profile: boolean },
  context: Pick<Context, 'ledger' | 'clock' | 'terminal' | 'profile'>,
): Promise<{ readonly document: FoundDocument; readonly criteria: readonly Criterion[] }> {
  const criteria = readFindQuery(texts, context.clock.now());
  const ledger = await context.ledger();
  const projects = profile ? listProjectNames(projectKey(await context.profile())) : undefined;
  await updateIndex(context);
  const { payments, more, since } = await ledger.search.find({ criteria, projects, limit });
  const shown = await Promise.all(payments.map((payment) => describePayment(payment, ledger)));
  const { indexed, lastDigits, payments: known } = await ledger.search.settings();
  return {
    criteria,
    document: {
      payments: shown,
      more,
      searched: criteria.map((criterion) => toSearched(criterion, lastDigits)),
      comparedSince: since === undefined ? null : toIso(since),
      knownPayments: payments.length > 0 ? null : known,
      indexed,
      lastDigits,
    },
  };
}

/** Returns as what a text was searched, and as what it could not be. */
function toSearched({ text, readings }: Criterion, lastDigits: boolean): FoundDocument['searched'][number] {
  const matches = [...new Set(readings.map(({ match }) => match))];
  const isSearched = (match: (typeof matches)[number]) => lastDigits || match !== 'last digits of the phone';
  return { text, as: matches.filter(isSearched), notIndexed: matches.filter((match) => !isSearched(match)) };
}

async function describePayment(found: FoundPayment, ledger: Ledger): Promise<FoundDocument['payments'][number]> {
  const { project, paymentId, firstAt, lastAt, matches } = found;
  const { known, intents, states } = await readEvidence(found, MAX_CALLBACKS, ledger);
  const last = intents.at(-1);
  const phone = states.map(({ state }) => state.phone).findLast((number) => number !== undefined);
  return {
    paymentId,
    project,
    ...toSumFields(known),
    phone:
      phone === undefined ? (intents.find((intent) => intent.phone !== undefined)?.phone ?? null) : maskPhone(phone),
    firstSeenAt: toIso(firstAt),
    lastSeenAt: toIso(lastAt),
    lastWrite:
      last === undefined
        ? null
        : {
            ...{ intent: last.id, kind: last.kind, state: last.state },
            ...{ at: toIso(last.changedAt), by: `${last.user}@${last.host}` },
          },
    matched: matches,
  };
}

const toIso = (time: number): string => new Date(time).toISOString();
