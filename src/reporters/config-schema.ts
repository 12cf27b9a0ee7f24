import { type RuleDescription, severityInWords } from '../model/finding.ts';

/**
 * The JSON Schema of the configuration with the rules that there are: editors offer them, and what they are about. The
 * rest of the text stays as it is written by hand.
 */
export function fillConfigSchema(schema: string, rules: readonly RuleDescription[]): string {
  const ids = rules.map(({ id }) => `        ${JSON.stringify(id)}`);
  const levels = rules.map((rule) => {
    const description = `${rule.summary}; ${severityInWords(rule)}`;
    return `        ${JSON.stringify(rule.id)}: { "$ref": "#/$defs/level", "description": ${JSON.stringify(description)} }`;
  });
  const withIds = replaced(
    schema,
    /("rule": \{\n[^[\]]*"enum": )\[[^\]]*\]/u,
    `[\n${ids.join(',\n')}\n      ]`,
  );
  return replaced(
    withIds,
    /("levels": \{\n(?: {6}"[^\n]*\n)*? {6}"properties": )\{\n(?: {8}[^\n]*\n)* {6}\}/u,
    `{\n${levels.join(',\n')}\n      }`,
  );
}

function replaced(text: string, place: RegExp, replacement: string): string {
  if (!place.test(text)) throw new Error('the schema of the configuration has no place for the rules');
  return text.replace(place, (_, before: string) => `${before}${replacement}`);
}
