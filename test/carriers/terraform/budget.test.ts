import { expect, test } from 'vitest';
import { hclParser } from '../../../src/cli/files/hcl-parser.ts';
import { evaluated, shown } from '../../support/terraform.ts';

/** Thirty locals, each made of the one before. */
function chain(first: string, next: (before: string) => string): string {
  const lines = Array.from({ length: 30 }, (_, i) => `  a${i + 1} = ${next(`local.a${i}`)}`);
  return `locals {\n  a0 = ${first}\n${lines.join('\n')}\n}`;
}

test.each([
  ['lists that double', chain('["x"]', (a) => `concat(${a}, ${a})`)],
  ['texts that double', chain('"x"', (a) => `"\${${a}}\${${a}}"`)],
  ['texts that are joined', chain('"xxxxxxxx"', (a) => `join(${a}, [${a}, ${a}, ${a}])`)],
  ['texts that are replaced', chain('"xx"', (a) => `replace(${a}, "x", "xxxx")`)],
  ['texts that are formatted', chain('"xx"', (a) => `format("%s%s%s", ${a}, ${a}, ${a})`)],
  ['loops in loops', chain('["x", "y"]', (a) => `flatten([for p in ${a} : [for q in ${a} : "\${p}\${q}"]])`)],
  ['objects that nest', chain('{ x = 1 }', (a) => `{ p = ${a}, q = ${a} }`)],
  ['lists in lists', chain('["x"]', (a) => `[${a}, ${a}]`)],
  ['one of several', chain('["x"]', (a) => `var.x ? { p = ${a} } : { q = ${a} }`)],
  ['texts of objects that nest', chain('{ x = 1 }', (a) => `jsonencode({ p = ${a}, q = ${a} })`)],
])('%s come to an end', async (_, among) => {
  const { value } = evaluated('local.a30', await hclParser(), { among });
  // What is left can be gone through.
  expect(shown(value).length).toBeLessThan(8 * 1024 * 1024);
  expect(['hole', 'list', 'string', 'object', 'either']).toContain(value.kind);
});
