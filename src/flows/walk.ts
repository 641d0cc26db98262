import type { Context, ReceivedCallback, SaleOrder } from '../context.ts';
import type { PaymentDocument } from '../domain/documents.ts';
import { Failure, interruptedFailure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { projectOf } from '../domain/intent.ts';
import { isJsonObject } from '../domain/json.ts';
import { commandOf, scriptOf } from '../domain/lesson.ts';
import { newChallenge } from '../domain/otp.ts';
import { idWord } from '../domain/payment-id.ts';
import { readPaymentState } from '../domain/payment-state.ts';
import { isLoopbackUrl } from '../domain/profile.ts';
import { isPaid } from '../domain/statuses.ts';
import type { WalkShows } from '../domain/walk.ts';
import { askStatus } from './ask-status.ts';
import { chooseProfile } from './choose-profile.ts';
import { goOnWith } from './go-on.ts';
import { paymentDocument } from './payment-document.ts';
import { walkOtp } from './walk-otp.ts';
import { walkRefunds } from './walk-refund.ts';
import { walkSale } from './walk-sale.ts';
import { type Begun, learnLesson, type WalkOptions, type WalkStage } from './walk-stage.ts';
import { watchPayment } from './watch-payment.ts';

/**
 * Walks through a whole payment with a person: profile, payer and amount, sale, OTP, result, refund. At the
 * end it tells the same as commands.
 *
 * @throws {Failure} (interrupted) when the person leaves: it says what stands and how to go on.
 */
export async function walk(options: WalkOptions, shows: WalkShows, context: Context): Promise<PaymentDocument> {
  for (;;) {
    const stage: WalkStage = { options, shows, lessons: [], context: await withProfile(options, context) };
    const document = await walkOnce(stage);
    if (document === undefined) continue;
    await tellLessons(stage);
    return document;
  }
}

async function withProfile({ continueId }: WalkOptions, context: Context): Promise<Context> {
  const opened = continueId === undefined ? await chooseProfile(context) : await goOnWith.profile(continueId, context);
  return { ...context, ...opened };
}

async function walkOnce(stage: WalkStage): Promise<PaymentDocument | undefined> {
  const { context, options } = stage;
  const early: ReceivedCallback[] = [];
  let receive = (callback: ReceivedCallback): void => {
    early.push(callback);
  };
  const listener = await listen((callback) => receive(callback), stage);
  try {
    const begun =
      options.continueId === undefined
        ? await begin(listener?.callbackUrl ?? options.callbackUrl, stage)
        : await goOnWith.payment(options.continueId, context);
    if (begun === undefined) return undefined;
    receive = (callback) => void take(callback, begun, context);
    for (const callback of early) receive(callback);
    return await follow(begun, stage);
  } finally {
    await listener?.close();
  }
}

async function begin(callbackUrl: string | undefined, stage: WalkStage): Promise<Begun | undefined> {
  const { context } = stage;
  const begunAt = context.clock.elapsed();
  const sale: SaleOrder | undefined = await walkSale(callbackUrl, stage);
  if (sale === undefined) return undefined;
  const { paymentId } = sale;
  const watch = await watchPayment({ paymentId, begunAt: Math.max(begunAt, context.clock.elapsed()) }, context);
  return { paymentId, ip: sale.customer.ip, challenge: newChallenge(await context.profile()), watch };
}

/** Listens for callbacks where the person said so, or where the platform is on this machine. */
async function listen(onCallback: (callback: ReceivedCallback) => void, { options, context }: WalkStage) {
  const { gateUrl, callbackUrl } = await context.profile();
  const near = isLoopbackUrl(gateUrl);
  if (options.listen === undefined && !near) return undefined;
  const { host, port } = options.listen ?? { host: '127.0.0.1', port: 0 };
  const receiver = await context.receiveCallbacks({ host, port, secret: await context.secret(), onCallback });
  context.terminal.detail(`listening for callbacks at ${receiver.url}`);
  const own = options.callbackUrl ?? (near ? receiver.url : callbackUrl);
  return { callbackUrl: own, close: () => receiver.close() };
}

/** Keeps a callback, and hands it on when it is about this payment; one with a wrong signature counts for nothing. */
async function take(
  { text, verification }: ReceivedCallback,
  { watch, paymentId }: Begun,
  context: Context,
): Promise<void> {
  const { valid } = verification;
  const body = valid && isJsonObject(verification.body) ? verification.body : {};
  const state = readPaymentState(body);
  const [operation] = state.operations;
  if (valid && state.paymentId?.toLowerCase() === paymentId.toLowerCase()) watch.receive(state);
  try {
    const ledger = await context.ledger();
    await ledger.addCallback({
      project: projectOf(await context.profile()),
      text,
      valid,
      paymentId: state.paymentId,
      status: state.status,
      operationId: operation?.id,
      operationStatus: operation?.status,
      requestId: operation?.requestId,
    });
  } catch (error) {
    context.terminal.detail(`a callback could not be kept: ${(error as Error).message}`);
  }
}

async function follow(begun: Begun, stage: WalkStage): Promise<PaymentDocument> {
  const { context, shows } = stage;
  const { paymentId } = begun;
  try {
    const onWrite = (step: 'otp' | 'resend') => void learnLesson({ step, paymentId }, stage);
    await walkOtp({ ...begun, onWrite }, context);
    const answer = await askStatus(paymentId, await context.gate(), context);
    const document = paymentDocument(answer);
    shows.payment(document);
    if (!isPaid(answer.state.status)) return document;
    await walkRefunds(paymentId, stage);
    return paymentDocument(await askStatus(paymentId, await context.gate(), context));
  } catch (error) {
    throw await standing(error, paymentId, context);
  }
}

/** Says what stands when a walk ends before its end. */
async function standing(error: unknown, paymentId: string, context: Context): Promise<unknown> {
  if (!(error instanceof Failure)) return error;
  const profile = await context.profile();
  const { name } = profile;
  const known = await (await context.ledger()).payment(projectOf(profile), paymentId);
  const goOn = `rocketpay interactive --continue ${idWord(paymentId)} --profile ${idWord(name)}`;
  if (error.exit !== EXIT.interrupted) {
    const hint = [error.hint, `Then go on: ${goOn}`].filter(Boolean).join(' ');
    return new Failure(error.exit, error.code, error.message, { ...error, hint, paymentId, cause: error });
  }
  const status = known === undefined ? 'accepted' : known.status;
  return interruptedFailure(`Payment ${paymentId} stands at "${status}", and nothing is in flight. To go on: ${goOn}`);
}

async function tellLessons({ options, shows, lessons, context }: WalkStage): Promise<void> {
  const { name } = await context.profile();
  shows.commands(lessons.map((lesson) => commandOf(lesson, name)));
  if (options.saveScript === undefined) return;
  const script = scriptOf(lessons, name);
  if (script === '') {
    context.terminal.warn('no script was written: this walk began with a payment that was there already.');
    return;
  }
  await context.saveFile(options.saveScript, script);
  context.terminal.note(`The same as a script: ${options.saveScript}`);
}
