import { compareText } from '../catalogue/order.ts';
import { readAction, serviceOf } from '../model/action.ts';
import type { Mention } from '../model/catalogue.ts';
import { type Claim, namedActions } from '../model/claim.ts';
import { type Cloud, clouds } from '../model/cloud.ts';
import { yamlText } from './yaml-text.ts';

/** A mentioned action that is not taken up, and why. */
interface ExcludedAction {
  readonly action: string;
  readonly pages: number;
  readonly page: string;
  readonly reason: string;
}

/** What one file of `rules/catalogue/<cloud>/mentioned.yaml` holds. */
export interface MentionedFile {
  readonly cloud: Cloud;
  /** Actions that pages name outside the permission tables. */
  readonly actions: readonly Omit<Mention, 'cloud'>[];
  readonly excluded: readonly ExcludedAction[];
}

/** A verdict by hand on a mentioned action, against what the rules say. */
export interface MentionCorrection {
  readonly action: string;
  /** Only in this cloud, if given. */
  readonly cloud?: Cloud;
  readonly verdict: 'misprint' | 'genuine';
  readonly reason: string;
}

/**
 * Reads the list of mentioned actions: cloud, action, number of pages, an example page. The order of lines does not
 * matter.
 * @throws naming the line that cannot be read
 */
export function readMentions(text: string): Mention[] {
  return text
    .split(/\r?\n/u)
    .slice(1)
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      const [name, action, count, page] = line.split('\t');
      const cloud = clouds.find((known) => known === name);
      const pages = Number(count);
      if (cloud === undefined || !action || !page || !Number.isInteger(pages) || pages < 1) {
        throw new Error(`line ${index + 2} is not a cloud, an action, a number of pages and a page`);
      }
      return [{ cloud, action, pages, page: page.trim() }];
    });
}

/**
 * Sorts out the mentioned actions: what permission tables name is left out (it is known better), and what is not a plain
 * action, a misprint by hand, or named once and one edit from a name of a permission table, is excluded with the reason.
 */
export function filterMentions(
  mentions: readonly Mention[],
  claims: readonly Claim[],
  corrections: readonly MentionCorrection[],
): MentionedFile[] {
  const tables = new Map(clouds.map((cloud) => [cloud, new Set<string>()]));
  for (const claim of claims) {
    for (const action of namedActions(claim)) tables.get(claim.cloud)?.add(action.toLowerCase());
  }
  const documented = namesByService([...tables.values()].flatMap((names) => [...names]));
  const verdicts = new Map<string, MentionCorrection>();
  for (const correction of corrections) {
    for (const cloud of correction.cloud ? [correction.cloud] : clouds) {
      verdicts.set(`${cloud} ${correction.action.toLowerCase()}`, correction);
    }
  }
  return clouds.flatMap((cloud) => {
    const actions: Omit<Mention, 'cloud'>[] = [];
    const excluded: ExcludedAction[] = [];
    for (const { action, pages, page } of mentions.filter((mention) => mention.cloud === cloud)) {
      if (tables.get(cloud)?.has(action.toLowerCase())) continue;
      const verdict = verdicts.get(`${cloud} ${action.toLowerCase()}`);
      const reason = verdict
        ? verdict.verdict === 'misprint'
          ? verdict.reason
          : undefined
        : (faultOf(action) ?? (pages === 1 ? misprintOf(action, documented) : undefined));
      if (reason === undefined) actions.push({ action, pages, page });
      else excluded.push({ action, pages, page, reason });
    }
    if (actions.length + excluded.length === 0) return [];
    return [{ cloud, actions: actions.sort(byAction), excluded: excluded.sort(byAction) }];
  });
}

function byAction(one: { readonly action: string }, other: { readonly action: string }): number {
  return (
    compareText(one.action.toLowerCase(), other.action.toLowerCase()) || compareText(one.action, other.action)
  );
}

/** Concrete names by service segment. */
function namesByService(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const services = new Map<string, string[]>();
  for (const name of [...new Set(names)].sort(compareText)) {
    const reading = readAction(name);
    if (!reading.ok || !reading.pattern.concrete) continue;
    const [service] = reading.pattern.segments;
    const known = services.get(service);
    if (known) known.push(name);
    else services.set(service, [name]);
  }
  return services;
}

function faultOf(action: string): string | undefined {
  const reading = readAction(action);
  if (!reading.ok) return `malformed: ${reading.fault}`;
  return reading.pattern.concrete ? undefined : 'a pattern, not an action';
}

function misprintOf(action: string, documented: ReadonlyMap<string, readonly string[]>): string | undefined {
  const folded = action.toLowerCase();
  const names = documented.get(serviceOf(folded)) ?? [];
  if (names.includes(folded)) return undefined;
  const near = names.find((name) => isOneEditApart(folded, name));
  return near === undefined ? undefined : `named once, one edit from ${near}, which a permission table names`;
}

/** Whether one letter was added, left out or changed, or two neighbours swapped: what remains between equal ends tells. */
function isOneEditApart(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  const most = Math.min(one.length, other.length) - start;
  while (end < most && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  const left = one.slice(start, one.length - end);
  const right = other.slice(start, other.length - end);
  if (left.length <= 1 && right.length <= 1) return left !== right;
  return left.length === 2 && right.length === 2 && left === `${right[1]}${right[0]}`;
}

const header = `# Generated by \`iamscope catalogue build\` from the list of actions that documentation pages name outside permission tables.
# Do not edit: verdicts on single actions belong into rules/corrections/mentioned.yaml.
`;

/** Writes a file of mentioned actions. */
export function printMentioned({ cloud, actions, excluded }: MentionedFile): string {
  const file = { cloud, actions, ...(excluded.length === 0 ? {} : { excluded }) };
  return yamlText(header, file, { excluded: 'blocks' });
}
