import {
  exampleTerms,
  type RuleDescription,
  type RuleGroup,
  ruleGroups,
  severityInWords,
} from '../model/finding.ts';

/** What the rules of a group are about. */
const titles: Readonly<Record<RuleGroup, string>> = {
  document: 'Documents',
  structure: 'Structure',
  action: 'Actions',
  api: 'APIs',
  resource: 'Resources',
  condition: 'Conditions',
  risk: 'Risks',
  house: 'House rules',
};

/** The documentation of all rules, as Markdown: `rules/README.md`. */
export function renderRuleDocs(rules: readonly RuleDescription[]): string {
  const groups = ruleGroups
    .map((group) => ({ group, members: rules.filter((rule) => rule.group === group) }))
    .filter(({ members }) => members.length > 0);
  return `# Lint rules

Generated from the rules in \`src/rules\`; \`npm run generate\` writes this file anew.
${groups.map(({ group, members }) => table(titles[group], members)).join('')}
${groups.flatMap(({ members }) => members.map(section)).join('')}`;
}

function table(title: string, rules: readonly RuleDescription[]): string {
  const rows = rules.map(
    (rule) => `| [\`${rule.id}\`](#${rule.id}) | ${rule.off ? 'off' : rule.severity} | ${rule.summary} |`,
  );
  return `
**${title}**

| rule | severity | finds |
| --- | --- | --- |
${rows.join('\n')}
`;
}

function section(rule: RuleDescription): string {
  const { id, summary, rationale, examples, sources } = rule;
  const language = examples.file?.endsWith('.tf') ? 'hcl' : 'json';
  const facts = sources === undefined ? '' : `\nSource: ${sources.join('; ')}.\n`;
  const config =
    examples.config === undefined
      ? ''
      : `\nWith this in \`iamscope.yaml\`:\n\n\`\`\`yaml\n${examples.config}\n\`\`\`\n`;
  return `
## \`${id}\`

${severityInWords(rule)}: ${summary}

${rationale}
${facts}${config}
Reported${exampleTerms(rule)}:

\`\`\`${language}
${examples.flagged}
\`\`\`

Not reported:

\`\`\`${language}
${examples.clean}
\`\`\`
`;
}
