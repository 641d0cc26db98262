import type { FileHandle } from 'node:fs/promises';
import { usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { findLineNotInUtf8, readChunks } from './file-lines.ts';

/** Encodings that spreadsheet programs write. Only UTF-8 needs no mark at the beginning of the file. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251';

/** Yields the text of a file without its byte order mark. */
export async function* readText(handle: FileHandle, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of readChunks(handle)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/**
 * Finds the encoding of a file. UTF-16 has a byte order mark. A file that is not UTF-8 is windows-1251 when its letters are
 * readable in it, which is the encoding of "CSV" in a Russian or Kazakh Excel.
 *
 * @throws {Failure} (usage) naming the first line that is not UTF-8, for any other file.
 */
export async function findEncoding(handle: FileHandle): Promise<TextEncoding> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  const mark = buffer.toString('hex', 0, bytesRead);
  if (mark === 'fffe') return 'utf-16le';
  if (mark === 'feff') return 'utf-16be';
  const { wrong, letters, isCut } = await countLetters(handle);
  if (wrong === 0) return 'utf-8';
  // A damaged UTF-8 file has more right letters than wrong ones. One that was cut has one wrong letter, at its end.
  if (wrong > letters && !isCut && (await isWindows1251(handle))) return 'windows-1251';
  throw usageError(
    message('The file cannot be read: line {line} is not UTF-8. Nothing was planned.', {
      line: String(await findLineNotInUtf8(handle)),
    }),
    message('Save it as "CSV UTF-8".'),
  );
}

/** Counts the letters beyond ASCII of a file read as UTF-8: those that are wrong, and the others. */
async function countLetters(handle: FileHandle) {
  let [wrong, letters, isCut] = [0, 0, false];
  for await (const text of readText(handle, 'utf-8')) {
    const found = text.match(/[^\0-\x7f]/gu) ?? [];
    const replaced = found.filter((letter) => letter === '\ufffd').length;
    wrong += replaced;
    letters += found.length - replaced;
    isCut = wrong === 1 && text.endsWith('\ufffd');
  }
  return { wrong, letters, isCut };
}

/** True of a file whose letters beyond ASCII are Cyrillic in windows-1251, or its punctuation. */
async function isWindows1251(handle: FileHandle): Promise<boolean> {
  for await (const text of readText(handle, 'windows-1251')) {
    if (/[^\0-\x7f\p{Script=Cyrillic}\p{P}\p{S}\u00a0]/u.test(text) || /[\x80-\x9f]/.test(text)) return false;
  }
  return true;
}
