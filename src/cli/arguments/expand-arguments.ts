import type { CloudChoice } from '../../model/cloud.ts';
import type { ExpandFormat } from '../../model/formats.ts';
import type { Destination } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { cloudOf, destinationOf, unnamedStdin } from './common-arguments.ts';
import type { CallOf } from './parse-arguments.ts';
import type { Settings } from './read-settings.ts';

/** What `expand` is called with. */
export interface ExpandArguments {
  readonly command: 'expand';
  /** A pattern, or a policy. */
  readonly subject: string;
  readonly cloud: CloudChoice;
  readonly stdinName: string;
  readonly format: ExpandFormat;
  readonly destination: Destination;
}

/** @throws UsageError unless there is one subject. */
export function expandArguments(call: CallOf<'expand'>, settings: Settings): ExpandArguments {
  const { values, positionals } = call;
  const [subject, ...more] = positionals;
  if (subject === undefined || more.length > 0)
    throw new UsageError('name one pattern or policy, as in `iamscope expand "ims:images:*"`');
  return {
    command: 'expand',
    subject,
    cloud: cloudOf(call, settings),
    stdinName: values['stdin-filename'] ?? unnamedStdin,
    format: values.format,
    destination: destinationOf(call, settings),
  };
}
