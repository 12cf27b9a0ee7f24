import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { terminalPath, terminalText } from '../../src/reporters/terminal-text.ts';
import { terminalWidth } from '../../src/reporters/terminal-width.ts';
import { anyText } from '../support/any-text.ts';

describe('terminalText', () => {
  test.each([
    { text: 'ims:images:list 镜像 😀 é', shown: 'ims:images:list 镜像 😀 é' },
    { text: 'a\tb\nc\rd', shown: 'a\\tb\\nc\\rd' },
    { text: '\u001b[31mred', shown: '\\x1B[31mred' },
    { text: '\u202Elist\u2066', shown: '\\u{202E}list\\u{2066}' },
    { text: 'a\uD800b', shown: 'a\\u{D800}b' },
    { text: '\u{E0041}', shown: '\\u{E0041}' },
    { text: 'a ##[group]b ##x [c', shown: 'a #\\x23[group]b ##x [c' },
    { text: '###vso[task]', shown: '##\\x23vso[task]' },
  ])('$shown', ({ text, shown }) => {
    expect(terminalText(text)).toBe(shown);
  });

  test('leaves nothing that a terminal acts on', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(terminalText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });
});

describe('terminalPath', () => {
  test.each([
    { file: 'a.json', shown: 'a.json' },
    { file: '::error::x', shown: './::error::x' },
    { file: ' ::error::x', shown: './ ::error::x' },
    { file: 'a::b', shown: 'a::b' },
    { file: '\u001b', shown: '\\x1B' },
  ])('$shown', ({ file, shown }) => {
    expect(terminalPath(file)).toBe(shown);
  });
});

describe('terminalWidth', () => {
  test.each([
    { text: '', width: 0 },
    { text: 'abc', width: 3 },
    { text: '镜像', width: 4 },
    { text: '，：', width: 4 },
    { text: 'e\u0301', width: 1 },
    { text: '😀', width: 2 },
  ])('of $text is $width', ({ text, width }) => {
    expect(terminalWidth(text)).toBe(width);
  });
});
