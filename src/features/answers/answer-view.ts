import { wrapped } from '#cli/text-table';
import type { View } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';

/** Formats the answer. Several languages have a heading each. */
export const answerLines: View<CommandDocument<'answer'>> = ({ answer }, style) => {
  const texts = Object.entries(answer);
  return texts.flatMap(([language, text], at) => [
    ...(texts.length > 1 ? [...(at > 0 ? [''] : []), style.dim(language)] : []),
    ...wrapped(text ?? '', 0),
  ]);
};
