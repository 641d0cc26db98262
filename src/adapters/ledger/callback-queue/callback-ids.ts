import { readableTime } from '#domain/payments/payment-id';

/** Creates ids that sort by time (epoch milliseconds), and within one millisecond by the order of creation. */
export function createCallbackIds(draw: (size: number) => Buffer): (now: number) => string {
  let last = -1;
  let time = '';
  let number = 0;
  return (now) => {
    if (now === last) number += 1;
    else {
      last = now;
      time = readableTime(now).slice(2);
      // Half of the range remains for callbacks of the same millisecond.
      number = draw(4).readUInt32BE() >>> 3;
    }
    return `cb-${time}${readableTime(number).slice(4)}`;
  };
}
