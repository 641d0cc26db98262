import { Failure } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { explainRequestCode, isCredentialRefusal } from './gate-codes.ts';
import type { Outcome, SignedRequest } from './gate-request.ts';
import { idWord } from './payment-id.ts';

type Refused = Extract<Outcome, { kind: 'refused' }>;

/** The answer of an accepted request; anything else becomes the {@link Failure} that it stands for. */
export function acceptedOrThrow(outcome: Outcome, request: SignedRequest): Extract<Outcome, { kind: 'accepted' }> {
  if (outcome.kind === 'accepted') return outcome;
  throw failureOf(outcome, request);
}

function failureOf(outcome: Exclude<Outcome, { kind: 'accepted' }>, request: SignedRequest): Failure {
  const { paymentId } = request;
  switch (outcome.kind) {
    case 'refused':
      return refusedFailure(outcome, request);
    case 'not_sent':
      return new Failure(EXIT.unavailable, 'not_sent', `Nothing was sent: ${outcome.reason}.`, {
        hint: 'It is safe to run this again.',
        paymentId,
      });
    case 'unverified':
      return new Failure(EXIT.unverified, 'answer_unverified', `The answer cannot be trusted: ${outcome.reason}`, {
        hint: 'Check that the secret belongs to this project, and that nothing stands between you and the Gate.',
        paymentId,
      });
    case 'unknown':
      return request.writes ? unknownFailure(outcome.reason, request) : noAnswerFailure(outcome.reason, request);
  }
}

function refusedFailure(refusal: Refused, { paymentId, writes }: SignedRequest): Failure {
  const known = explainRequestCode(refusal.code);
  const words = [refusal.code, refusal.message ?? known?.meaning]
    .filter((part) => part !== undefined)
    .join(' ')
    .replace(/\.$/, '');
  const details = { hint: refusalHint(refusal), requestId: refusal.requestId, paymentId, platformCode: refusal.code };
  const said = words === '' ? `HTTP ${refusal.httpStatus}, no reason given` : words;
  if (isCredentialRefusal(refusal)) {
    return new Failure(EXIT.credentials, 'access_refused', `The Gate refused the credentials: ${said}.`, details);
  }
  const tail = writes ? ' Nothing was changed.' : '';
  return new Failure(EXIT.refused, 'refused', `The platform refused: ${said}.${tail}`, details);
}

function refusalHint(refusal: Refused): string | undefined {
  const known = explainRequestCode(refusal.code);
  if (known !== undefined) {
    const meaning = refusal.message === undefined ? undefined : `Code ${refusal.code}: ${known.meaning}.`;
    return [meaning, known.advice].filter((part) => part !== undefined).join(' ') || undefined;
  }
  if (refusal.httpStatus === 403) {
    return "The project may accept requests from listed IP addresses only: ask the platform's support.";
  }
  if (isCredentialRefusal(refusal)) return explainRequestCode('3261')?.advice;
  return undefined;
}

function noAnswerFailure(reason: string, { paymentId }: SignedRequest): Failure {
  return new Failure(EXIT.unavailable, 'no_answer', `No usable answer: ${reason}.`, {
    hint: 'Nothing was changed by asking: it is safe to run this again.',
    paymentId,
  });
}

function unknownFailure(reason: string, { kind, paymentId }: SignedRequest): Failure {
  return new Failure(EXIT.unknown, 'outcome_unknown', `The outcome is unknown: ${reason}. It may have happened.`, {
    hint: [
      'Do not repeat it.',
      ...(kind === 'sale' ? ['The platform refuses a second payment with the same id.'] : []),
      paymentId === undefined
        ? 'Ask the platform what became of it.'
        : `See what became of it: rocketpay status ${idWord(paymentId)}`,
    ].join(' '),
    paymentId,
  });
}
