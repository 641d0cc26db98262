import { wrapped } from '#cli/columns';
import { formatTime } from '#cli/format-age';
import { shellWord } from '#domain/encoding/shell-word';
import type { Style, View } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';
import { amountsOf } from './find-view.ts';

type Timeline = CommandDocument<'timeline'>;
type TimelineEvent = Timeline['events'][number];

/** Width of the type of an event. An invalid callback says so in its text. */
const TYPE_WIDTH = 'operation'.length;

/** Indentation of a continuation line, below the text of an event. */
const INDENT = 'YYYY-MM-DD HH:MM:SS  '.length + TYPE_WIDTH + 2;

/** Formats a timeline: what is odd, the amounts, and the events, oldest first. */
export const timelineLines: View<Timeline> = (timeline, style) => {
  const { paymentId, status, odd, events, asked, more } = timeline;
  return [
    `${style.bold(paymentId)}  ${status ?? 'status not known'}`,
    ...wrapped(amountsOf(timeline), 0),
    ...odd.flatMap(({ text }) => {
      const [first = '', ...rest] = wrapped(text, 2);
      return [style.warn(`! ${first.slice(2)}`), ...rest.map(style.warn)];
    }),
    ...(events.length === 0 ? ['This ledger has nothing about this payment.'] : ['']),
    ...(more ? [style.dim('Older callbacks are stored and not shown here.')] : []),
    ...events.flatMap((event) => eventLines(event, style)),
    ...(asked
      ? []
      : ['', style.dim(`The platform was not asked. To ask it: rocketpay timeline ${shellWord(paymentId)} --ask`)]),
  ];
};

function eventLines({ at, type, text, by }: TimelineEvent, style: Style): string[] {
  const head = `${formatTime(Date.parse(at))}  ${type.replace('invalid ', '').padEnd(TYPE_WIDTH)}  `;
  const [first = '', ...rest] = wrapped(by === null ? text : `${text}, by ${by}`, INDENT);
  const color = type === 'invalid callback' ? style.bad : (line: string) => line;
  return [style.dim(head) + color(first.trimStart()), ...rest.map(color)];
}
