import * as z from 'zod';
import { INTENT_KINDS, INTENT_STATES } from '#domain/ledger/intent';
import { MEMBER_ROLES } from '#domain/team/member';
import { count, currency, fromPlatform, minor, mode, sentence, time } from './shared-fields.ts';

const intent = z.strictObject({
  intent: z.string(),
  kind: z.enum(INTENT_KINDS),
  state: z.enum(INTENT_STATES),
  paymentId: z.string().nullable(),
  amountMinor: minor.nullable(),
  currency: currency.nullable(),
  phone: z.string().nullable().meta({ description: 'masked' }),
  profile: z.string(),
  mode,
  project: z.string().meta({ description: 'host of the Gate and project id' }),
  path: z.string(),
  user: z.string(),
  host: z.string(),
  createdAt: time,
  changedAt: time,
  requestId: z.string().nullable(),
  operationId: z.string().nullable(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  key: z.string().nullable(),
  again: z.string().nullable(),
  approval: z.string().nullable().meta({ description: 'the blocked refund whose approval it uses' }),
  ticket: z.string().nullable().meta({ description: 'the value of --ticket' }),
  description: z.string().nullable().meta({ description: 'phone numbers and e-mail addresses are masked' }),
  hash: z.string(),
});

const record = z.strictObject({
  number: z.int().positive(),
  at: z.int().meta({ description: 'epoch milliseconds' }),
  by: z.string(),
  intent: z.string(),
  event: z.string(),
  data: fromPlatform.meta({ description: 'the changes' }),
  previous: z.string(),
  hash: z.string(),
  ledger: z.string().optional().meta({ description: 'id of the imported ledger in whose chain the record is' }),
});

const candidate = z.strictObject({
  operationId: z.string(),
  type: z.string(),
  status: z.string(),
  amountMinor: minor.nullable(),
  currency: currency.nullable(),
  createdAt: time.nullable(),
});

const resumed = intent.extend({
  finding: z.enum([
    'found',
    'no_result',
    'never_arrived',
    'not_yet',
    'ambiguous',
    'undecidable',
    'closed',
    'in_flight',
    'not_asked',
  ]),
  askAt: time.optional(),
  candidates: z.array(candidate).optional(),
  error: sentence.optional(),
  errorCode: z.string().optional(),
});

const member = z.strictObject({
  name: z.string(),
  login: z.string().meta({ description: 'user name at the database' }),
  role: z.enum(MEMBER_ROLES),
  state: z.enum(['waiting', 'accepted', 'removed']),
  fingerprint: z.string().meta({ description: 'short form of the public keys' }),
  joinedAt: time,
});

const limits = z.strictObject({
  currency,
  perRefundMinor: minor.nullable().meta({ description: 'largest amount of one refund in minor units; null: no limit' }),
  perDayMinor: minor.nullable().meta({ description: 'largest sum of 24 hours in minor units; null: no limit' }),
  withoutApprovalMinor: minor
    .nullable()
    .meta({ description: 'largest refund without the approval of another member; null: none needs one' }),
});

const ledgerDocument = z.strictObject({
  engine: z.enum(['sqlite', 'postgresql']).optional(),
  place: z.string(),
  id: z.string(),
  notedFolder: z.string().nullable(),
  open: count,
  head: z
    .strictObject({ number: count, hash: z.string() })
    .optional()
    .meta({ description: 'newest record of the audit trail' }),
  readOnly: z.string().nullable(),
  team: z
    .strictObject({
      version: z.string().meta({ description: 'version of PostgreSQL' }),
      tls: z
        .enum(['verify', 'unchecked', 'off'])
        .optional()
        .meta({ description: 'unchecked: encrypted, but the certificate is not checked' }),
      latencyMilliseconds: z.number(),
      clockOffsetMilliseconds: z.number().meta({ description: 'how far this machine is ahead of the server' }),
      member: member.nullable(),
    })
    .optional(),
});

const note = z.strictObject({
  at: time,
  by: z.string().meta({ description: 'author: user@host' }),
  text: z.string().nullable().meta({ description: 'null when it cannot be decrypted' }),
  intent: z.string().nullable().meta({ description: 'the write that it is about' }),
});

const notes = z.array(note).meta({ description: 'notes on the payment, oldest first' });

/** Documents of the ledger. */
export const ledgerDocuments = {
  pending: z.strictObject({
    intents: z.array(intent.extend({ result: z.enum(['open', 'accepted']), notes })),
    requests: z
      .array(intent.extend({ notes, approve: z.string().meta({ description: 'command that approves the refund' }) }))
      .meta({
        description: 'refunds of the last 7 days that were not sent: they wait for the approval of another member',
      }),
    inFlight: count,
    notSeen: count.meta({ description: 'refunds without a sign of them at the platform; it may still process them' }),
  }),
  resume: z.strictObject({
    all: z.boolean(),
    plan: z.string().optional(),
    resumed: z.array(resumed),
    open: count,
    accepted: count,
    notSeen: count.meta({ description: 'refunds without a sign of them at the platform; it may still process them' }),
  }),
  history: intent,
  receipt: intent.extend({
    records: z.array(record.pick({ number: true, at: true, by: true, event: true, hash: true })),
    notes,
  }),
  approve: z.strictObject({
    intent: z.string().meta({ description: 'the blocked refund' }),
    paymentId: z.string(),
    amountMinor: minor,
    currency,
    requestedBy: z.string(),
    approvedBy: z.string(),
    approvedAt: time,
    expiresAt: time.meta({ description: 'the refund can be sent until then' }),
  }),
  note: z.strictObject({
    paymentId: z.string(),
    intent: z.string().nullable().meta({ description: 'the write that was named' }),
    added: z.boolean().meta({ description: 'this command has added a note, the last one' }),
    notes,
  }),
  'audit verify': z.strictObject({
    valid: z.boolean(),
    records: count,
    head: z.string(),
    flaw: z.string().nullable(),
  }),
  'audit export': record,
  'ledger init': ledgerDocument,
  'ledger status': ledgerDocument,
  'ledger use': z.strictObject({
    engine: z.enum(['sqlite', 'postgresql']),
    place: z.string().nullable().meta({ description: 'null where a command prints the URL' }),
    file: z.string().meta({ description: 'file of the settings' }),
  }),
  'ledger join': member,
  'ledger accept': member,
  'ledger remove': member,
  'ledger rotate-key': z.strictObject({
    key: count.meta({ description: 'number of the new key' }),
    members: z.array(z.string()).meta({ description: 'members who have it' }),
    suspended: z
      .array(z.string())
      .meta({ description: 'members to be accepted again, because their keys were changed' }),
  }),
  'ledger members': z.strictObject({
    members: z.array(member.extend({ limits: limits.nullable().meta({ description: 'limits for refunds' }) })),
  }),
  'ledger limit': z.strictObject({
    limits: z.array(
      limits.extend({ member: z.string().nullable().meta({ description: 'null: everyone without own limits' }) }),
    ),
  }),
  'ledger export-key': z.strictObject({
    file: z.string(),
    key: count.meta({ description: 'number of the data key' }),
  }),
  'ledger import': z.strictObject({
    ledger: z.string().meta({ description: 'id of the imported ledger' }),
    head: z.string().meta({ description: 'hash of its last record' }),
    records: count,
    intents: count,
    callbacks: count,
    by: z.string(),
  }),
};
