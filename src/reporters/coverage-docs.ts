import type { ServiceSummary } from '../model/statistics.ts';

/** What the catalogue covers, as Markdown: `rules/COVERAGE.md`. */
export function renderCoverageDocs(services: readonly ServiceSummary[]): string {
  const of = (coverage: ServiceSummary['coverage']) =>
    services.filter((service) => service.coverage === coverage);
  const rows = [...of('full'), ...of('partly')].map(
    ({ code, name, clouds, coverage, rows: count, apis, actions, pages, partPages, dates }) =>
      `| \`${code}\` | ${name} | ${clouds.join(', ')} | ${coverage} | ${count} | ${apis} | ${actions} | ${dates.hwc ?? ''} | ${dates.otc ?? ''} | ${partPages === 0 ? '' : `${partPages} of ${pages}`} |`,
  );
  const codes = of('none').map(({ code }) => `\`${code}\``);
  return `# What the catalogue covers

Generated from the catalogue; \`npm run generate\` writes this file anew. \`iamscope catalogue list\` and \`stats\` show the same.

- **full** (${of('full').length} services): the current permission tables of the service are in the catalogue.
- **partly** (${of('partly').length}): only parts of the current permission tables are, or none; actions are known from these parts, from retired
  tables, or from other pages that mention them, so one that is not listed may exist all the same, and so may an API.
- **known by name only** (${codes.length}): ${codes.join(', ')}. Nothing is known of their actions, and nothing is called wrong.

The dates are those of the newest pages read for the service in each cloud; not every page has one, and \`iamscope explain\` names it.
The last column says of how many pages only a part is stored.

| code | service | clouds | coverage | rows | APIs | actions | newest page, hwc | newest page, otc | pages in part |
| --- | --- | --- | --- | ---: | ---: | ---: | --- | --- | --- |
${rows.join('\n')}
`;
}
