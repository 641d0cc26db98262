import { LEDGER_LOCK } from '#adapters/ledger/postgres/begin-writing';
import { SCHEMA } from './names.ts';

/** A write that waits for the server once: see writes/write-at-end.ts. */
export const WRITE_AT_END: readonly string[] = [
  /*
   * Takes the lock of the ledger. If its trail still ends where the client has seen its end, and nothing else has changed that the
   * client has relied on, stores the rows as store_writes does; else stores nothing and returns false. Each of its statements sees what
   * was committed before it has got the lock. It runs with the rights of its caller.
   */
  `create function write_at_end(write json) returns boolean language plpgsql set search_path = ${SCHEMA}, pg_temp
      set enable_seqscan = off set plan_cache_mode = force_generic_plan set jit = off as $$
      declare
        asked record;
      begin
        select * into asked from json_to_record(write) as one (
          data_key text, imports bigint, is_unlimited boolean, holders text[], before_number bigint, before_hash text,
          last_number bigint, last_hash text, records json, intents json, states json, sums json, payments json,
          terms json);
        perform set_config('rocketpay.key', asked.data_key, true), set_config('synchronous_commit', 'on', true),
          set_config('lock_timeout', '5000', true), pg_advisory_xact_lock(${LEDGER_LOCK});
        if not exists (
          select from head where number = asked.before_number and hash = asked.before_hash
            and (select max(number) from key_rings) = asked.data_key::bigint
            and (select count(*) from imports) = asked.imports
            and not (asked.is_unlimited and exists (select from refund_limits))
            and (asked.holders is null or (select count(*) from locks
              where holder = any(asked.holders) and expires_at > clock_timestamp()) = cardinality(asked.holders)))
        then return false; end if;
        perform set_config('rocketpay.key_is_newest', 'yes', true),
          store_writes(asked.before_number, asked.last_number, asked.last_hash, asked.records, asked.intents,
            asked.states, asked.sums, asked.payments, asked.terms);
        return true;
      end $$`,
];
