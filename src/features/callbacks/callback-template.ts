import type { Context } from '#context';
import type { CallbackEvent } from '#domain/callbacks/callback-event';
import { type CallbackTemplate, USUAL_AMOUNT } from '#domain/callbacks/sample-callback';
import { isJsonObject, type JsonObject } from '#domain/json/exact-json';
import { projectKey } from '#domain/ledger/intent';
import { createPaymentId } from '#domain/payments/payment-id';
import { readPaymentState } from '#domain/payments/payment-state';
import { PROFILE_DEFAULTS } from '#domain/profiles/profile';
import { parseStoredBody } from './callback-document.ts';
import { optionalProfile } from './callback-handler.ts';

type SampleContext = Pick<Context, 'clock' | 'ledger' | 'profile' | 'terminal'>;

/** Project id of sample callbacks without a profile: the project of the platform's documentation. */
const EXAMPLE_PROJECT = 1234;

/**
 * Returns the data of a sample callback: a payment of the ledger, by its last genuine callback or the platform's last
 * answer, or a generated payment.
 */
export async function callbackTemplate(
  { paymentId, event }: { readonly paymentId: string | undefined; readonly event: CallbackEvent },
  context: SampleContext,
): Promise<CallbackTemplate> {
  const { clock, terminal } = context;
  const profile = await optionalProfile(context);
  const projectId = profile?.projectId ?? EXAMPLE_PROJECT;
  const now = clock.now();
  const made = { projectId, now, amount: USUAL_AMOUNT };
  if (paymentId === undefined) return { ...made, paymentId: createPaymentId(now) };
  const project = projectKey({ gateUrl: PROFILE_DEFAULTS.gateUrl, ...profile, projectId });
  const ledger = await context.ledger();
  const like = (await ledger.callbacks(project, paymentId))
    .filter(({ valid }) => valid)
    .map(parseStoredBody)
    .filter(isJsonObject)
    .at(-1);
  const known = await ledger.payment(project, paymentId);
  if (like === undefined && known === undefined) {
    terminal.note(`The ledger has no payment ${paymentId}: the callback is a sample, ${event} of 1000.00 KZT.`);
  }
  const amount = (like === undefined ? undefined : amountIn(like)) ?? known?.remaining ?? USUAL_AMOUNT;
  return { ...made, paymentId, amount, like };
}

/** Returns the paid amount; the callback of a refund has it in another field. */
function amountIn(body: JsonObject) {
  const { operations, left } = readPaymentState(body);
  const [operation] = operations;
  if (operation?.type === 'sale') return operation.amount ?? left;
  return left?.minor === 0 ? operation?.amount : left;
}
