import { compareFindings } from '../../lint/lint-file.ts';
import type { LintReport } from '../../model/finding.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { repositoryNames } from '../arguments/repository-names.ts';
import type { Io } from '../io.ts';

/** What names files. */
interface NamedFiles {
  readonly report: LintReport;
  readonly files: readonly PolicyFile[];
}

/**
 * A run with files named from the root of the repository, as services that show findings beside the code want them,
 * whatever folder the program was started in. What lies outside keeps the name that the call gives it.
 */
export function fromRepository<Run extends NamedFiles>(run: Run, io: Io): Run {
  const nameOf = repositoryNames(io);
  return {
    ...run,
    report: namedReport(run.report, nameOf),
    files: run.files.map((file): PolicyFile => ({ ...file, file: nameOf(file.file) })),
  };
}

function namedReport({ findings, notes, ...rest }: LintReport, nameOf: (file: string) => string): LintReport {
  const named = findings.map((finding) => ({
    ...finding,
    file: nameOf(finding.file),
    related: finding.related.map((place) => ({ ...place, file: nameOf(place.file) })),
  }));
  return {
    ...rest,
    findings: named.sort(compareFindings),
    ...(notes === undefined ? {} : { notes: notes.map((note) => ({ ...note, file: nameOf(note.file) })) }),
  };
}
