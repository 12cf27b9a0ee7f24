import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { Call } from '../parse-arguments.ts';
export function catalogue(_call: Call, _io: Io): ExitCode {
  throw new Error('todo');
}
