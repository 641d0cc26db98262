import { LEDGER_LOCK } from '#adapters/ledger/postgres/ledger-lock';
import { SCHEMA } from './names.ts';

/** A write that waits for the server once: see writes/write-at-end.ts. */
export const WRITE_AT_END: readonly string[] = [
  /*
   * Takes the lock of the ledger. If its trail still ends where the client has seen its end, and nothing else has changed that the
   * client has relied on, stores the rows as store_writes does; else stores nothing and returns false. Each of its statements sees what
   * was committed before it has got the lock. It runs with the rights of its caller.
   */
  `create function write_at_end(
      data_key text, known_imports bigint, is_unlimited boolean, asked_holders text[], before_number bigint,
      before_hash text, last_number bigint, last_hash text, new_records json, new_intents json, new_states json,
      new_sums json, new_payments json, new_terms json)
      returns boolean language plpgsql set search_path = ${SCHEMA}, pg_temp set enable_seqscan = off
      set plan_cache_mode = force_generic_plan set jit = off as $$
      begin
        perform set_config('rocketpay.key', data_key, true), set_config('synchronous_commit', 'on', true),
          set_config('lock_timeout', '5000', true), pg_advisory_xact_lock(${LEDGER_LOCK});
        if not exists (
          select from head where number = before_number and hash = before_hash
            and (select max(number) from key_rings) = data_key::bigint
            and (select count(*) from imports) = known_imports
            and not (is_unlimited and exists (select from refund_limits))
            and (asked_holders is null or (select count(*) from locks
              where holder = any(asked_holders) and expires_at > clock_timestamp()) = cardinality(asked_holders)))
        then return false; end if;
        perform set_config('rocketpay.key_is_newest', 'yes', true),
          store_writes(before_number, last_number, last_hash, new_records, new_intents, new_states, new_sums,
            new_payments, new_terms);
        return true;
      end $$`,
];
