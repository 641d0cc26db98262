import type { SaleOrder } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, interruptedFailure } from '#domain/errors/failure';
import { expectAccepted } from '#domain/gate/outcome-failure';
import type { Customer } from '#domain/gate/signed-request';
import { joinTexts, message } from '#domain/language/message';
import { projectKey } from '#domain/ledger/intent';
import type { Operator } from '#domain/payments/mobile-operator';
import { createPaymentId } from '#domain/payments/payment-id';
import type { Profile } from '#domain/profiles/profile';
import { describeInterruption } from './interruption.ts';
import { askOrder, type Order } from './order-prompts.ts';
import { sendAndReconcile } from './send-and-reconcile.ts';
import { recordStep, type WizardSession } from './wizard-session.ts';
import { operatorsLines, reviewLines } from './wizard-view.ts';

/**
 * Asks for the payer and the amount, shows the order, and sends the sale.
 *
 * @param callbackUrl URL for the callbacks of the sale
 * @returns the sale; undefined when the user goes back to the profiles, and nothing was sent
 */
export async function runSaleStep(
  callbackUrl: string | undefined,
  session: WizardSession,
): Promise<SaleOrder | undefined> {
  const { context, severalProfiles } = session;
  const profile = await context.profile();
  const operators = await readOperators(session);
  let draft = await createDraft(profile, session);
  for (;;) {
    const order = await askOrder(draft, profile, operators, severalProfiles, context);
    if (order === undefined) {
      if (severalProfiles) return undefined;
      context.terminal.note(message('This is the first question. Ctrl-C leaves.'));
      continue;
    }
    draft = order;
    const reviewed = { ...order, callbackUrl: callbackUrl ?? order.callbackUrl };
    const answer = await review(reviewed, operators, session);
    if (answer === 'leave') throw interruptedFailure(message('Nothing was sent.'));
    if (answer === 'profile') return undefined;
    if (answer === 'change') continue;
    const sale = { ...reviewed, paymentId: createPaymentId(context.clock.now()) };
    if (await sendSale(sale, profile, session)) return sale;
  }
}

async function readOperators(session: WizardSession): Promise<readonly Operator[]> {
  const { terminal, gate: openGate } = session.context;
  const gate = await openGate();
  const request = gate.operators();
  const outcome = await terminal.withSpinner(message('asking for the operators'), () => gate.send(request));
  const operators = gate.readOperators(expectAccepted(outcome, request).answer);
  terminal.tell({ operators }, operatorsLines);
  await recordStep({ step: 'operators' }, session);
  return operators;
}

/** Returns the amount of the last sale with this profile as a default. Phone numbers are not stored. */
async function createDraft(profile: Profile, { context, options }: WizardSession): Promise<Partial<Order>> {
  const ledger = await context.ledger();
  const sales = await ledger.history({ kind: 'sale', profile: profile.name, limit: 1 });
  const amount = sales.find((sale) => sale.project === projectKey(profile))?.amount;
  const { phone } = options;
  return { ...(phone === undefined ? {} : { phone }), ...(amount === undefined ? {} : { amount }) };
}

type Answer = 'send' | 'change' | 'profile' | 'leave';

async function review(
  { phone, amount, customer: { id, firstName, lastName, email }, callbackUrl }: Order,
  operators: readonly Operator[],
  { context, severalProfiles }: WizardSession,
): Promise<Answer> {
  const profile = await context.profile();
  const callbacks = callbackUrl ?? message("to the project's own URL");
  const customer = `${id}, ${firstName} ${lastName}, ${email}`;
  context.terminal.tell({ phone, amount, customer, callbacks, operators, profile }, reviewLines);
  return context.terminal.choose<Answer>(message('Request this payment?'), [
    { name: message('Yes: the payer receives a code by SMS'), value: 'send' },
    { name: message('Change the phone or the amount'), value: 'change' },
    ...(severalProfiles ? [{ name: message('Use another profile'), value: 'profile' } as const] : []),
    { name: message('Cancel: nothing was sent'), value: 'leave' },
  ]);
}

/** Sends the sale. Returns false when the platform has not shown it. */
async function sendSale(sale: SaleOrder, profile: Profile, session: WizardSession): Promise<boolean> {
  const { context, options } = session;
  const { paymentId, phone, amount, callbackUrl } = sale;
  const gate = await context.gate();
  context.terminal.note(message('Payment id {paymentId}', { paymentId }));
  try {
    if (!(await sendAndReconcile(() => ({ request: gate.sale(sale) }), 'sale', context))) return false;
  } catch (error) {
    const isUnknown = error instanceof Failure && error.exit === EXIT.unknown;
    throw isUnknown ? await describeInterruption(error, paymentId, context) : error;
  }
  const customer = withoutProfileData(sale.customer, profile);
  await recordStep({ step: 'sale', paymentId, phone, amount, customer, callbackUrl: options.callbackUrl }, session);
  const accepted = message('Accepted: the result of the sale is not known yet.');
  const callbacks = callbackUrl === undefined ? undefined : message('Callbacks: {url}', { url: callbackUrl });
  context.terminal.note(joinTexts([accepted, callbacks], ' '));
  return true;
}

/** Returns the customer data that the profile does not have. */
const withoutProfileData = (customer: Customer, profile: Profile): Partial<Customer> =>
  Object.fromEntries(
    Object.entries(customer).filter(([field, value]) => profile.customer[field as keyof Customer] !== value),
  );
