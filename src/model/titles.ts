import type { Entry } from './entry.ts';

const han = /\p{Script=Han}/u;

/** Whether a title is in Chinese: it holds a Chinese character. */
export function isChinese(title: string): boolean {
  return han.test(title);
}

/** What tells an operation apart in an English text: its name, and where that is Chinese the English title. */
export function operationName({ operation, title }: Pick<Entry, 'operation' | 'title'>): string | undefined {
  return operation !== undefined && isChinese(operation) && !isChinese(title) ? title : operation;
}
