import { fstatSync, writeSync } from 'node:fs';
import { readStart } from '#adapters/bounded-read';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';
import { message, type Text } from '#domain/language/message';
import { isPlainDevice } from './devices.ts';
import { endWhenLost } from './lost-terminal.ts';
import { withUsableSize } from './screen-size.ts';
import type { Output, Streams } from './streams.ts';

/** The used part of a process. */
type ProcessLike = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'kill' | 'pid'>;

/**
 * Opens the streams of the process. A pipe or a file is written through its descriptor, because creating Node's own output
 * streams takes a third of the time of a short command. Input, terminals and all other outputs use Node's own streams.
 *
 * @param onFailure called when an earlier write to stdout has failed, unless its reader has closed it
 */
export function openStreams(process: ProcessLike, onFailure: (failure: Failure) => void): Streams & Flushable {
  let stdin: NodeJS.ReadStream | undefined;
  const stdout = openOutput(1, () => withUsableSize(process.stdout), onFailure);
  // There is no other output for an error of stderr.
  const stderr = openOutput(
    2,
    () => withUsableSize(process.stderr),
    () => {},
  );
  return {
    get stdin() {
      stdin ??= endWhenLost(process.stdin);
      return stdin;
    },
    readStart: (maxBytes) => (stdin === undefined ? readStart(0, maxBytes) : { parts: [], ended: false }),
    interrupt: () => {
      process.kill(process.pid, 'SIGINT');
    },
    stdout,
    stderr,
    async flushed() {
      await stdout.flushed();
      await stderr.flushed();
    },
  };
}

interface Flushable {
  /** Resolves when everything was written, or the reader has closed the output. */
  flushed(): Promise<void>;
}

/** Returns true for an output that can be written through its descriptor: a pipe, a file, a socket or a device, no terminal. */
function isWritable(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor);
    return (
      status.isFIFO() || status.isFile() || status.isSocket() || (status.isCharacterDevice() && isPlainDevice(status))
    );
  } catch {
    return false;
  }
}

/** Opens an output. After its reader has closed it, `gone` is true and all further text is dropped. */
function openOutput(
  descriptor: number,
  open: () => NodeJS.WriteStream,
  onFailure: (failure: Failure) => void,
): Output & Flushable {
  let stream = isWritable(descriptor) ? undefined : open();
  let gone = false;
  let problem: Text | undefined;
  const fail = (error: NodeJS.ErrnoException) => {
    const { code } = error;
    gone = true;
    const isClosed = code === 'EPIPE' || (code === 'EIO' && stream?.isTTY === true);
    if (!isClosed) problem = PROBLEMS[code ?? ''] ?? fileProblem(error) ?? code;
  };
  const failLate = (error: NodeJS.ErrnoException) => {
    fail(error);
    if (problem !== undefined) onFailure(outputFailed(problem));
  };
  stream?.on('error', failLate);
  return {
    isTTY: stream?.isTTY === true,
    get columns() {
      return stream?.columns;
    },
    get gone() {
      return gone;
    },
    get problem() {
      return problem;
    },
    get stream() {
      stream ??= open().on('error', failLate);
      return stream;
    },
    flushed: () =>
      new Promise((resolve) => {
        if (stream === undefined || gone) resolve();
        else stream.write('', () => resolve());
      }),
    write(text) {
      if (gone) return;
      let rest = Buffer.from(text);
      try {
        while (stream === undefined && rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
      } catch (error) {
        // The pipe is full and does not block: the stream of Node.js writes the rest.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return fail(error as NodeJS.ErrnoException);
      }
      if (rest.length > 0) this.stream.write(rest);
    },
  };
}

/** Problems of an output that have other words than those of a file. */
const PROBLEMS: Readonly<Record<string, Text>> = {
  EIO: message('the device failed'),
  EBADF: message('it is closed'),
};

const outputFailed = (problem: Text): Failure =>
  new Failure(EXIT.output, 'output_failed', message('The output could not be written: {problem}.', { problem }), {
    hint: message('The command itself may have been done: check its result before you run it again.'),
  });
