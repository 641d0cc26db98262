/**
 * True for a path with a `.` or `..` segment in any encoding, because programs read such paths in different ways. Some decode more than
 * once, some accept overlong UTF-8 or `%u002e`, and some end a segment at `;`, `#`, white space or a control character.
 */
export function hasDotSegment(path: string): boolean {
  if (!/[.%]/.test(path)) return false;
  const [raw = ''] = path.split('?');
  const decoded = raw
    .replace(/%(25)+/g, '%')
    .replace(OTHER_SPELLINGS, (_, dot?: string) => (dot === undefined ? '/' : '.'))
    .replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return DOT_SEGMENT.test(decoded);
}

/** Dots (first group) and slashes in overlong UTF-8, in the form of IIS, and in full width. */
const OTHER_SPELLINGS =
  /(%c0%ae|%e0%80%ae|%u002e|%uff0e|%ef%bc%8e)|%c0%af|%e0%80%af|%c1%9c|%u002f|%u005c|%u2215|%uff0f|%ef%bc%8f/gi;

const DOT_SEGMENT = /(^|[/\\])\.{1,2}($|[/\\;#?\u0000-\u0020])/;
