import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { CloudChoice } from '../../src/model/cloud.ts';
import { type AnsweredRow, type Asked, ask } from '../support/ask.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, '..', 'shared', 'questions');
const isPresent = existsSync(folder);

/** A question of a set, with every API or action that answers it. */
interface SetRow {
  readonly id: string;
  readonly q: string;
  readonly expect: readonly string[];
  readonly actions: readonly string[];
  readonly cloud?: CloudChoice;
  /** Choices are the right answer. */
  readonly ambiguous?: true;
}

/** What the catalogue has gained since the sets were written, by question. */
interface Gained {
  readonly id: string;
  readonly expect: readonly string[];
  readonly actions?: readonly string[];
}

type Verdict = 'right' | 'too broad' | 'choice' | 'not found' | 'wrong';

const gained = parse(readFileSync(join(root, 'fixtures', 'questions', 'gained.yaml'), 'utf8')) as Gained[];

function rowsOf(file: string): SetRow[] {
  if (!isPresent) return [];
  return readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SetRow)
    .map((row) => {
      const more = gained.filter(({ id }) => id === row.id);
      return {
        ...row,
        expect: [...row.expect, ...more.flatMap((one) => one.expect)],
        actions: [...row.actions, ...more.flatMap(({ actions = [] }) => actions)],
      };
    });
}

const shapeOf = (api: string): string => api.toLowerCase().replace(/\{[^}]*\}/gu, '{}');

/** A row counts where its path and one of its own actions agree. */
function isExpected({ api, actions }: AnsweredRow, row: SetRow): boolean {
  const known = row.actions.map((action) => action.toLowerCase());
  return (
    row.expect.some((one) => shapeOf(one) === shapeOf(api)) &&
    (known.length === 0 || actions.some((action) => known.includes(action.toLowerCase())))
  );
}

function verdictOn(asked: Asked, row: SetRow): Verdict {
  if (asked.kind === 'refused') {
    if (row.expect.length === 0) return 'right';
    const offered = asked.choices.flatMap(({ apis }) => apis).map(shapeOf);
    if (!row.expect.some((one) => offered.includes(shapeOf(one)))) return 'not found';
    return row.ambiguous ? 'right' : 'choice';
  }
  const good = asked.rows.filter((answered) => isExpected(answered, row));
  if (good.length === 0) return 'wrong';
  return good.length === asked.rows.length ? 'right' : 'too broad';
}

const title = `the questions of ../shared (${isPresent ? 'there' : 'skipped: the folder is not there'})`;
describe.skipIf(!isPresent)(title, () => {
  test.each([
    { file: 'questions.jsonl', right: 0.7, found: 0.93 },
    { file: 'external.jsonl', right: 0.55, found: 0.88 },
  ])(
    '$file: none is answered wrongly, $right are answered rightly, $found at least offered',
    async (floor) => {
      const rows = rowsOf(floor.file);
      const verdicts = await Promise.all(
        rows.map(async (row) => ({ row, verdict: verdictOn(await ask(row.q, row.cloud), row) })),
      );
      const of = (...kinds: Verdict[]) => verdicts.filter(({ verdict }) => kinds.includes(verdict));
      expect(rows.length).toBeGreaterThan(100);
      expect(of('wrong').map(({ row }) => `${row.id}: ${row.q}`)).toEqual([]);
      expect(of('right').length / rows.length).toBeGreaterThanOrEqual(floor.right);
      expect(of('right', 'too broad', 'choice').length / rows.length).toBeGreaterThanOrEqual(floor.found);
    },
    120_000,
  );

  test('what is offered for a question is answered', async () => {
    const rows = [...rowsOf('questions.jsonl'), ...rowsOf('external.jsonl')];
    const failed: string[] = [];
    for (const { q, cloud } of rows) {
      const asked = await ask(q, cloud);
      if (asked.kind !== 'refused') continue;
      expect(asked.choices.length).toBeLessThanOrEqual(5);
      for (const { query, apis } of asked.choices) {
        const answer = await ask(query, cloud);
        const rowsOfAnswer = answer.kind === 'refused' ? [] : answer.rows.map(({ api }) => shapeOf(api));
        if (!apis.every((api) => rowsOfAnswer.includes(shapeOf(api)))) failed.push(`${q}: ${query}`);
      }
    }
    expect(failed).toEqual([]);
  }, 120_000);
});
