import { isProfileName, MAX_PROJECT_ID, type Profile, validateBaseUrl } from '#domain/profiles/profile';

/** The settings of a project that a team shares. The secret, the test customer and weaker checks stay on each machine. */
export type SharedSettings = Pick<Profile, (typeof SHARED_FIELDS)[number]>;

/** A shared profile. */
export interface SharedProfile {
  readonly name: string;
  readonly settings: SharedSettings;
}

export const SHARED_FIELDS = [
  ...(['projectId', 'gateUrl', 'paymentPageUrl', 'mode', 'otpSeconds', 'resends', 'currency'] as const),
  ...(['callbackUrl', 'statusDelaySeconds', 'maxRefund', 'maxRefundPerDay'] as const),
  ...(['requireApproval', 'approvers', 'merchantRefundId'] as const),
] as const satisfies readonly (keyof Profile)[];

/** Returns the settings of a profile that are shared. */
export const toSharedSettings = (profile: Profile): SharedSettings =>
  Object.fromEntries(
    SHARED_FIELDS.flatMap((field) => (profile[field] === undefined ? [] : [[field, profile[field]]])),
  ) as unknown as SharedSettings;

/** Replaces the shared settings of a profile. A shared one that has no limit removes the limit. */
export function withSharedSettings(profile: Profile, settings: SharedSettings): Profile {
  const own = Object.entries(profile).filter(([field]) => !SHARED_FIELDS.some((shared) => shared === field));
  return { ...(Object.fromEntries(own) as unknown as Profile), ...settings };
}

type Check = (value: unknown) => boolean;

const isWhole =
  (least: number, most: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 2048 && !/\p{C}/u.test(value);
const isUrl: Check = (value) => isText(value) && validateBaseUrl(value, false) === undefined;
const isSeconds: Check = (value) => typeof value === 'number' && value >= 0 && value <= 3600;
const isFlag: Check = (value) => typeof value === 'boolean';
const isAmount = isWhole(1, Number.MAX_SAFE_INTEGER);

const CHECKS: Readonly<Record<keyof SharedSettings, Check>> = {
  projectId: isWhole(1, MAX_PROJECT_ID),
  gateUrl: isUrl,
  paymentPageUrl: isUrl,
  mode: (value) => value === 'test' || value === 'live',
  otpSeconds: isSeconds,
  resends: isWhole(0, 100),
  currency: (value) => isText(value) && /^[A-Z]{3}$/.test(value),
  callbackUrl: (value) => isText(value) && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
  statusDelaySeconds: isSeconds,
  maxRefund: isAmount,
  maxRefundPerDay: isAmount,
  requireApproval: isFlag,
  approvers: (value) => Array.isArray(value) && value.length <= 100 && value.every(isText),
  merchantRefundId: isFlag,
};

const OPTIONAL: readonly (keyof SharedSettings)[] = ['callbackUrl', 'maxRefund', 'maxRefundPerDay'];

/** Reads a shared profile that another member has written; undefined where a value is missing or not valid. */
export function parseSharedProfile(name: string, content: string): SharedProfile | undefined {
  const values = parseObject(content);
  const isValid = SHARED_FIELDS.every((field) =>
    values[field] === undefined ? OPTIONAL.includes(field) : CHECKS[field](values[field]),
  );
  if (!isProfileName(name) || !isValid) return undefined;
  return { name, settings: toSharedSettings(values as unknown as Profile) };
}

function parseObject(content: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(content));
  } catch {
    return {};
  }
}
