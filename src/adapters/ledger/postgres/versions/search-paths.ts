/**
 * Sets where functions look names up. Without this a member could put a table, a function or an operator of their own before those that
 * are meant: in the schema `pg_temp`, or with a search path of their own. A function with the rights of the owner would run their code
 * with these rights.
 */
export const SEARCH_PATHS: readonly string[] = [
  // They write to tables of the ledger, with the rights of the owner.
  ...['exclude_older', 'exclude_unlimited', 'exclude_unapproved', 'add_to_search_backlog'].map(
    (name) => `alter function ${name}() set search_path = rocketpay, pg_temp`,
  ),
  // They name the schema of each table, so only functions and operators are looked up.
  ...[
    'keep_records()',
    'check_key()',
    'refuse_own_approval()',
    'refuse_own_refund_approval()',
    'store_callbacks(text, integer, json, json, integer, text)',
  ].map((name) => `alter function ${name} set search_path = pg_catalog, pg_temp`),
];
