import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readFileOrPipe, readRegularFile, readStart, streamFileOrPipe } from '#adapters/bounded-read';
import { createInput } from '#adapters/terminal/read-input';
import { EXIT } from '#domain/errors/exit-codes';
import { interruptedFailure } from '#domain/errors/failure';
import { rejectionOf } from '../support/failures.ts';
import { temporaryFolder } from './profiles/folders.ts';

const quiet = new AbortController().signal;
const limits = (maxBytes = 100) => ({ maxBytes, signal: quiet, pipeMilliseconds: 300 });

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error) => error.code,
  );

async function pipe(): Promise<string> {
  const file = join(await temporaryFolder(), 'pipe');
  execFileSync('sh', ['-c', 'mkfifo -m 600 "$0"', file]);
  return file;
}

async function allOf(lines: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of lines);
}

/** A pipe into which a shell writes with this command. */
async function pipeFrom(command: string): Promise<string> {
  const file = await pipe();
  const writer = spawn('sh', ['-c', `exec > "$0"; ${command}`, file], { detached: true });
  onTestFinished(() => {
    try {
      process.kill(-Number(writer.pid), 'SIGKILL');
    } catch {
      // It has ended.
    }
  });
  return file;
}

async function fileOf(size: number): Promise<string> {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, 'x'.repeat(size));
  return file;
}

describe('reading a file', () => {
  it.each([0, 1, 99, 100])('of %d bytes returns its whole content', async (size) => {
    const file = await fileOf(size);
    expect((await readFileOrPipe(file, limits())).toString()).toBe('x'.repeat(size));
    expect(readRegularFile(file, 100).length).toBe(size);
  });

  it('that is longer than the limit fails, however long it is', async () => {
    const file = await fileOf(101);
    expect(await codeOf(readFileOrPipe(file, limits()))).toBe('ERR_FS_FILE_TOO_LARGE');
    expect(() => readRegularFile(file, 100)).toThrow('too large');
    const sparse = await open(file, 'r+');
    await sparse.truncate(2 ** 42);
    await sparse.close();
    expect(await codeOf(readFileOrPipe(file, limits()))).toBe('ERR_FS_FILE_TOO_LARGE');
  });

  it('that is a folder or missing fails with that reason', async () => {
    expect(await codeOf(readFileOrPipe(await temporaryFolder(), limits()))).toBe('EISDIR');
    expect(await codeOf(readFileOrPipe('/nowhere/file', limits()))).toBe('ENOENT');
  });
});

describe.skipIf(process.platform === 'win32')('a device', () => {
  it('without an end fails', async () => {
    expect(await codeOf(readFileOrPipe('/dev/zero', limits()))).toBe('ERR_FS_FILE_TOO_LARGE');
    expect(await codeOf(streamFileOrPipe('/dev/zero', 100))).toBe('ERR_FS_FILE_TOO_LARGE');
    expect(() => readRegularFile('/dev/zero', 100)).toThrow('not a regular file');
  });

  it('without content returns an empty text', async () => {
    expect((await readFileOrPipe('/dev/null', limits())).length).toBe(0);
  });
});

describe.skipIf(process.platform === 'win32')('a pipe', () => {
  it('that is written slowly returns its whole content', async () => {
    const file = await pipeFrom('printf a; sleep 0.1; printf b; sleep 0.1; printf c');
    expect((await readFileOrPipe(file, { ...limits(), pipeMilliseconds: 20_000 })).toString()).toBe('abc');
  });

  it.each(['printf ab; sleep 60', 'sleep 60', 'while printf a; do sleep 0.05; done'])(
    'that does not end in time is given up: %s',
    async (command) => {
      expect(await codeOf(readFileOrPipe(await pipeFrom(command), limits(1000)))).toBe('ERR_PIPE_TIMEOUT');
    },
  );

  it('without a writer ends after a time limit', async () => {
    expect(await codeOf(readFileOrPipe(await pipe(), limits()))).toBe('ERR_PIPE_TIMEOUT');
  });

  it('with too much content fails', async () => {
    const file = await pipeFrom('yes');
    expect(await codeOf(readFileOrPipe(file, { ...limits(), pipeMilliseconds: 20_000 }))).toBe('ERR_FS_FILE_TOO_LARGE');
  });

  it('never waits when a regular file is required', async () => {
    const file = await pipe();
    expect(() => readRegularFile(file, 100)).toThrow('not a regular file');
  });

  it('that waits for a writer ends with the signal', async () => {
    const interrupt = new AbortController();
    const input = createInput({ stdin: process.stdin }, interrupt.signal);
    const [whole, lines] = [input.text(await pipe()), allOf(input.lines(await pipe()))];
    interrupt.abort(interruptedFailure());
    expect((await rejectionOf(whole)).exit).toBe(EXIT.interrupted);
    expect((await rejectionOf(lines)).exit).toBe(EXIT.interrupted);
  });

  it('returns its lines', async () => {
    const input = createInput({ stdin: process.stdin }, quiet);
    const lines = input.lines(await pipeFrom("printf 'a\\nb'"));
    expect([await lines[Symbol.asyncIterator]().next()]).toEqual([{ done: false, value: 'a' }]);
  });
});

it.skipIf(process.platform === 'win32').each(['/dev/zero', '/proc/self/mem'])(
  'an input that is %s ends with an error',
  async (file) => {
    const input = createInput({ stdin: process.stdin }, quiet);
    const exits = [EXIT.usage, EXIT.credentials];
    expect(exits).toContain((await rejectionOf(input.text(file))).exit);
    expect(exits).toContain((await rejectionOf(allOf(input.lines(file)))).exit);
  },
);

describe.runIf(process.platform === 'linux')('the start of a pipe', () => {
  /** A pipe that nothing has been written to, with a descriptor for each end. */
  async function openPipe(): Promise<{ readonly reader: number; readonly writer: number; readonly end: () => void }> {
    const file = await pipe();
    const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(file, constants.O_WRONLY);
    onTestFinished(() => closeSync(reader));
    return { reader, writer, end: () => closeSync(writer) };
  }

  const read = (reader: number, maxBytes = 100) => {
    const { parts, ended } = readStart(reader, maxBytes);
    return { text: Buffer.concat(parts).toString(), ended };
  };

  it('is what was written so far, and the rest follows', async () => {
    const { reader, writer, end } = await openPipe();
    expect(read(reader)).toEqual({ text: '', ended: false });
    writeSync(writer, 'one');
    expect(read(reader)).toEqual({ text: 'one', ended: false });
    writeSync(writer, 'two');
    end();
    expect(read(reader)).toEqual({ text: 'two', ended: true });
  });

  it('ends at the limit', async () => {
    const { reader, writer, end } = await openPipe();
    writeSync(writer, 'x'.repeat(64 * 1024));
    expect(read(reader, 10).ended).toBe(false);
    end();
  });

  it('is not read of a file', async () => {
    const file = openSync(await fileOf(3), 'r');
    onTestFinished(() => closeSync(file));
    expect(read(file)).toEqual({ text: '', ended: false });
  });
});
