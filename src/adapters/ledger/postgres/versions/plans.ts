import { SCHEMA, TEXT } from './names.ts';

/** Plans of bulk refunds, their rows and their approvals. */
export const PLANS: readonly string[] = [
  `create table plans (
      plan ${TEXT} primary key, header text not null, login name not null default session_user,
      stored_at timestamptz not null default clock_timestamp())`,
  'create index plans_time on plans (stored_at)',
  // The rows are stored before their plan, in statements of their own, so that a large plan does not keep the ledger locked.
  `create table plan_rows (plan ${TEXT}, number integer, sealed bytea not null, primary key (plan, number))`,
  `create table plan_approvals (
      number bigint generated always as identity primary key, plan ${TEXT} not null references plans (plan),
      approval text not null, login name not null default session_user,
      approved_at timestamptz not null default clock_timestamp())`,
  'create index plan_approvals_plan on plan_approvals (plan, number)',
  `create function refuse_own_approval() returns trigger language plpgsql as $$
      begin
        if exists (select from ${SCHEMA}.plans where plan = new.plan and login = session_user) then
          raise exception 'a plan is not approved by its maker' using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$`,
  `create trigger plan_approvals_of_others before insert on plan_approvals
      for each row execute function refuse_own_approval()`,
];
