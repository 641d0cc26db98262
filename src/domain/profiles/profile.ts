import { quoteUrl } from '#domain/encoding/mask-personal-data';
import type { Customer } from '#domain/gate/signed-request';
import type { Secret } from '#domain/signature/secret';

/** Where the secret of a profile is kept. */
export type SecretSource =
  /** In the profile store itself, a file that only its owner may read. */
  | { readonly kind: 'store'; readonly secret: Secret }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  /** A program and its arguments, run without a shell: `["pass", "show", "rocketpay"]`. */
  | { readonly kind: 'command'; readonly command: readonly string[] }
  /** In the keyring of the operating system, under the service `rocketpay`. */
  | { readonly kind: 'keyring'; readonly account: string };

/** A project on the platform, as the merchant uses it. All but the name and the project id has a default. */
export interface Profile {
  readonly name: string;
  readonly projectId: number;
  readonly secret?: SecretSource;
  /** Base URL of the server API. */
  readonly gateUrl: string;
  /** Base URL of the hosted checkout. */
  readonly paymentPageUrl: string;
  readonly mode: Mode;
  /** Life of an OTP, in seconds: 80 or 90, as the account manager says (platform docs: OTP rules). */
  readonly otpSeconds: number;
  /** How many times an OTP may be resent. */
  readonly resends: number;
  /** ISO 4217. */
  readonly currency: string;
  /** Customer for tests: what `sale` takes when a flag is left out. */
  readonly customer: Partial<Customer>;
  /** `general.merchant_callback_url` of each sale. */
  readonly callbackUrl?: string;
  /** Seconds after a payment's first request before its status may be asked (platform docs: 10). */
  readonly statusDelaySeconds: number;
  /** The largest refund, in minor units of `currency`; no limit when undefined. */
  readonly maxRefund?: number;
  /** Limit of all refunds within 24 hours, in minor units of `currency`; no limit when undefined. */
  readonly maxRefundPerDay?: number;
  /** True when a plan can be applied only after a user other than its maker has approved it. */
  readonly requireApproval: boolean;
  /** Public keys of the maker and of the approvers that a plan can have. */
  readonly approvers: readonly string[];
  /** The project takes `payment.merchant_refund_id` and refuses a repeated one (platform docs: refund rules). */
  readonly merchantRefundId: boolean;
  /** Acts on status answers that carry no signature. */
  readonly acceptUnsignedStatus: boolean;
  /** How many times as fast as real time the platform's clock runs: 1, but for a sandbox. */
  readonly speed: number;
  /** True when `rocketpay sandbox` has written it: its Gate is our own sandbox, and shows a request within seconds. */
  readonly sandbox?: boolean;
  /** Lets URLs be plain http on other hosts than this one. */
  readonly insecure: boolean;
}

/** Whether real money moves. */
type Mode = 'test' | 'live';

/** Whether real money moves, for people. */
export const describeMode = (mode: Mode): string => (mode === 'live' ? 'LIVE: real money' : 'test: no real money');

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
  /** Where each value came from, in words: `the profile "shop"`, `ROCKETPAY_GATE_URL`, `default`. */
  readonly origins: Readonly<Partial<Record<keyof Profile, string>>>;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** True for an address of this machine. */
export const isLoopbackUrl = (url: string): boolean => URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);

/** The URL of a host as it is written for `--host`: an IPv6 address has no brackets there. */
export const urlOfHost = (host: string, port = 80): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/**
 * What keeps a base URL from being used, in words, or undefined: it must be https, without credentials.
 * Plain http is allowed for this machine only, unless `insecure` is set.
 */
export function validateBaseUrl(url: string, insecure: boolean): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && (parsed.username !== '' || parsed.password !== '')) {
    return 'it carries a user name or a password';
  }
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) return `${quoteUrl(url)} is not an https URL`;
  if (/[\s\p{Cc}]/u.test(url)) return `${quoteUrl(url)} has white space in it`;
  if (/[?#]/.test(url)) return 'it carries a query or a fragment';
  if (parsed.protocol === 'http:' && !isLoopbackUrl(url) && !insecure) {
    return `${parsed.origin} is plain http to another machine: use https, or --insecure on a network that no one else can read`;
  }
  return undefined;
}

/** Names are typed often: letters, digits, `.`, `_` and `-`, 64 characters at most. */
export const isProfileName = (name: string): boolean => /^[A-Za-z0-9][\w.-]{0,63}$/.test(name);

/** A project id as the platform gives them out: 1 to 4294967295; undefined for anything else. */
export function readProjectId(text: string): number | undefined {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN;
  return id <= 4_294_967_295 ? id : undefined;
}

/** Where a secret is kept, in a few words. */
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
