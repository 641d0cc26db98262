import { plainDocument } from '#adapters/terminal/sanitize';
import type { Failure } from '#domain/errors/failure';
import type { Text } from '#domain/language/message';
import { ENGLISH, type Translator } from '#domain/language/translator';
import type { ListReport, OtpAnswer, OtpQuestion, Style, Terminal, View } from '#domain/terminal/terminal';

/** What the user does when asked: answers yes or no, types a line or the beginning of a choice, or leaves with an error. */
export type Answer = boolean | string | Error | ((question: OtpQuestion) => OtpAnswer | Promise<OtpAnswer>);

/** A question that the script of a test expects, in its order, and the answer of the user. */
export interface ScriptedAnswer {
  readonly kind: 'confirm' | 'ask' | 'askHidden' | 'choose' | 'askCode';
  /** What the question must look like; anything when undefined. */
  readonly question?: string | RegExp;
  readonly answer: Answer;
}

/** What was shown as a result: its data, and the lines that its view makes of it. */
export interface Shown {
  readonly data: object;
  /** Undefined for an item without a view. */
  readonly lines: readonly string[] | undefined;
}

const asIs = (text: string): string => text;

/** A style that leaves each text as it is. */
const plainStyle: Style = {
  say: ENGLISH.say,
  show: ENGLISH.show,
  bold: asIs,
  dim: asIs,
  good: asIs,
  bad: asIs,
  warn: asIs,
  accent: asIs,
  whiteOnBlack: asIs,
};

/**
 * A terminal that keeps what it is told and answers from a script. It is strict both ways: a question
 * that the script does not have next is an error, and {@link assertAllAnswered} fails when answers are left.
 */
export class FakeTerminal implements Terminal {
  readonly interactive: boolean;
  readonly columns = undefined;
  readonly printsDocuments: boolean;
  readonly reports: Shown[] = [];
  readonly emitted: Shown[] = [];
  readonly printed: string[] = [];
  readonly failures: Failure[] = [];
  /** What was shown beside the result. */
  readonly told: Shown[] = [];
  readonly notes: string[] = [];
  readonly warnings: string[] = [];
  readonly details: string[] = [];
  readonly debugLines: string[] = [];
  /** The words shown while something took time, in order. */
  readonly progress: string[] = [];
  /** The questions that were asked, in order. */
  readonly questions: string[] = [];
  /** The problems of answers that were refused. */
  readonly complaints: string[] = [];
  /** Everything that was shown, in the language of the translator. Scripts and the lists above are in English. */
  readonly seen: string[] = [];
  readonly #script: ScriptedAnswer[];
  #translator = ENGLISH;

  constructor(
    options: {
      readonly interactive?: boolean;
      readonly printsDocuments?: boolean;
      readonly answers?: readonly ScriptedAnswer[];
    } = {},
  ) {
    this.#script = [...(options.answers ?? [])];
    this.printsDocuments = options.printsDocuments ?? false;
    this.interactive = options.interactive ?? this.#script.length > 0;
  }

  get language() {
    return this.#translator.language;
  }

  /** Shows texts in another language. */
  useTranslator(translator: Translator): void {
    this.#translator = translator;
  }

  report = <T extends object>(data: T, view: View<T>): void => {
    this.reports.push(shown(data, view));
    this.#seeLines(data, view);
  };

  reportList = async <Item extends object, Rest extends object>(report: ListReport<Item, Rest>): Promise<undefined> => {
    const { first, name, read, items: itemsView, end: endView } = report;
    const parts: (readonly Item[])[] = [];
    const rest = await read((part) => void parts.push(part));
    this.report({ ...first, [name]: parts.flat(), ...rest }, (_, style) => [
      ...parts.flatMap((part) => itemsView(plainDocument(part), style, part)),
      ...endView(plainDocument({ ...first, ...rest }), style, rest),
    ]);
  };

  tell = <T extends object>(data: T, view: View<T>): void => {
    this.told.push(shown(data, view));
    this.#seeLines(data, view);
  };

  emit = <T extends object>(data: T, view?: View<T>): void => {
    this.emitted.push(shown(data, view));
  };

  emitAll = <T extends object>(items: readonly T[], view: View<T>): void => {
    for (const item of items) this.emit(item, view);
  };

  /** No key is ever pressed. */
  watchKeys = (): boolean => false;

  print = (text: string): void => {
    this.printed.push(text);
  };

  fail = (failure: Failure): void => {
    this.failures.push(failure);
    this.#see(failure.text, failure.nextStep);
  };

  note = (text: Text): void => {
    this.notes.push(String(text));
    this.#see(text);
  };

  warn = (text: Text): void => {
    this.warnings.push(String(text));
    this.#see(text);
  };

  detail = (text: Text): void => {
    this.details.push(String(text));
    this.#see(text);
  };

  debug = (text: string): void => {
    this.debugLines.push(text);
  };

  confirm = async (question: Text): Promise<boolean> => {
    const answer = this.#answer('confirm', question);
    if (typeof answer !== 'boolean') throw new Error(`the script answers ${JSON.stringify(answer)} to a yes or no`);
    return answer;
  };

  ask: Terminal['ask'] = async (question, { check, hint } = {}) => {
    for (;;) {
      const answer = this.#answer('ask', question);
      if (typeof answer !== 'string') throw new Error(`the script answers ${String(answer)} where a line is asked for`);
      const problem = check?.(answer) ?? true;
      this.#see(hint?.(''), hint?.(answer), problem === true ? undefined : problem);
      if (problem === true) return answer;
      this.complaints.push(withoutOption(String(problem)));
    }
  };

  choose: Terminal['choose'] = async (question, choices) => {
    this.#see(...choices.map(({ name }) => name));
    const answer = this.#answer('choose', question);
    const chosen = choices.find(({ name }) => typeof answer === 'string' && String(name).startsWith(answer));
    if (chosen !== undefined) return chosen.value;
    throw new Error(`the script chooses ${String(answer)} of ${choices.map(({ name }) => name).join(' | ')}`);
  };

  askCode: Terminal['askCode'] = async (question, signal) => {
    const answer = this.#answer('askCode', question.message);
    if (typeof answer !== 'function') throw new Error('the script answers no function where a code is asked for');
    const moved = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    signal.throwIfAborted();
    this.#see(question.news());
    return Promise.race([answer(question), moved]);
  };

  askHidden = async (question: Text): Promise<string> => {
    const answer = this.#answer('askHidden', question);
    if (typeof answer !== 'string') throw new Error(`the script answers ${String(answer)} where a line is asked for`);
    return answer;
  };

  withSpinner = async <T>(text: Text, work: (show: (words: Text) => void) => Promise<T>): Promise<T> => {
    this.progress.push(String(text));
    this.#see(text);
    return work((words) => {
      this.progress.push(String(words));
      this.#see(words);
    });
  };

  showProgress: Terminal['showProgress'] = (view, work) =>
    work((data) => {
      this.progress.push(...view(plainDocument(data), plainStyle, data));
    });

  /** Fails when the script has unused answers. */
  assertAllAnswered(): void {
    if (this.#script.length > 0) throw new Error(`never asked: ${JSON.stringify(this.#script.map(describe))}`);
  }

  #see(...texts: (Text | undefined)[]): void {
    this.seen.push(...texts.filter((text) => text !== undefined).map(this.#translator.show));
  }

  #seeLines<T extends object>(data: T, view: View<T>): void {
    const { say, show } = this.#translator;
    this.seen.push(...view(plainDocument(data), { ...plainStyle, say, show }, data));
  }

  #answer(kind: ScriptedAnswer['kind'], asked: Text): Exclude<Answer, Error> {
    const question = String(asked);
    this.#see(asked);
    if (!this.interactive) throw new Error(`asked without a terminal: ${question}`);
    const next = this.#script.shift();
    if (next === undefined) throw new Error(`an unexpected question: ${question}`);
    if (next.kind !== kind || !fits(question, next.question)) {
      throw new Error(`asked (${kind}): ${question}; the script expects ${describe(next)}`);
    }
    this.questions.push(withoutOption(question));
    if (next.answer instanceof Error) throw next.answer;
    return next.answer;
  }
}

/** @throws when a text of a prompt names an option: none can be typed there. */
function withoutOption(text: string): string {
  if (/(^|[\s(])--[a-z]/.test(text)) throw new Error(`a prompt names an option: ${text}`);
  return text;
}

const describe = ({ kind, question }: ScriptedAnswer): string => `${kind} ${question ?? '(any question)'}`;

const fits = (question: string, wanted: string | RegExp | undefined): boolean =>
  wanted === undefined || (typeof wanted === 'string' ? question === wanted : wanted.test(question));

const shown = <T extends object>(data: T, view: View<T> | undefined): Shown => ({
  data,
  lines: view?.(plainDocument(data), plainStyle, data),
});
