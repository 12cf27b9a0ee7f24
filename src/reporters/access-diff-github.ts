import type { AccessChange, DiffAnswer, UnitChange } from '../model/access-changes.ts';
import { changedApiText, exampleText, summaryInWords } from './access-diff-words.ts';
import { githubCommand } from './github-command.ts';
import { portablePath } from './portable-path.ts';

/** GitHub shows the first annotations of a step only: of each unit the gravest changes. */
const mostOfUnit = 5;

/** Workflow commands of GitHub Actions: an error for what broadens access, at the statement that does, and a notice of the whole. */
export function renderDiffGithub(answer: DiffAnswer): string {
  const { says, others } = summaryInWords(answer);
  return [
    ...answer.units.flatMap(errorsOf),
    githubCommand('notice', [['title', 'iamscope diff']], [`${says} (${others})`]),
  ].join('');
}

function errorsOf(unit: UnitChange): readonly string[] {
  if (!unit.broadens) return [];
  const subject = `${unit.kind === 'role' ? 'role ' : ''}${portablePath(unit.unit)}`;
  const changes = [...unit.gained, ...unit.conditional].filter(({ broadens }) => broadens);
  // What actions say, APIs say again.
  const actions = changes.filter(({ kind }) => kind === 'actions');
  const said = (actions.length > 0 ? actions : changes).slice(0, mostOfUnit).map((change) => {
    const [at] = [...change.new, ...change.old];
    const place =
      at === undefined || at.file.startsWith('system:')
        ? []
        : ([
            ['file', portablePath(at.file)],
            ['line', at.line],
            ['col', at.column],
          ] as const);
    return githubCommand('error', [...place, ['title', 'iamscope diff']], rowsOf(subject, change));
  });
  if (said.length > 0) return said;
  return [githubCommand('error', [['title', 'iamscope diff']], [subject, ...unit.notComparable])];
}

function rowsOf(subject: string, change: AccessChange): readonly string[] {
  const level = change.level === undefined ? '' : ` [${change.level}]`;
  if (change.kind === 'api')
    return [`${subject}: ${changedApiText(change)}${level}: ${change.from} -> ${change.to}`];
  const { message, counterexample } = change;
  return [
    `${subject}: ${message}${level}`,
    ...(counterexample === undefined ? [] : [exampleText(counterexample)]),
  ];
}
