import type { SaleOrder } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, interruptedFailure } from '#domain/errors/failure';
import { expectAccepted } from '#domain/gate/outcome-failure';
import type { Customer } from '#domain/gate/signed-request';
import { projectKey } from '#domain/ledger/intent';
import type { Operator } from '#domain/payments/mobile-operator';
import { createPaymentId } from '#domain/payments/payment-id';
import type { Profile } from '#domain/profiles/profile';
import { describeInterruption } from './interruption.ts';
import { askOrder, type Order } from './order-prompts.ts';
import { sendAndReconcile } from './send-and-reconcile.ts';
import { recordStep, type WizardSession } from './wizard-session.ts';

/**
 * Asks for the payer and the amount, shows the order, and sends the sale.
 *
 * @param callbackUrl URL for the callbacks of the sale
 * @returns the sale; undefined when the user goes back to the profiles, and nothing was sent
 */
export async function runSaleStep(
  callbackUrl: string | undefined,
  stage: WizardSession,
): Promise<SaleOrder | undefined> {
  const { context } = stage;
  const profile = await context.profile();
  const operators = await readOperators(stage);
  let order: Order | undefined;
  for (let draft = await lastOrder(profile, stage); ; draft = order) {
    order = await askOrder(draft, profile, operators, stage.several, context);
    if (order === undefined) {
      if (stage.several) return undefined;
      context.terminal.note('This is the first question. Ctrl-C leaves.');
      order = { ...draft } as Order;
      continue;
    }
    const wanted = { ...order, callbackUrl: callbackUrl ?? order.callbackUrl };
    const answer = await review(wanted, operators, stage);
    if (answer === 'leave') throw interruptedFailure('Nothing was sent.');
    if (answer === 'profile') return undefined;
    if (answer === 'change') continue;
    const sale = { ...wanted, paymentId: createPaymentId(context.clock.now()) };
    if (await sell(sale, profile, stage)) return sale;
  }
}

async function readOperators(stage: WizardSession): Promise<readonly Operator[]> {
  const { context, shows } = stage;
  const gate = await context.gate();
  const request = gate.operators();
  const outcome = await context.terminal.withSpinner('asking for the operators', () => gate.send(request));
  const operators = gate.readOperators(expectAccepted(outcome, request).answer);
  shows.operators(operators);
  await recordStep({ step: 'operators' }, stage);
  return operators;
}

/** Returns the amount of the last sale with this profile as a default. Phone numbers are not stored. */
async function lastOrder(profile: Profile, { context, options }: WizardSession): Promise<Partial<Order>> {
  const ledger = await context.ledger();
  const sales = await ledger.history({ kind: 'sale', profile: profile.name, limit: 1 });
  const amount = sales.find((sale) => sale.project === projectKey(profile))?.amount;
  const phone = options.phone === undefined ? {} : { phone: options.phone };
  return amount === undefined ? phone : { ...phone, amount };
}

type Answer = 'send' | 'change' | 'profile' | 'leave';

async function review(
  order: Order,
  operators: readonly Operator[],
  { context, shows, several }: WizardSession,
): Promise<Answer> {
  const profile = await context.profile();
  const { id, firstName, lastName, email } = order.customer;
  const callbacks = order.callbackUrl ?? "to the project's own URL";
  const customer = `${id}, ${firstName} ${lastName}, ${email}`;
  shows.review({ phone: order.phone, amount: order.amount, customer, callbacks, operators, profile });
  return context.terminal.choose<Answer>('Request this payment?', [
    { name: 'Yes: the payer receives a code by SMS', value: 'send' },
    { name: 'Change the phone or the amount', value: 'change' },
    ...(several ? [{ name: 'Use another profile', value: 'profile' } as const] : []),
    { name: 'Cancel: nothing was sent', value: 'leave' },
  ]);
}

async function sell(sale: SaleOrder, profile: Profile, stage: WizardSession): Promise<boolean> {
  const { context } = stage;
  const { paymentId, phone, amount, callbackUrl } = sale;
  const gate = await context.gate();
  context.terminal.note(`Payment id ${paymentId}`);
  try {
    if (!(await sendAndReconcile(() => ({ request: gate.sale(sale) }), 'the sale', context))) return false;
  } catch (error) {
    const sent = error instanceof Failure && error.exit === EXIT.unknown;
    throw sent ? await describeInterruption(error, paymentId, context) : error;
  }
  const customer = beyondProfile(sale.customer, profile);
  await recordStep({ step: 'sale', paymentId, phone, amount, customer, callbackUrl: stage.options.callbackUrl }, stage);
  context.terminal.note(
    `Accepted: the result of the sale is not known yet.${callbackUrl === undefined ? '' : ` Callbacks: ${callbackUrl}`}`,
  );
  return true;
}

function beyondProfile(customer: Customer, profile: Profile): Partial<Customer> {
  const typed = Object.entries(customer).filter(
    ([field, value]) => profile.customer[field as keyof Customer] !== value,
  );
  return Object.fromEntries(typed);
}
