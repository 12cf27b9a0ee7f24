import { describe, expect, test } from 'vitest';
import type { AnswerRow, CanAnswer, ReportAnswer, WhoCanAnswer } from '../../src/model/answer.ts';
import type { TableFormat } from '../../src/model/formats.ts';
import { csvCell, csvTable } from '../../src/reporters/csv.ts';
import { renderCanTable, renderReportTable, renderWhoCanTable } from '../../src/reporters/decision-tables.ts';
import { markdownTable, markdownText } from '../../src/reporters/markdown-table.ts';

describe('a cell of CSV', () => {
  test.each([
    { text: 'plain', cell: 'plain' },
    { text: '', cell: '' },
    { text: 'a,b', cell: '"a,b"' },
    { text: 'a;b', cell: '"a;b"' },
    { text: 'say "hi"', cell: '"say ""hi"""' },
    { text: 'two\nlines\r\n', cell: 'two\\nlines\\r\\n' },
    { text: ' padded ', cell: '" padded "' },
    { text: '=cmd|x', cell: "'=cmd|x" },
    { text: '=HYPERLINK("http://x","y")', cell: `"'=HYPERLINK(""http://x"",""y"")"` },
    { text: '+1', cell: "'+1" },
    { text: '-1', cell: "'-1" },
    { text: '@SUM(1)', cell: "'@SUM(1)" },
    { text: ' =1', cell: "' =1" },
    { text: '　＝1', cell: "'　＝1" },
    { text: '\t=1', cell: '\\t=1' },
    { text: 'evil\u001b[31m\u202e', cell: 'evil\\x1B[31m\\u{202E}' },
  ])('$text', ({ text, cell }) => {
    expect(csvCell(text)).toBe(cell);
  });

  test('lines end with CR LF', () => {
    expect(
      csvTable([
        ['a', 'b'],
        ['c,', ''],
      ]),
    ).toBe('a,b\r\n"c,",\r\n');
  });
});

describe('text in Markdown', () => {
  test.each([
    { text: 'plain text', shown: 'plain text' },
    { text: 'a|b', shown: 'a\\|b' },
    { text: '`code`', shown: '\\`code\\`' },
    { text: '*x* _y_', shown: '\\*x\\* \\_y\\_' },
    { text: '[x](y) ![z]', shown: '\\[x\\]\\(y\\) \\!\\[z\\]' },
    { text: '<img src=x onerror=y>', shown: '&lt;img src=x onerror=y&gt;' },
    { text: '&lt;', shown: '&amp;lt;' },
    { text: 'a\nb', shown: 'a\\\\nb' },
    { text: 'back\\slash|', shown: 'back\\\\slash\\|' },
    { text: 'https://evil.example', shown: 'https\\://evil.example' },
    { text: 'www.evil.example', shown: 'www\\.evil.example' },
    { text: '@someone', shown: '&#64;someone' },
    { text: '{project_id}', shown: '\\{project\\_id\\}' },
    { text: '\u202ex', shown: '\\\\u\\{202E\\}x' },
  ])('$text', ({ text, shown }) => {
    expect(markdownText(text)).toBe(shown);
  });

  test('has as many columns in each line as in its head', () => {
    const table = markdownTable(['a', 'b'], [['x|y\\|z', 'line\nbreak']]);
    expect(
      table
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/(?<!\\)(?:\\\\)*\|/u).length),
    ).toEqual([4, 4, 4]);
  });
});

const hostile = '=cmd|"<b>`\n\u001b[2J';
const row: AnswerRow = {
  cloud: 'otc',
  service: 'ims',
  method: 'PUT',
  path: '/v1/cloudimages/{image_id}',
  title: 'A title, with a comma',
  deprecated: true,
  decision: 'denied',
  requirements: [
    {
      action: 'ims:images:update',
      kind: 'action',
      decision: 'denied',
      by: [{ file: 'a.json', pointer: '/Statement/0', line: 3, column: 4, effect: 'deny' }],
    },
  ],
  reasons: [],
};
const head = { schemaVersion: 1, policies: ['a.json'], cloud: 'otc', scope: 'project' } as const;
const report: ReportAnswer = {
  ...head,
  role: 'team',
  apis: [row],
  summary: { allowed: 0, conditional: 0, notAllowed: 0, denied: 1, ungoverned: 0 },
  notes: ['one | note'],
};
const can: CanAnswer = { ...head, query: { text: hostile, kind: 'api' }, decision: 'denied', apis: [row] };
const action: CanAnswer = {
  ...head,
  query: { text: 'ims:images:*', kind: 'action' },
  decision: 'conditional',
  actions: [
    {
      action: 'ims:images:*',
      decision: 'conditional',
      by: [],
      reasons: [{ kind: 'condition', message: hostile }],
    },
  ],
};
const whoCan: WhoCanAnswer = {
  schemaVersion: 1,
  query: { text: 'tag images', kind: 'task' },
  cloud: 'any',
  scope: 'project',
  answers: [
    { policy: hostile, decision: 'denied', apis: [row] },
    { role: 'team', decision: 'allowed', apis: [] },
  ],
};

describe('tables', () => {
  test('of a report', () => {
    expect(renderReportTable(report, 'csv')).toBe(
      'decision,cloud,service,method,path,operation,title,deprecated,why\r\n' +
        'denied,otc,ims,PUT,/v1/cloudimages/{image_id},,"A title, with a comma",yes,denied `ims:images:update` by a.json:3:4\r\n',
    );
    expect(renderReportTable(report, 'markdown')).toBe(`Role team: a.json, cloud otc

| decision | cloud | service | method | path | operation | title | deprecated | why |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| denied | otc | ims | PUT | /v1/cloudimages/\\{image\\_id\\} |  | A title, with a comma | yes | denied \\\`ims:images:update\\\` by a.json:3:4 |

Note: one \\| note
`);
  });

  test('of a question about an API', () => {
    const csv = renderCanTable(can, 'csv').split('\r\n');
    expect(csv[0]).toBe('query,answer,decision,cloud,service,method,path,operation,title,deprecated,why');
    expect(csv[1]).toMatch(/^"'=cmd\|""<b>`\\n\\x1B\[2J",denied,denied,otc,/);
    expect(csv).toHaveLength(3);
    expect(renderCanTable(can, 'markdown')).toMatch(
      /^\*\*denied\*\*: =cmd\\\|"&lt;b&gt;\\`\\\\n\\\\x1B\\\[2J\n\nPolicies: a\.json/,
    );
  });

  test('of a question about an action', () => {
    expect(renderCanTable(action, 'csv')).toBe(
      'query,answer,decision,action,why\r\n' +
        'ims:images:*,conditional,conditional,ims:images:*,"condition: =cmd|""<b>`\\n\\x1B[2J"\r\n',
    );
    expect(renderCanTable(action, 'markdown').split('\n')).toHaveLength(8);
  });

  test('of many', async () => {
    const table = async (format: TableFormat) => {
      const pieces: string[] = [];
      for await (const piece of renderWhoCanTable(whoCan, whoCan.answers, format)) pieces.push(piece);
      return pieces.join('');
    };
    expect(await table('csv')).toBe(
      'query,decision,kind,name,why\r\n' +
        'tag images,denied,policy,"\'=cmd|""<b>`\\n\\x1B[2J",denied `ims:images:update` by a.json:3:4\r\n' +
        'tag images,allowed,role,team,\r\n',
    );
    const markdown = await table('markdown');
    expect(markdown).not.toContain('<');
    expect(markdown.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(4);
  });
});
