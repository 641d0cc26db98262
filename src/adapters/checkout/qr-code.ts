import { renderUnicodeCompact } from 'uqr';
import { usageError } from '#domain/errors/failure';

/**
 * A link as a QR code of block characters: light modules are full blocks, for a screen that draws light on dark. Lines have
 * one width.
 *
 * @throws {Failure} (usage) when the link is longer than a code can hold.
 */
export function qrCode(url: string): string {
  try {
    return renderUnicodeCompact(url, { ecc: 'L', border: 2 });
  } catch {
    throw usageError(`The link has ${url.length} characters, too many for a QR code.`, 'Leave out what is optional.');
  }
}
