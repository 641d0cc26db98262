import { LEDGER_LOCK } from '#adapters/ledger/postgres/begin-writing';
import { TEXT } from './names.ts';

/** Storing a batch of callbacks in one statement, which commits it, and the waits for a callback of a payment. */
export const STORE_CALLBACKS: readonly string[] = [
  // Members that wait for a callback of a payment: see callbacks/callback-hints.ts.
  `create table callback_watches (
      token text primary key, project_id ${TEXT} not null, payment_key ${TEXT} not null,
      ends_at timestamptz not null default clock_timestamp() + interval '1 day')`,
  // See callbacks/store-batch.ts. Names are complete, because a connection can have any search path.
  `create function store_callbacks(
      data_key text, batch_size integer, batch json, queue json, lease_ms integer, in_progress text)
      returns table (callback text, queued text) language plpgsql as $$
      declare
        new_ids text[];
        repeated_ids text[] := '{}';
        is_repeated boolean;
      begin
        perform set_config('rocketpay.key', data_key, true), set_config('synchronous_commit', 'on', true),
          set_config('lock_timeout', '5000', true);
        -- Nothing else writes meanwhile, except other batches of callbacks.
        perform pg_advisory_xact_lock_shared(${LEDGER_LOCK});
        with stored as (
          insert into rocketpay.callbacks
          select * from json_populate_recordset(null::rocketpay.callbacks, batch)
          on conflict do nothing returning id)
        select coalesce(array_agg(stored.id), '{}') into new_ids from stored;
        if cardinality(new_ids) < batch_size then
          select coalesce(array_agg(one.id), '{}') into repeated_ids
          from json_populate_recordset(null::rocketpay.callbacks, batch) as one
          where one.identity is not null and one.id <> all(new_ids);
          insert into rocketpay.callbacks
          select repeated.* from json_populate_recordset(null::rocketpay.callbacks, batch) as one,
            json_populate_record(one, '{"repeated": 1, "identity": null}') as repeated
          where one.id = any(repeated_ids)
          on conflict do nothing;
        end if;
        if exists (select from rocketpay.callback_watches) then
          perform pg_notify('rocketpay_callbacks', watch.token)
          from rocketpay.callback_watches as watch join rocketpay.callbacks as one using (payment_key)
          where one.id = any(new_ids) and one.valid = 1 and watch.project_id = substring(one.project from '[^/]*$')
            and watch.ends_at > clock_timestamp();
        end if;
        if queue is not null then
          -- The numbers of the queued callbacks of a payment grow in the order in which they are committed.
          perform pg_advisory_xact_lock(1919906674, payments.lock)
          from (select distinct hashtext(asked.payment) as lock from json_to_recordset(queue) as asked (payment text)
            order by lock) as payments;
          -- The repeated ones last: such a one is not forwarded where the first one is queued.
          foreach is_repeated in array array[false, true] loop
            return query
              with asked as (
                select one.*, case when is_repeated then again else first end as url
                from rows from (json_to_recordset(queue) as (callback_id text, first text, again text, at bigint,
                  payment text, holder text, identity text)) with ordinality as one
                where (callback_id = any(repeated_ids)) = is_repeated
              ), wanted as (
                select * from asked
                where not exists (
                  select from rocketpay.deliveries as other
                  where other.callback_id = asked.callback_id and other.url = asked.url)
                and (not is_repeated or not exists (
                  select from rocketpay.callbacks as earlier where earlier.identity = asked.identity and (
                    exists (
                      select from rocketpay.forwards as waiting
                      where waiting.callback_id = earlier.id and waiting.target = asked.again)
                    or exists (
                      select from rocketpay.deliveries as done
                      where done.callback_id = earlier.id and done.url = asked.first and done.status = 200))))
              ), noted as (
                insert into rocketpay.deliveries (callback_id, url, at, reason, milliseconds)
                select wanted.callback_id, wanted.url, wanted.at, in_progress, 0 from wanted
              )
              insert into rocketpay.forwards (callback_id, url, target, payment, holder, leased_until)
              select wanted.callback_id, wanted.url, wanted.again, wanted.payment, wanted.holder,
                case when wanted.holder is not null then clock_timestamp() + lease_ms * interval '1 millisecond' end
              from wanted order by wanted.ordinality
              on conflict do nothing returning forwards.callback_id::text, forwards.url;
            exit when repeated_ids = '{}';
          end loop;
        end if;
        return query select one, null::text from unnest(repeated_ids) as one;
      end $$`,
];

/** Settings with which a batch of callbacks takes less time. */
export const STORE_CALLBACKS_FASTER: readonly string[] = [
  // An encrypted body cannot be compressed.
  'alter table callbacks alter column body set storage external',
  // A session of a listener lasts for weeks: a plan that it made for small tables must suit large ones too.
  'alter function store_callbacks(text, integer, json, json, integer, text) set enable_seqscan = off',
  'alter function store_callbacks(text, integer, json, json, integer, text) set jit = off',
];
