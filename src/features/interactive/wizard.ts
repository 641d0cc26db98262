import type { Context } from '#context';
import type { ReceivedCallback } from '#domain/callbacks/callback-transport';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { projectKey } from '#domain/ledger/intent';
import { chargeSentence } from '#domain/ledger/write-result';
import { newChallenge } from '#domain/otp/otp-state';
import { isPaid } from '#domain/payments/payment-status';
import { isLoopbackUrl } from '#domain/profiles/profile';
import { storeCallback, verifiedState } from '#features/callbacks/store-callback';
import { writableLedger } from '#features/ledger/writable-ledger';
import { fetchStatus } from '#features/payments/fetch-status';
import { paymentDocument } from '#features/payments/payment-document';
import { recordOtpRequest, recordOwnStatus } from '#features/payments/record-status';
import { type Opened, selectProfile } from '#features/profiles/select-profile';
import type { PaymentDocument } from '#schemas/document-types';
import { continuePayment, profileToGoOn } from './continue-payment.ts';
import { describeInterruption } from './interruption.ts';
import { runOtpStep } from './otp-step.ts';
import { watchPayment } from './payment-watcher.ts';
import { toCommand, toShellScript } from './recorded-step.ts';
import { runRefundSteps } from './refund-step.ts';
import { runSaleStep } from './sale-step.ts';
import type { WizardOutput } from './wizard-output.ts';
import { type Begun, recordStep, type WizardOptions, type WizardSession } from './wizard-session.ts';

/**
 * Runs a guided payment: profile, payer and amount, sale, OTP, result, refund. At the
 * end it prints the steps as commands.
 *
 * @throws {Failure} (interrupted) when the user interrupts, with the status of the payment and how to continue.
 */
export async function runWizard(
  options: WizardOptions,
  shows: WizardOutput,
  context: Context,
): Promise<PaymentDocument> {
  if (options.saveScript !== undefined) await context.checkNewFile(options.saveScript);
  for (;;) {
    const { several, ...opened } = await openProfile(options, context);
    const setUp: WizardSession = { options, shows, several, lessons: [], context: { ...context, ...opened } };
    let document: PaymentDocument | undefined;
    try {
      document = await runWizardOnce(setUp);
    } catch (error) {
      // After an interruption the script with the steps so far is saved.
      if (error instanceof Failure && setUp.lessons.length > 0) await saveScript(setUp);
      throw error;
    }
    if (document === undefined) continue;
    await printSteps(setUp);
    return document;
  }
}

const openProfile = ({ continueId }: WizardOptions, context: Context): Promise<Opened> =>
  continueId === undefined ? selectProfile(context) : profileToGoOn(continueId, context);

async function runWizardOnce(stage: WizardSession): Promise<PaymentDocument | undefined> {
  const { context, options } = stage;
  await writableLedger(context);
  const early: ReceivedCallback[] = [];
  let receive = (callback: ReceivedCallback): void => {
    early.push(callback);
  };
  const listener = await listen((callback) => receive(callback), stage);
  try {
    const begun =
      options.continueId === undefined
        ? await begin(listener?.callbackUrl ?? options.callbackUrl, stage)
        : await continuePayment(options.continueId, context);
    if (begun === undefined) return undefined;
    receive = (callback) => void take(callback, begun, context);
    for (const callback of early) receive(callback);
    return await follow(begun, stage);
  } finally {
    await listener?.close();
  }
}

async function begin(callbackUrl: string | undefined, stage: WizardSession): Promise<Begun | undefined> {
  const { context } = stage;
  const sale = await runSaleStep(callbackUrl, stage);
  if (sale === undefined) return undefined;
  const { paymentId } = sale;
  const watch = await watchPayment({ paymentId, begunAt: context.clock.elapsed() }, context);
  return { paymentId, ip: sale.customer.ip, challenge: newChallenge(await context.profile()), watch };
}

/** Listens for callbacks if the user asked for it, or if the platform is on this machine. */
async function listen(onCallback: (callback: ReceivedCallback) => void, { options, context }: WizardSession) {
  const { gateUrl, callbackUrl } = await context.profile();
  const near = isLoopbackUrl(gateUrl);
  if (options.listen === undefined && !near) return undefined;
  const { host, port } = options.listen ?? { host: '127.0.0.1', port: 0 };
  const receiver = await context.receiveCallbacks({ host, port, secret: await context.secret(), onCallback });
  context.terminal.detail(`listening for callbacks at ${receiver.url}`);
  const own = options.callbackUrl ?? (near ? receiver.url : callbackUrl);
  return { callbackUrl: own, close: () => receiver.close() };
}

/** Stores a callback, and passes it to the session if it belongs to this payment and its signature is valid. */
async function take(
  { text, verification }: ReceivedCallback,
  { watch, paymentId }: Begun,
  context: Context,
): Promise<void> {
  const { valid } = verification;
  const state = verifiedState(verification);
  if (valid && state.paymentId?.toLowerCase() === paymentId.toLowerCase()) watch.receive(state);
  const project = projectKey(await context.profile());
  if (valid) await recordOtpRequest({ state, project }, context);
  try {
    await storeCallback({ text, verification }, undefined, project, await context.ledger());
  } catch (error) {
    context.terminal.detail(`cannot store a callback: ${(error as Error).message}`);
  }
}

async function follow(begun: Begun, stage: WizardSession): Promise<PaymentDocument> {
  const { context, shows } = stage;
  const { paymentId, watch } = begun;
  const { terminal, signal } = context;
  const read = async () => {
    const answer = await fetchStatus(paymentId, await context.gate(), context);
    await recordOwnStatus(answer, context);
    return answer;
  };
  try {
    const onWrite = (step: 'otp' | 'resend') => void recordStep({ step, paymentId }, stage);
    const { status } = await runOtpStep({ ...begun, onWrite }, context);
    terminal.note(`The payment has ended: ${status}.`);
    const answer = await terminal.withSpinner('waiting until the status may be requested', async (say) => {
      await watch.mayAsk(signal);
      return untilAnswered(read, say, context);
    });
    shows.payment(paymentDocument(answer));
    if (!isPaid(answer.state.status)) {
      terminal.note(`${chargeSentence(answer.state.status)} Another payment: rocketpay interactive`);
      return paymentDocument(answer);
    }
    await runRefundSteps(paymentId, stage);
    return paymentDocument(
      await read().catch((error: unknown) => {
        if (!(error instanceof Failure)) throw error;
        // Without a connection the last known state is used.
        return answer;
      }),
    );
  } catch (error) {
    throw await describeInterruption(error, paymentId, context);
  }
}

/** Repeats the status request of a finished payment until an answer comes, or the user interrupts. */
async function untilAnswered<T>(
  read: () => Promise<T>,
  say: (text: string) => void,
  { clock, signal, profile }: Pick<Context, 'clock' | 'signal' | 'profile'>,
): Promise<T> {
  const { statusDelaySeconds } = await profile();
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Failure) || error.exit !== EXIT.unavailable) throw error;
      say(`${error.message} Asking again.`);
      await clock.sleep(statusDelaySeconds * 1000, signal);
    }
  }
}

async function printSteps({ options, shows, lessons, context }: WizardSession): Promise<void> {
  const profile = await context.profile();
  shows.commands(lessons.map((lesson) => toCommand(lesson, profile)));
  await saveScript({ options, lessons, context });
}

/** Saves the script, readable only by the current user because it contains a phone number. */
async function saveScript({ options, lessons, context }: Pick<WizardSession, 'options' | 'lessons' | 'context'>) {
  if (options.saveScript === undefined) return;
  const script = toShellScript(lessons, await context.profile());
  if (script === '') {
    context.terminal.warn('no script was written: no step was recorded.');
    return;
  }
  await context.saveFile(options.saveScript, script, { mode: 0o700 });
  context.terminal.note(`Script saved: ${options.saveScript}`);
}
