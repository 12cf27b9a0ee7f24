import type { OptionSpec } from './options.ts';

/** A part of a call: an argument, or an option with its value, which may be an argument of its own. */
export type Token =
  | { readonly kind: 'positional'; readonly value: string }
  | {
      readonly kind: 'option';
      readonly name: string;
      /** As it stands in the call, without its value. */
      readonly rawName: string;
      readonly value?: string;
      /** The value is joined to the option, as in `--format=json` and `-fjson`. */
      readonly joined?: true;
    };

/**
 * Takes a call apart as `parseArgs` of Node.js does, which takes longer to be loaded than a policy to be linted: `--` ends the
 * options, short ones without values may be joined (`-ab`). An option that is not known takes no value of its own.
 */
export function* tokensOf(
  argv: readonly string[],
  options: Readonly<Record<string, OptionSpec>>,
): Generator<Token> {
  const nameOf = (letter: string) =>
    Object.keys(options).find((name) => options[name]?.short === letter) ?? letter;
  // With a value that may be left out, the next argument is never it.
  const takesValue = (name: string) =>
    Object.hasOwn(options, name) && options[name]?.type === 'string' && options[name].bare === undefined;
  const rest = argv.values();
  const option = (name: string, rawName: string): Token => {
    const value: string | undefined = takesValue(name) ? rest.next().value : undefined;
    return { kind: 'option', name, rawName, ...(value === undefined ? {} : { value }) };
  };
  for (const argument of rest) {
    if (argument === '--') {
      for (const value of rest) yield { kind: 'positional', value };
    } else if (argument.startsWith('--')) {
      const end = argument.indexOf('=', 3);
      if (end < 0) yield option(argument.slice(2), argument);
      else {
        const rawName = argument.slice(0, end);
        yield {
          kind: 'option',
          name: rawName.slice(2),
          rawName,
          value: argument.slice(end + 1),
          joined: true,
        };
      }
    } else if (argument.length > 1 && argument.startsWith('-')) {
      for (let at = 1; at < argument.length; at++) {
        const letter = argument.charAt(at);
        const name = nameOf(letter);
        const value = argument.slice(at + 1);
        if (value === '' || !takesValue(name)) yield option(name, `-${letter}`);
        else {
          yield { kind: 'option', name, rawName: `-${letter}`, value, joined: true };
          break;
        }
      }
    } else yield { kind: 'positional', value: argument };
  }
}
