/** The names of all migrations, in order. An opened database is compared with them, without loading the migrations. */
export const MIGRATION_NAMES = [
  '001-first',
  '002-callback-desk',
  '003-request-id',
  '004-what-is-remembered',
  '005-wrongly-signed',
  '006-refund-id',
  '007-elapsed-time',
  '008-description',
  '009-refund-sums',
  '010-chargebacks',
  '011-ticket',
  '012-report',
  '013-search',
  '014-all-records',
  '015-approval',
  '016-search-backlog',
] as const;
