import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHtmlTable } from '../../src/sources/html-table.ts';
import { readMarkdownPage } from '../../src/sources/markdown-page.ts';
import { readDocFiles, realDocs, realDocsPresent } from '../support/docs-files.ts';
import { readHtmlTable as referenceTable } from './reference/html-table.ts';
import { readMarkdownPage as referencePage } from './reference/markdown-page.ts';

/** Markdown pages below a folder; reStructuredText is not what these readers read. */
function markdownPages(root: string) {
  return readDocFiles(root).filter(({ path }) => path.endsWith('.md'));
}

describe('the line reader of Markdown agrees with general parsers', () => {
  test.each(markdownPages('fixtures/docs'))('on the fixture $path', ({ text }) => {
    expect(readMarkdownPage(text)).toEqual(referencePage(text));
  });

  test.skipIf(!realDocsPresent)('on every real page (skipped where ../shared/docs is not at hand)', () => {
    for (const { path, text } of markdownPages(realDocs)) {
      expect([path, readMarkdownPage(text)]).toEqual([path, referencePage(text)]);
    }
  });

  const piece = fc.constantFrom(
    'ims:images:get',
    'GET /v1/{id}',
    '<br>',
    '\\_',
    '`a b`',
    '[name](address.md)',
    '![](figure.png)',
    '<a name="x"></a>',
    '<id>',
    '&amp;',
    '**',
    '镜像',
    ' ',
  );
  const line = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => `w${pieces.join('')}w`);

  test('on pipe tables of any cells', () => {
    const row = fc.array(line, { minLength: 3, maxLength: 3 }).map((cells) => `|${cells.join('|')}|`);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), ([header = '', ...rows]) => {
        const text = ['# Title', '', header, '|--|--|--|', ...rows].join('\n');
        expect(readMarkdownPage(text)).toEqual(referencePage(text));
      }),
    );
  });
});

describe('the one-pass reader of HTML tables agrees with a general parser', () => {
  const inline = fc.constantFrom(
    'a',
    'b:c:d',
    '<br/>',
    '<a name="x"></a>',
    '&nbsp;',
    '&#65;',
    '<strong>s</strong>',
  );
  const paragraph = fc
    .array(inline, { minLength: 1, maxLength: 3 })
    .map((parts) => `<p>${parts.join('')}</p>`);
  const item = fc.tuple(fc.constantFrom('', 'x'), fc.array(paragraph, { maxLength: 2 }));
  const list = fc
    .array(item, { minLength: 1, maxLength: 3 })
    .map((items) => `<ul>${items.map(([text, parts]) => `<li>${text}${parts.join('')}</li>`).join('')}</ul>`);
  const note = paragraph.map(
    (text) => `<div class="note"><span class="notetitle">N</span><div class="notebody">${text}</div></div>`,
  );
  const cell = fc
    .array(fc.oneof(paragraph, list, note, fc.constant('text')), { maxLength: 3 })
    .map((parts) => `<td>${parts.join('')}</td>`);

  test('on cells of paragraphs, lists, notes and breaks', () => {
    const row = fc.array(cell, { minLength: 2, maxLength: 2 }).map((cells) => `<tr>${cells.join('')}</tr>`);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 3 }), (rows) => {
        const html = `<table><thead><tr><th>1</th><th>2</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
        expect(readHtmlTable(html)).toEqual(referenceTable(html));
      }),
    );
  });

  test('where tags are left open, tables nest or attributes are quoted otherwise', () => {
    for (const html of [
      '<table><tr><td><ul><li>a<li>b<p>c</ul><td>d<tr><td rowspan=2>e<td>f<tr><td>g</table>',
      '<table><tr><td>a<table><tr><td>b</td></tr></table>c</td><td>d</td></tr></table>',
      "<TABLE><TR><TH colspan='2'>a</TH></TR><TR><TD>b</TD><TD>c</TD></TR></TABLE>",
      '<table><!-- <tr><td>x</td></tr> --><tr><td>a &lt; b</td></tr></table>',
      '<table></table>',
    ]) {
      expect(readHtmlTable(html)).toEqual(referenceTable(html));
    }
  });
});
