import type { AnyCommand } from '#cli/command-spec';
import { commands } from '../../src/command-list.ts';

/** Every command by the words that call it: `refund`, `profiles add`. */
export async function everyCommand(): Promise<readonly (readonly [words: string, spec: AnyCommand])[]> {
  const loaded = await Promise.all(commands.map(async ({ name, load }) => ({ name, entry: await load() })));
  return loaded.flatMap(({ name, entry }) => {
    const parts = (entry.commands ?? []).map((part) => [`${name} ${part.name}`, part.spec] as const);
    return 'run' in entry ? [...parts, [name, entry] as const] : parts;
  });
}
