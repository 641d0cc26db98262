import { renderUnicodeCompact } from 'uqr';
import { usageError } from '#domain/errors/failure';

/**
 * Renders a link as a QR code of block characters, with lines of equal width. Light modules are full blocks, for a
 * terminal with light text on a dark background.
 *
 * @throws {Failure} (usage) when the link is longer than a code can hold.
 */
export function qrCode(url: string): string {
  try {
    return renderUnicodeCompact(url, { ecc: 'L', border: 2 });
  } catch {
    throw usageError(`The link has ${url.length} characters, too many for a QR code.`, 'Leave out optional values.');
  }
}
