import type { Context } from '../context.ts';
import type { Amount } from '../domain/amount.ts';
import { DAY_MS } from '../domain/earlier-refunds.ts';
import { usageFailure } from '../domain/errors.ts';
import { type Intent, projectOf } from '../domain/intent.ts';
import type { Past } from '../domain/ledger.ts';
import { operationKey, type PaymentState } from '../domain/payment-state.ts';
import type { Profile } from '../domain/profile.ts';
import {
  checkRefund,
  checkRefundable,
  freeAmount,
  type RefundCard,
  type RefundFacts,
  refundCard,
} from '../domain/refund-rules.ts';
import { askStatus } from './ask-status.ts';
import { learn } from './learn.ts';

/** A refund that was looked at and may be sent. */
export interface SafeRefund {
  /** What is given back: what was asked for, or all that is left. */
  readonly amount: Amount;
  /** The platform's word on the payment. */
  readonly state: PaymentState;
  readonly card: RefundCard;
  /** When the payment was looked at, epoch milliseconds. */
  readonly readAt: number;
  /** Keys of the operations that it has already. */
  readonly known: readonly string[];
  /** Ids of the intents that stood on the card. */
  readonly shown: readonly string[];
  /** The rules once more, for the very moment in which the refund is recorded: two at once are not both let pass. */
  readonly allow: (past: Past) => Promise<void>;
}

/**
 * Reads a payment and what the ledger knows of it, shows both, and lets the refund pass or not: see
 * {@link checkRefund}.
 *
 * @param wish without an amount it is for everything that is left at this moment
 * @throws {Failure} (held) when it must not be sent.
 */
export async function safeRefund(
  wish: {
    readonly paymentId: string;
    readonly amount: Amount | undefined;
    readonly again: boolean;
    /** Of the card that was agreed to, when this is another look; that of this look when left out. */
    readonly shown?: readonly string[];
  },
  profile: Profile,
  context: Pick<Context, 'gate' | 'ledger' | 'terminal' | 'clock'> & { readonly show: (card: RefundCard) => void },
): Promise<SafeRefund> {
  const { paymentId, again } = wish;
  const { clock, show } = context;
  const project = projectOf(profile);
  const ledger = await context.ledger();
  const readAt = clock.now();
  const answer = await askStatus(paymentId, await context.gate(), context);
  await learn(answer, profile, context);
  const { state } = answer;

  const past = await ledger.past(project, paymentId);
  const { shown = everyIntent(past).map(({ id }) => id) } = wish;
  const factsOf = async (found: Past): Promise<RefundFacts> => {
    const { maxRefundPerDay, currency } = profile;
    const now = clock.now();
    const refundedToday = maxRefundPerDay === undefined ? 0 : await found.refundedSince(now - DAY_MS, currency);
    return { project, state, readAt, past: everyIntent(found), shown, refundedToday, limits: profile, now };
  };
  const card = refundCard(paymentId, await factsOf(past));
  if (state.error === undefined) show(card);
  const amount = wish.amount ?? allOf(paymentId, { state, past: everyIntent(past), readAt });
  const allow = async (now: Past) => checkRefund({ paymentId, amount, again }, await factsOf(now));
  await allow(past);
  return { amount, state, card, readAt, known: state.operations.map(operationKey), shown, allow };
}

/** The intents of the payment, under whatever host its project was reached. */
const everyIntent = ({ intents, elsewhere }: Past): readonly Intent[] => [...intents, ...elsewhere];

/** Everything that can be given back at this moment. */
function allOf(paymentId: string, facts: Pick<RefundFacts, 'state' | 'past' | 'readAt'>): Amount {
  checkRefundable(paymentId, facts.state);
  const free = freeAmount(facts);
  if (free !== undefined) return free;
  throw usageFailure(`The platform does not say what is left of ${paymentId}.`, 'Say how much: --amount');
}
