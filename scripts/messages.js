// Prints every message with its translations, for a review of the words: English, Russian and Kazakh, with tabs between them.
import process from 'node:process';
import { loadSource } from './load-source.js';

const { CATALOGUE } = await loadSource('./src/domain/language/catalogue/catalogue.ts');

for (const [english, { ru, kk }] of Object.entries(CATALOGUE))
  process.stdout.write(`${[english, ru, kk].join('\t')}\n`);
