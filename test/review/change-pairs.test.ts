import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { AccessChange, DiffAnswer } from '../../src/model/access-changes.ts';
import { runCli } from '../support/run-cli.ts';
import { shortPolicyText } from '../support/short-statements.ts';

type Policy = string | readonly string[];

interface Pair {
  readonly name: string;
  readonly old?: Policy;
  readonly new?: Policy;
  readonly same?: boolean;
  readonly broadens?: boolean;
  readonly change?: string;
  readonly gained?: readonly string[];
  readonly lost?: readonly string[];
  readonly conditional?: readonly string[];
  readonly levels?: readonly string[];
  /** Some of the APIs: `gained METHOD path`. */
  readonly apis?: readonly string[];
  readonly notComparable?: boolean;
  /** `action from -> to` of the unit's counterexample. */
  readonly example?: string;
}

const file = join(import.meta.dirname, '..', '..', 'fixtures', 'changes', 'pairs.yaml');
const pairs = parse(readFileSync(file, 'utf8')) as readonly Pair[];

const textOf = (policy: Policy) => (typeof policy === 'string' ? policy : shortPolicyText(policy));

/** Both sides as folders, so that a policy may be on one of them only. */
async function compare(pair: Pair): Promise<{ readonly exitCode: number; readonly answer: DiffAnswer }> {
  const other = shortPolicyText(['allow vpc:vpcs:list']);
  const { exitCode, stdout } = await runCli(['diff', 'old', 'new', '--format', 'json'], {
    'old/other.json': other,
    'new/other.json': other,
    ...(pair.old === undefined ? {} : { 'old/a.json': textOf(pair.old) }),
    ...(pair.new === undefined ? {} : { 'new/a.json': textOf(pair.new) }),
  });
  return { exitCode, answer: JSON.parse(stdout) as DiffAnswer };
}

const actionsIn = (changes: readonly AccessChange[] = []) =>
  changes.flatMap((one) => (one.kind === 'actions' ? [`${one.how} ${one.actions}`] : []));
const apisIn = (list: string, changes: readonly AccessChange[] = []) =>
  changes.flatMap((one) => (one.kind === 'api' ? [`${list} ${one.method} ${one.path}`] : []));

describe('a pair of policies', () => {
  test.each(pairs)('$name', async (pair) => {
    const { exitCode, answer } = await compare(pair);
    if (pair.same) {
      expect(answer).toMatchObject({ units: [], unchanged: 2, broadens: false });
      expect(exitCode).toBe(0);
      return;
    }
    const [unit, ...more] = answer.units;
    expect(more).toEqual([]);
    expect(answer.unchanged).toBe(1);
    expect([unit?.broadens, answer.broadens, exitCode]).toEqual([
      pair.broadens,
      pair.broadens,
      pair.broadens ? 1 : 0,
    ]);
    expect(unit?.change).toBe(pair.change ?? 'changed');
    expect((unit?.notComparable.length ?? 0) > 0).toBe(pair.notComparable ?? false);
    if (pair.gained || pair.lost || pair.conditional || !pair.notComparable)
      expect({
        gained: actionsIn(unit?.gained),
        lost: actionsIn(unit?.lost),
        conditional: actionsIn(unit?.conditional),
      }).toEqual({ gained: pair.gained ?? [], lost: pair.lost ?? [], conditional: pair.conditional ?? [] });
    const apis = [
      ...apisIn('gained', unit?.gained),
      ...apisIn('lost', unit?.lost),
      ...apisIn('conditional', unit?.conditional),
    ];
    for (const api of pair.apis ?? []) expect(apis).toContain(api);
    if (pair.levels !== undefined) expect(unit?.levels).toEqual(pair.levels);
    if (pair.example === undefined) return;
    const { action, from, to } = unit?.counterexample ?? {};
    expect(`${action} ${from} -> ${to}`).toBe(pair.example);
  });

  test('there are enough of them', () => {
    expect(pairs.length).toBeGreaterThan(40);
  });
});
