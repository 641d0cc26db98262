import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Kysely } from 'kysely';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import { formatRow, parseRow, planModifiedError } from '#domain/bulk-refunds/plan-format';
import type { PlanRow } from '#domain/bulk-refunds/refund-plan';
import { message } from '#domain/language/message';

/**
 * The rows of a plan in the database: blocks of some hundred rows, compressed and encrypted with the data key. One block is in
 * memory at a time.
 */

/** Number of characters after which a block ends. A row has less than 1 MB. */
const BLOCK_CHARACTERS = 256 * 1024;

/** A larger block was not written by this program. */
const MAX_BLOCK_BYTES = 4 * 1024 * 1024;

/** A larger plan was not written by this program, whose plan files have at most 1 GB. */
const MAX_PLAN_CHARACTERS = 1024 * 1024 * 1024;

type Db = Kysely<TeamTables>;

/** Stores the blocks of a plan that are not stored yet, each in a statement of its own: others can write meanwhile. */
export async function storeRows(plan: string, rows: AsyncIterable<PlanRow>, key: LedgerKey, db: Db): Promise<void> {
  let number = 0;
  for await (const text of toBlocks(rows)) {
    number += 1;
    const sealed = Buffer.concat(key.sealBytes(deflateRawSync(text).toString('base64')));
    await db
      .insertInto('plan_rows')
      .values({ plan, number, sealed })
      .onConflict((same) => same.doNothing())
      .execute();
  }
}

async function* toBlocks(rows: AsyncIterable<PlanRow>): AsyncGenerator<string> {
  let text = '';
  for await (const row of rows) {
    text += formatRow(row);
    if (text.length < BLOCK_CHARACTERS) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/**
 * Returns a function that yields the rows of a plan. Its first call reads all blocks and notes their hashes. Each later call reads
 * the same blocks.
 *
 * @throws {Failure} (blocked) when a block was changed, or is not the one of the first call.
 */
export function createRowReader(plan: string, key: LedgerKey, db: Db): () => AsyncGenerator<PlanRow> {
  const hashes: string[] = [];
  let isComplete = false;
  async function* readBlocks(): AsyncGenerator<string> {
    for (let number = 1; !isComplete || number <= hashes.length; number++) {
      const sealed = await readBlock(plan, number, db);
      if (sealed === undefined && !isComplete) break;
      const hash = sealed === undefined ? '' : createHash('sha256').update(sealed).digest('hex');
      hashes[number - 1] ??= hash;
      if (sealed === undefined || hash !== hashes[number - 1])
        throw planModifiedError(message('its rows have changed'));
      yield openBlock(sealed, key);
    }
    isComplete = true;
  }
  return async function* readRows() {
    let line = 1;
    let size = 0;
    for await (const text of readBlocks()) {
      size += text.length;
      if (size > MAX_PLAN_CHARACTERS) throw planModifiedError(message('it has more than 1 GB'));
      for (const row of text.slice(0, -1).split('\n')) yield parseRow(row, ++line);
    }
  };
}

/** Reads a block; undefined where there is none. A block that is too large is empty. */
async function readBlock(plan: string, number: number, db: Db): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('plan_rows')
    .select(({ eb, fn, val }) =>
      eb
        .case()
        .when(fn<number>('octet_length', ['sealed']), '<=', MAX_BLOCK_BYTES)
        .then(eb.ref('sealed'))
        .else(val(Buffer.alloc(0)))
        .end()
        .as('sealed'),
    )
    .where('plan', '=', plan)
    .where('number', '=', number)
    .executeTakeFirst();
  return row?.sealed;
}

function openBlock(sealed: Buffer, key: LedgerKey): string {
  try {
    const packed = Buffer.from(key.openBytes(sealed) ?? '', 'base64');
    return inflateRawSync(packed, { maxOutputLength: 2 * MAX_BLOCK_BYTES }).toString('utf8');
  } catch {
    throw planModifiedError(message('its rows have changed'));
  }
}
