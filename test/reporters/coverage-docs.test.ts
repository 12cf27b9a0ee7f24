import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { summarizeServices } from '../../src/catalogue/catalogue-statistics.ts';
import { clouds } from '../../src/model/cloud.ts';
import { renderCoverageDocs } from '../../src/reporters/coverage-docs.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

const root = join(import.meta.dirname, '..', '..');
const services = summarizeServices(loadTestCatalogue(), { clouds, service: undefined });

test('rules/COVERAGE.md is fresh', () => {
  expect(readFileSync(join(root, 'rules', 'COVERAGE.md'), 'utf8')).toBe(renderCoverageDocs(services));
});

test('the README counts the services that are covered', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const count = (coverage: string) => services.filter((service) => service.coverage === coverage).length;
  expect(readme).toContain(`${count('full')} services in full`);
  expect(readme).toContain(`${count('partly')} in part`);
});
