import { fstatSync, statSync, writeSync } from 'node:fs';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';
import { endingWhenLost } from './lost-terminal.ts';
import { withUsableSize } from './screen-size.ts';
import type { Output, Streams } from './streams.ts';

/** What of a process is written to and read from. */
type ProcessLike = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'kill' | 'pid'>;

/**
 * Opens the streams of the process. A pipe or a file is written through its descriptor, because creating Node's own output
 * streams takes a third of the time of a short command. Input, terminals and all other outputs use Node's own streams.
 *
 * @param onFailure told when an output cannot be written, not at once but later, for another reason than that its reader has gone
 */
export function openStreams(process: ProcessLike, onFailure: (failure: Failure) => void): ProcessStreams {
  let stdin: NodeJS.ReadStream | undefined;
  const stdout = openOutput(1, () => withUsableSize(process.stdout), onFailure);
  // When not even this can be written there is nobody to tell.
  const stderr = openOutput(
    2,
    () => withUsableSize(process.stderr),
    () => {},
  );
  return {
    get stdin() {
      stdin ??= endingWhenLost(process.stdin);
      return stdin;
    },
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

/** An output that tells when everything was written, or its reader has gone. */
interface ProcessOutput extends Output {
  flushed(): Promise<void>;
}

/** The streams of a process. */
export interface ProcessStreams extends Streams {
  /** Resolves when everything was written, or its reader has gone. */
  flushed(): Promise<void>;
}

/** Devices that are no terminals. */
const DEVICES = ['/dev/null', '/dev/full', '/dev/zero'];

/** True for an output that takes text at once, or says that it is full. */
function isPlain(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor);
    const isDevice = () => DEVICES.some((path) => statSync(path, { throwIfNoEntry: false })?.rdev === status.rdev);
    return status.isFIFO() || status.isFile() || status.isSocket() || (status.isCharacterDevice() && isDevice());
  } catch {
    return false;
  }
}

/** An output whose reader may go away: what is written after that is dropped, and `gone` says so. */
function openOutput(
  descriptor: number,
  open: () => NodeJS.WriteStream,
  onFailure: (failure: Failure) => void,
): ProcessOutput {
  let stream = isPlain(descriptor) ? undefined : open();
  let gone = false;
  let problem: string | undefined;
  const fail = (error: NodeJS.ErrnoException) => {
    const { code } = error;
    gone = true;
    const left = code === 'EPIPE' || (code === 'EIO' && stream?.isTTY === true);
    if (!left) problem = PROBLEMS[code ?? ''] ?? fileProblem(error) ?? code;
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
        // A full pipe that may not block: Node's own stream waits for room.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return fail(error as NodeJS.ErrnoException);
      }
      if (rest.length > 0) this.stream.write(rest);
    },
  };
}

/** What differs for an output from what an error says of a file. */
const PROBLEMS: Readonly<Record<string, string>> = { EIO: 'the device failed', EBADF: 'it is closed' };

const outputFailed = (problem: string): Failure =>
  new Failure(EXIT.output, 'output_failed', `The output could not be written: ${problem}.`, {
    hint: 'What the command did is done all the same: look before you run it again.',
  });
