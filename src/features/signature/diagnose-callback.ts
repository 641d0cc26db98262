import type { Context } from '#context';
import {
  type Diagnosis,
  diagnose,
  diagnoseString,
  diagnoseWithOthers,
  mayBeOfAnotherSecret,
} from '#domain/diagnosis/diagnose';
import type { NamedSecret } from '#domain/diagnosis/keys';
import type { Mistake } from '#domain/diagnosis/mistake';
import { parseReceived } from '#domain/diagnosis/received-body';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { compareStrings, type StringComparison } from '#domain/signature/compare-strings';
import { findExcess } from '#domain/signature/received-limits';
import type { SavedRequest } from '#domain/signature/recorded-request';
import type { Secret } from '#domain/signature/secret';
import type { DiagnosisDocument } from '#schemas/document-types';

type DiagnoseContext = Pick<Context, 'clock' | 'signal' | 'storedSecrets' | 'terminal'>;

/** Time limit for the secrets of other profiles, because a password manager may ask an absent user. */
const TIME_LIMIT_MS = 2000;

/**
 * Explains why the signature of a saved callback is invalid. Secrets of other profiles are read only when nothing else explains it, and
 * unreadable ones are left out. Undefined for a body that is larger than any callback.
 */
export async function diagnoseCallback(
  saved: SavedRequest,
  secret: Secret,
  context: DiagnoseContext,
  { allProfiles = false }: { readonly allProfiles?: boolean } = {},
): Promise<DiagnosisDocument | undefined> {
  const text = withHeaderSignature(saved);
  const moved =
    text === saved.text || saved.signatureHeader === undefined ? [] : [fromHeader(saved.signatureHeader.name)];
  if (findExcess(text) !== undefined) return undefined;
  const received = parseReceived(text);
  let found = diagnose(received, secret);
  if (!found.proven && mayBeOfAnotherSecret(received)) {
    const others = await secretsOfOthers(allProfiles, context);
    found = diagnoseWithOthers(received, secret, others) ?? found;
  }
  return document(found, moved);
}

const document = ({ proven, mistakes }: Diagnosis, moved: readonly Mistake[]): DiagnosisDocument => ({
  proven: proven || (moved.length > 0 && mistakes.length === 0),
  mistakes: [...moved, ...mistakes].map(({ name, if: clause, advice }) => ({
    mistake: name,
    wouldVerifyIf: clause,
    advice,
  })),
});

async function secretsOfOthers(
  allProfiles: boolean,
  { clock, signal, storedSecrets, terminal }: DiagnoseContext,
): Promise<readonly NamedSecret[]> {
  const skipped: string[] = [];
  const timeLimit = new AbortController();
  const done = new AbortController();
  clock.sleep(TIME_LIMIT_MS, done.signal).then(
    () => timeLimit.abort(new Failure(EXIT.credentials, 'secret_unreadable', 'It took too long.')),
    () => {},
  );
  try {
    const given = AbortSignal.any([signal, timeLimit.signal]);
    const found = await storedSecrets(given, allProfiles ? undefined : (profile) => skipped.push(profile));
    if (skipped.length > 0) {
      terminal.note(
        `Not tried: the secrets of ${skipped.join(', ')}, which a command or the keyring gives. To try them too: ` +
          'rocketpay verify-callback --try-all-profiles',
      );
    }
    return found;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Failure)) throw error;
    terminal.detail(`other profiles were not tried: ${error.message}`);
    return [];
  } finally {
    done.abort();
  }
}

/** Inserts the signature of a header into a body without its own signature. */
function withHeaderSignature({ text, signatureHeader }: SavedRequest): string {
  if (signatureHeader === undefined || text.includes('"signature"')) return text;
  const end = text.lastIndexOf('}');
  return end < 0 ? text : `${text.slice(0, end)},"signature":${JSON.stringify(signatureHeader.value)}}`;
}

const fromHeader = (name: string): Mistake => ({
  name: 'signature_elsewhere',
  if: `the signature were in the body, and not in the header ${name}`,
  advice: 'The platform sends it in the body, as "signature" at the top.',
});

const CALLBACK_SIZE = 'A callback of the platform has a few kilobytes.';

/**
 * Compares the string that the other side signed with the correct one, and finds the mistake that explains the difference.
 *
 * @throws {Failure} (usage) when the body is larger than any callback.
 */
export function compareWithTheirs(
  text: string,
  ours: string,
  theirs: string,
  secret: Secret,
): StringComparison & { readonly mistakes: DiagnosisDocument['mistakes'] } {
  const excess = findExcess(text);
  if (excess !== undefined) throw usageError(`The body is too large to be compared: ${excess}.`, CALLBACK_SIZE);
  const comparison = compareStrings(ours, theirs);
  const mistakes = comparison.equal ? [] : (diagnoseString(text, theirs.replace(/\r?\n$/, ''), secret) ?? []);
  return { ...comparison, mistakes: document({ proven: true, mistakes }, []).mistakes };
}
