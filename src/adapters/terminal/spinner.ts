import ora from 'ora';

/** An animated line for work in progress. */
export interface Spinner {
  setText(text: string): void;
  /** Clears the line for another text; the animation continues below it. */
  clear(): void;
  /** Removes the line. */
  stop(): void;
}

export function startSpinner(text: string, stream: NodeJS.WritableStream): Spinner {
  // Keyboard and cursor stay unchanged, so they need no reset after a crash.
  const spinner = ora({ text, stream, discardStdin: false, hideCursor: false }).start();
  return {
    setText: (words) => {
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
