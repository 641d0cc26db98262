import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A Markdown document for the users of the program. */
export interface UserDocument {
  /** The path in the repository, for example `docs/ci.md`. */
  readonly name: string;
  readonly text: string;
}

const ROOT = new URL('../../../', import.meta.url);

/** Returns README.md and every document of `docs`, as far as they exist. */
export function userDocuments(): UserDocument[] {
  const folder = new URL('docs/', ROOT);
  const pages = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : [];
  const names = ['README.md', ...pages.sort().map((name) => `docs/${name}`)];
  return names
    .filter((name) => existsSync(new URL(name, ROOT)))
    .map((name) => ({ name, text: readFileSync(new URL(name, ROOT), 'utf8') }));
}

/** Returns the text of README.md, or nothing where it does not exist. */
export const readmeText = (): string => userDocuments().find(({ name }) => name === 'README.md')?.text ?? '';

/** Returns the relative links of a document, as absolute paths without their fragments. */
export function linkedFiles({ name, text }: UserDocument): string[] {
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)];
  return links.map(([, link = '']) => fileURLToPath(new URL(link, new URL(name, ROOT))));
}
