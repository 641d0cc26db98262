import { renderUnicodeCompact } from 'uqr';
import { usageFailure } from '../domain/errors.ts';

/**
 * A link as a code that a phone reads from the screen of a terminal: drawn for a dark one, and most phones read it from a
 * light one too.
 *
 * @throws {Failure} (usage) when the link is longer than a code can hold.
 */
export function qrCode(url: string): string {
  try {
    return renderUnicodeCompact(url, { ecc: 'L', border: 2 });
  } catch {
    throw usageFailure(`The link has ${url.length} characters, too many for a QR code.`, 'Leave out what is optional.');
  }
}
