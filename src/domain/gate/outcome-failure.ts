import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { Outcome } from '#domain/gate/request-outcome';
import { joinTexts, mapText, message, type Text } from '#domain/language/message';
import {
  BUSY_CODE,
  explainRequestCode,
  isCredentialRefusal,
  isRepeatCode,
} from '#domain/platform-codes/platform-codes';
import { quotePlatform } from '#domain/platform-codes/platform-words';
import type { SignedRequest } from './signed-request.ts';

type Refused = Extract<Outcome, { kind: 'refused' }>;
type Unknown = Extract<Outcome, { kind: 'unknown' }>;

/** A sent request, and the id of its intent. */
export type SentRequest = Pick<SignedRequest, 'kind' | 'writes' | 'paymentId'> & {
  readonly intentId?: string | undefined;
};

/** Returns the answer of an accepted request. @throws {Failure} for any other outcome. */
export function expectAccepted(outcome: Outcome, sent: SentRequest): Extract<Outcome, { kind: 'accepted' }> {
  if (outcome.kind === 'accepted') return outcome;
  throw toFailure(outcome, sent);
}

/** Returns the failure for an outcome other than "accepted". */
export function toFailure(outcome: Exclude<Outcome, { kind: 'accepted' }>, sent: SentRequest): Failure {
  const { paymentId, intentId } = sent;
  switch (outcome.kind) {
    case 'refused':
      return sent.writes || isDecisive(outcome) ? refusedFailure(outcome, sent) : laterFailure(outcome, sent);
    case 'not_sent':
      return new Failure(
        EXIT.unavailable,
        'not_sent',
        message('Nothing was sent: {reason}.', { reason: outcome.reason }),
        {
          hint: message('It is safe to run this again. Check the connection: rocketpay doctor'),
          paymentId,
          intentId,
        },
      );
    case 'unverified':
      return new Failure(
        EXIT.unverified,
        'answer_unverified',
        message('The answer cannot be trusted: {reason}', { reason: outcome.reason }),
        {
          hint: message(
            'Check that the secret belongs to this project, and that no proxy changes answers between you and the Gate.',
          ),
          paymentId,
        },
      );
    case 'unknown':
      return sent.writes ? unknownFailure(outcome, sent) : noAnswerFailure(outcome, sent);
  }
}

/** Codes of a temporary refusal: a read can succeed later. */
const TEMPORARY_CODES = new Set([BUSY_CODE, '3061', '3062', '3285']);

/**
 * True when the platform itself refused a read and will refuse it again: it checked the request
 * (HTTP 400 or 422, or an error in an HTTP 200) and gave a reason, or the refusal concerns the credentials. Everything
 * else (404, 407, 429, an error page of a proxy) can be different the next time.
 */
function isDecisive(refusal: Refused): boolean {
  if (isCredentialRefusal(refusal)) return true;
  const wasChecked = refusal.httpStatus < 300 || refusal.httpStatus === 400 || refusal.httpStatus === 422;
  return wasChecked && (refusal.code ?? refusal.message) !== undefined && !TEMPORARY_CODES.has(refusal.code ?? '');
}

/** Returns the failure for a read that was refused for now. */
function laterFailure(refusal: Refused, { paymentId }: SentRequest): Failure {
  const { httpStatus, code, requestId, retryAfter } = refusal;
  const busy = httpStatus === 429 || code === BUSY_CODE || retryAfter !== undefined;
  const reason = joinTexts([`HTTP ${httpStatus}`, refusalWords(refusal)], ', ');
  return new Failure(
    EXIT.unavailable,
    busy ? 'try_later' : 'no_answer',
    busy
      ? message('The platform asks to try later: {reason}.', { reason })
      : message('No usable answer: {reason}.', { reason }),
    { hint: againHint(retryAfter), paymentId, requestId, platformCode: code, retryAfter },
  );
}

/** Returns the code of a refusal with the words of the platform, else with our meaning of the code. */
function refusalWords({ code, message: own }: Refused): Text {
  const words = own === undefined ? explainRequestCode(code)?.meaning : quotePlatform(own.replace(/\.$/, ''));
  return mapText(joinTexts([code, words], ' '), (text) => text.replace(/\.$/, ''));
}

const againHint = (retryAfter: number | undefined): Text =>
  retryAfter === undefined
    ? message('The request changed nothing: it is safe to run this again.')
    : message('The request changed nothing: run this again after {seconds} s.', { seconds: retryAfter });

function refusedFailure(refusal: Refused, { kind, paymentId, intentId, writes }: SentRequest): Failure {
  const words = refusalWords(refusal);
  const { requestId, code: platformCode, retryAfter } = refusal;
  const about = kind === 'refund' ? kind : undefined;
  const details = { hint: refusalHint(refusal), requestId, paymentId, intentId, platformCode, about, retryAfter };
  if (isCredentialRefusal(refusal)) {
    const status = String(refusal.httpStatus);
    const text =
      words === ''
        ? message('Access was refused with HTTP {status} and no reason, by the Gate or by a proxy before it.', {
            status,
          })
        : message('The Gate refused the credentials: {reason}.', { reason: words });
    return new Failure(EXIT.credentials, 'access_refused', text, details);
  }
  const reason =
    words === '' ? message('HTTP {status}, no reason given', { status: String(refusal.httpStatus) }) : words;
  const tail = isRepeatCode(platformCode)
    ? message('An earlier equal request may have been processed.')
    : message('Nothing was changed.');
  const text = joinTexts([message('The platform refused: {reason}.', { reason }), writes ? tail : undefined], ' ');
  return new Failure(EXIT.refused, 'refused', text, details);
}

function refusalHint(refusal: Refused): Text | undefined {
  const explanation = explainRequestCode(refusal.code);
  if (explanation !== undefined) {
    const { code = '' } = refusal;
    const meaning =
      refusal.message === undefined
        ? undefined
        : message('Code {code}: {meaning}.', { code, meaning: explanation.meaning });
    return joinTexts([meaning, explanation.advice], ' ') || undefined;
  }
  if (refusal.httpStatus === 403) {
    return message("The project may accept requests from listed IP addresses only: ask the platform's support.");
  }
  if (isCredentialRefusal(refusal)) return explainRequestCode('3261')?.advice?.toString();
  return undefined;
}

function noAnswerFailure({ reason, retryAfter, tryLater }: Unknown, { paymentId }: SentRequest): Failure {
  const code = tryLater === true ? 'try_later' : 'no_answer';
  return new Failure(EXIT.unavailable, code, message('No usable answer: {reason}.', { reason }), {
    hint: againHint(retryAfter),
    paymentId,
    retryAfter,
  });
}

function unknownFailure(
  { reason, requestId, code, retryAfter }: Unknown,
  { kind, paymentId, intentId }: SentRequest,
): Failure {
  return new Failure(
    EXIT.unknown,
    'outcome_unknown',
    message('The outcome is unknown: {reason}. The request may have been processed.', { reason }),
    {
      hint: joinTexts(
        [
          message('Do not retry.'),
          kind === 'sale' ? message('The platform refuses a second payment with the same id.') : undefined,
          intentId === undefined
            ? message('Ask the platform for the result.')
            : message('To find the outcome: rocketpay resume {intentId}', { intentId }),
        ],
        ' ',
      ),
      paymentId,
      intentId,
      requestId,
      platformCode: code,
      retryAfter,
    },
  );
}
