import { fstatSync, writeSync } from 'node:fs';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import type { Output, Streams } from './terminal.ts';

/** What of a process is written to and read from. */
type ProcessLike = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>;

/**
 * The streams of the process. An output that is a pipe or a file is written through its descriptor:
 * making Node's own stream costs a short command a fifth of its time. Terminals, sockets and everything
 * else get Node's own, and so does the input: only that can be given up while it waits.
 */
export function openStreams(process: ProcessLike): Streams {
  return {
    get stdin() {
      return process.stdin;
    },
    stdout: openOutput(1, () => process.stdout),
    stderr: openOutput(2, () => process.stderr),
  };
}

function isPlain(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor);
    return status.isFIFO() || status.isFile();
  } catch {
    return false;
  }
}

/** An output whose reader may go away: what is written after that is dropped, and `gone` says so. */
function openOutput(descriptor: number, open: () => NodeJS.WriteStream): Output {
  let stream = isPlain(descriptor) ? undefined : open();
  let gone = false;
  const watch = (opened: NodeJS.WriteStream) =>
    opened.on('error', () => {
      gone = true;
    });
  if (stream !== undefined) watch(stream);
  return {
    isTTY: stream?.isTTY === true,
    columns: stream?.columns,
    get gone() {
      return gone;
    },
    get stream() {
      stream ??= watch(open());
      return stream;
    },
    write(text) {
      if (gone) return;
      const rest = stream === undefined ? writeAtOnce(descriptor, Buffer.from(text)) : Buffer.from(text);
      if (rest === 'gone') gone = true;
      else if (rest.length > 0) this.stream.write(rest);
    },
  };
}

/** Writes as much as goes in now. @returns what is left for a stream that can wait, or that the reader is gone */
function writeAtOnce(descriptor: number, bytes: Buffer): Buffer | 'gone' {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EPIPE') return 'gone';
    if (code !== 'EAGAIN') throw new Failure(EXIT.bug, 'output_failed', `The output could not be written (${code}).`);
  }
  return bytes.subarray(written);
}
