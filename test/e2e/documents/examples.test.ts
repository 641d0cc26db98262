import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helpPage } from '#domain/help/help-pages';
import { HELP_TOPICS, type HelpTopic } from '#domain/help/help-topics';
import { expectContract } from '../../support/documents/contract.ts';
import { userDocuments } from '../../support/documents/user-documents.ts';
import { allCommands } from '../../support/session.ts';
import { type PreparedFolder, prepareFolder } from '../support/prepared-folder.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let folder: PreparedFolder;
beforeAll(async () => {
  shop = await openShop();
  await shop.pay('payment_47');
  const prepared = join(shop.folder, 'examples');
  await mkdir(prepared);
  folder = await prepareFolder(shop, prepared);
});
afterAll(() => shop.close());

/** Fails unless the line ended with a code that its command documents, other than 1 (a bug) and 2 (wrong words). */
async function expectToWork(line: string): Promise<void> {
  const finished = await folder.run(line);
  const { exit, err } = finished;
  const words = /\brocketpay\s+([\s\S]*)/.exec(line)?.[1] ?? '';
  if (!/[|;&>#]/.test(words)) await expectContract(words.split(/\s+/), finished);
  const spec = allCommands.find(([name]) => words === name || words.startsWith(`${name} `))?.[1];
  // What has to ask says so where there is no terminal.
  const asks = /needs a terminal|The code is missing/.test(err) ? [2] : [];
  const documented = [0, ...asks, ...(spec?.exits ?? []).filter((code) => code !== 2)];
  expect(documented, `${line}\nended with ${exit}: ${err}`).toContain(exit);
}

const pages = Object.keys(HELP_TOPICS).map((topic) => helpPage(topic as HelpTopic));
const examples = [...new Set([...allCommands.map(([, spec]) => spec), ...pages].flatMap((one) => one.examples))];

describe('the examples of the help', () => {
  it.concurrent.each(examples)('work: %s', expectToWork);

  it('are at least two for each command', () => {
    for (const [name, spec] of allCommands) expect(spec.examples.length, name).toBeGreaterThanOrEqual(2);
  });
});

interface Block {
  readonly info: string;
  readonly text: string;
}

/** The blocks of a Markdown text that are for a shell. */
function shellBlocks(markdown: string): Block[] {
  const blocks = [...markdown.matchAll(/^ *```(sh|console|bash)([^\n]*)\n([\s\S]*?)^ *```/gm)];
  return blocks.map(([, language, info = '', text = '']) => ({ info: `${language}${info}`, text }));
}

/** The lines that call the command; a line that ends with a backslash continues in the next. */
function commandLines({ text }: Block): string[] {
  const lines = text.replace(/\\\n\s*/g, ' ').split('\n');
  return lines.map((line) => line.replace(/^\s*(\$ )?/, '')).filter((line) => /^rocketpay /.test(line));
}

const documents = userDocuments().map(({ name, text }) => {
  const blocks = shellBlocks(text);
  const scripts = blocks.filter(({ info }) => /\brun\b/.test(info));
  const lines = new Set(blocks.filter((block) => !scripts.includes(block)).flatMap(commandLines));
  return { name, scripts, lines: [...lines].filter((line) => !examples.includes(line)) };
});

describe.each(documents.filter(({ scripts, lines }) => scripts.length + lines.length > 0))('$name', (document) => {
  it.concurrent.each(document.lines)('shows a command line that works: %s', expectToWork);

  it.each(document.scripts.map(({ text }) => text))('shows a script that works: %s', async (text) => {
    expect(await folder.run(`set -e\n${text}`)).toMatchObject({ exit: 0 });
  });
});
