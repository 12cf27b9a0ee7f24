import type { LintReport } from '../model/finding.ts';
import { jsonText } from './json-text.ts';
import { orderedFinding } from './lint-json.ts';

/**
 * One line of JSON for each finding, suppressed ones included: `#/$defs/finding` of
 * `rules/schema/lint-output.schema.json`. There is no line of another kind, so that readers need not distinguish them.
 */
export function* renderLintJsonl({ findings }: LintReport): Generator<string> {
  for (const finding of findings) yield `${jsonText(orderedFinding(finding))}\n`;
}
