const tasks: (() => unknown)[] = [];

/** Runs a task after the last test of the file, from anywhere: test files share the modules that they import. */
export const atEndOfFile = (task: () => unknown): void => void tasks.push(task);

/** Runs the tasks of the file whose tests have ended, the newest first. */
export async function endFile(): Promise<void> {
  for (const task of tasks.splice(0).reverse()) await task();
}
