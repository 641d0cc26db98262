import type { CommandSpec } from '../command.ts';
import type { Json } from '../domain/json.ts';
import type { Operator } from '../domain/operator.ts';
import { acceptedOrThrow } from '../domain/outcome.ts';
import { columns } from '../views/columns.ts';
import { SET_OPTION, type WriteOptions } from './options.ts';

type Data = { readonly operators: readonly Operator[]; readonly raw: Json };

export const operators: CommandSpec<Pick<WriteOptions, 'set'>, Data> = {
  options: [SET_OPTION],
  fields: ['operators', 'raw'],
  exits: [3, 4, 5, 9],
  examples: ['rocketpay operators', 'rocketpay operators --field operators.0.id'],

  async run({ set }, context) {
    const gate = await context.gate();
    const request = gate.operators(set);
    const { answer } = acceptedOrThrow(await gate.send(request), request);
    const list = gate.readOperators(answer);
    if (list.length === 0) context.terminal.warn('no operator could be read from the answer; --json shows it raw.');
    return { operators: list, raw: answer };
  },

  view: ({ operators: list }, style) =>
    columns(
      list.map(({ id, name }) => [id, name]),
      (text, column) => (column === 0 ? style.bold(text) : text),
    ),
};
