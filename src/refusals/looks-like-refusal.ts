/** One word, or a method and a word: an action, an API or a URL. Not `curl`; what begins like JSON or XML may be a body. */
const plain = /^\s*(?!curl(?:\.exe)?\s)(?:[A-Za-z]+\s+)?[^\s{[<"]\S*(?:\s+HTTP\/[\d.]+)?\s*$/;

const signs =
  /(?:^|[\s;&|(`])curl(?:\.exe)?[ \t]|\b40[13]\b|n[o'’´`ʼ]t\s+(?:allow|authori[sz]ed|registered)|unauthori[sz]ed|insufficient|forbidden|denied|error[_ ]?(?:code|msg|message)|"error"|permission\s+code|quota|authentication|n\\+(?:u0027|')t\s+allow|n&#?\w+;t\s+allow|\[?\b(?:GET|POST|PUT|DELETE|PATCH|HEAD)\s+https?:\/\/|<Error>|unregistered|权限|禁止/i;

/** Whether a question may be what a cloud printed, or a call of curl: cheap, and only {@link readRefusal} can tell. */
export function looksLikeRefusal(text: string): boolean {
  return !plain.test(text) && signs.test(text);
}
