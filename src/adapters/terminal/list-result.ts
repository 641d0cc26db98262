import type { Settings } from '#context';
import { Failure } from '#domain/errors/failure';
import { formatJson, type Json } from '#domain/json/exact-json';
import type { ListReport } from '#domain/terminal/terminal';
import type { Results } from './results.ts';

/**
 * Prints a result with a list that can be long: see `Terminal.reportList`. The first part is printed when there is a second one, so
 * that nothing is printed when a short list cannot be read. Lines are printed all the same: a result of an interrupted `resume --all`
 * is recorded, and is not printed by the next one. A JSON document is not: once its first part is printed, it stays unclosed when
 * the list cannot be read to its end, so that no script takes a part of the list for the whole.
 *
 * @param indent spaces of each level of a JSON document; 0: one line
 * @returns the failure of the output
 * @throws the failure of reading the list
 */
export async function printList<Item extends object, Rest extends object>(
  report: ListReport<Item, Rest>,
  results: Results,
  settings: Pick<Settings, 'json' | 'field'>,
  indent: number,
): Promise<Failure | undefined> {
  let failure: Failure | undefined;
  let held = '';
  const print = (format: () => string) => {
    try {
      if (failure === undefined) results.print(format());
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failure = error;
    }
  };
  const { add, end } = createFormat(report, results, settings, indent);
  const show = (items: readonly Item[]) => {
    if (items.length === 0) return;
    print(() => held);
    held = add(items);
  };
  try {
    const rest = await report.read(show);
    print(() => held + end(rest));
  } catch (error) {
    if (!settings.json) print(() => held);
    throw error;
  }
  return failure;
}

interface ListFormat<Item, Rest> {
  /** Returns the text of the next items. */
  readonly add: (items: readonly Item[]) => string;
  /** Returns the text after the last item. */
  readonly end: (rest: Rest) => string;
}

function createFormat<Item extends object, Rest extends object>(
  { first, name, items: itemsView, end: endView }: ListReport<Item, Rest>,
  results: Results,
  { json, field }: Pick<Settings, 'json' | 'field'>,
  indent: number,
): ListFormat<Item, Rest> {
  if (field !== undefined) {
    const isNeeded = field.some((path) => path.split('.')[0] === name);
    const kept: Item[] = [];
    return {
      add(items) {
        if (isNeeded) for (const item of items) kept.push(item);
        return '';
      },
      end: (rest) => results.format({ ...first, [name]: kept, ...rest }, undefined, indent),
    };
  }
  if (!json) {
    return {
      add: (items) => results.format(items, itemsView, 0),
      end: (rest) => results.format({ ...first, ...rest }, endView, 0),
    };
  }
  const close = indent === 0 ? ']' : `\n${' '.repeat(indent)}]`;
  const document = (fields: object) => formatJson(fields as Json, indent);
  // Lengths of the text before the items of a document that only has the list, and after them.
  const [start, tail] = [document({ [name]: [] }).indexOf('[') + 1, close.length + (indent === 0 ? 1 : 2)];
  let isEmpty = true;
  return {
    add(items) {
      const text = document(isEmpty ? { ...first, [name]: items } : { [name]: items }).slice(0, -tail);
      const added = isEmpty ? text : `,${text.slice(start)}`;
      isEmpty = false;
      return added;
    },
    end(rest) {
      if (isEmpty) return `${document({ ...first, [name]: [], ...rest })}\n`;
      return `${close},${document(rest).slice(1)}\n`;
    },
  };
}
