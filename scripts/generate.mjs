// Writes the documentation that is generated from code; a test fails when it is not up to date.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = join(root, 'dist', 'generate.mjs');
await build({
  stdin: {
    contents: `
      export { commands } from './src/cli/arguments/options.ts';
      export { renderCommandDocs } from './src/cli/arguments/command-docs.ts';
      export { rules } from './src/rules/rules.ts';
      export { fillConfigSchema } from './src/reporters/config-schema.ts';
      export { renderRuleDocs } from './src/reporters/rule-docs.ts';
      export { renderCoverageDocs } from './src/reporters/coverage-docs.ts';
      export { summarizeServices } from './src/catalogue/catalogue-statistics.ts';
      export { meaningsFile } from './src/compile/meanings-file.ts';
      export { terraformCallsFile } from './src/compile/terraform-calls-file.ts';
      export { createCatalogue } from './src/catalogue/loaded-catalogue.ts';
    `,
    resolveDir: root,
  },
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
});
const {
  commands,
  rules,
  fillConfigSchema,
  renderCommandDocs,
  renderRuleDocs,
  renderCoverageDocs,
  summarizeServices,
  meaningsFile,
  terraformCallsFile,
  createCatalogue,
} = await import(pathToFileURL(bundle).href);
rmSync(bundle);
writeFileSync(join(root, 'rules', 'README.md'), renderRuleDocs(rules));
writeFileSync(join(root, 'rules', 'COMMANDS.md'), renderCommandDocs(commands));
const configSchema = join(root, 'rules', 'schema', 'config.schema.json');
writeFileSync(configSchema, fillConfigSchema(readFileSync(configSchema, 'utf8'), rules));
// The data as the last build compiled it.
const catalogue = createCatalogue((name) => {
  const file = join(root, 'dist', 'data', name);
  return JSON.parse(existsSync(file) ? readFileSync(file, 'utf8') : gunzipSync(readFileSync(`${file}.gz`)));
});
const services = summarizeServices(catalogue, { clouds: ['hwc', 'otc'], service: undefined });
writeFileSync(join(root, 'rules', 'COVERAGE.md'), renderCoverageDocs(services));
const meanings = join(root, 'rules', 'meanings');
rmSync(meanings, { recursive: true, force: true });
mkdirSync(meanings);
const table = JSON.parse(readFileSync(join(root, 'dist', 'data', 'questions.json'), 'utf8')).meanings;
for (const service of Object.keys(table.services))
  writeFileSync(join(meanings, `${service}.yaml`), meaningsFile(service, table, catalogue.entries(service)));
// The tables of Terraform's provider are at hand only where the documentation pages are.
const terraform = join(root, '..', 'shared', 'terraform');
if (existsSync(join(terraform, 'api-calls.tsv'))) {
  const [calls, sources] = ['api-calls.tsv', 'SOURCES.tsv'].map((name) =>
    readFileSync(join(terraform, name), 'utf8'),
  );
  mkdirSync(join(root, 'rules', 'terraform-calls'), { recursive: true });
  writeFileSync(
    join(root, 'rules', 'terraform-calls', 'huaweicloud.yaml'),
    terraformCallsFile(calls, sources, 'huaweicloud'),
  );
}
