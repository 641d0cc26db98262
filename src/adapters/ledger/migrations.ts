import { randomBytes } from 'node:crypto';
import { type Kysely, type Migration, sql } from 'kysely';
import { GENESIS_HASH } from '#domain/ledger/audit-record';
import { encodeBase32 } from '#domain/payments/payment-id';
import { createSums } from './refund-sums.ts';
import type { Tables } from './tables.ts';

/** How the tables came to be, in order. One that was released is never changed: the next one follows it. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-first': {
    async up(db: Kysely<unknown>) {
      await createIntents(db as Kysely<Tables>);
      await createRecords(db as Kysely<Tables>);
      await createPayments(db as Kysely<Tables>);
      await createCallbacks(db as Kysely<Tables>);
    },
  },
  '002-callback-desk': {
    async up(db: Kysely<unknown>) {
      await extendCallbacks(db as Kysely<Tables>);
      await createDeliveries(db as Kysely<Tables>);
    },
  },
  '003-request-id': {
    async up(db: Kysely<unknown>) {
      await db.schema.createIndex('intents_request').on('intents').column('request_id').execute();
    },
  },
  '004-what-is-remembered': {
    async up(db: Kysely<unknown>) {
      await createInfo(db as Kysely<Tables>);
      await extendIntents(db as Kysely<Tables>);
    },
  },
  '005-wrongly-signed': {
    async up(db: Kysely<unknown>) {
      // What takes their room is counted without reading their bodies.
      await sql`create index callbacks_invalid on callbacks (id, length(body)) where valid = 0`.execute(db);
    },
  },
  '006-refund-id': {
    async up({ schema }: Kysely<unknown>) {
      await schema.alterTable('intents').addColumn('refund_id', 'text').execute();
    },
  },
  '007-elapsed-time': {
    async up({ schema }: Kysely<unknown>) {
      await schema.alterTable('intents').addColumn('boot_at', 'text').execute();
      await schema.alterTable('intents').addColumn('changed_platform_at', 'bigint').execute();
      await schema.alterTable('intents').addColumn('changed_boot_at', 'text').execute();
    },
  },
  '008-description': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('intents').addColumn('description', 'text').execute();
    },
  },
  '009-refund-sums': {
    async up(db: Kysely<unknown>) {
      await db.schema.dropIndex('intents_day').execute();
      await createSums(db as Kysely<Tables>);
    },
  },
  '010-chargebacks': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('callbacks').addColumn('kind', 'text').execute();
      await db.schema.dropIndex('callbacks_invalid').execute();
      // What takes their room is counted without reading their bodies.
      await sql`create index callbacks_invalid on callbacks (kind, id, length(body)) where valid = 0`.execute(db);
    },
  },
};

async function createIntents({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('intents')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('profile', 'text', (column) => column.notNull())
    .addColumn('mode', 'text', (column) => column.notNull())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('path', 'text', (column) => column.notNull())
    .addColumn('payment_id', 'text')
    .addColumn('payment_key', 'text')
    .addColumn('amount', 'bigint')
    .addColumn('currency', 'text')
    .addColumn('phone', 'text')
    .addColumn('phone_hash', 'text')
    .addColumn('user', 'text', (column) => column.notNull())
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('pid', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('ends_by', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('intent_key', 'text')
    .addColumn('again', 'text')
    .addColumn('known', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text')
    .addColumn('operation_id', 'text')
    .addColumn('code', 'text')
    .addColumn('reason', 'text')
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('intents_payment').on('intents').columns(['project', 'payment_key']).execute();
  await schema.createIndex('intents_key').on('intents').columns(['project', 'intent_key']).execute();
  await schema.createIndex('intents_state').on('intents').columns(['state', 'created_at']).execute();
  await schema.createIndex('intents_project_time').on('intents').columns(['project', 'created_at']).execute();
  await schema.createIndex('intents_payment_time').on('intents').columns(['payment_key', 'created_at']).execute();
  await schema.createIndex('intents_time').on('intents').columns(['created_at']).execute();
  await schema.createIndex('intents_phone').on('intents').columns(['phone_hash']).execute();
}

async function createRecords(db: Kysely<Tables>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('records')
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('intent_id', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('records_time').on('records').columns(['at']).execute();
  await schema.createIndex('records_intent').on('records').columns(['intent_id', 'number']).execute();
  await schema
    .createTable('head')
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  await db.insertInto('head').values({ number: 0, hash: GENESIS_HASH }).execute();
}

async function createPayments({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('payments')
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('payment_key', 'text', (column) => column.notNull())
    .addColumn('payment_id', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('left_amount', 'bigint')
    .addColumn('left_currency', 'text')
    .addColumn('resends_used', 'integer', (column) => column.notNull())
    .addColumn('otp_asked_at', 'bigint')
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('payments_pk', ['project', 'payment_key'])
    .execute();
}

async function createCallbacks({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('callbacks')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('payment_key', 'text')
    .addColumn('payment_id', 'text')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('operation_id', 'text')
    .addColumn('operation_status', 'text')
    .addColumn('request_id', 'text')
    .addColumn('valid', 'integer', (column) => column.notNull())
    .addColumn('repeated', 'integer', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('callbacks_payment')
    .on('callbacks')
    .columns(['project', 'payment_key', 'received_at'])
    .execute();
}

/** One index serves both questions: which callbacks there are of a payment, and whether the same has come before. */
async function extendCallbacks({ schema }: Kysely<Tables>): Promise<void> {
  await schema.alterTable('callbacks').addColumn('event', 'text').execute();
  await schema
    .alterTable('callbacks')
    .addColumn('holds', 'text', (column) => column.notNull().defaultTo('text'))
    .execute();
  await schema.dropIndex('callbacks_payment').execute();
  await schema
    .createIndex('callbacks_same')
    .on('callbacks')
    .columns(['project', 'payment_key', 'operation_id', 'operation_status', 'request_id', 'status', 'valid'])
    .execute();
}

/** Facts about the ledger itself. */
async function createInfo(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('info')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await db
    .insertInto('info')
    .values({ name: 'id', value: encodeBase32(randomBytes(12)) })
    .execute();
}

/** What recognises a process and a time, and an index that holds what the limit of a day counts. */
async function extendIntents({ schema }: Kysely<Tables>): Promise<void> {
  await schema.alterTable('intents').addColumn('process_start', 'text').execute();
  await schema.alterTable('intents').addColumn('platform_at', 'bigint').execute();
  await schema
    .createIndex('intents_day')
    .on('intents')
    .columns(['project', 'currency', 'created_at', 'state', 'kind', 'path', 'amount'])
    .execute();
}

async function createDeliveries({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('deliveries')
    .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement().notNull())
    .addColumn('callback_id', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('status', 'integer')
    .addColumn('reason', 'text')
    .addColumn('milliseconds', 'integer', (column) => column.notNull())
    .execute();
  await schema.createIndex('deliveries_callback').on('deliveries').columns(['callback_id', 'url', 'number']).execute();
}
