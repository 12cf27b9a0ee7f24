import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Nodes, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { describe, expect, test } from 'vitest';
import type { LintReport } from '../../src/model/finding.ts';
import { type LintFormat, lintFormats } from '../../src/model/formats.ts';
import { terminalText } from '../../src/reporters/terminal-text.ts';
import { reportOf } from '../support/lint-report.ts';
import { renderLintAs } from '../support/render-lint-as.ts';

/** What somebody could put into a policy or into the name of its file, to be taken for something else. */
const hostileTexts = [
  '\u0000\u0001\u001f',
  '\u001b[2J\u001b]0;title\u0007',
  '\u009b31m',
  '\r\n',
  'a\nb',
  'a\rb',
  'a\tb',
  '\u2028\u2029\u0085',
  '\u202eevil\u2066\u200b\ufeff',
  '\u{e0041}\u{e007f}',
  '\ud800',
  'x\udc00\ud800',
  '\ufffe\uffff',
  '::error file=x::y',
  '  ::add-mask::x',
  '\n::stop-commands::x\n',
  'a::b%0A::c,d=e:f%25',
  '##[error]x',
  '##vso[task.setvariable variable=x]y',
  ']]>',
  '<![CDATA[',
  '<!-- --><script>alert(1)</script>',
  '&amp;&lt;&#0;&unknown;',
  '"\'><x y="',
  '|',
  '\\|',
  '\\\\|',
  '`',
  '``',
  '`a`|`b',
  '\\',
  '*a* _b_ ~c~ #d',
  '[a](https://evil.example)',
  '![a](https://evil.example)',
  'https://evil.example www.evil.example <https://evil.example>',
  '@someone #1 $x$',
  '{0} {{1}} %s %(x)s $1',
  '__proto__',
  'constructor',
  '镜像 👩‍💻 e\u0301',
  ' ',
] as const;

const hostile = hostileTexts.map((text) => ({ name: JSON.stringify(text), text }));

function hostileReport(text: string): LintReport {
  const quoted = `\`${text}\` is unknown`;
  return reportOf({
    file: text,
    message: quoted,
    help: `write ${text}`,
    related: [{ file: `${text}.json`, pointer: '', line: 2, column: 3, note: `first ${text}` }],
    fix: {
      safe: true,
      description: `write \`${text}\``,
      edits: [{ line: 1, column: 1, endLine: 1, endColumn: 1, text }],
    },
  });
}

/** The text stands in the file too, so that the line is shown. */
function renderHostile(format: LintFormat, text: string): string {
  return renderLintAs(format, hostileReport(text), { files: { [text]: text }, unreadable: [text] });
}

describe.each(lintFormats)('%s', (format) => {
  const lines = (text: string) => renderHostile(format, text).split('\n').length;
  const shownLines = lines('harmless');

  test.each(hostile)('shows nothing of $name that acts on a terminal', ({ text }) => {
    expect(renderHostile(format, text).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  });

  test.each(hostile)('has the lines for $name that it has for any text', ({ text }) => {
    expect(lines(text)).toBe(shownLines);
  });
});

// The form `github` is such commands: what its values hold is read back below.
describe.each(lintFormats.filter((format) => format !== 'github'))('%s', (format) => {
  test.each(hostile)('has no command of a build server for $name', ({ text }) => {
    const output = renderHostile(format, text);
    expect(output).not.toMatch(/^\s*::/mu);
    expect(output).not.toMatch(/##\w*\[/u);
  });
});

describe('the value can be read back from', () => {
  test.each(hostile)('json and jsonl: $name', ({ text }) => {
    const report = hostileReport(text);
    expect(JSON.parse(renderHostile('json', text))).toEqual({ schemaVersion: 1, ...report });
    expect(JSON.parse(renderHostile('jsonl', text))).toEqual(report.findings[0]);
  });

  test.each(hostile)('sarif: $name', ({ text }) => {
    const { runs } = JSON.parse(renderHostile('sarif', text)) as {
      runs: [
        {
          results: [
            {
              message: { text: string };
              locations: [{ physicalLocation: { artifactLocation: { uri: string } } }];
              fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: string } }] }] }];
            },
          ];
        },
      ];
    };
    const [{ message, locations, fixes }] = runs[0].results;
    expect(fixes[0].artifactChanges[0].replacements[0].insertedContent.text).toBe(text);
    expect(message.text).not.toMatch(/\]\(/);
    const { uri } = locations[0].physicalLocation.artifactLocation;
    expect(uri).toMatch(/^(?:[A-Za-z0-9\-._~/]|%[0-9A-F]{2})+$/);
    expect(decodeURIComponent(uri)).toBe(text.replace(/\p{Cs}/gu, '\ufffd'));
  });

  test.each(hostile)('gitlab: $name', ({ text }) => {
    const [issue] = JSON.parse(renderHostile('gitlab', text)) as [
      { description: string; location: { path: string } },
    ];
    expect(issue.location.path).toBe(text);
    expect(issue.description).toBe(terminalText(`\`${text}\` is unknown; write ${text}`));
  });

  // Characters that a runner cannot turn back are written as escapes.
  const decode = (property: string) =>
    property.replace(/%(25|0D|0A|3A|2C)/g, (code) => decodeURIComponent(code));
  test.each(hostile)('github: $name', ({ text }) => {
    const output = renderHostile('github', text);
    const [, properties = '', message = ''] = /^::error (.*?)::(.*)\n$/s.exec(output) ?? [];
    const pairs = properties.split(',').map((pair) => pair.split(/=(.*)/s));
    expect(pairs.map(([name]) => name)).toEqual(['file', 'line', 'endLine', 'col', 'endColumn', 'title']);
    const name = decode(pairs[0]?.[1] ?? '');
    const kept = text
      .split(/([\r\n])/)
      .map((part) => (/[\r\n]/.test(part) ? part : terminalText(part)))
      .join('');
    expect(name).toBe(kept);
    expect(decode(message).split('\n')).toEqual([
      terminalText(`\`${text}\` is unknown`),
      terminalText(`${text}.json:2:3 first ${text}`),
      terminalText(`help: write ${text}`),
    ]);
  });

  const parser = new XMLParser({ ignoreAttributes: false, trimValues: false });
  const visible = (text: string) =>
    terminalText(text).replace(
      /[\ufffe\uffff]/g,
      (char) => `\\u{${char.charCodeAt(0).toString(16).toUpperCase()}}`,
    );
  test.each(hostile)('junit and checkstyle: $name', ({ text }) => {
    const junit = renderHostile('junit', text);
    const checkstyle = renderHostile('checkstyle', text);
    for (const output of [junit, checkstyle]) {
      expect(XMLValidator.validate(output)).toBe(true);
      expect(output).not.toContain(']]>');
      expect(output).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
    }
    const { testsuites } = parser.parse(junit) as {
      testsuites: {
        testsuite: { testcase: { '@_file': string; failure: { '@_message': string; '#text': string } } };
      };
    };
    const { '@_file': file, failure } = testsuites.testsuite.testcase;
    expect(file).toBe(visible(text));
    expect(failure['@_message']).toBe(visible(`\`${text}\` is unknown`));
    expect(failure['#text'].split('\n').at(-1)).toBe(visible(`help: write ${text}`));
    const { checkstyle: root } = parser.parse(checkstyle) as {
      checkstyle: { file: { '@_name': string; error: { '@_message': string } } };
    };
    expect(root.file['@_name']).toBe(visible(text));
    expect(root.file.error['@_message']).toBe(visible(`\`${text}\` is unknown; write ${text}`));
  });

  test.each(hostile)('markdown: $name', ({ text }) => {
    const root = fromMarkdown(renderHostile('markdown', text), {
      extensions: [gfmTable()],
      mdastExtensions: [gfmTableFromMarkdown()],
    });
    expect(root.children.map(({ type }) => type)).toEqual(['paragraph', 'table']);
    const table = root.children[1];
    if (table?.type !== 'table') throw new Error('no table');
    expect(table.children.map(({ children }) => children.length)).toEqual([4, 4]);
    const nodes = [...descendants(table)];
    const html = nodes.flatMap((node) => (node.type === 'html' ? [node.value] : []));
    expect(html.filter((tag) => !['<br>', '<code>', '</code>'].includes(tag))).toEqual([]);
    expect(new Set(nodes.map(({ type }) => type))).toEqual(
      new Set(nodes.map(({ type }) => type).filter((type) => allowedInMarkdown.has(type))),
    );
    const [, place, finding] = table.children[1]?.children.map(plainText) ?? [];
    expect(place).toBe(`${terminalText(text)}:1:1`);
    expect(finding?.replaceAll('`', '')).toContain(
      `${terminalText(text)} is unknown`.replaceAll('`', '').trim(),
    );
  });
});

const allowedInMarkdown = new Set(['tableRow', 'tableCell', 'text', 'inlineCode', 'html', 'break']);

function* descendants(node: Nodes): Generator<RootContent> {
  if (!('children' in node)) return;
  for (const child of node.children) {
    yield child;
    yield* descendants(child);
  }
}

function plainText(node: Nodes): string {
  return [...descendants(node)]
    .map((child) => (child.type === 'text' || child.type === 'inlineCode' ? child.value : ''))
    .join('');
}
