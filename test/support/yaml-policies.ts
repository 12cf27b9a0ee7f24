/**
 * Texts of policies in YAML with what can be fixed planted in them: lists and maps in lines and in brackets, every kind of
 * quotes, comments wherever they may stand.
 */
import fc from 'fast-check';
import { policyDocuments } from './generated-policies.ts';

/** How a text is laid out; where there is a choice, `choose` makes it. */
interface YamlLayout {
  readonly step: number;
  /** Lists of a map start below its names, or further in. */
  readonly listsIndented: boolean;
  readonly comments: boolean;
  readonly choose: (count: number) => number;
}

export const yamlTexts: fc.Arbitrary<string> = fc
  .record({
    document: policyDocuments,
    step: fc.constantFrom(2, 2, 4),
    listsIndented: fc.boolean(),
    comments: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\n', '\r\n'),
    head: fc.constantFrom('', '---\n', '# policy\n', '\uFEFF'),
    tail: fc.constantFrom('\n', '', '\n\n', '\n# end\n', '\n...\n'),
    seed: fc.nat(),
  })
  .map(({ document, lineEnd, head, tail, seed, ...layout }) => {
    let state = seed;
    const choose = (count: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (state >> 8) % count;
    };
    const lines = block(document, 0, { ...layout, choose });
    return (head + lines.join('\n') + tail).replaceAll('\n', lineEnd);
  });

/** The lines of a list or map that is not empty, each indented in full. */
function block(value: object, indent: number, layout: YamlLayout): string[] {
  const blanks = ' '.repeat(indent);
  const { choose, comments, step } = layout;
  const lines: string[] = [];
  const remark = () => (comments && choose(5) === 0 ? `  # note ${choose(9)}` : '');
  const above = () => {
    if (comments && choose(8) === 0) lines.push(`${blanks}# about what follows`);
  };
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) {
      above();
      if (isBlock(item, layout)) {
        const inner = block(item, indent + 2, { ...layout, comments: false });
        lines.push(`${blanks}- ${inner[0]?.slice(indent + 2) ?? ''}`, ...inner.slice(1));
      } else lines.push(`${blanks}- ${flow(item, layout)}${remark()}`);
    }
    return lines;
  }
  for (const [name, member] of Object.entries(value)) {
    above();
    if (isBlock(member, layout)) {
      const isList = Array.isArray(member);
      lines.push(`${blanks}${scalar(name, layout)}:${remark()}`);
      lines.push(...block(member, indent + (isList && !layout.listsIndented ? 0 : step), layout));
    } else lines.push(`${blanks}${scalar(name, layout)}: ${flow(member, layout)}${remark()}`);
  }
  return lines;
}

function isBlock(value: unknown, { choose }: YamlLayout): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0 && choose(4) > 0;
}

function flow(value: unknown, layout: YamlLayout): string {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? scalar(value, layout) : JSON.stringify(value);
  const [comma, pad] = layout.choose(2) === 0 ? [', ', ''] : [' , ', ' '];
  if (Array.isArray(value)) return `[${pad}${value.map((item) => flow(item, layout)).join(comma)}${pad}]`;
  const members = Object.entries(value).map(
    ([name, member]) => `${scalar(name, layout)}: ${flow(member, layout)}`,
  );
  return `{${pad}${members.join(comma)}${pad}}`;
}

function scalar(text: string, { choose }: YamlLayout): string {
  const isPlain = /^[A-Za-z][\w.]*(?::[\w*.]+)*$/.test(text);
  if (isPlain && choose(3) > 0) return text;
  return /^[ -~]*$/.test(text) && choose(2) === 0 ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
}
