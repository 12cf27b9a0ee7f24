/**
 * A cheap look at a text that may be YAML: whether a `Statement`, however it is spelt, stands in it as YAML writes members. Much of what
 * passes is no policy; what does not pass is none, and the heavy reader need not be loaded for it.
 */
export function mayBeYaml(text: string): boolean {
  return /(?:^|[\n\r{,])[ \t-]*(?:\?[ \t]+)?["']?(?:stat[a-z]{3,7}|sta?te?me?nts?)["']?[ \t]*:(?:[\s"'[{]|$)/i.test(
    text,
  );
}

/** Whether a text begins as JSON does, behind the comments and code fences that its tolerant reader takes before it. */
export function beginsAsJson(text: string): boolean {
  if (text.startsWith('{')) return true;
  const skipped = /[\s\p{Cf}]*(?:(?:#|\/\/|```)[^\r\n]*|\/\*[\s\S]*?\*\/)?/uy;
  for (let at = -1; at < skipped.lastIndex; ) {
    at = skipped.lastIndex;
    skipped.test(text);
  }
  return /[{["“”'｛［【]/.test(text[skipped.lastIndex] ?? '');
}
