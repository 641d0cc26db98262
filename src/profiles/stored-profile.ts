import type { Schema } from 'conf';
import { PROFILE_DEFAULTS, type Profile } from '../domain/profile.ts';
import { Secret } from '../domain/secret.ts';

/** A profile as it stands in the file: only what differs from the defaults, and the secret as text. */
type StoredProfile = Partial<Omit<Profile, 'name' | 'projectId' | 'secret'>> & {
  readonly projectId: number;
  readonly secret?: StoredSecret;
};

type StoredSecret =
  | { readonly kind: 'store'; readonly secret: string }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'command'; readonly command: readonly string[] };

/** The whole file. */
export type StoredProfiles = {
  readonly default?: string;
  readonly profiles: Readonly<Record<string, StoredProfile>>;
};

const text = { type: 'string' } as const;

const secretKind = (kind: string, field: string, schema: object) => ({
  type: 'object',
  required: ['kind', field],
  properties: { kind: { const: kind }, [field]: schema },
});

/** What the file must look like: checked when it is read and before it is written. */
export const PROFILES_SCHEMA: Schema<StoredProfiles> = {
  default: text,
  profiles: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      required: ['projectId'],
      properties: {
        projectId: { type: 'integer', minimum: 1, maximum: 4_294_967_295 },
        secret: {
          oneOf: [
            secretKind('store', 'secret', text),
            secretKind('env', 'name', text),
            secretKind('file', 'path', text),
            secretKind('command', 'command', { type: 'array', items: text, minItems: 1 }),
          ],
        },
        gateUrl: text,
        paymentPageUrl: text,
        mode: { enum: ['test', 'live'] },
        otpSeconds: { type: 'number', exclusiveMinimum: 0 },
        resends: { type: 'integer', minimum: 0 },
        currency: text,
        customer: { type: 'object', additionalProperties: text },
        callbackUrl: text,
        statusDelaySeconds: { type: 'number', minimum: 0 },
        maxRefund: { type: 'integer', minimum: 1 },
        maxRefundPerDay: { type: 'integer', minimum: 1 },
        speed: { type: 'number', minimum: 1 },
        requireApproval: { type: 'boolean' },
        approvers: { type: 'array', items: text },
        merchantRefundId: { type: 'boolean' },
        insecure: { type: 'boolean' },
      },
    },
  },
};

export function fromStored(name: string, stored: StoredProfile): Profile {
  const { secret, ...values } = stored;
  const source = secret?.kind === 'store' ? { ...secret, secret: new Secret(secret.secret) } : secret;
  return { ...PROFILE_DEFAULTS, ...values, name, ...(source === undefined ? {} : { secret: source }) };
}

export function toStored({ name: _, secret, ...values }: Profile): StoredProfile {
  const source = secret?.kind === 'store' ? { ...secret, secret: secret.secret.reveal() } : secret;
  const different = Object.entries(values).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(PROFILE_DEFAULTS[key as keyof typeof PROFILE_DEFAULTS]),
  );
  return {
    ...(Object.fromEntries(different) as Omit<StoredProfile, 'projectId' | 'secret'>),
    projectId: values.projectId,
    ...(source === undefined ? {} : { secret: source }),
  };
}
