import type { RuleDescription } from '../model/finding.ts';

/** The documentation of all rules, as Markdown: `rules/README.md`. */
export function renderRuleDocs(rules: readonly RuleDescription[]): string {
  const table = rules.map(
    ({ id, severity, summary }) => `| [\`${id}\`](#${id}) | ${severity} | ${summary} |`,
  );
  return `# Lint rules

Generated from the rules in \`src/rules\`; \`npm run generate\` writes this file anew.

| rule | severity | finds |
| --- | --- | --- |
${table.join('\n')}
${rules.map(section).join('')}`;
}

function section({ id, severity, summary, rationale, examples }: RuleDescription): string {
  return `
## \`${id}\`

${severity}: ${summary}

${rationale}

Reported:

\`\`\`json
${examples.flagged}
\`\`\`

Not reported:

\`\`\`json
${examples.clean}
\`\`\`
`;
}
