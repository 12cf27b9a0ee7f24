// Writes the documentation that is generated from code; a test fails when it is not up to date.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = join(root, 'dist', 'generate.mjs');
await build({
  stdin: {
    contents: `export { rules } from './src/rules/rules.ts'; export { renderRuleDocs } from './src/reporters/rule-docs.ts';`,
    resolveDir: root,
  },
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
});
const { rules, renderRuleDocs } = await import(pathToFileURL(bundle).href);
rmSync(bundle);
writeFileSync(join(root, 'rules', 'README.md'), renderRuleDocs(rules));
