import type { CommanderError } from 'commander';
import { type Message, message, type Text } from '#domain/language/message';

/** Errors of commander: the pattern of each text, and the same text as a message. */
const ERRORS: readonly (readonly [RegExp, (...values: readonly string[]) => Message])[] = [
  [/^unknown option '(.*)'$/s, (option = '') => message("unknown option '{option}'", { option })],
  [
    /^unknown option '(.*)' \(Did you mean one of (.*)\?\)$/s,
    (option = '', words = '') => message("unknown option '{option}' (Did you mean one of {words}?)", { option, words }),
  ],
  [
    /^unknown option '(.*)' \(Did you mean (.*)\?\)$/s,
    (option = '', word = '') => message("unknown option '{option}' (Did you mean {word}?)", { option, word }),
  ],
  [/^unknown command '(.*)'$/s, (command = '') => message("unknown command '{command}'", { command })],
  [
    /^unknown command '(.*)' \(Did you mean one of (.*)\?\)$/s,
    (command = '', words = '') =>
      message("unknown command '{command}' (Did you mean one of {words}?)", { command, words }),
  ],
  [
    /^unknown command '(.*)' \(Did you mean (.*)\?\)$/s,
    (command = '', word = '') => message("unknown command '{command}' (Did you mean {word}?)", { command, word }),
  ],
  [/^missing required argument '(.*)'$/s, (name = '') => message("missing required argument '{name}'", { name })],
  [/^option '(.*)' argument missing$/s, (flags = '') => message("option '{flags}' argument missing", { flags })],
  [
    /^option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/s,
    (flags = '', value = '', choices = '') =>
      message("option '{flags}' argument '{value}' is invalid. Allowed choices are {choices}.", {
        ...{ flags, value, choices },
      }),
  ],
  [
    /^too many arguments for '(.*)'\. Expected (\d+) arguments? but got (\d+)\.$/s,
    (command = '', expected = '', count = '') =>
      message("too many arguments for '{command}'. Expected {expected:# argument|# arguments} but got {count}.", {
        ...{ command, expected: Number(expected), count },
      }),
  ],
];

/** Returns the text of an error of commander as a message. A text of an unknown form stays as it is. */
export function usageText({ message: words }: Pick<CommanderError, 'message'>): Text {
  const text = words.replace(/^error: /, '').replace(/\n/g, ' ');
  const [pattern, create] = ERRORS.find(([known]) => known.test(text)) ?? [];
  const [, ...values] = pattern?.exec(text) ?? [];
  const converted = create?.(...values);
  return converted === undefined || String(converted) !== text ? text : converted;
}
