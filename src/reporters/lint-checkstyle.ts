import type { LintReport } from '../model/finding.ts';
import { findingsByFile } from './findings-by-file.ts';
import { messageWithHelp } from './lint-words.ts';
import { xmlText } from './xml-text.ts';

/** Findings in the form of Checkstyle, which many build servers read. Files without a finding are named too. */
export function renderLintCheckstyle({ findings }: LintReport, policyFiles: readonly string[]): string {
  const files = findingsByFile(findings, policyFiles).map(([file, own]) => {
    const errors = own.map(
      (finding) =>
        `    <error line="${finding.line}" column="${finding.column}" severity="${finding.severity}" message="${xmlText(messageWithHelp(finding))}" source="${xmlText(`iamscope.${finding.rule}`)}"/>\n`,
    );
    return `  <file name="${xmlText(file)}">\n${errors.join('')}  </file>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${files.join('')}</checkstyle>\n`;
}
