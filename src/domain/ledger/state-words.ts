import { Message, message } from '#domain/language/message';
import type { AuditEvent } from './audit-record.ts';
import type { IntentKind, IntentState } from './intent.ts';

/** The states of intents as words for the user. */
export const STATE_WORDS: Readonly<Record<IntentState, Message>> = {
  sending: message('sending'),
  unknown: message('unknown'),
  accepted: message('accepted'),
  done: message('done'),
  declined: message('declined'),
  refused: message('refused'),
  denied: message('denied'),
  not_sent: message('not sent'),
  never_arrived: message('never arrived'),
  held: message('held'),
};

/** The steps of the audit trail as words for the user. */
export const STEP_WORDS: Readonly<Record<AuditEvent, Message>> = {
  begun: message('begun'),
  answered: message('answered'),
  unanswered: message('unanswered'),
  found: message('found'),
  closed: message('closed'),
  held: message('held'),
  noted: message('noted'),
  imported: message('imported'),
};

/** Returns a state: in English as documents name it, in other languages as a word. */
export const stateText = (state: IntentState): Message =>
  new Message(({ language, show }) => (language === 'en' ? state : show(STATE_WORDS[state])));

/** The kinds of intents as words for the user. */
export const KIND_WORDS: Readonly<Record<IntentKind, Message>> = {
  sale: message('sale'),
  otp: message('otp'),
  resend: message('resend'),
  refund: message('refund'),
  raw: message('raw'),
};
