/** What was mended in the text of an API cell, in words. */
interface MendedText {
  readonly value: string;
  readonly repairs: readonly string[];
}

interface Mend {
  readonly repair: string;
  readonly pattern: RegExp;
  readonly replace: (match: string, ...groups: string[]) => string;
}

/** Slips of paths that can be told from no other reading, in the order in which they are mended. */
const mends: readonly Mend[] = [
  {
    // `{ image_id}`, `{image_id }`, `{? name, size}`
    repair: 'blank removed from the path',
    pattern: /\{[^{}/\n]*\}/gu,
    replace: (placeholder) => placeholder.replaceAll(/[ \t]+/gu, ''),
  },
  {
    // `GET / v1/images`, `GET / /v1/images`, `/v1/ images/{image_id}`
    repair: 'blank removed from the path',
    pattern: /\/[ \t]+(?=[a-z{:/])/gu,
    replace: () => '/',
  },
  {
    // `POST /v1/` and on the next line `{project_id}/images`
    repair: 'path on two lines joined',
    pattern: /(?<=\/[\w{}\-./]*\/)\n(?=[{a-z])/gu,
    replace: () => '',
  },
  {
    // `/v1/images /{image_id}`; a new path after a blank would begin with a version or a word
    repair: 'blank removed from the path',
    pattern: /(?<=\/[\w}-]+)[ \t]+(?=\/[{:])/gu,
    replace: () => '',
  },
  {
    repair: 'doubled slash removed from the path',
    pattern: /(?<!:)\/{2,}(?=[\w{:])/gu,
    replace: () => '/',
  },
  {
    // `/{image_id/members`
    repair: 'bracket closed in the path',
    pattern: /(?<!\{)\{(\w+)(?=\/|$)/gmu,
    replace: (_match, name) => `{${name}}`,
  },
  {
    // `/image_id}/members`
    repair: 'bracket opened in the path',
    pattern: /(?<=\/)(\w+\})(?!\})/gu,
    replace: (placeholder) => `{${placeholder}`,
  },
  {
    // `/v1{project_id}/images`
    repair: 'slash added in the path',
    pattern: /(?<=\/v\d[\d.]*)(?=\{\w)/giu,
    replace: () => '/',
  },
  {
    // `/{image_id}members`
    repair: 'slash added in the path',
    pattern: /(?<=\w\})(?=[a-z]{2})/gu,
    replace: () => '/',
  },
];

/** A method and a path without a slip, as nearly all cells have them. */
const sound = /^[A-Z]+ (?:\/(?:[\w.-]+|\{\w+\}))+$/u;

/** Mends the slips in the paths of an API cell: blanks, doubled slashes, brackets left open. */
export function mendPath(text: string): MendedText {
  if (sound.test(text)) return { value: text, repairs: [] };
  const repairs: string[] = [];
  let value = text;
  for (const { repair, pattern, replace } of mends) {
    const mended = value.replace(pattern, replace);
    if (mended !== value && !repairs.includes(repair)) repairs.push(repair);
    value = mended;
  }
  return { value, repairs };
}
