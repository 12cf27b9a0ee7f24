import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { fakeIo } from '../../support/fake-io.ts';
import { readTerraform } from '../../support/read-terraform.ts';
import { shownDocument } from '../../support/terraform.ts';

interface Case {
  readonly name: string;
  readonly documents: readonly string[];
  readonly syntaxErrors?: readonly string[];
  readonly [file: string]: unknown;
}

const folder = join(import.meta.dirname, '../../../fixtures/terraform');
const cases = parse(readFileSync(join(folder, 'documents.yaml'), 'utf8')) as readonly Case[];

test.each(cases)('$name', async ({ name: _, documents, syntaxErrors = [], ...files }) => {
  const texts = files as Record<string, string>;
  const text = texts['main.tf'] ?? '';
  const reading = await readTerraform('main.tf', text, fakeIo(texts));
  expect(reading.documents.map((document) => shownDocument(document, text))).toEqual(documents);
  const errors = reading.syntaxErrors.map(({ offset, message }) => {
    const lines = text.slice(0, offset).split('\n');
    return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1} ${message}`;
  });
  expect(errors).toEqual(syntaxErrors);
  expect(reading.limits).toEqual([]);
});
