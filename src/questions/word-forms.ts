/** What an English or German noun in the plural may be the plural of, the likeliest first. */
export function singularsOf(word: string): string[] {
  const forms: string[] = [];
  if (word.length > 3 && word.endsWith('ies')) forms.push(`${word.slice(0, -3)}y`);
  if (word.length > 2 && word.endsWith('s') && !word.endsWith('ss')) forms.push(word.slice(0, -1));
  if (word.length > 3 && /(?:s|x|z|ch|sh)es$/u.test(word)) forms.push(word.slice(0, -2));
  if (word.endsWith('indices') || word.endsWith('matrices')) forms.push(`${word.slice(0, -4)}ex`);
  if (word.length > 4)
    for (const ending of ['en', 'er', 'es', 'n', 'e']) {
      if (word.endsWith(ending)) forms.push(word.slice(0, -ending.length));
    }
  return forms;
}

/** The singular of a noun that no vocabulary has. */
export function plainSingular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:[sxz]|ch|sh)es$/u.test(word) && !/[aiou]ses$/u.test(word))
    return word.slice(0, -2);
  return word.length > 3 && word.endsWith('s') && !/(?:ss|us|is)$/u.test(word) ? word.slice(0, -1) : word;
}

/** The verbs that an inflected one may be a form of. */
export function baseVerbsOf(word: string): string[] {
  const forms: string[] = [];
  const add = (stem: string): void => {
    forms.push(stem, `${stem}e`);
    if (/([bdglmnprt])\1$/u.test(stem)) forms.push(stem.slice(0, -1));
  };
  if (word.length > 4 && word.endsWith('ing')) add(word.slice(0, -3));
  if (word.length > 3 && word.endsWith('ied')) forms.push(`${word.slice(0, -3)}y`);
  if (word.length > 3 && word.endsWith('ed')) add(word.slice(0, -2));
  if (word.length > 3 && word.endsWith('ies')) forms.push(`${word.slice(0, -3)}y`);
  if (word.length > 3 && word.endsWith('es')) forms.push(word.slice(0, -2));
  if (word.length > 3 && word.endsWith('s') && !word.endsWith('ss')) forms.push(word.slice(0, -1));
  // German: the infinitive of a noun in `-ung`, of forms in `-t` and `-e`, and with `zu` inside.
  if (word.length > 5 && word.endsWith('ung')) forms.push(`${word.slice(0, -3)}en`, `${word.slice(0, -3)}n`);
  if (word.length > 5 && word.endsWith('t')) forms.push(`${word.slice(0, -1)}en`, `${word.slice(0, -1)}n`);
  if (word.length > 5 && word.endsWith('e')) forms.push(`${word}n`);
  const separated = /^(an|auf|aus|ab|ein|hinzu|um|her|hoch|bereit|los|frei|wieder)zu(.+en)$/u.exec(word);
  if (separated) forms.push(`${separated[1]}${separated[2]}`);
  return forms;
}
