import { inBackticks } from '../../model/in-backticks.ts';
import { apiInWords, areOneApi, asOf, concerns, pageInWords } from '../action-apis.ts';
import { defineRule } from '../rule.ts';

export const deprecatedApiOnly = defineRule({
  id: 'deprecated-api-only',
  group: 'api',
  severity: 'warning',
  summary: 'an allowed action that only deprecated APIs need',
  rationale:
    'When the APIs go, the action grants nothing any more; the API that takes their place usually needs another action. Only for actions written out, and not for actions that other APIs depend on.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["smn:application:publish"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["smn:topic:publish"]
    }
  ]
}`,
    options: '--cloud otc',
  },
  concernsAction: ({ known }, { cloud }) => known !== undefined && concerns('deprecated', known, cloud),
  *check(context) {
    const { catalogue, cloud } = context;
    for (const { text, path, known } of context.facts.writtenActions) {
      if (!concerns('deprecated', known, cloud)) continue;
      const apis = context.facts.ofActions.apisNeeding(known);
      const [entry] = apis;
      if (entry === undefined) continue;
      const words = areOneApi(apis)
        ? `the only API that needs ${inBackticks(text)} is deprecated: ${apiInWords(entry)}`
        : `every API that needs ${inBackticks(text)} is deprecated, such as ${apiInWords(entry)}`;
      yield {
        message: `${words}${asOf(context, entry.service)}`,
        at: { path },
        help: `allow what the API in its place needs (${pageInWords(entry, catalogue)})`,
      };
    }
  },
});
