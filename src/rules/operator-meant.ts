import { prefixes, suffix } from '../decide/condition-operator.ts';
import type { Language } from '../model/language.ts';
import { nearest } from '../model/nearest.ts';

/** Operators of other clouds, and what says the same here. */
const ofOtherClouds: ReadonlyMap<string, string> = new Map([
  ['ArnEquals', 'StringMatch'],
  ['ArnLike', 'StringMatch'],
  ['ArnNotEquals', 'StringNotMatch'],
  ['ArnNotLike', 'StringNotMatch'],
  ['Boolean', 'Bool'],
]);

/** What to use in place of an operator of bucket policies. */
export function counterpartOf(name: string): string | undefined {
  if (name === 'StringLike') return 'use `StringMatch`';
  if (name === 'StringNotLike') return 'use `StringNotMatch`';
  if (name.startsWith('Numeric')) return `use \`Number${name.slice('Numeric'.length)}\``;
  if (name === 'DateEquals') return 'use `DateGreaterThanEquals` and `DateLessThanEquals` together';
  return undefined;
}

/** The operator that a name is probably a misspelling of, with its prefix and suffix. */
export function operatorMeant(name: string, ofObs: boolean, { operators }: Language): string | undefined {
  const { prefix, rest } = splitPrefix(name);
  const bare = rest.endsWith(suffix) ? rest.slice(0, -suffix.length) : rest;
  const translated = ofOtherClouds.get(bare);
  if (translated !== undefined) return `${prefix}${translated}${rest.slice(bare.length)}`;
  const known = operators.filter(({ standing }) => ofObs || standing !== 'bucket-policy');
  const names = known.flatMap((operator) =>
    operator.compare === 'presence'
      ? prefix === ''
        ? [operator.name]
        : []
      : [operator.name, `${operator.name}${suffix}`],
  );
  const inNumbers = /^Numeric/u.test(rest) && !ofObs ? `Number${rest.slice('Numeric'.length)}` : rest;
  const meant = nearest(inNumbers, names, { max: rest.length >= 8 ? 2 : 1 });
  return meant === undefined ? undefined : `${prefix}${meant}`;
}

/** The prefix that a name has, or is probably meant to have. */
function splitPrefix(name: string): { readonly prefix: string; readonly rest: string } {
  const colon = name.indexOf(':') + 1;
  if (colon === 0) return { prefix: '', rest: name };
  const prefix = nearest(name.slice(0, colon), Object.keys(prefixes), { max: 2 });
  return prefix === undefined ? { prefix: '', rest: name } : { prefix, rest: name.slice(colon) };
}
