import { describe, expect, test } from 'vitest';
import type { DiffAnswer, UnitChange } from '../../src/model/access-changes.ts';
import { renderDiffGithub } from '../../src/reporters/access-diff-github.ts';
import { renderDiffMarkdown } from '../../src/reporters/access-diff-markdown.ts';

const hostile = '<img src=x>@team | `](http://evil.example) **x**\n::error::\u001b[31m</details>%0A';

function answerOf(unit: string, count = 1): DiffAnswer {
  const at = { file: unit, pointer: '/Statement/0', line: 3, column: 5, effect: 'allow' } as const;
  const change: UnitChange = {
    unit,
    kind: 'policy',
    change: 'changed',
    broadens: true,
    narrows: false,
    levels: ['write'],
    gained: [
      {
        kind: 'actions',
        how: 'allow-added',
        actions: unit,
        documented: [],
        from: 'not-allowed',
        to: 'allowed',
        message: `\`${unit}\` is newly allowed`,
        broadens: true,
        level: 'write',
        old: [],
        new: [at],
        counterexample: {
          action: unit,
          resource: unit,
          context: { [unit]: [unit] },
          from: 'not-allowed',
          to: 'allowed',
        },
      },
    ],
    lost: [],
    conditional: [],
    notComparable: [unit],
  };
  return {
    schemaVersion: 1,
    old: unit,
    new: 'the working tree',
    cloud: 'any',
    scope: 'project',
    units: Array.from({ length: count }, () => change),
    unchanged: 0,
    broadens: true,
  };
}

describe('a comment', () => {
  test('shows hostile names as they are: no element, mention, link or further cell comes of them', () => {
    const text = renderDiffMarkdown(answerOf(hostile));
    const outsideCode = text.replaceAll(/`[^`\n]*`/gu, '');
    expect(outsideCode).not.toMatch(/<img|@team|\]\(http|\*\*x/u);
    expect(text).not.toContain('\u001b');
    expect(text.match(/<\/?(?!details>|summary>|code>)\w+/gu)).toBeNull();
    expect(text.match(/<details>/gu)).toHaveLength(text.match(/^<\/details>$/gmu)?.length ?? 0);
    for (const row of text.split('\n').filter((line) => line.startsWith('| 🔴')))
      expect(row.match(/(?<!\\)\|/gu)).toHaveLength(5);
  });

  test('is within what a comment of GitHub holds', () => {
    const text = renderDiffMarkdown(answerOf('policies/team-a/images-of-the-release.json', 500));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('and 460 more, which `--format json` lists.');
  });
});

test('an annotation ends where it ends, whatever is in it', () => {
  const lines = renderDiffGithub(answerOf(hostile)).trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^::error file=[^:,\n]*,line=3,col=5,title=iamscope diff::/u);
  expect(lines[1]).toMatch(/^::notice title=iamscope diff::access broadens in 1 of 1 changed/u);
});
