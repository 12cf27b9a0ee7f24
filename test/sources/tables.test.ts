import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHtmlTable } from '../../src/sources/forms/html-table.ts';
import { rstText } from '../../src/sources/forms/rst-text.ts';
import { formOf, readPage } from '../../src/sources/read-page.ts';
import { type Cell, isBroken, joinLines, linesOf, type Table } from '../../src/sources/table.ts';
import { printGridTable } from './print-grid-table.ts';

/** The only table of a page. */
function tableOf(text: string): Table {
  const tables = readPage(text).blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : []));
  const [table] = tables;
  if (tables.length !== 1 || table === undefined || isBroken(table)) throw new Error(JSON.stringify(tables));
  return table;
}

function textsOf(rows: readonly (readonly Cell[])[]): string[][] {
  return rows.map((row) => row.map((cell) => linesOf(cell.blocks).join('\n')));
}

describe('a grid table', () => {
  test('gives back the cells that it was drawn from', () => {
    const word = fc
      .stringMatching(/^[a-zA-Z0-9{}/:_=][a-zA-Z0-9{}/:_= -]{0,11}$/u)
      .map((text) => `w${text.trim()}`);
    const cell = fc.array(word, { maxLength: 3 }).map((words) => words.join('\n\n'));
    const rows = fc
      .integer({ min: 1, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 6 }),
      );
    fc.assert(
      fc.property(rows, (drawn) => {
        const table = tableOf(printGridTable(drawn).join('\n'));
        const wanted = drawn.map((row) => row.map((text) => text.replaceAll('\n\n', '\n')));
        expect([...textsOf(table.header), ...textsOf(table.rows)]).toEqual(wanted);
      }),
    );
  });

  test('keeps list items apart from the paragraphs below them, and notes from both', () => {
    const cell = [
      '-  first',
      '',
      '   below',
      '',
      '   .. note::',
      '',
      '      aside',
      '',
      '-  second',
      '',
      'outside',
    ];
    const table = tableOf(printGridTable([['head'], [cell.join('\n')]]).join('\n'));
    expect(table.rows[0]?.[0]?.blocks).toEqual([
      { kind: 'item', depth: 1, text: 'first' },
      { kind: 'paragraph', depth: 1, text: 'below' },
      { kind: 'note', depth: 1, blocks: [{ kind: 'paragraph', depth: 0, text: 'aside' }] },
      { kind: 'item', depth: 1, text: 'second' },
      { kind: 'paragraph', depth: 0, text: 'outside' },
    ]);
  });

  test.each([
    ['-  only', [{ kind: 'item', depth: 1, text: 'only' }]],
    ['plain words', [{ kind: 'paragraph', depth: 0, text: 'plain words' }]],
    ['kms:``*``:\\*', [{ kind: 'paragraph', depth: 0, text: 'kms:*:*' }]],
    ['', []],
  ])('reads a cell of the one line %j', (line, blocks) => {
    const table = tableOf(printGridTable([['head'], [line]]).join('\n'));
    expect(table.rows[0]?.[0]?.blocks).toEqual(blocks);
  });

  test('may be drawn with wide characters, which take two columns each', () => {
    const table = tableOf(
      ['+------+---+', '| 箱子 | a |', '+======+===+', '| x    | y |', '+------+---+'].join('\n'),
    );
    expect(textsOf(table.header)).toEqual([['箱子', 'a']]);
  });
});

describe('an HTML table', () => {
  test('repeats a spanning cell in every row and column that it covers', () => {
    const table = readHtmlTable(
      '<table><tr><th>a</th><th>b</th><th>c</th></tr><tr><td rowspan="2">1</td><td colspan="2">2</td></tr><tr><td>3</td><td>4</td></tr></table>',
    ) as Table;
    expect(textsOf(table.rows)).toEqual([
      ['1', '2', '2'],
      ['1', '3', '4'],
    ]);
    expect(table.rows[1]?.map(({ spanned }) => spanned)).toEqual([true, false, false]);
  });

  test('keeps a line that breaks by hand, and the nesting of lists', () => {
    const table = readHtmlTable(
      '<table><tr><td>a<br/>b<ul><li>c<p>d</p></li></ul><p></p><div class="note"><span class="notetitle">N</span><div class="notebody"><p>e</p></div></div></td></tr></table>',
    ) as Table;
    expect(table.rows[0]?.[0]?.blocks).toEqual([
      { kind: 'paragraph', depth: 0, text: 'a\nb' },
      { kind: 'item', depth: 1, text: 'c' },
      { kind: 'paragraph', depth: 1, text: 'd' },
      { kind: 'note', depth: 0, blocks: [{ kind: 'paragraph', depth: 0, text: 'e' }] },
    ]);
  });

  test('with a span of a billion rows is read like one that spans to the end', () => {
    const table = readHtmlTable(
      '<table><tr><td rowspan="1000000000">1</td><td>2</td></tr><tr><td>3</td></tr></table>',
    );
    expect(isBroken(table) ? table : textsOf(table.rows)).toEqual([
      ['1', '2'],
      ['1', '3'],
    ]);
  });
});

/** Tables whose cells are plain, as rows of texts, the header's first. */
function rowsOf(text: string): string[][][] {
  return readPage(text).blocks.flatMap((block) => {
    if (block.kind !== 'table') return [];
    if (isBroken(block.table)) throw new Error(block.table.broken);
    return [textsOf([...block.table.header, ...block.table.rows])];
  });
}

test.each([
  [
    'tags left open close where a browser would close them',
    '<table><tr><td><ul><li>a<li>b<p>c</ul><td>d<tr><td rowspan=2>e<td>f<tr><td>g</table>',
    [
      ['a\nb\nc', 'd'],
      ['e', 'f'],
      ['e', 'g'],
    ],
  ],
  [
    'a table inside a cell is content of the cell',
    '<table><tr><td>a<table><tr><td>b</td></tr></table>c</td><td>d</td></tr></table>',
    [['a\nb\nc', 'd']],
  ],
  [
    'tags in capitals and attributes in other quotes are the same',
    "<TABLE><TR><TH colspan='2'>a</TH></TR><TR><TD>b</TD><TD>c</TD></TR></TABLE>",
    [
      ['a', 'a'],
      ['b', 'c'],
    ],
  ],
  [
    'placeholders and query parameters stay, character references are replaced',
    '<table><tr><td>GET /v1/<id>/<Bucket_Name>/<object>?lt=1&region=2&amp;copy=3<br>a &lt; b&nbsp;&#65;</td></tr></table>',
    [['GET /v1/<id>/<Bucket_Name>/<object>?lt=1&region=2&copy=3\na < b A']],
  ],
  [
    'blank lines inside end nothing, and comments show nothing',
    '<table>\n\n<!-- <tr><td>x</td></tr></table> -->\n\n<tr>\n\n<td>\n\na\n\n</td>\n\n</tr>\n\n</table>\nb',
    [['a']],
  ],
])('in HTML, %s', (_name, text, rows) => {
  expect(rowsOf(text)).toEqual([rows]);
});

describe('a pipe table', () => {
  test.each([
    ['without pipes at its ends', 'a|b\n--|--\n1|2'],
    ['indented like code', '    |a|b|\n    |--|--|\n    |1|2|'],
    ['right below a paragraph', 'text\n|a|b|\n|--|--|\n|1|2|'],
    ['in an item of a list', '1.  text\n\n    |a|b|\n    |--|--|\n    |1|2|'],
    ['in a quotation', '> |a|b|\n> |--|--|\n> |1|2|'],
    ['inside other HTML', '<div>\n\n|a|b|\n|--|--|\n|1|2|\n\n</div>'],
    ['with Windows line ends', '|a|b|\r\n|:--|--:|\r\n|1|2|\r\n'],
    ['with cells too many', '|a|b|\n|--|--|\n|1|2|3|'],
  ])('%s is read', (_name, text) => {
    expect(rowsOf(text)).toEqual([
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ]);
  });

  test.each([
    ['kms:\\*:\\* obs:\\*', 'kms:*:* obs:*'],
    ['**b** _c_ \\_', '**b** _c_ _'],
    ['x\\|y `p\\|q`', 'x|y p|q'],
    ['x<br/>y<BR>z', 'x\ny\nz'],
    ['[GET /v1/a](b_c.md#d)<a name="e"></a>![](f.png)', 'GET /v1/a'],
    ['&lt;id&gt;&nbsp;&#65;&amp;copy &copy', '<id> A&copy &copy'],
    ['查询，列表（a：b）；<p>c</p>', '查询，列表（a：b）；c'],
    ['<id> <code>d</code>', '<id> d'],
    ['', ''],
  ])('shows of the cell %j: %j', (cell, shown) => {
    expect(rowsOf(`|a|b|\n|--|--|\n|1|${cell}|`)[0]?.[1]).toEqual(['1', shown]);
  });

  test('below another without a blank line goes on with its rows', () => {
    expect(rowsOf('|a|\n|--|\n|1|\n|b|\n|--|\n|2|\nafter\n\ntext')[0]?.map(([cell]) => cell)).toEqual([
      'a',
      '1',
      'b',
      '--',
      '2',
      'after',
    ]);
  });

  test.each(['|a|b|c|\n|--|--|\n|1|2|3|', 'text\n|a|\n|--|:-:|\n|1|2|'])(
    'whose lines do not fit is broken, not lost: %j',
    (text) => {
      const [block] = readPage(`${text}\n\nmore`).blocks;
      expect(block?.kind === 'table' && isBroken(block.table)).toBe(true);
    },
  );

  test('keeps asterisks, underscores and placeholders as they stand', () => {
    const table = tableOf('|a|b|\n|--|--|\n|kms:*:* obs:*:get*|GET /v1/__x__/{a_b}/<id>|');
    expect(textsOf(table.rows)).toEqual([['kms:*:* obs:*:get*', 'GET /v1/__x__/{a_b}/<id>']]);
  });

  test('fills rows that are shorter than the header with empty cells', () => {
    expect(textsOf(tableOf('|a|b|c|\n|--|--|--|\n|1|').rows)).toEqual([['1', '', '']]);
  });
});

test('what a page shows beside its tables: headings, paragraphs, no samples, no comments', () => {
  const text = [
    '<!-- <table><tr><td>x</td></tr></table> -->',
    '# One <a name="one"></a>',
    '<a name="two"></a>',
    '## Two #',
    '',
    'Three',
    '---',
    '-   item',
    '',
    '    below',
    '',
    '<p>GET /v1/{id}</p>',
    '```',
    '<table><tr><td>sample</td></tr></table>',
    '```',
    '***',
    'end',
  ];
  expect(readPage(text.join('\n')).blocks).toEqual([
    { kind: 'heading', level: 1, text: 'One' },
    { kind: 'heading', level: 2, text: 'Two' },
    { kind: 'heading', level: 2, text: 'Three' },
    { kind: 'text', text: 'item' },
    { kind: 'text', text: 'below' },
    { kind: 'text', text: 'GET /v1/{id}' },
    { kind: 'text', text: 'end' },
  ]);
});

describe('the form of a page', () => {
  test.each([
    ['# Title\n\n|a|\n|--|\n|b|', 'markdown'],
    ['# Title\n\n<table><tr><td>+---+</td></tr></table>', 'markdown'],
    ['Title\n=====\n\ntext', 'rst'],
    ['.. _label:\n\nText', 'rst'],
    ['+---+\n| a |\n+---+', 'rst'],
  ])('of %j is %s', (text, form) => {
    expect(formOf(text)).toBe(form);
  });
});

test.each([
  ['kms:``*``:\\*', 'kms:*:*'],
  ['``-``', '-'],
  ['\\__os_bit', '__os_bit'],
  ['the **default** one', 'the default one'],
  ['see :ref:`Table 1 <a__b>`.', 'see Table 1.'],
  ['obs:*:get*', 'obs:*:get*'],
  ['*[Array]*', '[Array]'],
])('inline markup %j reads %j', (source, text) => {
  expect(rstText(source)).toBe(text);
});

test.each([
  [['中文', '（说明）'], '中文（说明）'],
  [['中文 1', 'abc'], '中文 1 abc'],
  [['two', 'words'], 'two words'],
  [['看 标签'], '看 标签'],
])('lines %j join to %j', (lines, joined) => {
  expect(joinLines(lines)).toBe(joined);
});

test('hostile pages are read to an end', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          '+',
          '-',
          '|',
          '=',
          '\n',
          ' ',
          '<table>',
          '</table>',
          '<td>',
          '.. ',
          'x',
          '- ',
          '::',
          '`',
          '*',
        ),
        { maxLength: 200 },
      ),
      (parts) => {
        expect(readPage(parts.join('')).blocks).toBeDefined();
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ['quotations', '>'.repeat(8000)],
  ['HTML', `<table><tr><td>${'<div>'.repeat(20_000)}</table>`],
])('%s nested without end give a broken table', (_name, text) => {
  expect(readPage(text).blocks).toEqual([{ kind: 'table', table: { broken: 'it is nested too deep' } }]);
});
