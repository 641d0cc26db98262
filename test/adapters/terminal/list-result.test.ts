import { describe, expect, it } from 'vitest';
import type { Settings } from '#context';
import type { ListReport, View } from '#domain/terminal/terminal';
import { terminalOn } from './streams.ts';

interface Item {
  readonly id: string;
}

interface Counts {
  readonly open: number;
}

const items: View<readonly Item[]> = (list) => list.map(({ id }) => id);
const end: View<Counts> = (fields) => [JSON.stringify(fields)];

const listOf = (parts: readonly (readonly Item[])[]): ListReport<Item, Counts> => ({
  first: { all: true },
  name: 'writes',
  async read(show) {
    for (const part of parts) show(part);
    return { open: 2 };
  },
  items,
  end,
});

const [A, B, C] = [{ id: 'a' }, { id: 'b\u001b[2J' }, { id: 'c' }];
const PARTS = { none: [], one: [[A]], several: [[A, B], [], [C]] };

const wholeView: View<{ readonly writes: readonly Item[] }> = ({ writes, ...fields }, style, exact) => [
  ...items(writes, style, exact.writes),
  ...end(fields as never, style, fields as never),
];

describe('a result with a long list', () => {
  it.each<[keyof typeof PARTS, string, Partial<Settings>, { stdout?: boolean }]>(
    (['none', 'one', 'several'] as const).flatMap((name) => [
      [name, 'as lines', {}, {}],
      [name, 'as one line of JSON', { json: true }, {}],
      [name, 'as JSON in a terminal', { json: true }, { stdout: true }],
      [name, 'as fields of the list', { field: ['writes', 'open'] }, {}],
      [name, 'as a field before it', { field: ['all'] }, {}],
    ]),
  )('of %s part(s) is printed %s exactly as the whole document is', async (name, _, settings, screens) => {
    const parts = PARTS[name];
    const [whole, list] = [terminalOn(settings, screens), terminalOn(settings, screens)];
    whole.terminal.report({ all: true, writes: parts.flat(), open: 2 }, wholeView);
    expect(await list.terminal.reportList(listOf(parts))).toBeUndefined();
    expect(list.stdout.written).toBe(whole.stdout.written);
    expect(whole.stdout.written).not.toBe('');
  });

  it('is printed part by part, the first one when there is a second one', async () => {
    const { terminal, stdout } = terminalOn();
    const seen: string[] = [];
    const report = listOf([]);
    await terminal.reportList({
      ...report,
      async read(show) {
        for (const item of [A, C, A]) {
          show([item]);
          seen.push(stdout.written);
        }
        return { open: 0 };
      },
    });
    expect(seen).toEqual(['', 'a\n', 'a\nc\n']);
  });

  const readUntilFailure = async (parts: readonly (readonly Item[])[], settings: Partial<Settings>) => {
    const { terminal, stdout } = terminalOn(settings);
    const read = async (show: (part: readonly Item[]) => void) => {
      for (const part of parts) show(part);
      throw new Error('unreadable');
    };
    await expect(terminal.reportList({ ...listOf([]), read })).rejects.toThrow('unreadable');
    return stdout.written;
  };

  it('prints as lines all that was read when it cannot be read to its end', async () => {
    expect(await readUntilFailure([[A]], {})).toBe('a\n');
    expect(await readUntilFailure([[A], [C]], {})).toBe('a\nc\n');
  });

  it('prints no document when its first part, or a requested field, cannot be read to the end', async () => {
    expect(await readUntilFailure([[A]], { json: true })).toBe('');
    expect(await readUntilFailure([[A], [C]], { field: ['writes'] })).toBe('');
  });

  it('leaves a document unclosed when a later part cannot be read, so that a part is not taken for the whole', async () => {
    const written = await readUntilFailure([[A], [C]], { json: true });
    expect(written).toContain('"a"');
    expect(() => JSON.parse(written)).toThrow(SyntaxError);
  });

  it('is read to its end when it cannot be printed, and the failure is returned', async () => {
    const { terminal, stdout } = terminalOn();
    stdout.problem = 'no space left on device';
    let read = 0;
    const failure = await terminal.reportList({
      ...listOf([]),
      async read(show) {
        for (const item of [A, B, C]) {
          show([item]);
          read += 1;
        }
        return { open: 0 };
      },
    });
    expect(failure).toMatchObject({ code: 'output_failed', exit: 11 });
    expect(read).toBe(3);
  });
});
