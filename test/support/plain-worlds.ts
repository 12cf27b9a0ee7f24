/**
 * The decision for one action over two stages, by going through every world that is possible: each doubtful statement
 * matches or does not, an unstated mark counts or does not, and where the order of the stages is not documented both
 * orders happen. What comes out in all worlds is sure. Slow, plain, and written from the specification alone.
 */
import type { ServiceLevel } from '../../src/model/catalogue.ts';
import type { ActionDecisionKind } from '../../src/model/decision.ts';
import {
  inLayers,
  matchingStatements,
  type PlainLevels,
  type PlainStatement,
  plainMatches,
} from './plain-decision.ts';

export interface PlainStages {
  readonly iam: readonly PlainStatement[];
  readonly enterpriseProject: readonly PlainStatement[];
  /** Whether enterprise-project grants count; `null`: not stated. */
  readonly mark: boolean | null;
  /** Whether an enterprise-project Deny is known to come second (Open Telekom Cloud). */
  readonly stagesDocumented: boolean;
  readonly levelOf: PlainLevels;
}

type Result = 'allow' | 'deny' | 'nothing';

export function plainStagedDecision(action: string, stages: PlainStages): ActionDecisionKind {
  const results = new Set<Result>();
  const matching = (statements: readonly PlainStatement[]) =>
    matchingStatements(inLayers(statements, action, stages.levelOf), (pattern) =>
      plainMatches(pattern, action),
    );
  for (const iam of worlds(matching(stages.iam))) {
    for (const enterpriseProject of worlds(matching(stages.enterpriseProject))) {
      for (const counts of stages.mark === null ? [true, false] : [stages.mark]) {
        const second = counts ? enterpriseProject : [];
        results.add(inOrder(iam, second));
        if (!stages.stagesDocumented && verdict(second) === 'deny' && verdict(iam) === 'allow')
          results.add('deny');
      }
    }
  }
  if (results.size === 1) {
    const [only] = results;
    return only === 'allow' ? 'allowed' : only === 'deny' ? 'denied' : 'not-allowed';
  }
  return results.has('allow') ? 'conditional' : 'not-allowed';
}

/** Every way in which the doubtful statements can match or not. */
function worlds(statements: readonly PlainStatement[]): PlainStatement[][] {
  let found: PlainStatement[][] = [[]];
  for (const statement of statements) {
    found = found.flatMap((world) =>
      statement.maybe ? [world, [...world, statement]] : [[...world, statement]],
    );
  }
  return found;
}

function inOrder(iam: readonly PlainStatement[], enterpriseProject: readonly PlainStatement[]): Result {
  const first = verdict(iam);
  return first === 'nothing' ? verdict(enterpriseProject) : first;
}

function verdict(statements: readonly PlainStatement[]): Result {
  if (statements.some(({ effect }) => effect === 'deny')) return 'deny';
  return statements.some(({ effect }) => effect === 'allow') ? 'allow' : 'nothing';
}

/** A statement with the place that it is granted in; one that is granted nowhere in particular counts everywhere. */
export interface PlacedStatement extends PlainStatement {
  readonly project?: string;
  readonly enterpriseProject?: string;
  readonly global?: true;
}

/** A grant in a project is for services of projects, and a global one for global ones; so it is with a declared layer. */
function isMisplaced({ project, global, layer }: PlacedStatement, level: ServiceLevel): boolean {
  if (global) return level === 'project' || layer === 'XA';
  return project !== undefined && (level === 'global' || layer === 'AX');
}

/**
 * The decision where grants name places: a call can be made in each project and enterprise project that they name, and
 * inside and outside of the others. What comes out everywhere is sure. Outside of every place that is named the policies
 * say nothing, but for this: what is refused in one of them and may pass there is not refused.
 */
export function plainPlacedDecision(
  action: string,
  placed: readonly PlacedStatement[],
  stagesDocumented: boolean,
  level: ServiceLevel,
): ActionDecisionKind {
  const statements = placed.map((one) => (isMisplaced(one, level) ? { ...one, maybe: true } : one));
  const projects = new Set(statements.map(({ project }) => project ?? 'elsewhere'));
  const enterpriseProjects = new Set(statements.map(({ enterpriseProject }) => enterpriseProject ?? 'none'));
  projects.add('elsewhere');
  enterpriseProjects.add('none');
  const isNamed = projects.size + enterpriseProjects.size > 2;
  const decideIn = (project: string, enterpriseProject: string): ActionDecisionKind => {
    const here = statements.filter(
      (statement) =>
        [undefined, project].includes(statement.project) &&
        [undefined, enterpriseProject].includes(statement.enterpriseProject),
    );
    return plainStagedDecision(action, {
      iam: here.filter((statement) => statement.enterpriseProject === undefined),
      enterpriseProject: here.filter((statement) => statement.enterpriseProject !== undefined),
      mark: true,
      stagesDocumented,
      levelOf: () => level,
    });
  };
  const outcomes = new Set<ActionDecisionKind>();
  for (const project of projects) {
    for (const enterpriseProject of enterpriseProjects) {
      if (isNamed && project === 'elsewhere' && enterpriseProject === 'none') continue;
      // Where no enterprise project is named, nothing leads outside of the projects, and the reverse.
      if (enterpriseProjects.size === 1 && projects.size > 1 && project === 'elsewhere') continue;
      outcomes.add(decideIn(project, enterpriseProject));
    }
  }
  const outside = decideIn('elsewhere', 'none');
  const passesOutside = outside === 'allowed' || outside === 'conditional';
  if (passesOutside && (outcomes.has('denied') || outcomes.has('not-allowed'))) outcomes.add(outside);
  const [only] = outcomes;
  if (outcomes.size === 1 && only !== undefined) return only;
  return outcomes.has('allowed') || outcomes.has('conditional') ? 'conditional' : 'not-allowed';
}
