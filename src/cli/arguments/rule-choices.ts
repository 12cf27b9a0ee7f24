import type { RuleLevel } from '../../lint/lint-file.ts';
import { severities } from '../../model/finding.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { nearest } from '../../model/nearest.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Config } from '../config/config.ts';
import { UsageError } from '../usage-error.ts';

/** What names of rules are checked against. */
interface KnownRules {
  readonly rules: readonly Rule[];
  readonly config?: Config;
}

/** The rules of `--only`; `undefined`: all. @throws UsageError for one that does not exist. */
export function onlyRules(written: readonly string[], known: KnownRules): ReadonlySet<string> | undefined {
  const ids = written.flatMap((list) => list.split(',')).map((id) => id.trim());
  for (const id of ids) checkRule({ option: 'only', id }, known);
  return ids.length === 0 ? undefined : new Set(ids);
}

const levelNames: readonly string[] = [...severities, 'off', 'on'] satisfies readonly RuleLevel[];

/** The levels of `--rule`. @throws UsageError for a rule or level that does not exist. */
export function ruleLevels(written: readonly string[], known: KnownRules): ReadonlyMap<string, RuleLevel> {
  return new Map(
    written.map((text) => {
      const [id = '', level, ...more] = text.split('=');
      checkRule({ option: 'rule', id }, known);
      if (level === undefined || more.length > 0 || !levelNames.includes(level)) {
        const near = level === undefined ? undefined : nearest(level, levelNames, { max: 2 });
        const hint =
          near === undefined
            ? `say \`--rule ${id}=level\` with one of ${levelNames.join(', ')}`
            : `did you mean \`${id}=${near}\`?`;
        throw new UsageError(`option \`--rule\` cannot be ${inBackticks(text)}; ${hint}`);
      }
      return [id, level as RuleLevel];
    }),
  );
}

/** @throws UsageError for a rule that does not exist, and for a house rule of which no house says anything. */
function checkRule(
  { option, id }: { readonly option: string; readonly id: string },
  { rules, config }: KnownRules,
): void {
  const rule = rules.find((known) => known.id === id);
  if (rule === undefined) {
    const ids = rules.map((known) => known.id);
    const near = nearest(id, ids, { max: 3 });
    const hint =
      near === undefined ? '`iamscope explain --list` shows them all' : `did you mean \`${near}\`?`;
    throw new UsageError(`option \`--${option}\`: unknown rule ${inBackticks(id)}; ${hint}`);
  }
  const entries: Readonly<Record<string, readonly unknown[]>> = { ...config?.house };
  if (rule.group === 'house' && (entries[id] ?? []).length === 0) {
    throw new UsageError(
      `option \`--${option}\`: ${inBackticks(id)} has nothing to look after; list it under \`house\` in the configuration (\`iamscope explain ${id}\` shows how)`,
    );
  }
}
