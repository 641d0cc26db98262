import { quoteUrl } from '#domain/encoding/mask-sensitive-data';
import type { Customer } from '#domain/gate/signed-request';
import type { Language } from '#domain/language/languages';
import { type Message, message, type Text } from '#domain/language/message';
import { isLoopbackUrl } from '#domain/network/this-machine';
import type { Secret } from '#domain/signature/secret';

/** Source of the secret of a profile. */
export type SecretSource =
  /** In the profile store, a file that only its owner can read. */
  | { readonly kind: 'store'; readonly secret: Secret }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  /** A program and its arguments, run without a shell: `["pass", "show", "rocketpay"]`. */
  | { readonly kind: 'command'; readonly command: readonly string[] }
  /** In the keyring of the operating system, under the service `rocketpay`. */
  | { readonly kind: 'keyring'; readonly account: string };

/** Settings for a project on the platform. Everything but name and project id has a default. */
export interface Profile {
  readonly name: string;
  readonly projectId: number;
  readonly secret?: SecretSource;
  /** Base URL of the server API. */
  readonly gateUrl: string;
  /** Base URL of the hosted checkout. */
  readonly paymentPageUrl: string;
  readonly mode: Mode;
  /** Lifetime of an OTP in seconds: 80 or 90, by contract (platform docs: OTP rules). */
  readonly otpSeconds: number;
  /** Maximum number of resends of an OTP. */
  readonly resends: number;
  /** ISO 4217. */
  readonly currency: string;
  /** Language of messages; that of the system when undefined. */
  readonly language?: Language;
  /** Customer for tests, for options of `sale` that are not given. */
  readonly customer: Partial<Customer>;
  /** `general.merchant_callback_url` of each sale. */
  readonly callbackUrl?: string;
  /** Delay from the first request of a payment to its first status request, in seconds (platform docs: 10). */
  readonly statusDelaySeconds: number;
  /** The largest refund, in minor units of `currency`; no limit when undefined. */
  readonly maxRefund?: number;
  /** Limit of all refunds within 24 hours, in minor units of `currency`; no limit when undefined. */
  readonly maxRefundPerDay?: number;
  /** True when a plan can be applied only after a user other than its maker has approved it. */
  readonly requireApproval: boolean;
  /** Public keys of the maker and of the approvers that a plan can have. */
  readonly approvers: readonly string[];
  /** True if the project supports `payment.merchant_refund_id` and refuses a repeated one (platform docs: refund rules). */
  readonly merchantRefundId: boolean;
  /** True if status answers without a signature are accepted. */
  readonly acceptUnsignedStatus: boolean;
  /** Speed of the clock of the platform, as a multiple of real time: 1, except for a sandbox. */
  readonly speed: number;
  /** True if `rocketpay sandbox` has stored it: its Gate is a sandbox, which shows a request within seconds. */
  readonly sandbox?: boolean;
  /** Allows plain http to other machines. */
  readonly insecure: boolean;
}

/** Whether real money moves. */
type Mode = 'test' | 'live';

/** Describes whether real money moves. */
export const modeMessage = (mode: Mode): Message =>
  mode === 'live' ? message('LIVE: real money') : message('test: no real money');

/** Describes the mode in English: see {@link modeMessage}. */
export const describeMode = (mode: Mode): string => String(modeMessage(mode));

/** Default values of a profile (platform docs: hosts, OTP rules). */
export const PROFILE_DEFAULTS = {
  gateUrl: 'https://api.rocketpay.kz',
  paymentPageUrl: 'https://paymentpage.rocketpay.kz',
  mode: 'live',
  otpSeconds: 80,
  resends: 3,
  currency: 'KZT',
  customer: {},
  statusDelaySeconds: 10,
  requireApproval: false,
  approvers: [],
  merchantRefundId: false,
  acceptUnsignedStatus: false,
  speed: 1,
  insecure: false,
} as const satisfies Omit<Profile, 'name' | 'projectId'>;

/** A profile as shell completion shows it. */
export type ProfileName = Pick<Profile, 'name' | 'mode'> & { readonly default: boolean };

/** A profile with the origin of each value, for `whoami`. */
export interface EffectiveProfile extends Profile {
  /** Origin of each value: `profile shop`, `ROCKETPAY_GATE_URL`, `default`. */
  readonly origins: Readonly<Partial<Record<keyof Profile, string>>>;
}

/**
 * Returns the problem of a base URL; undefined if it is valid. It must be https without user and password. Plain http is allowed
 * for this machine, and for others if `insecure` is set.
 */
export function validateBaseUrl(url: string, insecure: boolean): Text | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && (parsed.username !== '' || parsed.password !== '')) {
    return message('it carries a user name or a password');
  }
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
    return message('{url} is not an https URL', { url: quoteUrl(url) });
  if (/[\s\p{Cc}]/u.test(url)) return message('{url} has white space in it', { url: quoteUrl(url) });
  if (/[?#]/.test(url)) return message('it carries a query or a fragment');
  if (parsed.protocol === 'http:' && !isLoopbackUrl(url) && !insecure) {
    return message(
      '{origin} is plain http to another machine: use https, or --insecure on a network that no one else can read',
      { origin: parsed.origin },
    );
  }
  return undefined;
}

/** Returns true for a profile name: letters, digits, `.`, `_` and `-`, at most 64 characters. */
export const isProfileName = (name: string): boolean => /^[A-Za-z0-9][\w.-]{0,63}$/.test(name);

/** Maximum project id (platform docs: field limits). The minimum is 1. */
export const MAX_PROJECT_ID = 4_294_967_295;

/** Parses a project id; undefined for any other text. */
export function readProjectId(text: string): number | undefined {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN;
  return id <= MAX_PROJECT_ID ? id : undefined;
}

/** Describes the source of a secret, without arguments of a command. */
export function describeSource(source: SecretSource): string {
  switch (source.kind) {
    case 'store':
      return 'the profile store';
    case 'env':
      return `the variable ${source.name}`;
    case 'file':
      return `the file ${source.path}`;
    case 'command':
      return `the command ${source.command[0]}`;
    case 'keyring':
      return 'the keyring of this system';
  }
}
