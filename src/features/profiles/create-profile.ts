import type { Context } from '#context';
import { usageError } from '#domain/errors/failure';
import type { Customer } from '#domain/gate/signed-request';
import { omitUndefined } from '#domain/json/omit-undefined';
import type { Language } from '#domain/language/languages';
import {
  isProfileName,
  PROFILE_DEFAULTS,
  type Profile,
  readProjectId,
  type SecretSource,
  validateBaseUrl,
} from '#domain/profiles/profile';
import { PROBLEM_HINT, Secret } from '#domain/signature/secret';
import { readAmount } from '#features/payments/amount-options';

/** Options of `profiles add`. */
export interface NewProfile {
  readonly name: string;
  readonly projectId?: number;
  /** Do nothing when the profile exists with this project. */
  readonly ifMissing?: boolean;
  /** Read project, URLs and the source of the secret from the environment, unless a flag sets them. */
  readonly fromEnv?: boolean;
  readonly secretStdin?: boolean;
  /** Save the secret in the keyring of the system. */
  readonly secretKeyring?: boolean;
  readonly secretEnv?: string;
  readonly secretFile?: string;
  readonly secretCommand?: readonly string[];
  readonly test?: boolean;
  readonly live?: boolean;
  readonly gateUrl?: string;
  readonly paymentPageUrl?: string;
  readonly otpSeconds?: number;
  readonly resends?: number;
  readonly currency?: string;
  readonly language?: Language;
  readonly customerId?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly ip?: string;
  readonly callbackUrl?: string;
  readonly statusDelay?: number;
  readonly maxRefund?: string;
  readonly maxRefundPerDay?: string;
  readonly requireApproval?: boolean;
  readonly approver?: readonly string[];
  readonly merchantRefundId?: boolean;
  readonly acceptUnsignedStatus?: boolean;
  readonly replace?: boolean;
  readonly insecure?: boolean;
}

/**
 * Creates a profile from the options. In a terminal it asks for missing values.
 *
 * @throws {Failure} (usage) with the missing or invalid flag.
 */
export async function newProfile(
  given: NewProfile,
  context: Pick<Context, 'terminal' | 'input' | 'environmentProfile' | 'secret'>,
): Promise<Profile> {
  const words = given.fromEnv === true ? await withEnvironment(given, context) : given;
  checkName(words.name);
  if (words.test === true && words.live === true) throw usageError('--test and --live were both given.', 'Give one.');
  const insecure = words.insecure === true;
  const projectId = words.projectId ?? (await askProjectId(context));
  const { otpSeconds, resends, currency, language, callbackUrl, statusDelay } = words;
  return {
    ...PROFILE_DEFAULTS,
    name: words.name,
    projectId,
    secret: await secretSource(words, context),
    mode: words.test === true ? 'test' : 'live',
    gateUrl: baseUrl('--gate-url', words.gateUrl ?? PROFILE_DEFAULTS.gateUrl, insecure),
    paymentPageUrl: baseUrl('--payment-page-url', words.paymentPageUrl ?? PROFILE_DEFAULTS.paymentPageUrl, insecure),
    insecure,
    customer: toCustomer(words),
    ...omitUndefined({ otpSeconds, resends, currency, language, callbackUrl, statusDelaySeconds: statusDelay }),
    ...parseLimits(words),
    requireApproval: words.requireApproval === true || words.approver !== undefined,
    approvers: words.approver ?? [],
    merchantRefundId: words.merchantRefundId === true,
    acceptUnsignedStatus: words.acceptUnsignedStatus === true,
  };
}

async function withEnvironment(
  words: NewProfile,
  { environmentProfile }: Pick<Context, 'environmentProfile'>,
): Promise<NewProfile> {
  const { secretEnv, secretFile, ...others } = await environmentProfile();
  const { secretStdin, secretEnv: env, secretFile: file, secretCommand: command } = words;
  const named = [secretStdin, env, file, command].some((value) => value !== undefined);
  const found = named ? {} : { secretEnv, secretFile };
  return { ...others, ...found, ...words } as NewProfile;
}

/** @throws {Failure} (usage) for an invalid profile name. */
export function checkName(name: string): void {
  if (isProfileName(name)) return;
  throw usageError(
    `${JSON.stringify(name)} is not a profile name.`,
    'Use letters, digits, ".", "_" and "-", 64 at most.',
  );
}

async function askProjectId({ terminal }: Pick<Context, 'terminal'>): Promise<number> {
  if (!terminal.interactive) throw usageError('A profile needs --project-id.');
  const check = (text: string) =>
    readProjectId(text) !== undefined || 'A project id is a whole number, for example 1234. The Dashboard shows it.';
  return Number(await terminal.ask('Project id:', { check }));
}

async function secretSource(
  words: NewProfile,
  context: Pick<Context, 'terminal' | 'input' | 'secret'>,
): Promise<SecretSource> {
  const { fromEnv, secretKeyring, secretStdin, secretEnv, secretFile, secretCommand } = words;
  const given = [secretStdin, secretEnv, secretFile, secretCommand].filter((value) => value !== undefined);
  if (given.length > 1)
    throw usageError('The secret can come from only one source.', 'Give one of the --secret-… flags.');
  const elsewhere = [secretEnv, secretFile, secretCommand].some((value) => value !== undefined);
  if (secretKeyring === true && elsewhere) {
    if (fromEnv === true) return { kind: 'store', secret: await context.secret() };
    throw usageError('--secret-keyring keeps a secret that is typed, or comes from --secret-stdin or --from-env.');
  }
  if (secretEnv !== undefined) return { kind: 'env', name: secretEnv };
  if (secretFile !== undefined) return { kind: 'file', path: secretFile };
  if (secretCommand !== undefined) return { kind: 'command', command: secretCommand };
  return { kind: 'store', secret: await typedSecret(secretStdin === true, context) };
}

/** Reads the secret from the prompt, or from standard input without its final line break. */
export async function typedSecret(
  fromStdin: boolean,
  { terminal, input }: Pick<Context, 'terminal' | 'input'>,
): Promise<Secret> {
  if (!fromStdin && !terminal.interactive) {
    throw usageError(
      'The secret of the profile is missing.',
      'Give --secret-stdin, --secret-env, --secret-file, --secret-command or --from-env.',
    );
  }
  const text = fromStdin
    ? (await input.text('-')).replace(/\r?\n$/, '')
    : await terminal.askHidden('Secret key (not shown):');
  const secret = new Secret(text);
  if (text === '') throw usageError('The secret is empty.');
  if (secret.problem !== undefined) throw usageError(`${secret.problem}: it was not stored.`, PROBLEM_HINT);
  if (secret.warning !== undefined)
    terminal.warn(`${secret.warning}: signatures will not match. It was stored unchanged.`);
  return secret;
}

/** Converts a limit from major to minor units. */
function parseLimits(words: NewProfile): Pick<Profile, 'maxRefund' | 'maxRefundPerDay'> {
  const { maxRefund, maxRefundPerDay, currency = PROFILE_DEFAULTS.currency } = words;
  const minor = (flag: string, text: string | undefined) =>
    text === undefined ? undefined : readAmount(flag, text, currency).minor;
  return omitUndefined({
    maxRefund: minor('--max-refund', maxRefund),
    maxRefundPerDay: minor('--max-refund-per-day', maxRefundPerDay),
  });
}

const toCustomer = ({ customerId, firstName, lastName, email, ip }: NewProfile): Partial<Customer> =>
  omitUndefined({ id: customerId, firstName, lastName, email, ip });

function baseUrl(flag: string, url: string, insecure: boolean): string {
  const problem = validateBaseUrl(url, insecure);
  if (problem !== undefined) throw usageError(`${flag}: ${problem}.`);
  return url;
}
