import { wrapped } from '#cli/text-table';
import { shellWord } from '#domain/encoding/shell-word';
import { EVENT_WORDS } from '#domain/find/timeline-event';
import type { Style, View } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';
import { amountsOf } from './find-view.ts';

type Timeline = CommandDocument<'timeline'>;
type TimelineEvent = Timeline['events'][number];

/** Formats a timeline: what is odd, the amounts, and the events, oldest first. */
export const timelineLines: View<Timeline> = (timeline, style) => {
  const { say, show } = style;
  const { paymentId, status, odd, events, asked, more } = timeline;
  const typeWidth = Math.max(...Object.values(EVENT_WORDS).map((word) => show(word).length));
  return [
    `${style.bold(paymentId)}  ${status ?? say('status not known')}`,
    ...wrapped(show(amountsOf(timeline)), 0),
    ...odd.flatMap(({ text }) => {
      const [first = '', ...rest] = wrapped(show(text), 2);
      return [style.warn(`! ${first.slice(2)}`), ...rest.map(style.warn)];
    }),
    ...(events.length === 0 ? [say('This ledger has nothing about this payment.')] : ['']),
    ...(more ? [style.dim(say('Older callbacks are stored and not shown here.'))] : []),
    ...events.flatMap((event) => eventLines(event, typeWidth, style)),
    ...(asked
      ? []
      : [
          '',
          style.dim(
            say('The platform was not asked. To ask it: rocketpay timeline {payment} --ask', {
              payment: shellWord(paymentId),
            }),
          ),
        ]),
  ];
};

/** Formats an entry. A long text continues below the text of its first line. */
function eventLines({ at, type, text, by }: TimelineEvent, typeWidth: number, style: Style): string[] {
  const { say, show } = style;
  const head = `${show({ time: Date.parse(at) })}  ${show(EVENT_WORDS[type]).padEnd(typeWidth)}  `;
  const [first = '', ...rest] = wrapped(
    by === null ? show(text) : say('{text}, by {user}', { text, user: by }),
    head.length,
  );
  const color = type === 'invalid callback' ? style.bad : (line: string) => line;
  return [style.dim(head) + color(first.trimStart()), ...rest.map(color)];
}
