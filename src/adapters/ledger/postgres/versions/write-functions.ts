import { SCHEMA } from './names.ts';

/** The terms of last digits of a phone: `DIGITS_TERMS` of search/search-tables.ts. */
const DIGITS = 'between 2814749767106560 and 3096224743817215';

/** Every statement uses its index, has one plan, and is not compiled to machine code: that takes longer than it runs. */
const SETTINGS = `set search_path = ${SCHEMA}, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan set jit = off`;

/**
 * What a write reads and what it stores, as two functions. A client calls each with one statement, and the server plans their
 * statements once for each of its sessions, also behind a connection pooler. They run with the rights of their caller: they can do
 * nothing that the grants of the caller do not allow.
 */
export const WRITE_FUNCTIONS: readonly string[] = [
  /*
   * Reads the end of the trail, and what the writes of a transaction need. It runs after the lock of the ledger was taken, and each of
   * its statements sees what was committed before.
   */
  `create function read_for_writes(
      asked_key text, asked_intents text[], asked_payments text[], asked_projects text[], asked_keys text[],
      asked_holders text[])
      returns json language plpgsql ${SETTINGS} as $$
      declare
        found_ids text[]; found_payments json; found_intents json; found_keys json; found_records json; found_holders json;
      begin
        perform set_config('rocketpay.key', asked_key, true);
        if asked_intents is not null then
          select json_agg(one) into found_intents from intents as one where id = any(asked_intents);
        end if;
        if asked_keys is not null then
          select json_agg(one) into found_keys from intents as one
            where project = any(asked_projects) and intent_key = any(asked_keys);
        end if;
        if asked_payments is not null then
          select json_agg(one), array_agg(id) into found_payments, found_ids from intents as one
            where payment_key = any(asked_payments);
          if found_ids is not null then
            select json_agg(one order by chain, number) into found_records from (
              select chain, number, intent_id, data, hash from all_records where intent_id = any(found_ids)) as one;
          end if;
        end if;
        if asked_holders is not null then
          select json_agg(holder) into found_holders from locks
            where holder = any(asked_holders) and expires_at > clock_timestamp();
        end if;
        return json_build_object(
          'key', (select max(number) from key_rings), 'imports', (select count(*) from imports),
          'head', (select json_build_object('number', number, 'hash', hash) from head),
          'limited', exists (select from refund_limits),
          'intents', found_intents, 'keys', found_keys, 'payments', found_payments, 'records', found_records,
          'holders', found_holders);
      end $$`,
  /*
   * Stores the records of some writes, the new end of the trail, and the rows that the writes change. What the JSON text lacks is
   * null: a table can get more columns.
   */
  `create function store_writes(
      before_number bigint, last_number bigint, last_hash text, new_records json, new_intents json, new_states json,
      new_sums json, new_payments json, new_terms json)
      returns void language plpgsql ${SETTINGS} as $$
      declare
        entry record; found_number bigint;
      begin
        if new_records is not null then
          insert into records (number, at, by, intent_id, event, data, previous, hash, signature)
            select number, at, by, intent_id, event, data, previous, hash, signature
            from json_populate_recordset(null::records, new_records);
          update head set number = last_number, hash = last_hash where number = before_number;
          if not found then
            raise exception 'another client has appended to the audit trail' using errcode = 'serialization_failure';
          end if;
        end if;
        if new_intents is not null then
          insert into intents select * from json_populate_recordset(null::intents, new_intents);
        end if;
        if new_states is not null then
          -- One by one: a join could read all intents.
          for entry in select * from json_to_recordset(new_states) as one (
            id text, state text, changed_at bigint, changed_platform_at bigint, changed_boot_at text, request_id text,
            operation_id text, code text, reason text, known text, hash text)
          loop
            update intents set
              state = entry.state, changed_at = entry.changed_at, changed_platform_at = entry.changed_platform_at,
              changed_boot_at = entry.changed_boot_at, request_id = entry.request_id,
              operation_id = entry.operation_id, code = entry.code, reason = entry.reason, known = entry.known,
              hash = entry.hash
            where id = entry.id;
          end loop;
        end if;
        if new_sums is not null then
          insert into refund_sums as known (project_id, currency, minute, project, amount)
            select project_id, currency, minute, project, sum(amount)
            from json_populate_recordset(null::refund_sums, new_sums) group by 1, 2, 3, 4
            on conflict (project_id, currency, minute, project) do update set amount = known.amount + excluded.amount;
        end if;
        if new_payments is not null then
          insert into payments select * from json_populate_recordset(null::payments, new_payments)
            on conflict (project, payment_key) do update set
              payment_id = excluded.payment_id, status = excluded.status, left_amount = excluded.left_amount,
              left_currency = excluded.left_currency, operator = excluded.operator,
              resends_used = excluded.resends_used, otp_asked_at = excluded.otp_asked_at, seen_at = excluded.seen_at;
        end if;
        if new_terms is null then return; end if;
        for entry in select * from json_to_recordset(new_terms) as one (
          number bigint, project text, payment_key text, payment_id text, reversed text, source smallint,
          terms bigint[], quarters bigint[])
        loop
          select number into found_number from search_payments
            where payment_key = entry.payment_key and project = entry.project;
          while found_number is null loop
            -- Another payment can have the number: a client chooses it by its clock.
            insert into search_payments (number, project, payment_key, payment_id, reversed)
              values (entry.number, entry.project, entry.payment_key, entry.payment_id, entry.reversed)
              on conflict (number) do nothing returning number into found_number;
            entry.number := entry.number + 1;
          end loop;
          insert into search_terms (term, payment, source)
            select term, found_number, entry.source from unnest(entry.terms) as one (term)
            where term not ${DIGITS} or exists (select from search_state where name = 'last_digits')
            on conflict do nothing;
          insert into search_times (quarter, payment, source)
            select quarter, found_number, entry.source from unnest(entry.quarters) as one (quarter)
            on conflict do nothing;
        end loop;
      end $$`,
];
