import { readAction } from '../model/action.ts';

/** Names in the place of an action. */
export interface Named {
  readonly actions: readonly string[];
  /** Rules of OpenStack's own, such as `identity:list_users`: no policy can name them. */
  readonly rules: readonly string[];
}

/** What is printed in front of the actions that are refused. */
const refusals: readonly RegExp[] = [
  // "Policy doesn't allow X to be performed."
  /\bpolic(?:y|ies) (?:do(?:es)?n['’´`ʼ]?t|do(?:es)? not|did not|didn['’]t) allow(?:s|ed)?:? (?:the )?(?:actions?:? )?/giu,
  // EVS.0003: "Insufficient authentication for action X"
  /\binsufficient (?:authenti[cz]ation|authori[sz]ation|permissions?|privileges?)(?: for| to perform| to)?:? (?:the )?(?:actions?:? )?/giu,
  /\b(?:not|un)(?: |-)?(?:authori[sz]ed|allowed|permitted) to (?:perform|execute|call|invoke):? (?:the )?(?:requested )?(?:actions?|operations?)?:? ?/giu,
  // CBC.0151: "correct permission code is X"
  /\bpermission code is:? /giu,
  /\bno (?:permissions?|privileges?) (?:for|to perform|to):? (?:the )?(?:actions?:? )?/giu,
  /\bno (?:identity-based )?polic(?:y|ies) allows? (?:the )?(?:actions?:? )?/giu,
];

/** What is printed before and after the actions of a policy that IAM does not take. */
const before = /\b(?:unregistered|invalid|unknown) actions?:? |\bactions?:? /giu;
const after =
  /^["'`\])]* ?(?:is |are |was |were |has |have )?(?:not (?:been )?registered|unregistered|not exist|does not exist)/iu;

/** No text is about more. */
const most = 50;

const name = /[A-Za-z_*][\w*-]{0,63}(?::[\w*.-]{0,128}){1,4}/y;
const between = /["'`\])]* ?(?:,|;|、|，|\||and|or|和|及)? ?["'`[(]*/y;
const opening = /["'`[(]*/y;

/** The actions that a text on one line says are refused. */
export function refusedNames(line: string): Named {
  return classified(refusals.flatMap((phrase) => namesAfter(line, phrase)));
}

/** The actions that a text on one line says IAM does not know. */
export function unregisteredNames(line: string): Named {
  const names: string[] = [];
  for (const { index, 0: phrase } of line.matchAll(before)) {
    const { found, end } = namesAt(line, index + phrase.length);
    const isUnregistered = /^unregistered/iu.test(phrase) || after.test(line.slice(end, end + 80));
    if (isUnregistered) names.push(...found);
    if (names.length >= most) break;
  }
  return classified(names);
}

/** Whatever has the form of an action, for texts whose words are not known: only of services that exist. */
export function anyActions(line: string, isService: (code: string) => boolean): readonly string[] {
  const found = new Set<string>();
  for (const [text] of line.matchAll(
    /(?<![\w:/.*-])[A-Za-z][\w-]{0,63}:[\w*-]{1,64}:[\w*-]{1,128}(?![\w:/*])/g,
  )) {
    const [service = ''] = text.split(':');
    if (isAction(text) && isService(service)) found.add(text);
    if (found.size >= most) break;
  }
  return [...found];
}

function namesAfter(line: string, phrase: RegExp): string[] {
  const names: string[] = [];
  for (const { index, 0: words } of line.matchAll(phrase)) {
    names.push(...namesAt(line, index + words.length).found);
    if (names.length >= most) break;
  }
  return names;
}

/** A list of names at a place of the text, and where it ends. */
function namesAt(line: string, start: number): { readonly found: readonly string[]; readonly end: number } {
  const found: string[] = [];
  let end = start;
  let at = skip(line, start, opening);
  while (found.length < most) {
    name.lastIndex = at;
    const [text] = name.exec(line) ?? [];
    if (text === undefined) break;
    // What ends the sentence, or goes on with it.
    const bare = text.replace(/[.:]+$/, '');
    if (!bare.includes(':')) break;
    found.push(bare);
    end = at + bare.length;
    at = skip(line, end, between);
  }
  return { found, end };
}

function skip(line: string, at: number, what: RegExp): number {
  what.lastIndex = at;
  return at + (what.exec(line)?.[0].length ?? 0);
}

function classified(names: readonly string[]): Named {
  const each = [...new Set(names)].slice(0, most);
  return {
    actions: each.filter(isAction),
    rules: each.filter((text) => !isAction(text)),
  };
}

/** Three segments; OpenStack's own rules may have as many. */
function isAction(text: string): boolean {
  return readAction(text).ok && !/^(?:os_\w+|\w+_extension|compute|volume|identity|network)(?=:)/i.test(text);
}
