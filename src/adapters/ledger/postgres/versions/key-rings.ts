/** Versions of the data key, and administrators who vouch for the keys of members. */
export const KEY_RINGS: readonly string[] = [
  // Each version of the keys is a row: see key-ring.ts.
  `create table key_rings (
      number bigint primary key, older text, by text, at timestamptz not null default clock_timestamp())`,
  'insert into key_rings (number) values (1)',
  'alter table members add column keys_mac text',
  // A client that still uses a key of before, because it started with an older version of the program, adds nothing.
  `create function check_key() returns trigger language plpgsql as $$
      begin
        if coalesce(nullif(current_setting('rocketpay.key', true), ''), '1')::bigint
          <> (select max(number) from rocketpay.key_rings)
        then raise exception 'this client uses a data key that was replaced' using errcode = 'RP001'; end if;
        return new;
      end $$`,
  // It can still record the outcome of what it has sent.
  `create trigger records_key before insert on records for each row
      when (new.event not in ('answered', 'unanswered', 'found', 'closed')) execute function check_key()`,
  'create trigger callbacks_key before insert on callbacks for each statement execute function check_key()',
  // Older versions of the program cannot read what is written from then on.
  `create function exclude_older() returns trigger language plpgsql security definer set search_path = rocketpay as $$
      begin
        update info set value = '3' where name = 'min_reader' and value::integer < 3;
        return null;
      end $$`,
  `create trigger key_rings_exclude_older after insert on key_rings
      for each statement execute function exclude_older()`,
];
