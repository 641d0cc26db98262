import type * as z from 'zod';
import type { Json } from '#domain/json/exact-json';
import type { Message } from '#domain/language/message';
import type { documents } from './index.ts';
import type { acceptedWrite } from './shared-fields.ts';

/*
 * The types of the published JSON documents, inferred from their schemas. This file has nothing but types, so that a
 * command that imports them loads no schema.
 */

/** The document that a command prints with `--json`; of a stream each line. */
export type CommandDocument<Words extends keyof typeof documents> = Plain<z.infer<(typeof documents)[Words]>>;

/** The fields that a schema names; an open object has others too. */
type NamedFields<T> = keyof { [Field in keyof T as string extends Field ? never : Field]: unknown };

/** Read-only data, with the named fields only where a schema names some. */
type Plain<T> = Json extends T
  ? T
  : T extends Message
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : T extends object
        ? [NamedFields<T>] extends [never]
          ? Readonly<T>
          : { readonly [Field in keyof T as string extends Field ? never : Field]: Plain<T[Field]> }
        : T;

/** A payment: the platform's answer without its signature, and two fields of our own. */
export type PaymentDocument = CommandDocument<'interactive'>;

/** An accepted write. Accepted is not done: the result comes later. */
export type Accepted = Plain<z.infer<typeof acceptedWrite>>;

/** The outcome of a write: the request that was not sent, its acceptance, or its result. */
export type WriteResult = CommandDocument<'otp'>;

/** A request that was not sent: its content, or a command line that sends it. */
export type DryRunDocument = Extract<WriteResult, { readonly dryRun: true }>;

/** A write in the ledger. */
export type IntentDocument = CommandDocument<'history'>;

/** A write without a final result. */
export type PendingDocument = CommandDocument<'pending'>['intents'][number];

/** A note on a payment. */
export type NoteDocument = CommandDocument<'note'>['notes'][number];

/** The result of resuming a write. */
export type ResumedDocument = CommandDocument<'resume'>['resumed'][number];

/** An operation that a write may have started. */
export type CandidateDocument = NonNullable<ResumedDocument['candidates']>[number];

/** Why a signature does not match. It never makes the signature valid. */
export type DiagnosisDocument = NonNullable<CommandDocument<'verify-callback'>['diagnosis']>;

/** A stored callback. */
export type CallbackDocument = CommandDocument<'callbacks list'>;

/** An attempt to forward a callback. */
export type DeliveryDocument = CommandDocument<'callbacks show'>['deliveries'][number];

/** A callback that `listen` has received. */
export type ListenEvent = Extract<CommandDocument<'listen'>, { readonly type: 'callback' }>;

/** A delivery of a stress test. */
export type StressDelivery = Extract<CommandDocument<'trigger'>, { readonly payment: number }>;

/** The result of a stress test. */
export type StressReport = Extract<CommandDocument<'trigger'>, { readonly sent: number }>;

/** How often a handler's own records have a payment; null when they did not say. */
export type RecordedPayment = NonNullable<StressReport['recorded']>[number];

/** A plan of bulk refunds. */
export type NewPlanDocument = CommandDocument<'refunds plan'>;
export type RefundPlanDocument = Omit<
  NewPlanDocument,
  'needsApproval' | 'smallestMinor' | 'largestMinor' | 'skippedRows'
>;

/** The state of a plan: the outcomes of its rows. */
export type RefundSummaryDocument = CommandDocument<'refunds show'>;

/** The outcome of a row of a plan. */
export type RefundRowDocument = CommandDocument<'refunds export'>;

/** The progress of a run of a plan. */
export type RefundProgressDocument = Extract<CommandDocument<'refunds apply'>, { readonly type: 'progress' }>;
