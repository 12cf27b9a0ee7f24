import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { meaningsFile } from '../../src/compile/meanings-file.ts';
import type { QuestionData } from '../../src/questions/question-data.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';
import { testData } from '../support/test-data.ts';

const folder = join(import.meta.dirname, '..', '..', 'rules', 'meanings');

test('rules/meanings is fresh: `npm run build && npm run generate`', () => {
  const { meanings } = JSON.parse(testData().get('questions.json') ?? '{}') as QuestionData;
  const catalogue = loadTestCatalogue();
  const services = Object.keys(meanings.services);
  expect(readdirSync(folder).sort()).toEqual(services.map((service) => `${service}.yaml`).sort());
  const stale = services.filter(
    (service) =>
      readFileSync(join(folder, `${service}.yaml`), 'utf8') !==
      meaningsFile(service, meanings, catalogue.entries(service)),
  );
  expect(stale).toEqual([]);
});
