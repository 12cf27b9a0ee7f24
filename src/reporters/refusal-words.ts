import { inBackticks } from '../model/in-backticks.ts';
import type { Refusal, RefusedCall } from '../model/refusal.ts';
import { terminalText } from './terminal-text.ts';

/** What was read of a text that a cloud printed, in one sentence: nothing of the text but names. */
export function refusalWords({ kind, actions, rules, call, path, byDeny, code, status }: Refusal): string {
  const named = [...actions, ...rules].map((name) => `\`${name}\``).join(', ');
  const at = call === undefined ? '' : inBackticks(callText(call));
  const answered = [code, status === undefined ? undefined : `HTTP ${status}`].filter(
    (part) => part !== undefined,
  );
  const by = answered.length === 0 ? '' : ` (${answered.join(', ')})`;
  const where = path === undefined ? '' : ` (at ${inBackticks(path)})`;
  const deny = byDeny ? ' by a Deny' : '';
  const words = (): string => {
    switch (kind) {
      case 'refused':
        if (named === '')
          return at === ''
            ? `a refusal that names neither an action nor a call${where}${deny}`
            : `${at} was refused${deny}`;
        return `${named} ${actions.length + rules.length > 1 ? 'were' : 'was'} refused${at === '' ? where : ` to ${at}`}${deny}`;
      case 'not-registered':
        return `a policy was refused, since IAM does not know ${named}`;
      case 'credentials':
        return 'the cloud did not accept the credentials';
      case 'quota':
        return 'a quota was reached';
      case 'call':
        return at === '' ? 'a call of curl' : `the call ${at}`;
    }
  };
  return terminalText(`${words()}${by}`);
}

/** Why no decision can be asked for, and what to do; `undefined` where there is an action or a call to ask about. */
export function unansweredWords({ kind, actions, rules, call, path, service }: Refusal): string | undefined {
  if (kind === 'credentials')
    return 'no policy changes that: get a new token, or check the access key, the project and the clock';
  if (kind === 'quota') return 'no policy changes that: free something, or ask for a higher quota';
  if (actions.length > 0 || call !== undefined) return undefined;
  if (kind === 'call') return 'its method and URL cannot be read: ask for the call as `GET https://…`';
  const rule =
    rules[0] === undefined ? '' : `\`${rules[0]}\` is a rule of OpenStack, not an action of a policy; `;
  if (path !== undefined)
    return `${rule}the text has the URL without its method: ask for the call as \`GET ${path}\`, or whichever method it was`;
  const of = service === undefined ? '' : `the answer is from \`${service}\`; `;
  return `${rule}${of}what is missing is the action, or the call that was refused: \`TF_LOG=DEBUG\` makes Terraform print \`[METHOD URL]\`, \`curl -v\` and \`openstack --debug\` print their calls, and Cloud Trace Service lists them; ask again with \`METHOD URL\`, or with the action`;
}

/** Method and path; a host that is a variable says nothing. */
export function callText({ method, path }: RefusedCall): string {
  return `${method} ${path}`;
}
