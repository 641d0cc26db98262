/** Decodes percent-encoding; undefined for a text that cannot be decoded. */
export function tryPercentDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Decodes percent-encoding. A text that cannot be decoded is returned as it is. */
export const percentDecoded = (text: string): string => tryPercentDecode(text) ?? text;
