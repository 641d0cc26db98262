import type { PipeStart } from '#adapters/bounded-read';
import type { Text } from '#domain/language/message';

/** A text output. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  /** True after its reader has closed it: all further text is dropped. */
  readonly gone?: boolean;
  /** Why a write failed, as a clause; undefined if none has failed yet. */
  readonly problem?: Text | undefined;
  /** The stream itself, for prompts and animations. */
  readonly stream: NodeJS.WritableStream;
  write(text: string): void;
}

/** The three streams of a process. */
export interface Streams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  /** Reads what is already there of standard input, if it is a pipe and the stream was not used yet. */
  readonly readStart?: (maxBytes: number) => PipeStart;
  /** Has the effect of Ctrl-C. For terminals in raw mode, where Ctrl-C is an ordinary key. */
  readonly interrupt?: () => void;
  readonly stdout: Output;
  readonly stderr: Output;
}
