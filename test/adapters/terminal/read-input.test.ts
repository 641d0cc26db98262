import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createInput as createInputOf } from '#adapters/terminal/read-input';
import type { Input } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, interruptedFailure } from '#domain/errors/failure';
import { rejectionOf } from '../../support/failures.ts';

const quiet = new AbortController().signal;

const createInput = (stdin: Readable & { readonly isTTY?: boolean }, signal: AbortSignal): Input =>
  createInputOf({ stdin }, signal);

/** Standard input that gives these chunks. */
const stdinOf = (...chunks: readonly (Buffer | string)[]): Input =>
  createInput(Readable.from(chunks, { objectMode: false }), quiet);

async function fileOf(bytes: Buffer | string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rocketpay-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'body.json');
  await writeFile(file, bytes);
  return file;
}

async function linesOf(input: Input, source: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of input.lines(source)) lines.push(line instanceof Failure ? `failure: ${line.message}` : line);
  return lines;
}

/** Text in UTF-8 cut into chunks of `size` bytes. */
function cut(text: string, size: number): Buffer[] {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

const TEXT = '{"a":"Сәлем, 😀"}\r\n\n ';

describe('a body', () => {
  it('on standard input is read whole and unchanged', async () => {
    expect(await stdinOf(TEXT).text('-')).toBe(TEXT);
    expect(await stdinOf().text('-')).toBe('');
  });

  it('in a file is read whole and unchanged', async () => {
    expect(await stdinOf().text(await fileOf(TEXT))).toBe(TEXT);
  });

  it.each([1, 2, 3, 5])('in chunks of %d bytes, in the middle of characters, loses nothing', async (size) => {
    expect(await stdinOf(...cut(TEXT, size)).text('-')).toBe(TEXT);
    expect(await linesOf(stdinOf(...cut(TEXT, size)), '-')).toEqual(['{"a":"Сәлем, 😀"}', '', ' ']);
  });

  it('keeps its byte order mark, which the JSON parser handles', async () => {
    expect(await stdinOf('\ufeff{}').text('-')).toBe('\ufeff{}');
  });
});

describe('reading bodies line by line', () => {
  it.each<[what: string, text: string, lines: string[]]>([
    ['nothing', '', []],
    ['one line', 'a\n', ['a']],
    ['a last line without an end', 'a\nb', ['a', 'b']],
    ['Windows line ends', 'a\r\nb\r\n', ['a', 'b']],
    ['a Windows file without a last line end', 'a\r\nb\r', ['a', 'b']],
    ['empty lines in between', 'a\n\n\r\nb\n', ['a', '', '', 'b']],
    ['an empty line alone', '\n', ['']],
    ['line ends of Unicode, which end no line', 'a\u2028b\u0085c\n', ['a\u2028b\u0085c']],
    ['a carriage return in a line', 'a\rb\n', ['a\rb']],
  ])('%s', async (_what, text, lines) => {
    expect(await linesOf(stdinOf(text), '-')).toEqual(lines);
    expect(await linesOf(stdinOf(), await fileOf(text))).toEqual(lines);
  });

  it('returns the same lines for any division into chunks', async () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'ж', '😀', '\n', '\r\n', ' '), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 7 }), async (text, size) => {
        const whole = text.split('\n').map((line) => line.replace(/\r$/, ''));
        if (text === '' || text.endsWith('\n')) whole.pop();
        expect(await linesOf(stdinOf(...cut(text, size)), '-')).toEqual(whole);
      }),
    );
  });

  it('returns each line before the next one arrives', async () => {
    const stdin = new PassThrough();
    const lines = createInput(stdin, quiet).lines('-')[Symbol.asyncIterator]();
    stdin.write('one\ntw');
    expect((await lines.next()).value).toBe('one');
    stdin.end('o\n');
    expect((await lines.next()).value).toBe('two');
    expect((await lines.next()).done).toBe(true);
  });
});

describe('unreadable input is reported with the reason:', () => {
  const bad = Buffer.from([0x7b, 0xff, 0x7d]);

  it('a line is not UTF-8, and the lines around it are read', async () => {
    const bytes = Buffer.concat([Buffer.from('one\n'), bad, Buffer.from('\nthree')]);
    const lines = ['one', 'failure: The line is not valid UTF-8.', 'three'];
    expect(await linesOf(stdinOf(bytes), '-')).toEqual(lines);
    expect(await linesOf(stdinOf(), await fileOf(bytes))).toEqual(lines);
  });

  it('it is not UTF-8', async () => {
    const half = cut('ж', 1)[0] ?? '';
    for (const bytes of [bad, half]) {
      const file = await fileOf(bytes);
      const ways = [stdinOf(bytes).text('-'), stdinOf().text(file)];
      const messages = (await Promise.all(ways.map(rejectionOf))).map(({ exit, message }) => `${exit} ${message}`);
      const named = `2 ${JSON.stringify(file)} is not valid UTF-8.`;
      expect(messages).toEqual(['2 Standard input is not valid UTF-8.', named]);
    }
  });

  it.each([
    ['compressed', gzipSync('{}'), 'gunzip'],
    ['UTF-16, as PowerShell writes', Buffer.from('\ufeff{"a":"ж"}', 'utf16le'), 'UTF-16'],
    ['a request with a compressed body', Buffer.concat([Buffer.from('POST / HTTP/1.1\n\n'), gzipSync('{}')]), 'gzip'],
  ])('it is %s, with advice', async (_case, bytes, hint) => {
    expect((await rejectionOf(stdinOf(bytes).text('-'))).hint).toContain(hint);
  });

  it('there is no such file', async () => {
    const ways = [stdinOf().text('/nowhere/x.json'), linesOf(stdinOf(), '/nowhere/x.json')];
    for (const failure of await Promise.all(ways.map(rejectionOf))) {
      expect(failure).toMatchObject({
        exit: EXIT.usage,
        message: '"/nowhere/x.json" cannot be read: there is no such file or folder.',
      });
    }
  });

  it('it is a folder', async () => {
    const ways = [stdinOf().text('/'), linesOf(stdinOf(), '/')];
    for (const { exit } of await Promise.all(ways.map(rejectionOf))) expect(exit).toBe(EXIT.usage);
  });

  it.each(['text', 'lines'] as const)('standard input itself breaks (%s)', async (way) => {
    const stdin = new PassThrough();
    const input = createInput(stdin, quiet);
    const read = way === 'text' ? input.text('-') : linesOf(input, '-');
    stdin.destroy(Object.assign(new Error('EISDIR: illegal operation on a directory, read'), { code: 'EISDIR' }));
    expect((await rejectionOf(read)).exit).toBe(EXIT.usage);
  });

  it('the input is a terminal', async () => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const input = createInput(stdin, quiet);
    for (const failure of await Promise.all([input.text('-'), linesOf(input, '-')].map(rejectionOf))) {
      expect(failure).toMatchObject({
        exit: EXIT.usage,
        message: expect.stringContaining('nothing on standard input'),
      });
      expect(failure.hint).toContain('Pipe');
    }
    expect(await input.text(await fileOf('{}'))).toBe('{}');
  });

  it('it is larger than any body', async () => {
    const book = Readable.from(
      (function* () {
        for (let chunk = 0; chunk < 65; chunk++) yield Buffer.alloc(1024 * 1024, 0x20);
      })(),
    );
    expect(await rejectionOf(createInput(book, quiet).text('-'))).toMatchObject({
      exit: EXIT.usage,
      message: expect.stringContaining('64 MB'),
    });
  });
});

describe('the start of a pipe', () => {
  it('is followed by what its stream gives', async () => {
    const start = { parts: [Buffer.from('{"name":"\u00d6'), Buffer.from('mer'.slice(0, 1))], ended: false };
    const input = createInputOf(
      { stdin: Readable.from(['er"}'], { objectMode: false }), readStart: () => start },
      quiet,
    );
    expect(await input.text('-')).toBe('{"name":"\u00d6mer"}');
  });

  it('is all of a pipe that has ended, and its stream is not opened', async () => {
    const streams = {
      readStart: () => ({ parts: [Buffer.from('{}')], ended: true }),
      get stdin(): never {
        return expect.unreachable('the stream was opened');
      },
    };
    expect(await createInputOf(streams, quiet).text('-')).toBe('{}');
  });

  it('is not read after Ctrl-C', async () => {
    const interrupt = new AbortController();
    interrupt.abort(interruptedFailure());
    const readStart = () => expect.unreachable('the pipe was read');
    const input = createInputOf({ stdin: new PassThrough(), readStart }, interrupt.signal);
    expect(await rejectionOf(input.text('-'))).toMatchObject({ exit: EXIT.interrupted });
  });
});

describe('Ctrl-C while input is read', () => {
  it.each<[what: string, read: (input: Input, file: string) => Promise<unknown>]>([
    ['the lines of a file', linesOf],
    ['standard input', (input) => input.text('-')],
    ['the lines of standard input', (input) => linesOf(input, '-')],
  ])('exits with 130, and reports no invalid input: %s', async (_what, read) => {
    const interrupt = new AbortController();
    const file = await fileOf('a\nb\n');
    const end = read(createInput(new PassThrough(), interrupt.signal), file).then(
      () => 'read',
      (error: Failure) => error.exit,
    );
    interrupt.abort(interruptedFailure());
    expect(await end).toBe(EXIT.interrupted);
  });
});
