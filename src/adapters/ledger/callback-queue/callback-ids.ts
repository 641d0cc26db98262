import { readableTime } from '#domain/payments/payment-id';

/** Creates ids that sort by time (epoch milliseconds), and within one millisecond by the order of creation. */
export function createCallbackIds(draw: (size: number) => Buffer): (now: number) => string {
  let last = -1;
  let number = 0;
  return (now) => {
    // Half of the range remains for callbacks of the same millisecond.
    number = now === last ? number + 1 : draw(4).readUInt32BE() >>> 3;
    last = now;
    return `cb-${readableTime(now).slice(2)}${readableTime(number).slice(4)}`;
  };
}
