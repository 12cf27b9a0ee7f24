import type { ServiceSummary } from '../model/statistics.ts';

/** What the catalogue covers, as Markdown: `rules/COVERAGE.md`. */
export function renderCoverageDocs(services: readonly ServiceSummary[]): string {
  const of = (coverage: ServiceSummary['coverage']) =>
    services.filter((service) => service.coverage === coverage);
  const rows = [...of('full'), ...of('partly')].map(
    ({ code, name, clouds, coverage, rows: count, apis, actions, date }) =>
      `| \`${code}\` | ${name} | ${clouds.join(', ')} | ${coverage} | ${count} | ${apis} | ${actions} | ${date ?? ''} |`,
  );
  const codes = of('none').map(({ code }) => `\`${code}\``);
  return `# What the catalogue covers

Generated from the catalogue; \`npm run generate\` writes this file anew. \`iamscope catalogue list\` and \`stats\` show the same.

- **full** (${of('full').length} services): the current permission tables of the service are in the catalogue.
- **partly** (${of('partly').length}): no current permission table is; actions are known from retired tables, or from other pages that
  mention them, so one that is not listed may exist all the same. Which APIs need them is not known.
- **known by name only** (${codes.length}): ${codes.join(', ')}. Nothing is known of their actions, and nothing is called wrong.

The date is that of the newest page read for the service; every page has its own, and \`iamscope explain\` names it.

| code | service | clouds | coverage | rows | APIs | actions | newest page |
| --- | --- | --- | --- | ---: | ---: | ---: | --- |
${rows.join('\n')}
`;
}
