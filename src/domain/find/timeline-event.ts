import { type Message, message, type Text } from '#domain/language/message';

/** The kinds of entries of a timeline. */
export const TIMELINE_EVENTS = [
  'sent',
  'result',
  'operation',
  'callback',
  'invalid callback',
  'forward',
  'status',
  'note',
] as const;

/** The kinds as words for the user. An invalid callback says so in its text. */
export const EVENT_WORDS: Readonly<Record<(typeof TIMELINE_EVENTS)[number], Message>> = {
  sent: message('sent'),
  result: message('result'),
  operation: message('operation'),
  callback: message('callback'),
  'invalid callback': message('callback'),
  forward: message('forward'),
  status: message('status'),
  note: message('note'),
};

/** An entry of the timeline of a payment. */
export interface TimelineEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly type: (typeof TIMELINE_EVENTS)[number];
  readonly text: Text;
  readonly id?: string | undefined;
  readonly by?: string | undefined;
  readonly amount?: { readonly minor: number; readonly currency: string } | undefined;
  readonly state?: string | undefined;
}
