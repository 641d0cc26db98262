import type { Context } from '#context';
import type { ReceivedCallback } from '#domain/callbacks/callback-transport';
import { newListenerId } from '#domain/callbacks/forwarding';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { joinTexts, message, type Text } from '#domain/language/message';
import { chargeSentence } from '#domain/ledger/result-sentences';
import type { CallbackEnvelope } from '#domain/ledger/stored-callback';
import { isLoopbackUrl } from '#domain/network/this-machine';
import { newChallenge } from '#domain/otp/otp-state';
import { comparablePaymentId } from '#domain/payments/payment-id';
import type { PaymentState } from '#domain/payments/payment-state';
import { isPaid } from '#domain/payments/payment-status';
import { readContent } from '#features/callbacks/callback-content';
import { CallbackHandler } from '#features/callbacks/callback-handler';
import { writableLedger } from '#features/ledger/writable-ledger';
import { fetchStatus, toPaymentDocument } from '#features/payments/fetch-status';
import { paymentLines } from '#features/payments/payment-view';
import { recordOwnStatus } from '#features/payments/record-status';
import { chooseProfile } from '#features/profiles/choose-profile';
import type { PaymentDocument } from '#schemas/document-types';
import { continuePayment, selectPaymentProfile } from './continue-payment.ts';
import { describeInterruption } from './interruption.ts';
import { runOtpStep } from './otp-step.ts';
import { watchPayment } from './payment-watcher.ts';
import { toCommand, toShellScript } from './recorded-step.ts';
import { runRefundSteps } from './refund-step.ts';
import { runSaleStep } from './sale-step.ts';
import { recordStep, type StartedPayment, type WizardOptions, type WizardSession } from './wizard-session.ts';
import { recordedStepLines } from './wizard-view.ts';

/**
 * Runs a guided payment: profile, payer and amount, sale, OTP, result, refund. At the end it prints the steps as
 * commands.
 *
 * @throws {Failure} (interrupted) when the user interrupts, with the status of the payment and how to continue.
 */
export async function runWizard(options: WizardOptions, context: Context): Promise<PaymentDocument> {
  const { saveScript: scriptPath, continueId } = options;
  if (scriptPath !== undefined) await context.checkNewFile(scriptPath);
  for (;;) {
    const opened = await (continueId === undefined
      ? chooseProfile(context)
      : selectPaymentProfile(continueId, context));
    const { severalProfiles, ...profile } = opened;
    const session: WizardSession = { options, severalProfiles, steps: [], context: { ...context, ...profile } };
    let document: PaymentDocument | undefined;
    try {
      document = await runSession(session);
    } catch (error) {
      // After an interruption the script with the steps so far is saved.
      if (error instanceof Failure && session.steps.length > 0) await saveScript(session);
      throw error;
    }
    // Without a document the user chooses another profile.
    if (document === undefined) continue;
    await printSteps(session);
    return document;
  }
}

async function runSession(session: WizardSession): Promise<PaymentDocument | undefined> {
  const { context, options } = session;
  await writableLedger(context);
  const early: PaymentState[] = [];
  let onState = (state: PaymentState): void => void early.push(state);
  const listener = await listen((state) => onState(state), session);
  try {
    const payment =
      options.continueId === undefined
        ? await startPayment(listener?.callbackUrl ?? options.callbackUrl, session)
        : await continuePayment(options.continueId, context);
    if (payment === undefined) return undefined;
    onState = (state) => {
      if (comparablePaymentId(state.paymentId ?? '') === comparablePaymentId(payment.paymentId))
        payment.watcher.receive(state);
    };
    for (const state of early) onState(state);
    return await finishPayment(payment, session);
  } finally {
    await listener?.close();
  }
}

async function startPayment(
  callbackUrl: string | undefined,
  session: WizardSession,
): Promise<StartedPayment | undefined> {
  const { context } = session;
  const sale = await runSaleStep(callbackUrl, session);
  if (sale === undefined) return undefined;
  const { paymentId } = sale;
  const watcher = await watchPayment({ paymentId, begunAt: context.clock.elapsed() }, context);
  return { paymentId, ip: sale.customer.ip, challenge: newChallenge(await context.profile()), watcher };
}

/**
 * Listens for callbacks if the user asked for it, or if the platform is on this machine. Each one is stored and then answered, as
 * `rocketpay listen` does.
 */
async function listen(onState: (state: PaymentState) => void, { options, context }: WizardSession) {
  const profile = await context.profile();
  const isLocal = isLoopbackUrl(profile.gateUrl);
  if (options.listen === undefined && !isLocal) return undefined;
  const { host, port } = options.listen ?? { host: '127.0.0.1', port: 0 };
  const handler = new CallbackHandler(
    { path: '/', withBody: false, filters: [], id: newListenerId(), selectForwards: () => [], onHeard: () => {} },
    await context.ledger(),
    profile,
    context,
  );
  const answer = async (received: ReceivedCallback, envelope: CallbackEnvelope) => {
    const { status } = await handler.answer(received, envelope);
    const { state, ambiguous } = readContent(received.verification);
    return {
      status,
      after: () => (received.verification.valid && ambiguous === undefined ? onState(state) : undefined),
    };
  };
  const receiver = await context.receiveCallbacks({ host, port, secret: await context.secret(), answer });
  context.terminal.detail(message('listening for callbacks at {url}', { url: receiver.url }));
  const url = options.callbackUrl ?? (isLocal ? receiver.url : profile.callbackUrl);
  return { callbackUrl: url, close: () => receiver.close() };
}

/** Runs the OTP step and the refund steps of a payment, and ends its watch. */
async function finishPayment(payment: StartedPayment, session: WizardSession): Promise<PaymentDocument> {
  const { context } = session;
  const { paymentId, watcher } = payment;
  const { terminal, signal } = context;
  const readStatus = async () => {
    const answer = await fetchStatus(paymentId, await context.gate(), context);
    await recordOwnStatus(answer, context);
    return answer;
  };
  try {
    const onWrite = (step: 'otp' | 'resend') => void recordStep({ step, paymentId }, session);
    const { status } = await runOtpStep({ ...payment, onWrite }, context);
    terminal.note(message('The payment has ended: {status}.', { status }));
    const answer = await terminal.withSpinner(message('waiting until the status may be requested'), async (say) => {
      await watcher.mayAsk(signal);
      return repeatUntilAnswered(readStatus, say, context);
    });
    const document = toPaymentDocument(answer);
    terminal.tell(document, paymentLines);
    if (!isPaid(answer.state.status)) {
      const next = message('Another payment: rocketpay interactive');
      terminal.note(joinTexts([chargeSentence(answer.state.status), next], ' '));
      return document;
    }
    await runRefundSteps(paymentId, session);
    return await readStatus().then(toPaymentDocument, (error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      // Without a connection the last known state is used.
      return document;
    });
  } catch (error) {
    throw await describeInterruption(error, paymentId, context);
  } finally {
    watcher.close();
  }
}

/** Repeats the status request of a finished payment until an answer comes, or the user interrupts. */
async function repeatUntilAnswered<T>(
  read: () => Promise<T>,
  say: (text: Text) => void,
  { clock, signal, profile }: Pick<Context, 'clock' | 'signal' | 'profile'>,
): Promise<T> {
  const { statusDelaySeconds } = await profile();
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Failure) || error.exit !== EXIT.unavailable) throw error;
      say(message('{problem} Asking again.', { problem: error.text }));
      await clock.sleep(statusDelaySeconds * 1000, signal);
    }
  }
}

async function printSteps(session: WizardSession): Promise<void> {
  const { context, steps } = session;
  const profile = await context.profile();
  context.terminal.tell({ commands: steps.map((step) => toCommand(step, profile)) }, recordedStepLines);
  await saveScript(session);
}

/** Saves the script, readable only by the current user because it contains a phone number. */
async function saveScript({ options, steps, context }: WizardSession): Promise<void> {
  if (options.saveScript === undefined) return;
  const script = toShellScript(steps, await context.profile());
  if (script === '') {
    context.terminal.warn(message('no script was written: no step was recorded.'));
    return;
  }
  await context.saveFile(options.saveScript, script, { mode: 0o700 });
  context.terminal.note(message('Script saved: {file}', { file: options.saveScript }));
}
