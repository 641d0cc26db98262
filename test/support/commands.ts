import type { AnyCommand } from '../../src/command.ts';
import { commands } from '../../src/commands/index.ts';

/** A command as it is typed, and what it promises. */
export interface TypedCommand {
  /** `refund`, `profiles add`. */
  readonly words: string;
  readonly spec: AnyCommand;
}

/** Every command of the tree, loaded. */
export async function allCommands(): Promise<TypedCommand[]> {
  const loaded = await Promise.all(commands.map(async (entry) => ({ entry, command: await entry.load() })));
  return loaded.flatMap(({ entry, command }) =>
    'run' in command
      ? [{ words: entry.name, spec: command }]
      : command.commands.map(({ name, spec }) => ({ words: `${entry.name} ${name}`, spec })),
  );
}
