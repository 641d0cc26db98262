import { SCHEMA, TEXT } from './names.ts';

/** Limits of refunds for each member and day. */
export const REFUND_LIMITS: readonly string[] = [
  `create table refund_limits (
      number bigint generated always as identity primary key, member text, currency text, per_refund bigint,
      per_day bigint, without_approval bigint, set_by text not null, set_at bigint not null, signature text not null)`,
  'create index intents_user_time on intents ("user", created_at)',
  // Older versions of the program do not check limits: as soon as there are some, they are excluded.
  `create function exclude_unlimited() returns trigger language plpgsql security definer
      set search_path = rocketpay as $$
      begin
        update info set value = '8' where name = 'min_reader' and value::integer < 8;
        return null;
      end $$`,
  `create trigger refund_limits_exclude_older after insert on refund_limits
      for each statement execute function exclude_unlimited()`,
];

/** Approvals of single refunds. */
export const REFUND_APPROVALS: readonly string[] = [
  // The blocked refund whose approval a refund uses. An approval serves one refund.
  `alter table intents add column approval ${TEXT}`,
  `create unique index intents_approval on intents (approval)
      where state in ('sending', 'unknown', 'accepted', 'done', 'never_arrived')`,
  `create table refund_approvals (
      number bigint generated always as identity primary key, intent_id ${TEXT} not null references intents (id),
      by text not null, approved_at bigint not null, signature text not null)`,
  'create index refund_approvals_intent on refund_approvals (intent_id)',
  `create function refuse_own_refund_approval() returns trigger language plpgsql as $$
      begin
        if exists (
          select from ${SCHEMA}.intents join ${SCHEMA}.members on members.name = intents."user"
          where intents.id = new.intent_id and members.login = session_user)
        then raise exception 'a refund is not approved by its maker' using errcode = 'insufficient_privilege'; end if;
        return new;
      end $$`,
  `create trigger refund_approvals_of_others before insert on refund_approvals
      for each row execute function refuse_own_refund_approval()`,
  // Versions of the program that ask for no approval are excluded with the first such limit.
  `create function exclude_unapproved() returns trigger language plpgsql security definer
      set search_path = rocketpay as $$
      begin
        update info set value = '10' where name = 'min_reader' and value::integer < 10;
        return null;
      end $$`,
  `create trigger refund_limits_exclude_unapproved after insert on refund_limits for each row
      when (new.without_approval is not null) execute function exclude_unapproved()`,
];
