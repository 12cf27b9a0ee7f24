/**
 * A cheap look at a text that may be YAML: whether it has a `Statement`, however it is spelt, as YAML writes members, or
 * else a `Version`, an `Effect` and an `Action`. Much of what passes is not a policy; what does not pass is not, and the heavy
 * reader need not be loaded for it.
 */
export function mayBeYaml(text: string): boolean {
  return (
    /(?:^|[\n\r{,])[ \t-]*(?:\?[ \t]+)?["']?(?:stat[a-z]{3,7}|sta?te?me?nts?)["']?[ \t]*:(?:[\s"'[{]|$)/i.test(
      text,
    ) ||
    /\?[ \t]+["']?(?:stat[a-z]{3,7}|sta?te?me?nts?)["']?[ \t]*(?:[\n\r]|$)/i.test(text) ||
    (text.includes('Version') && isMember.effect.test(text) && isMember.action.test(text))
  );
}

/** Perhaps in a string, behind a backslash. */
const isMember = {
  effect: /["'\s{,?-]Effect\\?["']?[ \t]*[:\r\n]/,
  action: /["'\s{,?-]Action\\?["']?[ \t]*[:\r\n]/,
};

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
