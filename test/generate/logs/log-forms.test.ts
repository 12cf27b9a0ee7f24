import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCalls, tableOf } from './read-logs.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'logs');
const logs = readdirSync(folder).filter((name) => /\.(?:log|har)$/.test(name));

describe.each(logs)('%s', (name) => {
  const bytes = readFileSync(join(folder, name));

  test('has its calls', async () => {
    const { read, summary } = readCalls(bytes);
    await expect(tableOf(read, summary)).toMatchFileSnapshot(join(folder, `${name}.calls`));
  });

  test('gives nothing of its secrets', () => {
    expect(new TextDecoder().decode(bytes).replaceAll('\0', '')).toContain('S3CR3T');
    const { read, summary } = readCalls(bytes);
    expect(JSON.stringify([read, summary]).toLowerCase()).not.toContain('s3cr3t');
  });

  test('has the same calls in pieces of any size', () => {
    const whole = readCalls(bytes);
    for (const sizes of [[1], [2], [3, 1], [7, 13, 1], [64], [1000, 1]])
      expect(readCalls(bytes, sizes)).toEqual(whole);
  });
});
