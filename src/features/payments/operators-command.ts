import type { CommandSpec } from '#cli/command-spec';
import { SET_OPTION, type WriteOptions } from '#cli/shared-options';
import { columns } from '#cli/text-table';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { expectAccepted } from '#domain/gate/outcome-failure';
import { formatJson, type Json } from '#domain/json/exact-json';
import type { Operator } from '#domain/payments/mobile-operator';

type Data = { readonly operators: readonly Operator[]; readonly raw: Json };

export const operators: CommandSpec<Pick<WriteOptions, 'set'>, Data> = {
  about: 'Lists the mobile operators that support payments, with the id of each.',
  options: [SET_OPTION],
  exits: [3, 4, 5, 9],
  examples: ['rocketpay operators', 'rocketpay operators --field operators.0.id'],

  async run({ set }, context) {
    const gate = await context.readingGate();
    const request = gate.operators(set);
    const { answer } = expectAccepted(await gate.send(request), request);
    const list = gate.readOperators(answer);
    if (list.length === 0 && !Array.isArray(answer)) throw noOperators(answer);
    if (list.length === 0) context.terminal.warn('the platform returned an empty list of operators.');
    return { operators: list.map(({ aliases: _, ...operator }) => operator), raw: answer };
  },

  view: ({ operators: list }, style) =>
    columns(
      list.map(({ id, name, country = '' }) => [id, name, country]),
      (text, column) => (column === 0 ? style.bold(text) : text),
    ),
};

/** Returns the failure for an answer without any operator, for example the answer of a captive portal. */
const noOperators = (answer: Json): Failure =>
  new Failure(
    EXIT.unavailable,
    'no_answer',
    `No usable answer: no operator can be read from ${shorten(formatJson(answer))}.`,
    {
      hint: 'To see the whole answer: rocketpay request /v2/info/mobile/sale/list. Check the connection: rocketpay doctor',
    },
  );

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
