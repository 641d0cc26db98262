/** Formats the offset of this machine's zone at a time: `UTC+05:00`. */
export function formatZone(time: number): string {
  const minutes = -new Date(time).getTimezoneOffset();
  return `UTC${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

const two = (number: number): string => String(Math.trunc(number)).padStart(2, '0');

/** Formats a time in the zone of this machine: `2026-11-23 14:02:05`. */
export function formatLocalTime(time: number): string {
  const date = new Date(time);
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}
