import type { LookupFormat } from '../model/formats.ts';
import type { PolicyLayer } from '../model/policy.ts';
import type { InternalName, MeantPolicy, SystemPolicy, SystemPolicyPrint } from '../model/system-policy.ts';
import type { Colours } from './colours.ts';
import { jsonText } from './json-text.ts';
import { terminalText } from './terminal-text.ts';

interface Options {
  readonly format: LookupFormat;
  readonly colours: Colours;
}

const layerWords: Readonly<Record<PolicyLayer, string>> = {
  AX: 'AX: granted globally',
  XA: 'XA: granted in projects',
  AA: 'AA: granted globally and in projects',
  XX: 'XX: granted neither globally nor in projects',
};

/**
 * The system role or policy that `system:<name>` means, or each of several: what it depends on, its content or that none
 * is published, and which page says so.
 */
export function renderSystemPolicies(
  name: string,
  meant: readonly MeantPolicy[],
  { format, colours }: Options,
): string {
  const [only, ...more] = meant;
  const one = only !== undefined && more.length === 0 ? only.policy : undefined;
  switch (format) {
    case 'json': {
      const query = { text: one?.name ?? name, kind: 'system-policy' };
      const shown =
        one === undefined
          ? { meanings: meant.map(({ policy, ...where }) => ({ ...where, ...jsonOf(policy) })) }
          : jsonOf(one);
      return `${jsonText({ schemaVersion: 1, query, ...shown }, 2)}\n`;
    }
    case 'pretty':
      if (one !== undefined) return pretty(one, colours);
      return meant
        .map(
          ({ policy, cloud, regions = [] }) =>
            `${terminalText(`${name} in ${[cloud, ...regions].join(' ')}`)}\n\n${pretty(policy, colours)}`,
        )
        .join('\n');
  }
}

function jsonOf({ content, ...rest }: SystemPolicy): object {
  return { ...rest, content: content.length === 0 ? 'unpublished' : content };
}

function pretty(policy: SystemPolicy, colours: Colours): string {
  const { name, kind, clouds, layer, internalNames, aliases, source, operations, content } = policy;
  const facts: readonly (readonly [label: string, text: string | undefined])[] = [
    ['also called', aliases?.join(', ')],
    ['in tokens', internalNames?.map(internalText).join(', ')],
    ['layer', layer && layerWords[layer]],
    ['depends on', dependsText(policy)],
    ['permits', operations?.supported.join(', ')],
    ['permits not', operations?.unsupported.join(', ')],
    ['as told by', operations?.source],
    ['named by', source],
  ];
  const shown = facts.flatMap(([label, text]) =>
    text === undefined || text === '' ? [] : [`  ${label.padEnd(11)}  ${terminalText(text)}`],
  );
  const current = content.filter(({ former }) => former === undefined);
  return `${[
    `${colours.bold(terminalText(name))}  system ${kind}, ${clouds.join(', ')}`,
    ...shown,
    '',
    ...(current.length === 0 ? [`  ${unpublishedText(policy)}`] : []),
    ...content.flatMap((print) => printLines(print, colours)),
    ...(kind === 'role'
      ? ['  a role is enforced by its name in the token: its content only describes it']
      : []),
  ].join('\n')}\n`;
}

function internalText({ name, cloud, regions }: InternalName): string {
  return `${name} (${[cloud, ...(regions ?? [])].join(' ')})`;
}

function dependsText({ dependsOn = [], content }: SystemPolicy): string {
  const printed = content.flatMap(({ document }) => document.Depends ?? []);
  return [...new Set([...printed.map(({ display_name: name }) => name), ...dependsOn])].join(', ');
}

function unpublishedText({ kind, services }: SystemPolicy): string {
  const what = kind === 'role' ? 'any Allow and any Deny' : 'any Allow';
  const where = services === null ? 'of any service' : `of ${services.join(', ')}`;
  return `its content is not published: it may hold ${what} ${where}`;
}

function printLines({ clouds, source, former, document }: SystemPolicyPrint, colours: Colours): string[] {
  return [
    `  ${colours.dim(terminalText(`content in ${clouds.join(', ')}: ${source}`))}`,
    ...(former === undefined ? [] : [`  ${terminalText(former)}`]),
    ...JSON.stringify(document, null, 2)
      .split('\n')
      .map((line) => `    ${terminalText(line)}`),
    '',
  ];
}
