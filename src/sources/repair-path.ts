/** What was repaired in the text of an API cell, in words. */
interface MendedText {
  readonly value: string;
  readonly repairs: readonly string[];
}

interface PathRepair {
  readonly repair: string;
  readonly pattern: RegExp;
  readonly replace: (match: string, ...groups: string[]) => string;
}

/** Misprints of paths that cannot be read otherwise, in the order in which they are repaired. */
const pathRepairs: readonly PathRepair[] = [
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

/** A method and a path without a misprint, as nearly all cells have them. */
const sound = /^[A-Z]+ (?:\/(?:[\w.-]+|\{\w+\}))+$/u;

/** Repairs the misprints in the paths of an API cell: blanks, doubled slashes, brackets left open. */
export function repairPath(text: string): MendedText {
  if (sound.test(text)) return { value: text, repairs: [] };
  const repairs: string[] = [];
  let value = text;
  for (const { repair, pattern, replace } of pathRepairs) {
    const repaired = value.replace(pattern, replace);
    if (repaired !== value && !repairs.includes(repair)) repairs.push(repair);
    value = repaired;
  }
  return { value, repairs };
}
