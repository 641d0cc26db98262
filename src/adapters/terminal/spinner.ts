import ora from 'ora';

/** A line that moves while something takes time. */
export interface Spinner {
  say(text: string): void;
  /** Makes room for a line of others; it comes back below. */
  clear(): void;
  /** Takes the line away. */
  stop(): void;
}

export function startSpinner(text: string, stream: NodeJS.WritableStream): Spinner {
  // It leaves the keyboard and the cursor alone: whatever happens then, the terminal stays as it was.
  const spinner = ora({ text, stream, discardStdin: false, hideCursor: false }).start();
  return {
    say: (words) => {
      spinner.text = words;
    },
    clear: () => {
      spinner.clear();
    },
    stop: () => {
      spinner.stop();
    },
  };
}
