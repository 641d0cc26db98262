/** A write adds entries to fewer indexes: each of them takes time while other members wait for the lock. */
export const FEWER_INDEX_ENTRIES: readonly string[] = [
  // The intents of a payment are found by intents_payment_time, in every project.
  'drop index intents_payment',
  // Many intents have no key of a caller (each row of a plan has one), most have no approval, and none has a request id before its outcome.
  'drop index intents_key, intents_one_key, intents_phone, intents_request, intents_approval',
  'create index intents_key on intents (project, intent_key) where intent_key is not null',
  'create index intents_phone on intents (phone_hash) where phone_hash is not null',
  'create index intents_request on intents (request_id) where request_id is not null',
  `create unique index intents_one_key on intents (project, intent_key)
      where state in ('sending', 'unknown', 'accepted', 'done') and imported is null and intent_key is not null`,
  `create unique index intents_approval on intents (approval)
      where state in ('sending', 'unknown', 'accepted', 'done', 'never_arrived') and approval is not null`,
  // Records are stored nearly in the order of their times, and only an export asks for them by time.
  'drop index records_time',
  'create index records_time on records using brin (at) with (pages_per_range = 32, autosummarize = on)',
  // Where a write has compared the key already, under the lock under which it is replaced, it is not compared again.
  'drop trigger records_key on records',
  `create trigger records_key before insert on records for each row
      when (new.event not in ('answered', 'unanswered', 'found', 'closed')
        and current_setting('rocketpay.key_is_newest', true) is distinct from 'yes')
      execute function check_key()`,
];
