import { wrapped } from '#cli/text-table';
import type { HelpPage } from '#domain/help/help-pages';
import type { Style } from '#domain/terminal/terminal';

/** Formats a help topic, at most 80 columns wide. */
export function helpPageLines(page: HelpPage, style: Style): string[] {
  const { topic, about, exitCodes = [], variables = [], sections, examples } = page;
  return [
    `${style.bold(topic)}: ${about}`,
    ...exitCodes.flatMap(({ code, meaning, next }) => [
      '',
      ...wrapped(meaning, 5).map((line, at) =>
        at === 0 ? style.bold(String(code).padEnd(5)) + line.trimStart() : line,
      ),
      ...wrapped(next, 5).map((line) => style.dim(line)),
    ]),
    ...variables.flatMap(({ name, meaning }) => ['', style.bold(name), ...wrapped(meaning, 2)]),
    ...sections.flatMap(({ heading, text }) => ['', style.bold(heading), ...text.flatMap((one) => wrapped(one, 2))]),
    '',
    style.bold('Examples'),
    ...examples.map((example) => `  $ ${example}`),
    ...(topic === 'otp' ? ['', 'Help of the command otp: rocketpay otp --help'] : []),
  ];
}
