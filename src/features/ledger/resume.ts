import type { Context, Gate } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { adjustTimes, isTimed, type TimeMark } from '#domain/ledger/elapsed-time';
import { type Intent, type IntentChange, isOpen, lacksResult, OPEN_STATES, projectKey } from '#domain/ledger/intent';
import { isResultNeverShown } from '#domain/ledger/intent-transitions';
import { type Finding, reconcile } from '#domain/ledger/reconcile';
import { getSettleTime } from '#domain/ledger/settle-time';
import type { Profile } from '#domain/profiles/profile';
import { listProjectNames } from '#domain/profiles/project';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { fetchStatus } from '#features/payments/fetch-status';
import { recordStatus } from '#features/payments/record-status';

/** The parts of the context that resuming uses. */
export type ResumeContext = Pick<
  Context,
  'clock' | 'terminal' | 'ledger' | 'profile' | 'secret' | 'openGate' | 'storedGate' | 'profiles'
> &
  Partial<Pick<Context, 'inFlight'>>;

/** The result of an intent, as far as it is known. */
export interface Resumed {
  /** The intent with its current state. */
  readonly intent: Intent;
  readonly finding:
    | Finding
    /** The intent was not open: nothing was requested. */
    | { readonly kind: 'closed' }
    /** The request is accepted and has no result yet. If its payment has ended without it, the intent is `undecidable`. */
    | { readonly kind: 'no_result' }
    /** The process of the intent may still be sending it. */
    | { readonly kind: 'in_flight' }
    /** The platform could not be asked. */
    | { readonly kind: 'not_asked'; readonly failure: Failure };
}

/**
 * Asks the platform for the result of an intent: see {@link reconcile}. A
 * certain result is recorded; otherwise the intent does not change.
 *
 * @param listed the intent as it was listed; another status request may have recorded its result since
 */
export async function resume(listed: Intent, context: ResumeContext): Promise<Resumed> {
  const resumed = await findResult(listed, context);
  for (const write of context.inFlight ?? []) {
    if (write.id === listed.id && !isOpen(resumed.intent)) context.inFlight?.delete(write);
  }
  return resumed;
}

async function findResult(listed: Intent, context: ResumeContext): Promise<Resumed> {
  const ledger = await context.ledger();
  const intent = await ledger.get(listed.id);
  if (!lacksResult(intent)) return { intent, finding: lacksResult(listed) ? resultFound(intent) : { kind: 'closed' } };
  if (ledger.isInFlight(intent)) return { intent, finding: { kind: 'in_flight' } };
  if (intent.paymentId === undefined) return { intent, finding: { kind: 'undecidable' } };
  try {
    return await ask(intent, intent.paymentId, context);
  } catch (error) {
    if (!(error instanceof Failure) || error.exit === EXIT.interrupted) throw error;
    return { intent, finding: { kind: 'not_asked', failure: error } };
  }
}

async function ask(intent: Intent, paymentId: string, context: ResumeContext): Promise<Resumed> {
  const ledger = await context.ledger();
  const { gate, profile } = await findCredentials(intent, context);
  const askedAt = context.clock.now();
  const boot = context.clock.sinceBoot?.();
  const answer = await fetchStatus(paymentId, gate, context);
  const { state, trusted, answeredAt = askedAt } = answer;
  const { intents, elsewhere } = await ledger.paymentHistory(intent.project, paymentId);
  // An operation of a refund that was sent to another host of the same platform does not belong to this intent.
  const mark: TimeMark = { wall: askedAt, platform: answer.answeredAt, boot };
  const all = isRefundIntent(intent) ? [...intents, ...elsewhere] : intents;
  const history = all.map((other) => adjustTimes(other, mark, profile.speed));
  const seenBefore = (await ledger.payment(intent.project, paymentId)) !== undefined;
  const clock = { askedAt, clockOffset: answeredAt - askedAt, speed: profile.speed };
  const settleTime = getSettleTime(intent, profile);
  // If it is unknown when the request was sent, the settle time starts now.
  const countedFrom = isTimed(intent, mark) ? undefined : askedAt;
  const compared = {
    state,
    signed: trusted,
    history,
    seenBefore,
    ...clock,
    settleMilliseconds: settleTime,
    countedFrom,
  };
  const finding = isOpen(intent) ? reconcile(adjustTimes(intent, mark, profile.speed), compared) : undefined;
  await recordStatus(answer, profile, context);
  if (finding !== undefined) {
    const startsNow = finding.kind === 'not_yet' && countedFrom !== undefined;
    const change = startsNow ? COUNTED_FROM_NOW : toChange(finding);
    return { intent: await close(intent, change && { ...change, platformAt: answer.answeredAt }, context), finding };
  }
  const now = await ledger.get(intent.id);
  if (!lacksResult(now)) return { intent: now, finding: resultFound(now) };
  const isSettled = adjustTimes(now, mark, profile.speed).changedAt + settleTime <= askedAt;
  return { intent: now, finding: { kind: isSettled && isResultNeverShown(now, state) ? 'undecidable' : 'no_result' } };
}

const resultFound = ({ state, requestId, operationId, code }: Intent): Finding => ({
  kind: 'found',
  change: { state, requestId, operationId, code },
});

/** Closes the intent, unless another process has closed it meanwhile. */
async function close(intent: Intent, change: IntentChange | undefined, context: ResumeContext): Promise<Intent> {
  const ledger = await context.ledger();
  return change === undefined ? intent : ledger.change(intent.id, 'found', change, OPEN_STATES);
}

/** Only the wall clock shows when the request was sent, and the wall clock may have been changed. */
const COUNTED_FROM_NOW: IntentChange = {
  state: 'unknown',
  reason: 'only the wall clock shows when it was sent, so its settle time starts at the first status answer',
};

function toChange(finding: Finding): IntentChange | undefined {
  if (finding.kind === 'found') return finding.change;
  return finding.kind === 'never_arrived'
    ? { state: 'never_arrived', reason: 'the platform did not show it after the settle time' }
    : undefined;
}

/** Returns the credentials for the project of an intent: the active profile, or the profile that it was started with. */
export async function findCredentials(
  intent: Intent,
  context: ResumeContext,
): Promise<{ readonly profile: Profile; readonly gate: Gate }> {
  const active = await context.profile().catch(() => undefined);
  const hasProject = (profile: Profile) => projectKey(profile) === intent.project;
  // Earlier versions stored the project without the path of its Gate.
  const canHaveProject = (profile: Profile) => listProjectNames(projectKey(profile)).includes(intent.project);
  for (const isSame of [hasProject, canHaveProject]) {
    if (active !== undefined && isSame(active)) {
      return { profile: active, gate: await context.openGate(active, await context.secret()) };
    }
    const names = (await context.profiles()).list().filter(isSame);
    const name = names.find((profile) => profile.name === intent.profile) ?? names[0];
    if (name !== undefined) return context.storedGate(name.name);
  }
  throw new Failure(
    EXIT.credentials,
    'no_profile',
    message('No profile has the project {project}.', { project: intent.project }),
    {
      hint: message(
        'Intent {id} was started with profile {profile}: restore this profile, or set ROCKETPAY_PROJECT_ID and its secret.',
        { id: intent.id, profile: intent.profile },
      ),
      intentId: intent.id,
    },
  );
}
