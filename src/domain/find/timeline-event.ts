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

/** An entry of the timeline of a payment. */
export interface TimelineEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly type: (typeof TIMELINE_EVENTS)[number];
  readonly text: string;
  readonly id?: string | undefined;
  readonly by?: string | undefined;
  readonly amount?: { readonly minor: number; readonly currency: string } | undefined;
  readonly state?: string | undefined;
}
