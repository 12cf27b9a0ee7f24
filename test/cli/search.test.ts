import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runCli } from '../support/run-cli.ts';

interface Case {
  readonly words: string;
  readonly first?: readonly string[];
  readonly nearest?: readonly string[];
}

const file = join(import.meta.dirname, '..', '..', 'fixtures', 'searches', 'searches.yaml');
const cases = parse(readFileSync(file, 'utf8')) as readonly Case[];

describe('a search ranks, and names the nearest where nothing fits', () => {
  test.each(cases)('$words', async ({ words, first = [], nearest = [] }) => {
    const { exitCode, stdout } = await runCli(['catalogue', 'search', ...words.split(' ')]);
    const lines = stdout.split('\n');
    expect(exitCode).toBe(first.length > 0 ? 0 : 1);
    for (const [at, line] of first.entries()) expect(lines[at]).toMatch(startsWith(line));
    if (nearest.length > 0) {
      expect(lines[0]).toBe('nothing holds every word; the nearest:');
      expect(lines.length).toBeLessThan(12);
    }
    for (const line of nearest) expect(lines.some((one) => one.startsWith(`  ${line}`))).toBe(true);
    if (first.length + nearest.length === 0) expect(stdout).toBe('nothing found\n');
    const json = await runCli(['catalogue', 'search', ...words.split(' '), '-f', 'json']);
    const { apis, nearest: near } = JSON.parse(json.stdout) as {
      apis: object[];
      nearest?: { apis: object[] };
    };
    expect(near !== undefined).toBe(first.length === 0);
    if (first.length === 0) expect(apis).toEqual([]);
    expect((near?.apis.length ?? 0) > 0).toBe(nearest.length > 0);
  });

  test('whole words come before parts of others, and what is deprecated last', async () => {
    const { stdout } = await runCli(['catalogue', 'search', 'image', '-f', 'json', '--cloud', 'otc']);
    const { apis } = JSON.parse(stdout) as { apis: { title: string; deprecated: boolean; path: string }[] };
    const isWhole = ({ title }: { title: string }) => /\bimages?\b/i.test(title);
    const ranks = apis.map((api) => (isWhole(api) ? 0 : /\bimages?\b/i.test(api.path) ? 1 : 2));
    expect(ranks.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
    expect(ranks.at(-1)).toBe(2);
  });
});

function startsWith(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}
